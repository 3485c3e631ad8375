#!/usr/bin/env python3
"""Compare every cell of every GSM 7-bit table with other implementations.

usage: cross_check.py --dump DUMP [--python DIRECTORY] [--npm NODE_MODULES]

DUMP is the output of `cargo run -p smpp-message --example gsm7_dump`.
DIRECTORY has the PyPI packages gsm0338, gsmcodecs, smspdudecoder and, for the
latter, bitstring below 5 (`pip install --target`); NODE_MODULES the npm
package smpp. Both directions
are compared: what a septet is read as, and what every code point of the Basic
Multilingual Plane is written as. Each disagreement is listed with its reason;
the exit status is 1 if one has none, or if a reason has no disagreement.
"""
import argparse
import importlib
import json
import os
import subprocess
import sys
import unicodedata

ESCAPE = 0x1B

COMMA = "an apostrophe for the comma of the Indic and Urdu tables: it would stand there twice, " \
    "and no comma; AOSP, Gecko and other libraries have a comma"
KANNADA = "3GPP prints U+0CAA (PA) twice and no U+0CA1 (DDA), a known misprint; AOSP and Gecko " \
    "have DDA"

ESCAPED = "both Portuguese tables have it, and it takes the single shift one; ours is a septet " \
    "shorter and is read back the same"

# (implementation, kind, language, table, septet or code point): reason. The
# language may be None: any.
EXPLAINED = {
    ("smpp", "encode", 3, "locking", ord("\\")): ESCAPED,
    ("smpp", "encode", 3, "locking", ord("^")): ESCAPED,
    ("smpp", "encode", 3, "locking", ord("|")): ESCAPED,
    ("smpp", "encode", 3, "locking", ord("~")): ESCAPED,
    ("gsmcodecs", "decode", None, "locking", 0x2C): COMMA,
    ("gsmcodecs", "encode", None, "locking", ord(",")): COMMA,
    ("gsmcodecs", "encode", None, "locking", ord("'")): COMMA,
    ("gsmcodecs", "encode", None, "single", ord("'")): COMMA,
    ("gsmcodecs", "decode", 7, "locking", 0x24): KANNADA,
    ("gsmcodecs", "encode", 7, "locking", 0x0CA1): KANNADA,
    ("gsmcodecs", "encode", 7, "locking", 0x0CAA): KANNADA,
    ("gsmcodecs", "encode", None, "single", ord("*")):
        "the tables list the asterisk at 0x0B and 0x18: either reads back the same",
    ("gsmcodecs", "decode", 12, "single", 0x65):
        "the euro is in the Telugu table of earlier releases: we read it and do not write it",
}


def name(point):
    return "nothing" if point is None else \
        f"U+{point:04X} {unicodedata.name(chr(point), 'control')}"


class Tables:
    """What an implementation has: {(kind, language, table): {key: value}}."""

    def __init__(self):
        self.maps = {}

    def add(self, kind, language, table, septet, char):
        key, value = (septet, char) if kind == "decode" else (char, septet)
        self.maps.setdefault((kind, language, table), {})[key] = value


def load(lines):
    tables, packed = Tables(), []
    for line in lines:
        row = json.loads(line)
        if row["kind"] == "packed":
            packed.append(row)
        else:
            tables.add(row["kind"], row["language"], row["table"], row["septet"], row["char"])
    return tables, packed


def by_codec(decode, encode, language, tables, with_locking=True, with_single=True):
    """Ask a codec, one that raises where it has nothing, for every cell."""
    for septet in range(128):
        if septet == ESCAPE:
            continue
        for table, octets, wanted in (("locking", bytes([septet]), with_locking),
                                      ("single", bytes([ESCAPE, septet]), with_single)):
            if not wanted:
                continue
            tables.maps.setdefault(("decode", language, table), {})
            try:
                text = decode(octets)
            except (UnicodeError, KeyError, ValueError):
                continue
            if len(text) == 1:
                tables.add("decode", language, table, septet, ord(text))
    for point in range(0xFFFF):
        if point == ESCAPE or 0xD800 <= point < 0xE000:
            continue
        try:
            octets = encode(chr(point))
        except (UnicodeError, KeyError, ValueError):
            continue
        if len(octets) == 2 and octets[0] == ESCAPE and with_single:
            tables.add("encode", language, "single", octets[1], point)
        elif len(octets) == 1 and with_locking:
            tables.add("encode", language, "locking", octets[0], point)


