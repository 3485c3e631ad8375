"""Rust source as the structure checks read it: code without comments, and module documentation."""

import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]

# One token of which the inside must not be read as code. A line comment ends before its newline.
# The order matters: a lifetime ('a) is not the start of a character literal ('a').
TOKEN = re.compile(r"""
      (?P<line>//[^\n]*)
    | (?P<block>/\*)
    | (?P<raw>\b(?:b|c)?r(?P<hashes>\#*)".*?"(?P=hashes))
    | (?P<string>(?:\bb|\bc)?"(?:\\.|[^"\\])*")
    | (?P<char>(?:\bb)?'(?:\\(?:x[0-9a-fA-F]{2}|u\{[^}]*\}|.)|[^'\\\n])')
""", re.VERBOSE | re.DOTALL)
BLOCK_EDGE = re.compile(r"/\*|\*/")


def _block_end(text, start):
    """The offset after a block comment, which may contain others."""
    depth = 0
    for edge in BLOCK_EDGE.finditer(text, start):
        depth += 1 if edge[0] == "/*" else -1
        if depth == 0:
            return edge.end()
    return len(text)


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def without_comments(text, strings=True):
    """`text` with comments as spaces; without `strings`, literals are spaces too.

    Every newline stays, so line numbers do too.
    """
    kept = []
    position = 0
    while found := TOKEN.search(text, position):
        kept.append(text[position:found.start()])
        end = _block_end(text, found.start()) if found["block"] else found.end()
        token = text[found.start():end]
        is_comment = found["line"] is not None or found["block"] is not None
        kept.append(_blank(token) if is_comment or not strings else token)
        position = end
    kept.append(text[position:])
    return "".join(kept)


def code_lines(text):
    """The number of lines that are neither blank nor only a comment."""
    return sum(1 for line in without_comments(text).splitlines() if line.strip())


def module_documentation(text):
    """The `//!` lines at the head of a file, as text."""
    lines = re.match(r"(?:\s*(?://![^\n]*|//(?!!)[^\n]*|#!\[[^\]]*\])\n)*", text)[0].splitlines()
    return "\n".join(line.strip()[3:].strip() for line in lines if line.strip().startswith("//!"))


TEST_ITEM = re.compile(r"#\[cfg\((?:all\()?test\b[^\]]*\]")
TEST_MODULE = re.compile(TEST_ITEM.pattern + r"\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;")


def block_end(code, start):
    """The offset after the `;` or the closing brace of the item at `start`. `code` has no literals."""
    depth = 0
    for edge in re.compile(r"[;{}]").finditer(code, start):
        if edge[0] == "{":
            depth += 1
        elif edge[0] == "}":
            depth -= 1
        if depth == 0:
            return edge.end()
    return len(code)


def without_tests(text):
    """`text` without comments and without the items behind `#[cfg(test)]`, which become spaces."""
    code = without_comments(text)
    bare = without_comments(text, strings=False)
    position = 0
    while found := TEST_ITEM.search(bare, position):
        position = block_end(bare, found.end())
        code = code[:found.start()] + _blank(code[found.start():position]) + code[position:]
    return code


def test_modules(text):
    """The names of the modules behind `#[cfg(test)]` that have files of their own."""
    return set(TEST_MODULE.findall(without_comments(text, strings=False)))


def module_folder(path):
    """The folder with the files of the modules that the file at `path` declares."""
    return path.parent if path.name in ("lib.rs", "main.rs", "mod.rs") else path.with_suffix("")


def test_files(source):
    """The files below the folder `source` that are compiled for tests only."""
    found = set()
    for path in source.rglob("*.rs"):
        for name in test_modules(path.read_text()):
            folder = module_folder(path)
            found |= {folder / f"{name}.rs", *(folder / name).rglob("*.rs")}
    return found
