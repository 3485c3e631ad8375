"""What a vector says, in the form in which the peers are compared with it."""

import json
import re
from dataclasses import dataclass

#: Integers wider than an octet, in the mandatory part.
WIDE = {"command_id": 4, "command_status": 4, "sequence_number": 4, "error_status_code": 4}
#: Octets whose number stands elsewhere: no NUL ends them.
COUNTED = {"short_message", "body"}


@dataclass
class Item:
    """A field or a TLV that a vector expects."""

    path: str
    offset: int
    octets: bytes
    integer: object = None
    text: object = None
    tag: object = None

    @property
    def name(self):
        """The name without the place in a list."""
        return re.sub(r".*\.", "", self.path)


def valid_vectors(path):
    """The valid vectors of a single PDU."""
    vectors = json.loads(path.read_text())["vectors"]
    return [vector for vector in vectors if vector["verdict"] == "valid" and "fields" in vector]


def items(vector):
    """Every field and TLV of a vector with its place on the wire."""
    out, offset = [], 4
    for field in vector["fields"]:
        name = re.sub(r".*\.", "", field["name"])
        if "absent" in field:
            continue
        if "integer" in field:
            octets = field["integer"].to_bytes(WIDE.get(name, 1), "big")
            out.append(Item(field["name"], offset, octets, integer=field["integer"]))
        else:
            text = bytes.fromhex(field["octets"])
            octets = text if name in COUNTED else text + b"\0"
            out.append(Item(field["name"], offset, octets, text=text))
        offset += len(octets)
    for tlv in vector.get("tlvs", []):
        octets = bytes.fromhex(tlv["octets"])
        text = bytes.fromhex(tlv["string"]) if "string" in tlv else None
        name = tlv.get("name") or f"0x{tlv['tag']:04x}"
        out.append(Item(name, offset + 4, octets, tlv.get("integer"), text, tlv["tag"]))
        offset += 4 + len(octets)
    if offset + len(vector.get("trailing", "")) // 2 != len(vector["octets"]) // 2:
        raise ValueError(f"{vector['id']}: the fields do not fill the octets")
    return out


def same(item, value):
    """Whether a peer's value, an integer or octets, is the one that is expected."""
    if isinstance(value, int):
        return value == (item.integer if item.integer is not None else int.from_bytes(item.octets, "big"))
    if item.integer is not None:
        return False
    return value in (item.text, item.octets)
