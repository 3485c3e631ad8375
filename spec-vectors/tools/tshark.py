"""Wireshark's dissector, through `tshark -T json -x`."""

import json
import re
import struct
import subprocess
import tempfile

SEGMENT = 1400
#: Shown as dates, so only their octets are compared.
TIMES = ("schedule_delivery_time", "validity_period", "final_date", "broadcast_end_time")


def capture(vectors):
    """A pcap with each vector in a TCP connection of its own, to port 2775."""
    out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)]
    for number, vector in enumerate(vectors):
        data, sequence = bytes.fromhex(vector["octets"]), 1
        for start in range(0, len(data), SEGMENT):
            part = data[start:start + SEGMENT]
            tcp = struct.pack(">HHIIBBHHH", 10000 + number, 2775, sequence, 1, 0x50, 0x18, 65535, 0, 0)
            ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 40 + len(part), 0, 0, 64, 6, 0,
                             bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2]))
            packet = ip + tcp + part
            out.append(struct.pack("<IIII", 0, 0, len(packet), len(packet)) + packet)
            sequence += len(part)
    return b"".join(out)


def version(program):
    """The first line of `tshark --version`."""
    run = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return re.search(r"\d+\.\d+\.\d+", run.stdout)[0]


def dissect(program, vectors):
    """For each vector: the fields as (name, offset, octets, mask, shown), and whether it is malformed."""
    with tempfile.NamedTemporaryFile(suffix=".pcap") as file:
        file.write(capture(vectors))
        file.flush()
        command = [program, "-r", file.name, "-d", "tcp.port==2775,smpp", "-T", "json", "-x",
                   "--no-duplicate-keys", "-o", "tcp.check_checksum:FALSE"]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
    found = {}
    for packet in json.loads(run.stdout):
        layers = packet["_source"]["layers"]
        if "smpp" not in layers:
            continue
        number = int(layers["tcp"]["tcp.srcport"]) - 10000
        leaves = []
        walk(layers["smpp"], leaves)
        base = layers["smpp_raw"][1]
        fields = [(name, at - base, octets, mask, shown) for name, at, octets, mask, shown in leaves]
        malformed = "_ws.malformed" in layers or "_ws.malformed" in json.dumps(layers["smpp"])
        found[vectors[number]["id"]] = (fields, malformed)
    return found


def walk(tree, out):
    """Collects the leaves of the tree."""
    for key, value in tree.items():
        if key.endswith("_raw"):
            name = key[:-4]
            shown = tree.get(name)
            raws = value if isinstance(value[0], list) else [value]
            values = shown if isinstance(shown, list) else [shown]
            for place, (octets, at, length, mask, _) in enumerate(raws):
                text = values[place] if place < len(values) else None
                if not isinstance(text, dict) and name.startswith("smpp."):
                    out.append((name[5:], at, leaf_octets(octets, length, mask), mask, text))
        elif isinstance(value, dict):
            walk(value, out)
        elif isinstance(value, list):
            for entry in value:
                if isinstance(entry, dict):
                    walk(entry, out)


def leaf_octets(octets, length, mask):
    """The octets of a leaf; of a masked one its bits at their place."""
    if not mask:
        return bytes.fromhex(octets)
    shift = (mask & -mask).bit_length() - 1
    return (int(octets, 16) << shift).to_bytes(length, "big")


def compare(item_list, result, names, hidden, partial=()):
    """Disagreements as (item, what); `names` maps a field to what tshark calls it; of a `partial` one
    some bits are never shown."""
    if result is None:
        return [(None, "not dissected")]
    fields, malformed = result
    out = [(None, "called malformed")] if malformed else []
    is_request = item_list[0].integer < 0x80000000
    for item in item_list:
        if item.name in hidden or is_request and f"request.{item.name}" in hidden:
            continue
        called = names.get("unknown" if item.name.startswith("0x") else item.name, [item.name])
        start, end = item.offset, item.offset + len(item.octets)
        if item.tag is not None:
            tags = [octets for name, at, octets, *_ in fields if name == "opt_param_tag" and at == start - 4]
            if tags != [item.tag.to_bytes(2, "big")]:
                out.append((item, "TLV not shown"))
                continue
        if start == end or item.text == b"":
            continue  # nothing to show; what follows shows that it was read to its end
        inside = [f for f in fields if start <= f[1] < end and not f[0].startswith("opt_param")]
        mine = [f for f in inside if f[0] in called]
        if not mine:
            others = sorted({f[0] for f in inside})
            out.append((item, f"shown as {', '.join(others)}" if others else "not shown"))
            continue
        seen = bytearray(len(item.octets))
        bits = bytearray(len(item.octets))
        long = False
        for _, at, octets, mask, _ in mine:
            long |= at + len(octets) > end
            for place, octet in enumerate(octets[:end - at]):
                covers = mask.to_bytes(len(octets), "big")[place] if mask else 0xFF
                bits[at - start + place] |= covers
                seen[at - start + place] |= octet & covers
        if long:
            out.append((item, "read longer than it is"))
        elif any(a & mask != b for a, b, mask in zip(item.octets, seen, bits)):
            out.append((item, "another value"))
        elif item.text is not None and item.octets.endswith(b"\0") and set(bits[:-1]) <= {255}:
            shown = mine[0][4]
            if item.name not in TIMES and item.text.isascii() and len(mine) == 1 and shown != item.text.decode():
                out.append((item, "another text"))
        elif set(bits) != {255}:
            if item.name in partial:
                continue
            out.append((item, "not all of it shown"))
        elif item.integer is not None and len(mine) == 1 and re.fullmatch(r"\d+|0x[0-9a-f]+", str(mine[0][4])):
            if int(mine[0][4], 0) != item.integer:
                out.append((item, "another number"))
    return out
