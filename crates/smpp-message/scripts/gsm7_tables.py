#!/usr/bin/env python3
"""Write src/gsm7/tables.rs from a JSON description of the 3GPP TS 23.038 tables.

usage: gsm7_tables.py gsm7_tables.json > src/gsm7/tables.rs && rustfmt src/gsm7/tables.rs

The JSON holds, under "tables", one object per language identifier with "id",
"name", "locking" (128 code points in hex, or null where the language has no
locking table) and "single" (128 cells, null where unassigned).
"""
import json
import sys


def rows(cells):
    for start in range(0, 128, 8):
        yield " ".join(
            ("__" if cell is None else "0x" + cell) + ","
            for cell in cells[start:start + 8]
        )


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        tables = list(json.load(file)["tables"].values())
    tables.sort(key=lambda table: table["id"])
    print("// Written by scripts/gsm7_tables.py; change the script, not this file.")
    print()
    print("//! The tables of 3GPP TS 23.038: index is the septet, value the code point.")
    print()
    print("/// An unassigned cell. U+FFFF is no character.")
    print("pub(super) const UNASSIGNED: u16 = 0xFFFF;")
    print("const __: u16 = UNASSIGNED;")
    for table in tables:
        name = table["name"].upper()
        for kind in ("locking", "single"):
            cells = table[kind]
            if cells is None:
                continue
            if len(cells) != 128:
                raise SystemExit(f"{table['name']} {kind}: {len(cells)} cells")
            print()
            print(f"/// {name.replace(chr(95), chr(32)).capitalize()}, {kind} shift table, language identifier {table['id']}.")
            print("#[rustfmt::skip]")
            print(f"pub(super) const {kind.upper()}_{name}: [u16; 128] = [")
            for row in rows(cells):
                print("    " + row)
            print("];")


main()
