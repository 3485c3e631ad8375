#!/usr/bin/env python3
"""No file of the repository has a name that Windows, or a file system without case, cannot hold.

    reserved.py     checks `git ls-files`

Reported are the reserved names with any extension, characters that Windows forbids, a space or a dot at the
end of a name, and two paths that differ only in case. Planted paths must be reported.
"""

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")}
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')


def failures(paths):
    """What is wrong with each path."""
    folded = defaultdict(set)
    for path in paths:
        parts = path.split("/")
        for depth, part in enumerate(parts, 1):
            folded["/".join(parts[:depth]).casefold()].add("/".join(parts[:depth]))
            if part.split(".")[0].rstrip(" ").casefold() in RESERVED:
                yield f"{path}: {part} is a reserved name on Windows"
            if FORBIDDEN.search(part):
                yield f"{path}: {part!r} has a character that Windows forbids"
            if part[-1:] in (" ", "."):
                yield f"{path}: {part!r} ends in a space or a dot"
    for same in folded.values():
        if len(same) > 1:
            yield f"{', '.join(sorted(same))}: differ only in case"


CONTROLS = [["src/nul.rs"], ["docs/Aux/readme.md"], ["com1"], ["a?.txt"], ["a."], ["b /c"], ["README.md", "Readme.md"],
            ["src/a.rs", "Src/b.rs"]]


def main():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    paths = sorted({path for path in listed.decode().split("\0") if path})
    found = sorted(set(failures(paths)))
    found += [f"control: {paths} is not reported" for paths in CONTROLS if not list(failures(paths))]
    print("\n".join(f"FAILED {failure}" for failure in found) or f"ok {len(paths)} paths without a reserved name")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
