"""node-smpp and smpplib, asked for the same octets."""

import json
import logging
import re
import subprocess
import sys
from pathlib import Path

from expected import same

HERE = Path(__file__).parent


def node_version(modules):
    """The version of npm's `smpp` in a node_modules."""
    return json.loads((Path(modules) / "smpp" / "package.json").read_text())["version"]


def node(program, modules, vectors):
    """What node-smpp decodes: for each vector a list of (path, value), or a message."""
    lines = "".join(json.dumps({"id": v["id"], "octets": v["octets"]}) + "\n" for v in vectors)
    command = [program, str(HERE / "node_smpp.js"), str(modules)]
    run = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
    found = {}
    for line in run.stdout.splitlines():
        answer = json.loads(line)
        fields = [
            (name, value["integer"] if "integer" in value else bytes.fromhex(value["octets"]))
            for name, value in answer.get("fields", [])
        ]
        found[answer["id"]] = answer.get("error") or fields
    return found


def smpplib_version(site):
    """The version of smpplib in a directory of packages."""
    info = next(Path(site).glob("smpplib-*.dist-info"))
    return re.search(r"smpplib-(.*)\.dist-info", info.name)[1]


class Client:
    """smpplib wants a client to number requests for it."""

    sequence = 0

    def next_sequence(self):
        return 1


def smpplib(site, vectors):
    """The same of smpplib."""
    if str(site) not in sys.path:
        sys.path.insert(0, str(site))
    logging.getLogger("smpplib").setLevel(logging.CRITICAL)
    from smpplib import smpp
    found = {}
    for vector in vectors:
        try:
            pdu = smpp.parse_pdu(bytes.fromhex(vector["octets"]), client=Client(), allow_unknown_opt_params=True)
            command = int(vector["octets"][8:16], 16)
            fields = [("command_id", command), ("command_status", pdu.status), ("sequence_number", pdu.sequence)]
            names = list(pdu.params) + [name for name in vars(pdu) if name not in pdu.params]
            for name in names:
                value = getattr(pdu, name)
                if isinstance(value, (int, bytes)) and (name in pdu.params):
                    fields.append((name, value))
            found[vector["id"]] = fields
        except Exception as error:  # whatever it raises is its answer
            found[vector["id"]] = f"{type(error).__name__}: {error}"
    return found


def compare(item_list, result, names, hidden, partial=()):
    """Disagreements as (item, what)."""
    if isinstance(result, str):
        return [(None, "error: " + re.sub(r"0x[0-9a-f]+|\d+", "N", result))]
    if len(result) == 3 < len(item_list):
        return [(None, "nothing but the header")]
    left, out = list(result), []
    for item in item_list:
        if item.name in hidden:
            continue
        wanted = {names.get(item.name, item.name), item.name, str(item.tag)}
        path = item.path.replace(item.name, names.get(item.name, item.name))
        hit = next((f for f in left if f[0] in (path, item.path) or (item.tag and f[0] in wanted)), None)
        if hit is None:
            out.append((item, "not shown"))
            continue
        left.remove(hit)
        if not same(item, hit[1]):
            ascii_only = isinstance(hit[1], bytes) and bytes(b & 0x7F for b in item.octets) in (hit[1], hit[1] + b"\0")
            out.append((item, "the high bit lost" if ascii_only else "another value"))
    extra = sorted({re.sub(r"\[\d+\]", "", name) for name, _ in left if re.sub(r".*\.", "", name) not in hidden})
    if extra:
        out.append((None, "shows what is not there: " + ", ".join(extra)))
    return out
