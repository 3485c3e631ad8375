// Decodes with npm's `smpp`: a JSON object a line in, {id, octets}; one out, {id, fields} or {id, error}.
'use strict';

const { createRequire } = require('module');
const path = require('path');
const readline = require('readline');

const home = createRequire(path.join(path.resolve(process.argv[2]), 'x.js'));
const smpp = home('smpp');

// The filters turn times into dates and octets into text: what was decoded is compared, not that.
for (const filter of Object.values(smpp.filters)) filter.decode = (value) => value;

const header = ['command_length', 'command_id', 'command_status', 'sequence_number'];

function flatten(name, value, out) {
  if (Buffer.isBuffer(value)) out.push([name, { octets: value.toString('hex') }]);
  else if (typeof value === 'number') out.push([name, { integer: value }]);
  else if (typeof value === 'string') out.push([name, { octets: Buffer.from(value, 'latin1').toString('hex') }]);
  else if (Array.isArray(value)) {
    value.forEach((entry, i) => {
      if (entry && entry.constructor === Object) {
        for (const key of Object.keys(entry)) flatten(`${name}[${i}].${key}`, entry[key], out);
      } else flatten(name, entry, out);
    });
  } else out.push([name, { octets: '' }]);
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, octets } = JSON.parse(line);
  const answer = { id };
  try {
    const pdu = smpp.PDU.fromBuffer(Buffer.from(octets, 'hex'));
    answer.fields = [];
    for (const key of Object.keys(pdu)) {
      if (key !== 'command' && key !== header[0]) flatten(key, pdu[key], answer.fields);
    }
  } catch (error) {
    answer.error = String(error.message).split('\n')[0];
  }
  console.log(JSON.stringify(answer));
});
