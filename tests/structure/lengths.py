#!/usr/bin/env python3
"""Checks the lengths of Rust files in crates/ and apps/.

    lengths.py           fails on a file of more than 400 lines without a reason
    lengths.py --long    also prints each file of more than 300 lines

A file has at most 300 lines, or up to 400 where a split would not help. A longer one needs the
sentence "Over 300 lines: ..." in its module documentation.
"""

import sys

from rust_source import ROOT, module_documentation

USUAL = 300
MOST = 400
REASON = "Over 300 lines: "
FOLDERS = ("crates", "apps")


def is_long(lines, documentation):
    return lines > MOST and REASON not in " ".join(documentation.split())


def self_test():
    if [is_long(400, ""), is_long(401, ""), is_long(401, f"A table. {REASON}generated.")] != [False, True, False]:
        sys.exit("FAILED  self-test: the limit of lines")


def main():
    self_test()
    paths = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.rs"))
    failures, long = [], []
    for path in paths:
        text = path.read_text()
        lines = text.count("\n")
        name = path.relative_to(ROOT)
        if lines > USUAL:
            long.append((lines, str(name)))
        if is_long(lines, module_documentation(text)):
            failures.append(f'{name}: {lines} lines, and no sentence "{REASON}..." in its documentation')
    if "--long" in sys.argv[1:]:
        for lines, path in sorted(long, reverse=True):
            print(f"{lines:5}  {path}")
    for failure in failures:
        print("FAILED ", failure, file=sys.stderr)
    if failures:
        sys.exit(1)
    print(f"ok      {len(paths)} files; {len(long)} of more than {USUAL} lines, each of at most {MOST} or with a reason")


main()
