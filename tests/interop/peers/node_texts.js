// A node-smpp ESME that sends texts in the encoding it chooses, and says which texts it receives.
// Arguments: port, how many messages to expect, then the texts.
"use strict";

const smpp = require("smpp");
const { say } = require("./events.js");

const [port, expected, ...texts] = process.argv.slice(2);
const session = smpp.connect({ url: `smpp://127.0.0.1:${port}` }, () => {
  session.bind_transceiver({ system_id: "node", password: "secret" }, (pdu) => {
    say("bind_resp", { command_status: pdu.command_status });
    for (const text of texts) {
      const long = text.length > 150;
      session.submit_sm(
        {
          destination_addr: "447700900123",
          ...(long ? { message_payload: text } : { short_message: text }),
        },
        (response) => say("submit_sm_resp", { command_status: response.command_status }),
      );
    }
  });
});

let received = 0;
session.on("deliver_sm", (pdu) => {
  const { message, udh } = pdu.short_message;
  say("deliver_sm", {
    data_coding: pdu.data_coding,
    text: String(message),
    udh: (udh || []).map((element) => element.toString("hex")),
  });
  session.send(pdu.response());
  received += 1;
  if (received === Number(expected)) session.unbind({}, () => process.exit(0));
});
session.on("error", (error) => {
  say("error", { message: String(error) });
  process.exit(1);
});
setTimeout(() => process.exit(3), 60000).unref();
