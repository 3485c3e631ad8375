#!/usr/bin/env python3
"""Finds import cycles among the files of each crate in crates/, unit tests left out.

    cycles.py             fails on a cycle of more than two files without a reason
    cycles.py --show      also prints each import that is part of a cycle
    cycles.py FOLDER...   checks the crates in these folders instead

A file imports another if it names an item that the other one defines: in a `use`, or as a path in
code. A re-export is followed to the definition; by itself it is not an import, so a facade
(`pub use child::Item`) is not in a cycle with its children.

The reason is a sentence "Import cycle: ..." in the module documentation of one of the files.
"""

import collections
import pathlib
import re
import sys
import tempfile

from rust_source import (ROOT, block_end, module_documentation, module_folder, test_files,
                         without_comments, without_tests)

MOST_FILES = 2
REASON = "Import cycle: "
USE = re.compile(r"\b(?P<visibility>pub(?:\([^)]*\))?\s+)?use\s+(?P<tree>[^;]+);")
PATH = re.compile(r"(?<![\w:.'])(?:\$crate|\w+)(?:::\w+)+")
WORD = re.compile(r"(?<![\w'])[A-Za-z_]\w*")
DEFINITION = re.compile(r"\b(?:fn|struct|enum|union|trait|type|const|static|macro_rules!)\s+(\w+)")
INLINE_MODULE = re.compile(r"\bmod\s+(\w+)\s*\{")


def leaves(tree, prefix=()):
    """Each (path, name bound) of a `use` tree."""
    tree = tree.strip().removeprefix("::")
    head, brace, rest = tree.partition("{")
    if brace:
        prefix += tuple(part.strip() for part in head.split("::") if part.strip())
        depth, start = 0, 0
        body = rest[:rest.rindex("}")]
        for index, letter in enumerate(body + ","):
            if letter == "," and depth == 0:
                if body[start:index].strip():
                    yield from leaves(body[start:index], prefix)
                start = index + 1
            depth += {"{": 1, "}": -1}.get(letter, 0)
        return
    path, _, alias = tree.partition(" as ")
    path = prefix + tuple(part.strip() for part in path.split("::"))
    if path[-1] == "self" and len(path) > 1:
        path = path[:-1]
    yield path, alias.strip() or path[-1]


class Module:
    """A module: its file, the names that its imports bind, and what it defines."""

    def __init__(self, path, file, code):
        self.path, self.file = path, file
        self.exports, self.imports, self.globs = {}, {}, []
        bare = without_comments(code, strings=False)
        self.inline = []
        # Modules in braces are modules of their own; here their text does not count.
        while found := INLINE_MODULE.search(bare):
            end = block_end(bare, found.start())
            inside = bare[found.end():end - 1]
            self.inline.append((found[1], inside))
            blank = re.sub(r"[^\n]", " ", bare[found.start():end])
            bare = bare[:found.start()] + blank + bare[end:]
        for found in USE.finditer(bare):
            for path, name in leaves(found["tree"]):
                if path[-1] == "*":
                    self.globs.append((path[:-1], bool(found["visibility"])))
                elif found["visibility"]:
                    self.exports[name] = path
                else:
                    self.imports[name] = path
        self.code = USE.sub(lambda use: " " * len(use[0]), bare)
        self.defines = set(DEFINITION.findall(bare))
        self.words = set(WORD.findall(self.code))


class Crate:
    def __init__(self, folder):
        self.source = folder / "src"
        self.modules = {}
        for_tests = test_files(self.source)
        for file in sorted(self.source.rglob("*.rs")):
            if file not in for_tests and "bin" not in file.relative_to(self.source).parts:
                parts = file.relative_to(self.source).with_suffix("").parts
                if file.name in ("lib.rs", "main.rs", "mod.rs"):
                    parts = parts[:-1]
                self.add(Module(parts, file, without_tests(file.read_text())))

    def add(self, module):
        self.modules[module.path] = module
        for name, code in module.inline:
            self.add(Module((*module.path, name), module.file, code))

    def resolve(self, module, path, seen=()):
        """The module that defines what `path` names in `module`, and whether it is that module itself.

        None for what is not of this crate.
        """
        key = (module.path, path)
        if key in seen or len(seen) > 20:
            return None
        seen += (key,)
        first, rest = path[0], path[1:]
        if first in ("crate", "$crate"):
            here = self.modules[()]
        elif first == "self":
            here = module
        elif first == "super":
            here = self.modules.get(module.path[:-1])
        elif (*module.path, first) in self.modules:
            here = self.modules[(*module.path, first)]
        elif first in module.imports or first in module.exports:
            target = module.imports.get(first) or module.exports[first]
            return self.resolve(module, target + rest, seen)
        else:
            return None
        return self.resolve_below(here, rest, seen)

    def resolve_below(self, here, rest, seen):
        """As `resolve`, for the rest of a path that has come to the module `here`."""
        for index, name in enumerate(rest):
            if here is None:
                return None
            if name == "super":
                here = self.modules.get(here.path[:-1])
            elif name == "self":
                pass
            elif (*here.path, name) in self.modules:
                here = self.modules[(*here.path, name)]
            elif name in here.defines:
                return here, False
            elif name in here.exports or name in here.imports:
                target = here.exports.get(name) or here.imports[name]
                found = self.resolve(here, target + rest[index + 1:], seen)
                return found or (here, False)
            else:
                for glob, _ in here.globs:
                    found = self.resolve(here, glob + rest[index:], seen)
                    if found and name in found[0].defines:
                        return found
                return here, False
        return (here, True) if here else None

    def imports(self):
        """By file, by imported file: the names that are imported."""
        edges = collections.defaultdict(lambda: collections.defaultdict(set))
        for module in self.modules.values():
            paths = {path for name, path in module.imports.items()}
            paths |= {path for name, path in module.exports.items() if name in module.words}
            paths |= {tuple(found[0].split("::")) for found in PATH.finditer(module.code)}
            for path in paths:
                found = self.resolve(module, path)
                if found and not found[1] and found[0].file != module.file:
                    edges[module.file][found[0].file].add("::".join(path))
            for glob, _ in module.globs:
                found = self.resolve(module, glob)
                if found and found[0].file != module.file:
                    for name in found[0].defines & module.words:
                        edges[module.file][found[0].file].add("::".join((*glob, name)))
        return edges


