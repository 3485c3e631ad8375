// A node-smpp message centre for one ESME: accepts the password "secret", answers submit_sm with
// the id "node-1", returns a receipt, and sends an enquire_link. In TLS if it is given a certificate
// and a key: the arguments are their files.
"use strict";

const fs = require("fs");
const smpp = require("smpp");
const { say, message } = require("./events.js");

const [cert, key] = process.argv.slice(2).map((file) => fs.readFileSync(file));
const server = smpp.createServer({ cert, key }, (session) => {
  session.on("error", (error) => say("error", { message: String(error) }));
  session.on("bind_transceiver", (pdu) => {
    say("bind", {
      system_id: pdu.system_id,
      password: pdu.password,
      system_type: pdu.system_type,
      interface_version: pdu.interface_version,
      addr_ton: pdu.addr_ton,
      addr_npi: pdu.addr_npi,
      address_range: pdu.address_range,
    });
    if (pdu.password !== "secret") {
      session.send(pdu.response({ command_status: smpp.ESME_RINVPASWD }));
      session.close();
      return;
    }
    session.send(pdu.response({ system_id: "node", sc_interface_version: 0x34 }));
  });
  session.on("submit_sm", (pdu) => {
    say("submit_sm", message(pdu));
    session.send(pdu.response({ message_id: "node-1" }));
    session.deliver_sm(
      {
        source_addr_ton: pdu.dest_addr_ton,
        source_addr_npi: pdu.dest_addr_npi,
        source_addr: pdu.destination_addr,
        dest_addr_ton: pdu.source_addr_ton,
        dest_addr_npi: pdu.source_addr_npi,
        destination_addr: pdu.source_addr,
        esm_class: 4,
        short_message:
          "id:node-1 sub:001 dlvrd:001 submit date:2611231616 done date:2611231617 stat:DELIVRD err:000 text:hello",
        receipted_message_id: "node-1",
        message_state: 2,
      },
      (response) => {
        say("deliver_sm_resp", { command_status: response.command_status });
        session.enquire_link({}, (answer) => {
          say("enquire_link_resp", { command_status: answer.command_status });
        });
      },
    );
  });
  session.on("unbind", (pdu) => {
    say("unbind", {});
    session.send(pdu.response());
    session.close();
  });
});

server.listen(0, "127.0.0.1", () => say("listening", { port: server.address().port }));
setTimeout(() => process.exit(3), 60000).unref();
