"""A PDU being built, and the vector it becomes."""

from notation import quote
from tables import Tables, tlv

#: A typical value of each field.
TYPICAL = {
    "system_id": b"bank", "password": b"secret08", "system_type": b"VMA",
    "interface_version": 0x34, "addr_ton": 1, "addr_npi": 1, "address_range": b"^4477",
    "service_type": b"CMT",
    "source_addr_ton": 1, "source_addr_npi": 1, "source_addr": b"447700900001",
    "dest_addr_ton": 1, "dest_addr_npi": 1, "destination_addr": b"447700900123",
    "esme_addr_ton": 1, "esme_addr_npi": 1, "esme_addr": b"447700900999",
    "esm_class": 0, "protocol_id": 0, "priority_flag": 1,
    "schedule_delivery_time": b"", "validity_period": b"261124120000000+",
    "registered_delivery": 1, "replace_if_present_flag": 0, "data_coding": 0,
    "sm_default_msg_id": 0, "short_message": b"Your code is 42",
    "message_id": b"5f0a31c2", "final_date": b"261123161500000+",
    "message_state": 2, "error_code": 0, "error_status_code": 0x0B,
    "param_name": b"max_queue", "param_value": b"1000", "num_messages": 2,
    "dl_name": b"customers", "dest_flag": 1,
}

#: The lists, and the field that counts each.
COUNTED = {"dest_address": "number_of_dests", "unsuccess_sme": "no_unsuccess", "message_details": "number_msgs"}

SME = {name: TYPICAL[name] for name in ("dest_flag", "dest_addr_ton", "dest_addr_npi",
                                        "destination_addr")}
DL = {"dest_flag": 2, "dl_name": b"customers"}
LISTS = {
    "dest_address": [SME, DL],
    "unsuccess_sme": [dict(SME, error_status_code=0x0B)],
    "message_details": [{"message_id": b"5f0a31c2"}, {"message_id": b"5f0a31c3"}],
}

#: A typical value of each TLV; the others are made up by size.
TLV_TYPICAL = {
    "sc_interface_version": b"\x34", "message_state": b"\x02", "receipted_message_id": b"5f0a31c2\0",
    "network_error_code": b"\x03\x00\x08", "message_payload": b"Your code is 42",
    "user_message_reference": b"\x00\x2a", "callback_num": b"\x01\x01\x01447700900123",
    "source_subaddress": b"\xa0101", "dest_subaddress": b"\xa0102",
    "source_network_id": b"1234015\0", "dest_network_id": b"1234030\0",
    "source_node_id": b"000001", "dest_node_id": b"000002",
    "broadcast_content_type": b"\x01\x00\x02", "broadcast_frequency_interval": b"\x09\x00\x0a",
    "broadcast_rep_num": b"\x00\x03", "broadcast_area_identifier": b"\x00London",
    "broadcast_area_success": b"\x64", "broadcast_error_status": b"\x00\x00\x00\x0b",
    "broadcast_end_time": b"261124120000000+\0", "dest_addr_np_information": b"2015550123",
    "dest_addr_np_country": b"\x00\x00\x01", "ms_validity": b"\x00",
    "additional_status_info_text": b"absent subscriber\0",
}


