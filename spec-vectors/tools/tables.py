"""The protocol tables, and how a PDU is laid out by them.

Nothing here knows how a decoder works: a PDU is built field by field from the tables, so that
what a decoder should find, and where, is known from the way it was built.
"""

from dataclasses import dataclass

from protocol import number, tlv_pdus

#: Where a table prints a size that a receiver is told to accept more than. Each is a quirk.
READ_LIKE = {
    # Q07: the id of deliver_sm_resp is unused, and filled in by some peers.
    ("deliver_sm_resp", "3.4", "message_id"): ("submit_sm_resp", "message_id"),
    # Q46: deliver_sm with times.
    ("deliver_sm", "3.4", "schedule_delivery_time"): ("submit_sm", "schedule_delivery_time"),
    ("deliver_sm", "3.4", "validity_period"): ("submit_sm", "validity_period"),
}

#: Times that the message centre reports may lack the zone in 3.3 and 3.4: 13 octets.
SHORT_TIME = "final_date"

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
    """What the protocol tables say of PDUs, TLVs and statuses."""

    def __init__(self, protocol):
        self.pdus = {pdu["name"]: {**pdu, "command_id": number(pdu["command_id"])}
                     for pdu in protocol["pdus"]["pdus"]}
        self.tlvs = {tlv["name"]: {**tlv, "tag": number(tlv["tag"])} for tlv in protocol["tlvs"]["tlvs"]}
        self.listed = tlv_pdus(protocol)
        self.status_values = {
            name: number(entry["value"])
            for entry in protocol["statuses"]["statuses"]
            for name in entry["symbols"].values()
        }
        self.named_fields = {field["name"]: field for field in protocol["fields"]["fields"]}

    def status_of(self, field):
        """The name of the status that answers a bad value of a field."""
        return self.named_fields[field]["error_status"]

    def limit(self, field, version):
        """The greatest length or count that a field of one octet may tell."""
        limit = self.named_fields[field].get("limits", {}).get(version)
        return limit if isinstance(limit, int) else 255

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

    def section(self, row, version):
        """Where a specification defines a PDU or a TLV: this version, or the last one that does."""
        sections = row["sections"]
        if version not in sections:
            version = list(sections)[-1]
        place = sections[version]
        return f"SMPP {version} section {place}" if place[0].isdigit() else f"SMPP {version}, {place}"

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
