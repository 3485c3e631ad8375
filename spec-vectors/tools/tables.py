"""The protocol tables, and how a PDU is laid out by them.

Nothing here knows how a decoder works: a PDU is built field by field from the tables, so that
what a decoder should find, and where, is known from the way it was built.
"""

import json
from dataclasses import dataclass
from pathlib import Path

VERSIONS = ("3.3", "3.4", "5.0")

#: Where a table prints a size that a receiver is told to accept more than. Each is a quirk.
READ_LIKE = {
    # Q07: the id of deliver_sm_resp is unused, and filled in by some peers.
    ("deliver_sm_resp", "3.4", "message_id"): ("submit_sm_resp", "message_id"),
    # Q46: deliver_sm with times.
    ("deliver_sm", "3.4", "schedule_delivery_time"): ("submit_sm", "schedule_delivery_time"),
    ("deliver_sm", "3.4", "validity_period"): ("submit_sm", "validity_period"),
}

#: The status for a bad value of those fields that `field_error_status` does not list.
STATUS = {
    "esme_addr": "ESME_RINVDSTADR",
    "final_date": "ESME_RQUERYFAIL",
    "sm_length": "ESME_RINVMSGLEN",
    "address_range": "ESME_RBINDFAIL",
    "param_name": "ESME_EINVPARAMLEN",
    "param_value": "ESME_RCNTRETRPARAM",
    "number_msgs": "ESME_RINVNUMMSGS",
    "command_id": "ESME_RINVCMDID",
}

#: Times that the message centre reports may lack the zone in 3.3 and 3.4: 13 octets.
SHORT_TIME = "final_date"

SECTIONS_3_4 = """
bind_transmitter 4.1.1 bind_transmitter_resp 4.1.2 bind_receiver 4.1.3 bind_receiver_resp 4.1.4
bind_transceiver 4.1.5 bind_transceiver_resp 4.1.6 outbind 4.1.7 unbind 4.2.1 unbind_resp 4.2.2
generic_nack 4.3.1 submit_sm 4.4.1 submit_sm_resp 4.4.2 submit_multi 4.5.1 submit_multi_resp 4.5.2
deliver_sm 4.6.1 deliver_sm_resp 4.6.2 data_sm 4.7.1 data_sm_resp 4.7.2 query_sm 4.8.1
query_sm_resp 4.8.2 cancel_sm 4.9.1 cancel_sm_resp 4.9.2 replace_sm 4.10.1 replace_sm_resp 4.10.2
enquire_link 4.11.1 enquire_link_resp 4.11.2 alert_notification 4.12.1
""".split()


@dataclass
class Leaf:
    """One field on the wire."""

    path: str
    name: str
    kind: str
    limit: int
    sizes: tuple
    octets: bytes
    value: object

    def is_string(self):
        return self.kind.startswith("c_octet")


class Tables:
    """What the JSON tables say."""

    def __init__(self, directory):
        load = lambda name: json.loads((Path(directory) / name).read_text())
        self.pdus = {pdu["name"]: pdu for pdu in load("pdus.json")["pdus"]}
        self.tlvs = {tlv["name"]: tlv for tlv in load("tlvs.json")["tlvs"]}
        self.status_values = {
            name: entry["value"]
            for entry in load("status.json")["statuses"]
            for name in entry["symbols"].values()
        }
        self.field_status = load("enums.json")["field_error_status"]

    def status_of(self, field):
        """The name of the status that answers a bad value of a field."""
        for names, status in self.field_status.items():
            if field in names.replace(" / ", "/").split("/"):
                return status.split()[0]
        return STATUS[field]

    def fields(self, pdu, version):
        """The mandatory fields of a PDU; of one the version lacks, as its own version has them."""
        by_version = self.pdus[pdu]["fields"]
        fields = by_version.get(version) or by_version[sorted(by_version)[-1]]
        for place, field in enumerate(fields):
            like = READ_LIKE.get((pdu, version, field["name"]))
            if like:
                other = {f["name"]: f for f in self.fields(like[0], version)}
                fields = fields[:place] + [other[like[1]]] + fields[place + 1:]
        return fields

    def section(self, pdu, version):
        """Where the specification defines a PDU."""
        if version == "3.4" and pdu in SECTIONS_3_4:
            return f"SMPP {version} section {SECTIONS_3_4[SECTIONS_3_4.index(pdu) + 1]}"
        home = self.pdus[pdu]["versions"]
        if version not in home:
            return self.section(pdu, home[-1])
        return f"SMPP {version}, {pdu}"

    def tlvs_of(self, pdu, version):
        """The names of the TLVs listed for a PDU, the mandatory ones first."""
        entry = self.pdus[pdu]
        mandatory = entry.get("tlvs_mandatory", {}).get(version, [])
        optional = entry.get("tlvs_optional", {}).get(version, [])
        other = {alias: name for name, tlv in self.tlvs.items() for alias in tlv.get("aliases", [])}
        names = [other.get(name, name) for name in mandatory + optional]
        return list(dict.fromkeys(names)), list(mandatory)

    def layout(self, pdu, version, values):
        """Every field of the mandatory part with its octets, from values by field name."""
        return list(self._layout(self.fields(pdu, version), values, ""))

    def _layout(self, fields, values, prefix):
        for field in fields:
            name, kind = field["name"], field["kind"]
            if kind == "repeat":
                for place, entry in enumerate(values[name]):
                    yield from self._layout(field["items"], entry, f"{name}[{place}].")
            elif kind == "choice":
                case = field["cases"][str(values[field["selector"]])]
                yield from self._layout(case, values, prefix)
            else:
                value = values[name]
                if kind == "integer":
                    octets = value.to_bytes(field["max"], "big")
                else:
                    octets = value + b"\0" * kind.startswith("c_octet")
                sizes = tuple(field.get("allowed_sizes", ()))
                yield Leaf(prefix + name, name, kind, field["max"], sizes, octets, value)


def tlv(tables, name, value):
    """A TLV on the wire."""
    return tables.tlvs[name]["tag"].to_bytes(2, "big") + len(value).to_bytes(2, "big") + value
