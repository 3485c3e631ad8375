#!/usr/bin/env python3
"""Checks the names and the lengths of files.

    files.py           fails on a name that a platform reserves, and on a long file without a reason
    files.py --long    also prints each file of more than 300 lines

A Rust file in crates/ or apps/ has at most 300 lines, or up to 400 where a split would not help.
A longer one needs the sentence "Over 300 lines: ..." in its module documentation.
"""

import collections
import re
import subprocess
import sys

from rust_source import ROOT, module_documentation

USUAL = 300
MOST = 400
REASON = "Over 300 lines: "
LIBRARIES_AND_PROGRAMS = ("crates/", "apps/")
# Windows reserves these names with every extension.
RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"\\|?*\x00-\x1f]|[. ]$')


def name_faults(paths):
    """What a Windows or macOS file system does not accept in these paths."""
    parts = {}
    folded = collections.defaultdict(set)
    for path in paths:
        names = path.split("/")
        for end in range(1, len(names) + 1):
            parts["/".join(names[:end])] = names[end - 1]
    for path, name in parts.items():
        folded[path.lower()].add(path)
        if RESERVED.fullmatch(name):
            yield f"{path}: Windows reserves the name {name}"
        if FORBIDDEN.search(name):
            yield f"{path}: Windows does not allow the name {name!r}"
    for same in folded.values():
        if len(same) > 1:
            yield f"{', '.join(sorted(same))}: one file where case does not count"


def is_long(lines, documentation):
    return lines > MOST and REASON not in " ".join(documentation.split())


def self_test():
    cases = {
        "src/nul.rs": 1, "AUX": 1, "com1.tar.gz": 1, "a/con/b.rs": 1, "src/null.rs": 0, "com.rs": 0,
        "a:b": 1, "a.": 1, "src/mod.rs": 0,
    }
    for path, expected in cases.items():
        if (found := len(list(name_faults([path])))) != expected:
            sys.exit(f"FAILED  self-test: {path}: {found} faults, not {expected}")
    if len(list(name_faults(["src/A.rs", "src/a.rs"]))) != 1:
        sys.exit("FAILED  self-test: two names that differ in case are not reported")
    if [is_long(400, ""), is_long(401, ""), is_long(401, f"A table. {REASON}generated.")] != [False, True, False]:
        sys.exit("FAILED  self-test: the limit of lines")


def main():
    self_test()
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                            cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [path for path in listed.split("\0") if path and (ROOT / path).is_file()]
    failures = list(name_faults(paths))
    long = []
    for path in paths:
        if path.endswith(".rs") and path.startswith(LIBRARIES_AND_PROGRAMS):
            text = (ROOT / path).read_text()
            lines = text.count("\n")
            if lines > USUAL:
                long.append((lines, path))
            if is_long(lines, module_documentation(text)):
                failures.append(f'{path}: {lines} lines, and no sentence "{REASON}..." in its documentation')
    if "--long" in sys.argv[1:]:
        for lines, path in sorted(long, reverse=True):
            print(f"{lines:5}  {path}")
    for failure in failures:
        print("FAILED ", failure, file=sys.stderr)
    if failures:
        sys.exit(1)
    print(f"ok      {len(paths)} files have names for every platform; {len(long)} of more than {USUAL} lines, "
          f"each of at most {MOST} or with a reason")


main()
