// A node-smpp ESME: binds, submits a message that asks for a receipt, waits for it, asks whether
// the peer is there, and unbinds. Arguments: port, password, and for TLS the file with the
// certificate of whoever signed the server's.
"use strict";

const fs = require("fs");
const smpp = require("smpp");
const { say, message } = require("./events.js");

const [port, password, ca] = process.argv.slice(2);
const options = ca
  ? { url: `ssmpp://localhost:${port}`, ca: fs.readFileSync(ca) }
  : { url: `smpp://127.0.0.1:${port}` };
const session = smpp.connect(options, () => {
  session.bind_transceiver(
    {
      system_id: "node",
      password,
      system_type: "test",
      interface_version: 0x34,
      addr_ton: 1,
      addr_npi: 1,
      address_range: "^4477",
    },
    (pdu) => {
      say("bind_resp", {
        command_status: pdu.command_status,
        system_id: pdu.system_id === undefined ? null : pdu.system_id,
        sc_interface_version:
          pdu.sc_interface_version === undefined ? null : pdu.sc_interface_version,
      });
      if (pdu.command_status !== 0) return process.exit(0);
      submit();
    },
  );
});

const submit = () => {
  session.submit_sm(
    {
      source_addr_ton: 5,
      source_addr_npi: 0,
      source_addr: "BANK",
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: "447700900123",
      registered_delivery: 1,
      short_message: "hello from node",
    },
    (pdu) => say("submit_sm_resp", { command_status: pdu.command_status, message_id: pdu.message_id }),
  );
};

session.on("deliver_sm", (pdu) => {
  say("deliver_sm", message(pdu));
  session.send(pdu.response());
  session.enquire_link({}, (answer) => {
    say("enquire_link_resp", { command_status: answer.command_status });
    session.unbind({}, (unbound) => {
      say("unbind_resp", { command_status: unbound.command_status });
      session.close();
      process.exit(0);
    });
  });
});
session.on("error", (error) => {
  say("error", { message: String(error) });
  process.exit(1);
});
setTimeout(() => process.exit(3), 60000).unref();
