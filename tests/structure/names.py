#!/usr/bin/env python3
"""One meaning has one public name: what the snapshots in tests/api/ say of names.

    names.py [DIRECTORY]     DIRECTORY has the snapshots; by default tests/api

Reported are
- two public types of one name, in two crates or in two modules of one, unless one is a re-export of the
  other or the pair is allowed below with a reason; and an allowance that nothing needs;
- a public function `octets`: `as_octets` borrows, `to_octets` copies, `from_octets` constructs,
  `into_octets` consumes, `len` and `encoded_len` count;
- a public function `read`, `write` or `parse` that does no input or output: it is `decode` or `encode`;
- a setter without `with_`: a method that takes `self` and a value, and returns `Self`. A getter has the bare
  name;
- a type with a setter `with_name` and a setter or getter `set_name` or `get_name`.

Planted lines must be reported.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ADAPTER = "each adapter has one: it opens and accepts connections of its runtime"

# (name, crates): why both are called so.
ALLOWED = {
    **{(name, ("smpp_blocking", "smpp_tokio")): ADAPTER for name in ("Esme", "MessageCenter", "TlsStream")},
}

# Methods that take `self` and a value and return `Self`, and set nothing.
NOT_SETTERS = re.compile(r"with_\w+|checked_\w+|saturating_\w+|wrapping_\w+|add|sub|mul|div|rem|bit(and|or|xor)|not|neg|"
                         r"min|max|clamp|or|and|union|intersection|difference|unwrap_or\w*|with|without|known_to|deadline|edit")
ITEM = re.compile(r"^(?:#\[[^]]*\] )*pub (?:const |unsafe |async )*(struct|enum|trait|union|fn) (.*)$")
METHOD = re.compile(r"^(smpp_\w+(?:::\w+)*?)(?:<[^()]*?>)?::(\w+)(?:<[^()]*>)?\((.*)\)(?: -> (.*?))?(?: where .*)?$")


def parse(lines):
    """The types as (modules, name), and the functions as (owner, name, parameters, result).

    A type is re-exported in its crate if an outer module has it, or if only the other path has impls.
    """
    types, functions = set(), []
    implemented = {tuple(path.split("::")) for line in lines if line.startswith("impl")
                   for path in re.findall(r"(?:\bfor|^impl(?:<.*?>)?) &?(?:'\w+ )?(smpp_\w+(?:::\w+)+)", line)}
    for line in lines:
        item = ITEM.match(line.strip())
        if not item:
            continue
        kind, rest = item.groups()
        if kind == "fn":
            method = METHOD.match(rest)
            if method:
                functions.append(method.groups())
            continue
        *modules, name = re.match(r"\w+(?:::\w+)*", rest)[0].split("::")
        types.add((tuple(modules), name))
    real = {(modules[0], name) for modules, name in types if (*modules, name) in implemented}
    types = {(modules, name) for modules, name in types
             if (modules[0], name) not in real or (*modules, name) in implemented}
    return types, functions


def duplicate_types(types, allowed):
    by_name, used = defaultdict(set), set()
    for modules, name in types:
        by_name[name].add(modules)
    for name, found in sorted(by_name.items()):
        # A type at the root of its crate or in an outer module is a re-export of the inner one.
        places = [m for m in found if not any(o != m and o == m[:len(o)] for o in found)]
        if len(places) < 2:
            continue
        pair = (name, tuple(sorted({place[0] for place in places})))
        if pair in allowed and len(places) == 2:
            used.add(pair)
            continue
        yield f"{name}: " + ", ".join(sorted("::".join((*place, name)) for place in places))
    for name, crates in sorted(set(allowed) - used):
        yield f"allowance for {name} of {' and '.join(crates)} is not needed"


def function_names(functions):
    names = defaultdict(set)
    for owner, name, parameters, result in functions:
        names[owner].add(name)
        if name == "octets":
            yield f"{owner}::octets: as_octets, to_octets, from_octets, into_octets or a length"
        if name in ("read", "write", "parse") and "std::io" not in str(result):
            yield f"{owner}::{name}: decode or encode"
        if re.match(r"(mut )?self, .", parameters) and result == "Self" and not NOT_SETTERS.fullmatch(name):
            yield f"{owner}::{name}: a setter without with_"
        if name.startswith("get_"):
            yield f"{owner}::{name}: a getter has the bare name"
    for owner, found in names.items():
        for name in sorted(found):
            if name.startswith("with_") and f"set_{name[5:]}" in found:
                yield f"{owner}: has both {name} and set_{name[5:]}"


def failures(lines, allowed):
    types, functions = parse(lines)
    return [*duplicate_types(types, allowed), *function_names(functions)]


CONTROLS = {
    "two types": ["pub struct smpp_codec::planted::Same<'a>", "#[non_exhaustive] pub enum smpp_message::Same"],
    "two types of one crate": ["pub struct smpp_codec::a::Same", "pub trait smpp_codec::b::Same"],
    "two types with impls": ["pub struct smpp_codec::a::Same", "pub struct smpp_codec::b::Same",
                             "impl core::fmt::Debug for smpp_codec::a::Same", "impl smpp_codec::b::Same"],
    "octets": ["pub const fn smpp_codec::tlv::Planted<'a>::octets(&'a [u8]) -> Self"],
    "a bare setter": ["pub const fn smpp_codec::Planted::version(self, smpp_codec::Version) -> Self"],
    "a parse": ["pub fn smpp_codec::Planted::parse(&[u8]) -> core::option::Option<Self>"],
    "a get_": ["pub fn smpp_codec::Planted::get_version(&self) -> u8"],
    "two setters": ["pub fn smpp_codec::Planted::with_a(self, u8) -> Self", "pub fn smpp_codec::Planted::set_a(&mut self, u8)"],
}


def main():
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "tests/api"
    snapshots = sorted(directory.glob("smpp-*.txt"))
    lines = [line for path in snapshots for line in path.read_text("utf-8").splitlines()]
    types, functions = parse(lines)
    found = failures(lines, ALLOWED)
    found += [f"control: {what} is not reported" for what, planted in CONTROLS.items() if not failures(planted, {})]
    for again in ("smpp_codec::Pdu", "smpp_codec::other::Pdu"):
        if failures([f"pub struct {again}", "pub struct smpp_codec::pdu::Pdu",
                     "impl<'a> core::fmt::Debug for smpp_codec::pdu::Pdu<'a>"], {}):
            found.append(f"control: the re-export {again} is reported")
    if len(types) < 100 or len(functions) < 500:
        found.append(f"only {len(types)} types and {len(functions)} functions were read from {len(snapshots)} snapshots")
    print("\n".join(f"FAILED {failure}" for failure in found) or
          f"ok {len(types)} types and {len(functions)} functions of {len(snapshots)} crates; {len(ALLOWED)} names are shared by design")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
