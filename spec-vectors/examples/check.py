#!/usr/bin/env python3
"""Runs the generated JavaScript parser on every vector; needs Node.js.

Of a vector that has expected fields the parser must find the same header; of one that is shorter than a
header, or whose command_length is, it must throw. A parser with a fault that is planted must fail.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import header_parser  # noqa: E402

RUNNER = """
import { readFileSync } from 'node:fs';
import { parseHeader } from './header.mjs';
const { vectors } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
let headers = 0, refused = 0;
const wrong = [];
for (const vector of vectors) {
  const octets = Uint8Array.from(vector.octets.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const length = octets.length >= 4 ? new DataView(octets.buffer).getUint32(0) : 16;
  let found;
  try {
    found = parseHeader(octets);
  } catch (error) {
    if (error instanceof RangeError && (octets.length < 16 || length < 16)) refused += 1;
    else wrong.push(`${vector.id}: ${error.message}`);
    continue;
  }
  if (octets.length < 16 || length < 16) wrong.push(`${vector.id}: was not refused`);
  const named = ['command_id', 'command_status', 'sequence_number'];
  const expected = (vector.fields ?? []).filter((field) => named.includes(field.name));
  if (expected.length === 0) continue;
  headers += 1;
  for (const { name, integer } of expected) {
    if (found[name] !== integer) wrong.push(`${vector.id}: ${name} is ${found[name]}, not ${integer}`);
  }
  if (!vector.pdu.startsWith('0x') && found.name !== vector.pdu) wrong.push(`${vector.id}: ${found.name}`);
}
console.log(JSON.stringify({ headers, refused, wrong }));
"""


def run(module):
    with tempfile.TemporaryDirectory() as directory:
        Path(directory, "header.mjs").write_text(module, encoding="utf-8")
        Path(directory, "run.mjs").write_text(RUNNER, encoding="utf-8")
        command = ["node", str(Path(directory, "run.mjs")), str(HERE.parent / "vectors.json")]
        return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    module = header_parser.module()
    answer, planted = run(module), run(module.replace('["sequence_number", 12, 4]', '["sequence_number", 8, 4]'))
    failures = answer["wrong"][:10]
    if answer["headers"] < 1000 or answer["refused"] < 10:
        failures.append(f"only {answer['headers']} headers and {answer['refused']} refusals were compared")
    if len(planted["wrong"]) < 1000:
        failures.append("control: a parser that reads sequence_number at offset 8 passes")
    print("\n".join(f"FAILED {failure}" for failure in failures) or
          f"ok generated header parser: {answer['headers']} headers, {answer['refused']} refused")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
