#!/usr/bin/env python3
"""Counts lines of Rust code: blank lines and comments, documentation included, do not count.

    lines.py                  a row for each package
    lines.py PACKAGE...       also a row for each file of these packages' src
    lines.py --compare REV    the same, beside the commit REV; packages are matched by name

Columns: `src` without unit tests, `unit tests` (items and files behind `#[cfg(test)]` in src),
`tests`, and `other` (examples, benches, build scripts, fuzz targets).
"""

import argparse
import collections
import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib

from rust_source import ROOT, code_lines, test_files, without_tests

COLUMNS = ["src", "unit tests", "tests", "other"]
SKIPPED = {"target", "node_modules", ".git"}


def walk(folder):
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in SKIPPED:
            yield from walk(path)
        elif path.is_file():
            yield path


def count(root):
    """By package, then by column, then by file: lines of code below `root`."""
    files = list(walk(root))
    packages = {}
    for path in files:
        if path.name == "Cargo.toml":
            manifest = tomllib.loads(path.read_text())
            if "package" in manifest:
                packages[path.parent] = manifest["package"]["name"]
    lines = {name: {column: collections.Counter() for column in COLUMNS} for name in packages.values()}
    for_tests = set().union(*(test_files(folder / "src") for folder in packages))
    for path in files:
        folder = next((folder for folder in path.parents if folder in packages), None)
        if path.suffix != ".rs" or folder is None:
            continue
        row = lines[packages[folder]]
        name = str(path.relative_to(folder))
        text = path.read_text()
        total = code_lines(text)
        part = name.split("/")[0]
        if part == "src":
            source = 0 if path in for_tests else code_lines(without_tests(text))
            row["src"][name] = source
            row["unit tests"][name] = total - source
        else:
            row["tests" if part == "tests" else "other"][name] = total
    return lines


def count_commit(revision):
    archive = subprocess.run(["git", "archive", revision], cwd=ROOT, check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        tarfile.open(fileobj=io.BytesIO(archive)).extractall(folder, filter="data")
        return count(pathlib.Path(folder))


def table(head, rows):
    rows = [head, *([f"{cell:,}" if isinstance(cell, int) else cell for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("  ".join(cells).rstrip())


def sums(row):
    return [sum(row[column].values()) for column in COLUMNS] if row else [0] * len(COLUMNS)


def print_packages(now, before):
    names = list(now) + [name for name in before or {} if name not in now]
    rows = []
    for name in names:
        after = sums(now.get(name))
        rows.append([name, *after] if before is None else
                    [name, *(cell for pair in zip(sums(before.get(name)), after) for cell in pair)])
    rows.append(["all", *(sum(column) for column in zip(*(row[1:] for row in rows)))])
    if before is None:
        table(["package", *COLUMNS], rows)
    else:
        table(["package", *(cell for column in COLUMNS for cell in (f"{column} before", "now"))], rows)


def print_files(package, now, before):
    files = now[package]["src"]
    old = before.get(package, {"src": {}})["src"] if before is not None else {}
    print()
    if before is None:
        table([f"{package}/src", "lines"], [[name.removeprefix("src/"), lines] for name, lines in files.items()])
    else:
        table([f"{package}/src", "before", "now"],
              [[name.removeprefix("src/"), old.get(name, 0), files.get(name, 0)]
               for name in sorted(files.keys() | old.keys())])


def self_test():
    """A file of which every line is known, in a package with unit tests and a test."""
    source = '''//! Documentation.

/* A block /* in a block */
   comment. */
const TEXT: &str = "// not a comment"; // a comment
const RAW: &str = r#"
/* three lines */
"#;
fn apart<'a>(octet: &'a u8) -> bool { *octet == b'"' } /* " */

mod tests_of_something {}
#[cfg(test)]
mod more;
#[cfg(test)]
mod tests {
    const BRACE: char = '}';

    fn test() {}
}
'''
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "src/more").mkdir(parents=True)
        (root / "tests").mkdir()
        (root / "Cargo.toml").write_text('[package]\nname = "planted"\n')
        (root / "src/lib.rs").write_text(source)
        (root / "src/more/mod.rs").write_text("// nothing\nfn one() {}\n")
        (root / "tests/a.rs").write_text("fn one() {}\n\nfn two() {}\n")
        found = sums(count(root)["planted"])
    # TEXT, RAW of three lines, apart, tests_of_something; two and five lines of tests, and `more`.
    if found != [6, 8, 2, 0]:
        sys.exit(f"FAILED  self-test: counted {found}, not [6, 8, 2, 0]")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("packages", nargs="*", metavar="PACKAGE")
    parser.add_argument("--compare", metavar="REV")
    arguments = parser.parse_args()
    self_test()
    now = count(ROOT)
    if unknown := set(arguments.packages) - now.keys():
        sys.exit(f"no such package: {', '.join(sorted(unknown))}")
    before = count_commit(arguments.compare) if arguments.compare else None
    print_packages(now, before)
    for package in arguments.packages:
        print_files(package, now, before)


main()
