// Prints what npm `smpp` has in its GSM 7-bit tables, in the form of the
// example gsm7_dump. usage: node node_tables.js DIRECTORY_OF_NODE_MODULES
const path = require('path');
const { gsmCoder } = require(path.join(process.argv[2], 'smpp', 'lib', 'defs.js'));

const line = (kind, language, table, septet, char) =>
  console.log(JSON.stringify({ kind, language, table, septet, char }));

for (const language of [0, 1, 2, 3]) {
  for (let septet = 0; septet < 128; septet++) {
    if (septet === 0x1b) continue;
    const locking = gsmCoder.decode(Buffer.from([septet]), language);
    line('decode', language, 'locking', septet, locking.codePointAt(0));
    const single = gsmCoder.decode(Buffer.from([0x1b, septet]), language);
    // What it does not know stays as the escape and the locking character.
    if (single !== undefined && [...single].length === 1) {
      line('decode', language, 'single', septet, single.codePointAt(0));
    }
  }
  for (let char = 0; char < 0xffff; char++) {
    if (char === 0x1b || (char >= 0xd800 && char < 0xe000)) continue;
    const octets = gsmCoder.encode(String.fromCharCode(char), language);
    if (octets.length === 2) line('encode', language, 'single', octets[1], char);
    // It writes 0, an `@`, for what it does not know.
    else if (octets[0] !== 0 || char === 0x40) line('encode', language, 'locking', octets[0], char);
  }
}
