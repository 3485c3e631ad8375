#!/usr/bin/env python3
"""Write src/grapheme/table.rs from the tables of crate unicode-segmentation.

usage: grapheme_table.py PATH/TO/unicode-segmentation/src/tables.rs > src/grapheme/table.rs

That file is itself generated from the Unicode Character Database. Hangul
syllables are left out: they follow from arithmetic. The tests compare the
result with the crate.
"""
import re
import sys

NAMES = {
    "GC_CR": "Control", "GC_LF": "Control", "GC_Control": "Control", "GC_Extend": "Extend",
    "GC_ZWJ": "Joiner", "GC_Regional_Indicator": "Regional", "GC_Prepend": "Prepend",
    "GC_SpacingMark": "SpacingMark", "GC_L": "HangulL", "GC_V": "HangulV", "GC_T": "HangulT",
    "GC_Extended_Pictographic": "Pictograph", "GC_InCB_Consonant": "Consonant",
}


def ranges(text):
    pair = r"\(\s*'\\u\{([0-9a-f]+)\}',\s*'\\u\{([0-9a-f]+)\}'"
    for low, high, category in re.findall(pair + r",\s*(GC_\w+)\s*\)", text):
        yield int(low, 16), int(high, 16), category


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        source = file.read()
    version = re.search(r"UNICODE_VERSION: .*= \((\d+), (\d+), (\d+)\)", source).groups()
    linkers = re.search(r"fn is_incb_linker.*?\{(.*?)\n\}", source, re.S).group(1)
    linkers = {int(point, 16) for point in re.findall(r"\\u\{([0-9a-fA-F]+)\}", linkers)}
    table = source[source.index("const grapheme_cat_table"):]
    table = table[:table.index("];")]
    points = {}
    for low, high, category in ranges(table):
        if category in ("GC_LV", "GC_LVT"):
            continue
        for point in range(low, high + 1):
            points[point] = NAMES[category]
    for point in linkers:
        if points[point] != "Extend":
            raise SystemExit(f"linker U+{point:04X} does not extend")
        points[point] = "Linker"
    # What extends a cluster, and no conjunct.
    incb = source[source.index("const InCB_Extend_table"):]
    incb = incb[:incb.index("];")]
    pair = r"\(\s*'\\u\{([0-9a-f]+)\}',\s*'\\u\{([0-9a-f]+)\}'\s*\)"
    joined = {point for low, high in re.findall(pair, incb)
              for point in range(int(low, 16), int(high, 16) + 1)}
    for point, category in points.items():
        if category == "Extend" and point not in joined:
            points[point] = "ExtendOnly"
        if point in joined and category not in ("Extend", "Joiner", "Linker"):
            raise SystemExit(f"U+{point:04X} extends a conjunct and is {category}")
    rows = []
    for point in sorted(points):
        category = points[point]
        if rows and rows[-1][0] + rows[-1][1] + 1 == point and rows[-1][2] == category:
            rows[-1][1] += 1
        else:
            rows.append([point, 0, category])
    print("// Written by scripts/grapheme_table.py; change the script, not this file.")
    print()
    print(f"//! Grapheme cluster break properties of Unicode {'.'.join(version)}.")
    print()
    print("use super::Category::{")
    print("    self, Consonant, Control, Extend, ExtendOnly, HangulL, HangulT, HangulV, Joiner, Linker,")
    print("    Pictograph, Prepend, Regional, SpacingMark,")
    print("};")
    print()
    print("/// First code point, how many follow it, category; ascending.")
    print("#[rustfmt::skip]")
    print(f"pub(super) static TABLE: [(u32, u16, Category); {len(rows)}] = [")
    line = "   "
    for low, more, category in rows:
        item = f" ({low:#x}, {more}, {category}),"
        if len(line) + len(item) > 100:
            print(line)
            line = "   "
        line += item
    print(line)
    print("];")


main()