def letters(count):
    """So many letters, so that each place shows."""
    return (b"abcdefghijklmnopqrstuvwxyz" * (count // 26 + 1))[:count]


def complete(fields, chosen):
    """Values for every field: the chosen ones, and the lengths and counts that follow."""
    values = {}
    for field in fields:
        name = field["name"]
        values[name] = LISTS[name] if field["kind"] == "repeat" else TYPICAL.get(name)
    values.update(chosen)
    # query_msg_details has an sm_length that counts nothing: how many octets are wanted.
    if "sm_length" in values and "sm_length" not in chosen:
        values["sm_length"] = len(values.get("short_message", b"x" * 160))
    for name, count in COUNTED.items():
        if name in values and count not in chosen:
            values[count] = len(values[name])
    return values


class Frame:
    """One PDU of one version, from its values."""

    def __init__(self, tables: Tables, pdu, version, values=None, tlvs=(), status="ESME_ROK",
                 body=True, sequence=1):
        self.tables, self.pdu, self.version, self.status = tables, pdu, version, status
        self.sequence, self.body, self.tlvs, self.tail = sequence, body, list(tlvs), b""
        chosen = dict(values or {})
        fields = tables.fields(pdu, version)
        versions = {"3.3": 0x33, "3.4": 0x34, "5.0": 0x50}
        chosen.setdefault("interface_version", versions[version])
        names = {field["name"] for field in fields} | {"sm_length"} | set(COUNTED.values())
        self.values = complete(fields, {k: v for k, v in chosen.items() if k in names})
        self.leaves = tables.layout(pdu, version, self.values) if body else []

    def offset(self, path):
        """Where a field begins."""
        place = 16
        for leaf in self.leaves:
            if leaf.path == path:
                return place
            place += len(leaf.octets)
        raise KeyError(path)

    def tlv_offset(self, place=0):
        """Where a TLV begins."""
        return (16 + sum(len(leaf.octets) for leaf in self.leaves)
                + sum(len(tlv(self.tables, *t)) for t in self.tlvs[:place]))

    def parts(self, cut=None):
        """The frame as (octets, comment) pairs; `cut` ends it early."""
        body = [(leaf.octets, leaf.path) for leaf in self.leaves]
        for name, value in self.tlvs:
            octets = tlv(self.tables, name, value)
            body += [(octets[:4], f"{name}, {len(value)} octets"), (octets[4:], "its value")]
        body.append((self.tail, "what no field accounts for"))
        if cut is not None:
            left, kept = cut - 16, []
            for octets, comment in body:
                kept.append((octets[:max(left, 0)], comment))
                left -= len(octets)
            body = kept
        total = 16 + sum(len(octets) for octets, _ in body)
        entry = self.tables.pdus[self.pdu]
        header = [total, entry["command_id"], self.tables.status_values[self.status], self.sequence]
        names = [f"command_length {total}", self.pdu, self.status, f"sequence_number {self.sequence}"]
        return [(value.to_bytes(4, "big"), name) for value, name in zip(header, names)] + body

    def field_lines(self, absent=()):
        """The `fields` block."""
        entry = self.tables.pdus[self.pdu]
        out = [f"{'command_id':<24}  0x{entry['command_id']:08x}  # {self.pdu}",
               f"{'command_status':<24}  0x{self.tables.status_values[self.status]:08x}"
               f"  # {self.status}",
               f"{'sequence_number':<24}  {self.sequence}"]
        if not self.body:
            names = [f["name"] for f in self.tables.fields(self.pdu, self.version)]
            out += [f"{name:<24}  absent" for name in names if name not in COUNTED]
        for leaf in self.leaves:
            value = leaf.value if isinstance(leaf.value, int) else quote(leaf.value)
            value = "absent" if leaf.path in absent else value
            out.append(f"{leaf.path:<24}  {value}")
        return out

    def tlv_lines(self, errors=()):
        """The `tlvs` block; `errors` says which values their types cannot hold."""
        out = []
        for place, (name, value) in enumerate(self.tlvs):
            entry = self.tables.tlvs[name]
            line = f"0x{entry['tag']:04x}  {name}  {quote(value)}"
            error = dict(errors).get(place)
            if error:
                line += f"  {error}"
            elif name == "dest_addr_np_country":
                pass  # typed an integer of 1 to 5 octets, which the type integer does not have
            elif entry["kind"] in ("integer", "bitmask") and value:
                line += f"  {int.from_bytes(value, 'big')}"
            elif entry["kind"] == "c_octet_string":
                line += f"  {quote(value.split(bytes(1))[0])}"
            out.append(line)
        return out

    def vector(self, name, about, **more):
        """The vector of a frame that is valid, unless `more` says otherwise."""
        return {
            "id": name, "about": about, "section": self.tables.section(self.tables.pdus[self.pdu], self.version),
            "version": self.version, "pdu": self.pdu, "verdict": "valid", "reencode": "same",
            "octets": self.parts(), "fields": self.field_lines(), "tlvs": self.tlv_lines(), **more,
        }

    def error(self, kind, field, offset, status):
        """The `error` and `answer` lines."""
        value = self.tables.status_values[status]
        entry = self.tables.pdus[self.pdu]
        reply = entry.get("response") if entry["role"] == "request" else None
        if status == "ESME_RINVCMDID" and reply:
            reply = "generic_nack"
        answer = f"{reply} 0x{value:08x} {self.sequence}" if reply else "nothing"
        return {"error": f"{kind} {field} {offset} 0x{value:08x}  # {status}", "answer": answer}

    def departure(self, name, about, faults, **more):
        """The vector of a frame that only a tolerant reader accepts, for (kind, field, offset,
        status) in the order of the octets."""
        return self.vector(name, about, **{
            "verdict": "acceptable departure", "reencode": "tolerant",
            "deviations": [f"{kind} {field} {offset}" for kind, field, offset, _ in faults],
            **self.error(*faults[0]), **more,
        })

    def invalid(self, name, about, kind, field, offset, status, **more):
        """The vector of a frame that nobody can read, and whose stream goes on behind it."""
        return self.vector(name, about, **{
            "verdict": "invalid and recoverable", "reencode": None, "fields": None, "tlvs": None,
            **self.error(kind, field, offset, status), **more,
        })

