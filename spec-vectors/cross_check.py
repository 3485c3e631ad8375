#!/usr/bin/env python3
"""Runs the valid vectors through three other decoders, and explains every disagreement.

    cross_check.py --node-modules DIR --site DIR [--tshark PROGRAM] [--node PROGRAM] [--check]

DIR: the node_modules that has npm's `smpp`, and the directory that has PyPI's `smpplib` (as
`pip install --target` leaves it); the variables NODE_MODULES and PYTHON_SITE do as well. Nothing is
installed. The table goes to INTEROP.md; with --check it is only compared, and a difference or a
disagreement without an explanation in tools/explanations.json fails.
"""

import argparse
import json
import os
import re
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "tools"))

import libraries  # noqa: E402
import tshark  # noqa: E402
from expected import items, valid_vectors  # noqa: E402

TOOLS = ("tshark", "node-smpp", "smpplib")


def disagreements(options, vectors, data):
    """For each tool, a list of (vector, item or None, what)."""
    answers = {
        "tshark": tshark.dissect(options.tshark, vectors),
        "node-smpp": libraries.node(options.node, options.node_modules, vectors),
        "smpplib": libraries.smpplib(options.site, vectors),
    }
    out = {tool: [] for tool in TOOLS}
    for vector in vectors:
        wanted = items(vector)
        for tool in TOOLS:
            answer = answers[tool].get(vector["id"])
            compare = tshark.compare if tool == "tshark" else libraries.compare
            found = compare(wanted, answer, data["names"][tool], data["hidden"][tool],
                            data["partial"].get(tool, ()))
            out[tool] += [(vector, item, what) for item, what in found]
    return out


def rule_for(rules, tool, vector, item, what):
    """The first rule that explains a disagreement."""
    field = item.name if item else ""
    values = {"tool": tool, "pdu": vector["pdu"], "version": vector["version"], "field": field, "what": what,
              "id": vector["id"], "status": "ok" if vector["octets"][16:24] == "00000000" else "error"}
    for rule in rules:
        if all(re.fullmatch(rule[key], value) for key, value in values.items() if key in rule):
            return rule
    return None


def table(found, rules):
    """The rows of the table, and the disagreements that nothing explains."""
    rows, unexplained = defaultdict(list), []
    for tool in TOOLS:
        for vector, item, what in found[tool]:
            rule = rule_for(rules, tool, vector, item, what)
            if rule is None:
                unexplained.append((tool, vector["id"], item.path if item else "", what))
            else:
                key = (TOOLS.index(tool), rules.index(rule))
                rows[key].append((vector["id"], item.name if item else "", what))
    return rows, unexplained


def listed(values, most):
    """A few of them, and how many more there are."""
    values = list(dict.fromkeys(values))
    rest = f" and {len(values) - most} more" if len(values) > most else ""
    return ", ".join(f"`{value}`" for value in values[:most]) + rest


def report(options, vectors, data, found, rows):
    """INTEROP.md."""
    versions = {
        "tshark": tshark.version(options.tshark),
        "node-smpp": libraries.node_version(options.node_modules),
        "smpplib": libraries.smpplib_version(options.site),
    }
    out = ["# The vectors in other decoders", ""]
    out += ["Written by `cross_check.py`: change `tools/explanations.json`, not this file.", ""]
    out += [f"The {len(vectors)} valid vectors of a single PDU were given to three decoders, and every field and "
            "TLV was compared. Where one disagrees, the table says who is right and why. A row stands for "
            "every vector in which the same thing happens.", ""]
    out += ["| decoder | version | vectors it agrees with | disagreements | all explained |", "|---|---|---|---|---|"]
    for tool in TOOLS:
        wrong = {vector["id"] for vector, _, _ in found[tool]}
        out.append(f"| {tool} | {versions[tool]} | {len(vectors) - len(wrong)} of {len(vectors)} "
                   f"| {len(found[tool])} | yes |")
    out += ["", "## Disagreements", "", "| decoder | where | what it says | times | vectors, for example "
            "| who is right | why |", "|---|---|---|---|---|---|---|"]
    for tool, rule in sorted(rows):
        hits, rule_data = rows[tool, rule], data["rules"][rule]
        fields = listed([field for _, field, _ in hits if field], 4) or "the PDU"
        whats = "; ".join(list(dict.fromkeys(what for _, _, what in hits))[:3])
        ids = listed([vector for vector, _, _ in hits], 2)
        out.append(f"| {TOOLS[tool]} | {fields} | {whats} | {len(hits)} | {ids} "
                   f"| {rule_data['right']} | {rule_data['why']} |")
    out += ["", "## Not compared", ""]
    out += [f"- {tool}: {data['hidden_why'][tool]}" for tool in TOOLS if tool in data["hidden_why"]]
    return "\n".join(out) + "\n"


def without_versions(text):
    """The report but for the versions of the decoders."""
    return re.sub(r"^(\| (?:tshark|node-smpp|smpplib)) \| [\d.]+ \|", r"\1 |", text, flags=re.M)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--node-modules", default=os.environ.get("NODE_MODULES"))
    parser.add_argument("--site", default=os.environ.get("PYTHON_SITE"))
    parser.add_argument("--tshark", default="tshark")
    parser.add_argument("--node", default="node")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not options.node_modules or not options.site:
        parser.error("--node-modules and --site are needed")
    data = json.loads((HERE / "tools" / "explanations.json").read_text())
    vectors = valid_vectors(HERE / "vectors.json")
    found = disagreements(options, vectors, data)
    rows, unexplained = table(found, data["rules"])
    for tool, vector, field, what in unexplained:
        print(f"unexplained: {tool}: {vector}: {field}: {what}", file=sys.stderr)
    unused = [rule for i, rule in enumerate(data["rules"]) if not any(key[1] == i for key in rows)]
    for rule in unused:
        print(f"explains nothing: {rule}", file=sys.stderr)
    text, path = report(options, vectors, data, found, rows), HERE / "INTEROP.md"
    drifted = False
    if options.check:
        stored = path.read_text() if path.exists() else ""
        drifted = without_versions(stored) != without_versions(text)
        if drifted:
            print("INTEROP.md differs from what the decoders say now", file=sys.stderr)
    else:
        path.write_text(text)
        print(text, end="")
    return 1 if unexplained or unused or drifted else 0


if __name__ == "__main__":
    sys.exit(main())
