"""Reads and writes the text form of the vectors; README.md describes it."""

import re

#: Keys whose indented lines form a list, in the order they are written.
LISTS = ("octets", "fields", "tlvs", "deviations", "frames", "given", "expect")
#: Keys with a value on their own line, in the order they are written.
PLAIN = ("about", "section", "version", "pdu", "verdict", "reencode", "error", "answer",
         "need", "max_octets", "looks_like", "trailing", "kind")
TOKEN = re.compile(r'(?:"[^"]*"(?:\*\d+)?)+|\S+')
PIECE = re.compile(r'"([^"]*)"(?:\*(\d+))?')


def parse(text):
    """The vectors of a file: dicts of strings, and of lists of tokens."""
    vectors, block = [], None
    for line in text.splitlines():
        line = line.split("#")[0].rstrip()
        if not line:
            continue
        if line[0] == " ":
            whole = name in ("octets", "given", "expect")
            block.append(line.strip() if whole else TOKEN.findall(line))
            continue
        name, _, value = line.partition(" ")
        if name in ("vector", "message"):
            vectors.append({})
        if name in LISTS:
            block = vectors[-1][name] = []
        else:
            vectors[-1]["id" if name in ("vector", "message") else name] = value.strip()
    return vectors


def octets_of(lines):
    """The octets of an `octets` block; a line may end in `*N`."""
    out = b""
    for line in lines:
        hexes, _, times = line.partition("*")
        out += bytes.fromhex(hexes) * int(times or 1)
    return out


def unquote(token):
    """The octets of a quoted token."""
    out = b""
    for piece, times in PIECE.findall(token):
        piece = re.sub(r"\\x(..)", lambda hit: chr(int(hit[1], 16)), piece)
        out += piece.encode("latin-1") * int(times or 1)
    return out


def quote(octets):
    """Octets as a quoted token; a long run of one octet is written as a product."""
    runs, out = re.findall(rb"((.)\2*)", octets, re.S), []
    for run, octet in runs:
        char = chr(octet[0])
        plain = 32 <= octet[0] < 127 and char not in '"#\\'
        char = char if plain else f"\\x{octet[0]:02x}"
        if len(run) > 12:
            out.append((f'"{char}"*{len(run)}', True))
        elif out and not out[-1][1]:
            out[-1] = (out[-1][0] + char * len(run), False)
        else:
            out.append((char * len(run), False))
    return "".join(text if product else f'"{text}"' for text, product in out) or '""'


def hex_line(octets, comment, width=24):
    """One line of an `octets` block."""
    if len(octets) > 12 and octets == octets[:1] * len(octets):
        text = f"{octets[:1].hex()} *{len(octets)}"
    else:
        text = octets.hex()
    return f"  {text:<{width}}  # {comment}"


def write(vector):
    """One vector as text. `octets` holds (octets, comment) pairs, lists hold lines."""
    out = [f"{'message' if 'given' in vector else 'vector'}{' ' * (5 if 'given' in vector else 6)}{vector['id']}"]
    out += [f"{key:<10}  {vector[key]}" for key in PLAIN if vector.get(key) not in (None, "")]
    for key in LISTS:
        if not vector.get(key):
            continue
        out.append(key)
        if key == "octets":
            header, body = vector[key][:4], vector[key][4:]
            out.append(f"  {' '.join(octets.hex() for octets, _ in header)}"
                       f"  # {', '.join(comment for _, comment in header)}")
            out += [hex_line(octets, comment) for octets, comment in body if octets]
        else:
            out += [f"  {line}" for line in vector[key]]
    return "\n".join(line.rstrip() for line in out) + "\n"