def gsm0338():
    module = importlib.import_module("gsm0338")
    tables = Tables()
    codec = module.Codec()
    by_codec(lambda o: codec.decode(o)[0], lambda c: codec.encode(c)[0], 0, tables)
    codec = module.Codec(single_shift_decode_map=module.SINGLE_SHIFT_CHARACTER_SET_SPANISH)
    by_codec(lambda o: codec.decode(o)[0], lambda c: codec.encode(c)[0], 2, tables,
             with_locking=False)
    return tables


def gsmcodecs():
    importlib.import_module("gsmcodecs")
    tables = Tables()
    for language in range(14):
        codec = f"gsm23.038-{language}-{language}"
        locking = language != 2
        by_codec(lambda o: o.decode(codec), lambda c: c.encode(codec), language, tables,
                 with_locking=locking)
    return tables


def smspdudecoder():
    gsm = importlib.import_module("smspdudecoder.codecs").GSM
    tables = Tables()
    for septet, char in enumerate(gsm.ALPHABET):
        if septet != ESCAPE:
            tables.add("decode", 0, "locking", septet, ord(char))
            tables.add("encode", 0, "locking", septet, ord(char))
    for septet, char in gsm.ALPHABET_EXT.items():
        tables.add("decode", 0, "single", septet, ord(char))
        tables.add("encode", 0, "single", septet, ord(char))
    return tables


def node(modules):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "node_tables.js")
    lines = subprocess.run(["node", script, os.path.abspath(modules)], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    return load(lines)[0]


def reason(key, used):
    implementation, kind, language, table, at = key
    for candidate in ((implementation, kind, language, table, at),
                      (implementation, kind, None, table, at)):
        if candidate in EXPLAINED:
            used.add(candidate)
            return EXPLAINED[candidate]
    return None


def tables_differ(implementation, ours, theirs, used):
    unexplained = 0
    cells = 0
    for (kind, language, table), their in sorted(theirs.maps.items()):
        our = ours.maps.get((kind, language, table), {})
        if table == "locking" and language == 2:
            # Spanish has no locking table; some repeat the default one there.
            our = ours.maps[(kind, 0, table)]
        for at in sorted(set(our) | set(their)):
            cells += 1
            one, two = our.get(at), their.get(at)
            if one == two:
                continue
            if kind == "encode" and table == "single" and two is None and \
                    at in ours.maps.get((kind, language, "locking"), {}):
                # A character that both tables have is written with one septet.
                continue
            why = reason((implementation, kind, language, table, at), used)
            unexplained += why is None
            where = f"septet {at:#04x}" if kind == "decode" else name(at)
            if kind == "decode":
                have = f"ours {name(one)}, theirs {name(two)}"
            else:
                have = f"ours {one}, theirs {two}"
            print(f"{implementation}: {kind} language {language} {table} {where}: {have}: "
                  f"{why or 'UNEXPLAINED'}")
    print(f"{implementation}: {cells} cells compared")
    return unexplained


def packed_differ(rows):
    gsm = importlib.import_module("smspdudecoder.codecs").GSM
    unexplained = 0
    for row in rows:
        theirs = gsm.encode(row["text"], with_padding=row["padded"]) if row["text"] else ""
        if theirs != row["octets"]:
            unexplained += 1
            print(f"smspdudecoder: packed {row['text']!r} padded {row['padded']}: "
                  f"ours {row['octets']}, theirs {theirs}: UNEXPLAINED")
    print(f"smspdudecoder: {len(rows)} packed texts compared")
    return unexplained


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dump", required=True)
    parser.add_argument("--python")
    parser.add_argument("--npm")
    arguments = parser.parse_args()
    with open(arguments.dump, encoding="utf-8") as file:
        ours, packed = load(file)
    used, unexplained = set(), 0
    asked = set()
    if arguments.python:
        sys.path.insert(0, os.path.abspath(arguments.python))
        for implementation in (gsm0338, gsmcodecs, smspdudecoder):
            asked.add(implementation.__name__)
            unexplained += tables_differ(implementation.__name__, ours, implementation(), used)
        unexplained += packed_differ(packed)
    if arguments.npm:
        asked.add("smpp")
        unexplained += tables_differ("smpp", ours, node(arguments.npm), used)
    if not asked:
        parser.error("nothing to compare with: give --python, --npm or both")
    stale = [key for key in EXPLAINED if key[0] in asked and key not in used]
    for key in stale:
        print(f"a reason without a disagreement: {key}")
    print(f"{unexplained} unexplained disagreements")
    return 1 if unexplained or stale else 0


sys.exit(main())