def components(edges):
    """The strongly connected components with more than one file, by Tarjan's algorithm."""
    index, low, stack, found = {}, {}, [], []

    def visit(file):
        index[file] = low[file] = len(index)
        stack.append(file)
        for other in edges.get(file, ()):
            if other not in index:
                visit(other)
                low[file] = min(low[file], low[other])
            elif other in stack:
                low[file] = min(low[file], index[other])
        if low[file] == index[file]:
            members = stack[stack.index(file):]
            del stack[-len(members):]
            if len(members) > 1:
                found.append(sorted(members))

    for file in list(edges):
        if file not in index:
            visit(file)
    return found


def reason(files):
    for file in files:
        text = " ".join(module_documentation(file.read_text()).split())
        if (start := text.find(REASON)) >= 0:
            return text[start:].split(". ")[0].rstrip(".")
    return None


def check(folder, show=False, tell=print):
    """The cycles without a reason in the crate in `folder`."""
    crate = Crate(folder)
    edges = crate.imports()
    failures = 0
    for files in components(edges):
        if len(files) <= MOST_FILES and not show:
            continue
        names = [str(file.relative_to(crate.source)) for file in files]
        why = reason(files)
        if failed := len(files) > MOST_FILES and not why:
            failures += 1
        tell(f"{'FAILED' if failed else 'ok    '}  {folder.name}: a cycle of {len(files)} files: {', '.join(names)}"
             + (f" ({why})" if why else ""))
        if show or failed:
            for file in files:
                for other in sorted(edges[file].keys() & set(files)):
                    items = ", ".join(sorted(edges[file][other]))
                    tell(f"        {file.relative_to(crate.source)} -> {other.relative_to(crate.source)}: {items}")
    return failures


def plant(files):
    """The number of cycles that fail in a crate of these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, "src", name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return check(pathlib.Path(folder), tell=lambda line: None)


def self_test():
    """Planted crates: a cycle by each kind of import is found, and what is not a cycle is not."""
    ring = {
        "lib.rs": "mod a; mod b; mod c;\npub use a::A;\n",
        "a.rs": "use crate::{b::{self, B as Other}, c};\npub struct A(Other);\n",
        "b.rs": "use super::c::C;\npub struct B(C);\n",
        "c.rs": "pub struct C;\nfn f() { crate::A::new(); }\n",
    }
    sound = ring | {"c.rs": "// use crate::A;\npub struct C;\nconst TEXT: &str = \"crate::A\";\n"
                            "#[cfg(test)]\nmod tests { use crate::A; }\n"}
    facade = {
        "lib.rs": "mod a; mod b;\npub use a::A;\npub use b::B;\n",
        "a.rs": "pub struct A;\n",
        "b.rs": "use crate::A;\npub struct B(A);\n",
    }
    cases = [
        ("a cycle of three", ring, 1),
        ("the same with a reason", ring | {"b.rs": f"//! Text. {REASON}planted.\n" + ring["b.rs"]}, 0),
        ("an import in a comment, a literal and a test", sound, 0),
        ("a cycle through an imported module", sound | {"c.rs": "use crate::a;\nfn f(_: a::A) {}\npub struct C;\n"}, 1),
        ("a cycle through a glob", sound | {"c.rs": "use crate::a::*;\npub struct C(A);\n"}, 1),
        ("a cycle through a macro", sound | {"c.rs": "macro_rules! m { () => { $crate::a::A } }\npub struct C;\n"}, 1),
        ("a cycle through a module in braces", sound | {"c.rs": "pub struct C;\nmod d { fn f(_: super::super::A) {} }\n"}, 1),
        ("a cycle through a re-export that its file uses",
         facade | {"lib.rs": facade["lib.rs"] + "pub struct Own(A);\n", "b.rs": "pub struct B(crate::Own);\n",
                   "a.rs": "pub struct A(crate::B);\n"}, 1),
        ("a facade", facade, 0),
        ("a parent and a child", {"lib.rs": "mod a;\npub struct S(a::A);\n", "a.rs": "pub struct A(crate::S);\n"}, 0),
    ]
    for name, files, expected in cases:
        if (found := plant(files)) != expected:
            sys.exit(f"FAILED  self-test: {name}: {found} cycles, not {expected}")
    print(f"ok      self-test: {len(cases)} planted crates")


def main():
    arguments = sys.argv[1:]
    show = "--show" in arguments
    folders = [pathlib.Path(name).resolve() for name in arguments if name != "--show"]
    folders = folders or sorted(path.parent for path in (ROOT / "crates").glob("*/Cargo.toml"))
    self_test()
    failures = sum(check(folder, show) for folder in folders)
    if failures:
        sys.exit(f"FAILED  {failures} cycles of more than {MOST_FILES} files, with no sentence \"{REASON}...\"")
    print(f"ok      {len(folders)} crates have no import cycle of more than {MOST_FILES} files without a reason")


sys.setrecursionlimit(10_000)
main()
