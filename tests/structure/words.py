#!/usr/bin/env python3
"""Each word of the protocol has a file of its name in smpp-codec.

    words.py [ROOT]     ROOT is the repository; by default the one that has this script

- A PDU, a response with its request, has `src/pdu/<word>.rs`, which defines its type. The three binds share
  `bind.rs`.
- A public type of `src/values` whose name is a word of the protocol has `src/values/<word>.rs`, or the file of
  a family whose prefix it shares: `broadcast_area_success` may be in `broadcast.rs`. Words of a source and a
  destination are one word: `bearer_type`, `ton`.
- A family's file has no word of another prefix.
- Another public type there is a part of a value: a type of its file shares the file's name.
- A field or a TLV with named values has such a file.

The words are those of `spec-vectors/protocol/`. A planted word and a planted type must be reported.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CODEC = "crates/smpp-codec/src"
BINDS = {"bind_receiver", "bind_transmitter", "bind_transceiver"}
TYPE = re.compile(r"^\s*pub (?:struct|enum|union) (\w+)", re.M)
# Words that are not made from the name of a field by dropping its side.
ALSO = {"source_addr": "address", "destination_addr": "address", "esme_addr": "address",
        "schedule_delivery_time": "time", "validity_period": "time", "broadcast_end_time": "time",
        "sc_interface_version": "interface_version"}


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def word_of(name):
    """The word of a field or a TLV: `bearer_type` for `source_bearer_type`, `ton` for `dest_addr_ton`."""
    if name in ALSO:
        return ALSO[name]
    if re.search(r"_?addr_(ton|npi)$", name):
        return name[-3:]
    return re.sub(r"^(source|dest)_(?!flag|addr_np)", "", name)


def tables(root):
    """The words of PDUs, and every other word with True if it has named values."""
    load = lambda name: json.loads((root / f"spec-vectors/protocol/{name}.json").read_text("utf-8"))[name]  # noqa: E731
    pdus = [row["name"] for row in load("pdus") if not row["name"].endswith("_resp")]
    words = {}
    for row in load("fields") + load("tlvs"):
        word = word_of(row["name"])
        words[word] = words.get(word, False) or has_names(row.get("values"))
    return pdus, words


def has_names(values):
    """Whether at least two single values have a name of their own."""
    if isinstance(values, list):
        return len(values) > 1
    names = [name for key, name in (values or {}).items()
             if re.fullmatch(r"\d+|0x[0-9A-F]+", key) and isinstance(name, str)]
    return len([name for name in names if not re.search(r"allowed|reserved|unused|^none$", name)]) > 1


def places(root, directory):
    """The public types of a directory: (name, path from it)."""
    for path in sorted((root / CODEC / directory).rglob("*.rs")):
        parts = path.relative_to(root / CODEC / directory).with_suffix("").parts
        if "tests" not in parts:
            text = path.read_text("utf-8").split("\n#[cfg(test)]\nmod tests {")[0]
            for name in TYPE.findall(text):
                yield name, parts


def shares(word, parts):
    """Whether a word belongs to a file by its name: the word itself, its prefix, or the two of a directory."""
    parts = parts[:-1] if parts[-1] == "mod" and len(parts) > 1 else parts
    families = [*parts, "_".join(parts), "_".join(reversed(parts))]
    return any(word == family or word.startswith(family + "_") for family in families)


def pdu_failures(pdus, types):
    for word in pdus:
        file = "bind" if word in BINDS else word
        wanted = "Bind" if word in BINDS else word.title().replace("_", "")
        found = [parts for name, parts in types if name == wanted]
        if (file,) not in found:
            where = ", ".join(f"pdu/{'/'.join(parts)}.rs" for parts in found) or "nowhere in pdu/"
            yield f"pdu/{file}.rs does not define {wanted}: it is {where}"


def mixed_files(words, types):
    """Files that are named by a prefix alone, and have a word of another prefix too: no family."""
    own = {parts for name, parts in types if snake(name) in (parts[-1], *parts[:-1])}
    return {parts for name, parts in types if snake(name) in words and not shares(snake(name), parts)} - own


def value_failures(words, types):
    mains, mixed = {parts for name, parts in types if shares(snake(name), parts)}, mixed_files(words, types)
    for name, parts in types:
        word, path = snake(name), f"values/{'/'.join(parts)}.rs"
        if word in words and (not shares(word, parts) or parts in mixed):
            yield f"{path}: {name} is a word of the protocol and belongs in values/{word}.rs"
        elif word not in words and (parts not in mains or parts in mixed):
            yield f"{path}: {name} is a part of no word that this file defines"


def name_failures(words, types):
    """Words with named values that have no type and no file."""
    for word in sorted(word for word, named in words.items() if named):
        if not any(shares(word, parts) for _, parts in types):
            yield f"{word} has named values, and no file in values/"


def check(pdus, words, pdu_types, value_types):
    return list(pdu_failures(pdus, pdu_types)), list(value_failures(words, value_types)), \
        list(name_failures(words, value_types))


def controls(pdus, words, pdu_types, value_types):
    """Planted faults that are not reported."""
    before = [len(found) for found in check(pdus, words, pdu_types, value_types)]
    planted = [
        ("a PDU without a file", 0, ([*pdus, "planted_sm"], words, pdu_types, value_types)),
        ("a PDU in another file", 0, (pdus, words, [("SubmitSm", ("deliver_sm",)) if name == "SubmitSm"
                                                    else (name, parts) for name, parts in pdu_types], value_types)),
        ("a value in another file", 1, (pdus, {**words, "planted_state": False}, pdu_types,
                                        [*value_types, ("PlantedState", ("esm_class",))])),
        ("a part without a word", 1, (pdus, words, pdu_types, [*value_types, ("Loose", ("planted",))])),
        ("named values without a file", 2, (pdus, {**words, "planted_state": True}, pdu_types, value_types)),
    ]
    for what, place, given in planted:
        if len(check(*given)[place]) <= before[place]:
            yield f"control: {what} is not reported"


def main():
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    pdus, words = tables(root if (root / "spec-vectors/protocol").exists() else ROOT)
    pdu_types, value_types = list(places(root, "pdu")), list(places(root, "values"))
    missing = check(pdus, words, pdu_types, value_types)
    failures = [*missing[0], *missing[1], *missing[2], *controls(pdus, words, pdu_types, value_types)]
    counts = (f"{len(pdus) - len(missing[0])} of {len(pdus)} PDUs, "
              f"{len(value_types) - len(missing[1])} of {len(value_types)} values")
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"FAILED {counts} have a file of their word" if failures else f"ok {counts} have a file of their word")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
