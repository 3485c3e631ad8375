"""The protocol as data: the tables of `protocol/`, and the form they are written in.

Generators read the tables with `load`. `problems` checks what a schema cannot say.
"""

import json
import re
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
DATA = HOME / "protocol"
SCHEMA = DATA / "protocol.schema.json"
VERSIONS = ("3.3", "3.4", "5.0")
WIDTH = 140


def load(directory=DATA):
    """Every table by the name of its file."""
    paths = sorted(path for path in Path(directory).glob("*.json") if path.name != SCHEMA.name)
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def number(text):
    """The value of a hexadecimal number."""
    return int(text, 16)


def canonical(value, indent=0):
    """The one text form of a table: on one line if it fits, otherwise one member a line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + 2 * indent <= WIDTH and indent > 1 or not isinstance(value, (dict, list)) or not value:
        return line
    pad, inner = "  " * indent, "  " * (indent + 1)
    if isinstance(value, dict):
        members = [f"{inner}{json.dumps(key, ensure_ascii=False)}: {canonical(member, indent + 1)}"
                   for key, member in value.items()]
        return "{\n" + ",\n".join(members) + f"\n{pad}}}"
    if all(item is None or isinstance(item, str) and len(item) == 4 for item in value):
        cells = [json.dumps(item) for item in value]
        rows = [inner + ", ".join(cells[start:start + 8]) for start in range(0, len(cells), 8)]
        return "[\n" + ",\n".join(rows) + f"\n{pad}]"
    return "[\n" + ",\n".join(inner + canonical(item, indent + 1) for item in value) + f"\n{pad}]"


def leaves(fields):
    """Every field of a list of fields, with those of lists and variants."""
    for field in fields:
        yield field
        yield from leaves(field.get("items", []))
        for case in field.get("cases", {}).values():
            yield from leaves(case)


def tlv_pdus(protocol):
    """Each TLV with the PDUs that list it, by version: (PDU, whether it is mandatory)."""
    other = {alias: row["name"] for row in protocol["tlvs"]["tlvs"] for alias in row.get("aliases", [])}
    listed = {row["name"]: {} for row in protocol["tlvs"]["tlvs"]}
    for pdu in protocol["pdus"]["pdus"]:
        for version in VERSIONS:
            for kind in ("tlvs_mandatory", "tlvs_optional"):
                for name in pdu.get(kind, {}).get(version, []):
                    entry = listed[other.get(name, name)].setdefault(version, [])
                    if pdu["name"] not in [seen for seen, _ in entry]:
                        entry.append((pdu["name"], kind == "tlvs_mandatory"))
    return listed


def rows_with_contradictions(protocol):
    """Every row that may have a contradiction, with a name for it."""
    for table, key in (("pdus", "pdus"), ("fields", "fields"), ("tlvs", "tlvs"), ("statuses", "statuses"),
                       ("udh", "elements"), ("alphabets", "tables"), ("matrix", "versions")):
        for row in protocol[table][key]:
            yield f"{table}: {row.get('name') or row.get('version') or row['value']}", row
    for table in ("alphabets", "rules"):
        yield table, protocol[table]


def form_problems(protocol, directory):
    """Files that are not in the canonical form, and rows that are not in order."""
    for name, table in protocol.items():
        path = Path(directory) / f"{name}.json"
        if path.read_text(encoding="utf-8") != canonical(table) + "\n":
            yield f"{path.name}: is not in the canonical form; run `regenerate.py --format`"
    keys = {
        "fields": [row["name"] for row in protocol["fields"]["fields"]],
        "tlvs": [row["tag"] for row in protocol["tlvs"]["tlvs"]],
        "statuses": [row["value"] for row in protocol["statuses"]["statuses"]],
        "udh": [row["iei"] for row in protocol["udh"]["elements"]],
        "contradictions": [row["id"] for row in protocol["contradictions"]["contradictions"]],
    }
    for table, found in keys.items():
        if found != sorted(set(found)):
            yield f"{table}.json: rows are not in ascending order, or one occurs twice"
    for key in ("name", "command_id"):
        found = [row[key] for row in protocol["pdus"]["pdus"]]
        if len(found) != len(set(found)):
            yield f"pdus.json: a {key} occurs twice"


def pdu_problems(protocol):
    """References of a PDU to a response, a field or a TLV that does not exist."""
    pdus = {row["name"]: row for row in protocol["pdus"]["pdus"]}
    fields = {row["name"]: row for row in protocol["fields"]["fields"]}
    tlvs = {name: row for row in protocol["tlvs"]["tlvs"] for name in [row["name"], *row.get("aliases", [])]}
    used = {field["name"] for field in protocol["pdus"]["header"]}
    for name, pdu in pdus.items():
        answer = pdu.get("response")
        if answer and (answer not in pdus or number(pdus[answer]["command_id"]) != number(pdu["command_id"]) | 1 << 31):
            yield f"pdus.json: {name}: the response {answer} has another command_id"
        if set(pdu["fields"]) != set(pdu["versions"]):
            yield f"pdus.json: {name}: fields of {sorted(pdu['fields'])}, versions {pdu['versions']}"
        for listed in pdu["fields"].values():
            names = [field["name"] for field in listed]
            for field in leaves(listed):
                used.add(field["name"])
                if field["kind"] not in ("repeat", "choice") and field["name"] not in fields:
                    yield f"pdus.json: {name}: field {field['name']} is not in fields.json"
                for key in ("length_field", "count_field"):
                    if field.get(key, names[0]) not in names:
                        yield f"pdus.json: {name}: {key} {field[key]} is not a field"
        for kind in ("tlvs_mandatory", "tlvs_optional"):
            for version, listed in pdu.get(kind, {}).items():
                for tlv in listed:
                    if tlv not in tlvs or version not in tlvs[tlv]["versions"]:
                        yield f"pdus.json: {name}: SMPP {version} has no TLV {tlv}"
    for name in fields:
        if name not in used:
            yield f"fields.json: no PDU has {name}"


def other_problems(protocol):
    """Statuses, TLVs, cells of the matrix, sections and contradictions that do not fit together."""
    pdus = {row["name"]: row for row in protocol["pdus"]["pdus"]}
    statuses = {name for row in protocol["statuses"]["statuses"] for name in row["symbols"].values()}
    for row in protocol["fields"]["fields"]:
        if row.get("error_status", "ESME_ROK") not in statuses:
            yield f"fields.json: {row['name']}: no status {row['error_status']}"
    listed = {name for row in pdus.values() for kind in ("tlvs_mandatory", "tlvs_optional")
              for names in row.get(kind, {}).values() for name in names}
    for row in protocol["tlvs"]["tlvs"]:
        if not listed & {row["name"], *row.get("aliases", [])}:
            yield f"tlvs.json: no PDU lists {row['name']}"
    cells = protocol["matrix"]["cells"]
    for name in sorted(set(pdus) ^ set(cells)):
        yield f"matrix.json: {name} is in one of matrix.json and pdus.json"
    for name, row in cells.items():
        if name in pdus and list(row) != pdus[name]["versions"]:
            yield f"matrix.json: {name}: rows of {list(row)}, versions {pdus[name]['versions']}"
    found, cited = {row["id"] for row in protocol["contradictions"]["contradictions"]}, set()
    for where, row in rows_with_contradictions(protocol):
        cited |= set(row.get("contradictions", []))
        for name in sorted(set(row.get("contradictions", [])) - found):
            yield f"{where}: no contradiction {name}"
        if list(row.get("sections", {})) != row.get("versions", list(row.get("sections", {}))):
            yield f"{where}: sections of {list(row['sections'])}, versions {row['versions']}"
    for name in sorted(found - cited):
        yield f"contradictions.json: no row refers to {name}"


def problems(protocol, directory=DATA):
    """What is wrong with the tables beyond what a schema can say."""
    return [*form_problems(protocol, directory), *pdu_problems(protocol), *other_problems(protocol)]


# As much of JSON Schema as protocol.schema.json uses. Another keyword is an error, not ignored.
KEYWORDS = {"$schema", "$id", "$defs", "$ref", "title", "description", "type", "enum", "const", "properties", "required",
            "additionalProperties", "patternProperties", "items", "minItems", "maxItems", "minimum", "maximum", "pattern",
            "oneOf", "uniqueItems", "propertyNames"}
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}


def is_type(value, name):
    return isinstance(value, TYPES[name]) and (name != "integer" or not isinstance(value, bool))


def violations(value, schema, root, path="protocol"):
    """Where a value departs from a schema, and how."""
    unknown = set(schema) - KEYWORDS
    if unknown:
        raise SystemExit(f"{path}: the checker does not know {sorted(unknown)}")
    if "$ref" in schema:
        target = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        yield from violations(value, target, root, path)
    types = schema.get("type")
    if types and not any(is_type(value, name) for name in ([types] if isinstance(types, str) else types)):
        yield f"{path}: not of type {types}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: {value!r} is not one of {schema['enum']}"
    if "const" in schema and value != schema["const"]:
        yield f"{path}: {value!r} is not {schema['const']!r}"
    if "oneOf" in schema:
        good = [option for option in schema["oneOf"] if not list(violations(value, option, root, path))]
        if len(good) != 1:
            yield f"{path}: matches {len(good)} of the alternatives, not one"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{path}: {value!r} does not match {schema['pattern']}"
    if is_type(value, "integer"):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{path}: {value} is out of range"
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{path}: {len(value)} items"
        if schema.get("uniqueItems") and len({json.dumps(item) for item in value}) != len(value):
            yield f"{path}: an item occurs twice"
        for place, item in enumerate(value):
            yield from violations(item, schema.get("items", {}), root, f"{path}[{place}]")
    if isinstance(value, dict):
        for name in schema.get("required", []):
            if name not in value:
                yield f"{path}: {name} is missing"
        for name, member in value.items():
            if "propertyNames" in schema:
                yield from violations(name, schema["propertyNames"], root, f"{path}: name {name}")
            inner = [schema.get("properties", {}).get(name)]
            inner += [sub for pattern, sub in schema.get("patternProperties", {}).items() if re.search(pattern, name)]
            inner = [sub for sub in inner if sub is not None]
            more = schema.get("additionalProperties", {})
            if not inner and more is False:
                yield f"{path}: {name!r} is not known"
            for sub in inner or [more if isinstance(more, dict) else {}]:
                yield from violations(member, sub, root, f"{path}.{name}")
