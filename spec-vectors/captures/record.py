#!/usr/bin/env python3
"""Records conversations of node-smpp, smpplib and our own tool on loopback, for tests to replay.

    record.py NODE_MODULES SMPP

NODE_MODULES holds the npm package `smpp`, SMPP is our tool; `smpplib` is to be
importable. A relay between the two sides writes what passes: `>` from the ESME,
`<` from the message centre, one PDU a line, in the order in which they passed.
"""

import os
import pathlib
import socket
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent

SERVER = r"""
const smpp = require(process.argv[2] + '/smpp');
let next = 42;
const server = smpp.createServer(session => {
  session.on('pdu', pdu => {
    const answer = fields => session.send(pdu.response(fields || {}));
    switch (pdu.command) {
      case 'bind_transceiver': case 'bind_transmitter': case 'bind_receiver':
        return pdu.password === 'wrong' ? answer({command_status: smpp.ESME_RINVPASWD})
                                        : answer({system_id: 'node'});
      case 'submit_sm': {
        // In hexadecimal here, in decimal in the receipt.
        const id = next++, message_id = id.toString(16).toUpperCase();
        answer({message_id});
        return session.deliver_sm({
          esm_class: 4, source_addr: pdu.destination_addr, destination_addr: pdu.source_addr,
          short_message: 'id:' + id + ' sub:001 dlvrd:001 submit date:2001010000 done date:2001010000 '
            + 'stat:DELIVRD err:000 text:', receipted_message_id: message_id, message_state: 2 });
      }
      case 'enquire_link': session.enquire_link(); return answer();
      case 'unbind': answer(); return setTimeout(() => session.close(), 50);
      default: if (pdu.command_id < 0x80000000) answer();
    }
  });
  session.on('error', () => {});
}).listen(0, '127.0.0.1', () => console.log(server.address().port));
"""

CLIENT = r"""
const smpp = require(process.argv[2] + '/smpp');
const session = smpp.connect({url: 'smpp://127.0.0.1:' + process.argv[3]});
session.on('deliver_sm', pdu => session.send(pdu.response()));
session.on('enquire_link', pdu => session.send(pdu.response()));
const talk = () =>
  session.submit_sm({source_addr: 'BANK', destination_addr: '447700900123',
                     registered_delivery: 1, short_message: 'one'}, ({message_id: id}) =>
   session.enquire_link({}, () =>
    session.query_sm({message_id: id, source_addr: 'BANK'}, () =>
     session.unbind({}, () => setTimeout(() => session.close(), 20)))));
const bind = ([password, ...others]) =>
  session.bind_transceiver({system_id: 'esme', password}, ({command_status}) =>
   command_status ? bind(others) : talk());
bind(process.argv[4].split(','));
"""


def relay(target, lines):
    """A port that passes everything on to another, and writes it down."""
    listener = socket.create_server(("127.0.0.1", 0))

    def pump(source, sink, mark):
        pending = b""
        while data := source.recv(65536):
            pending += data
            while len(pending) >= 4 and len(pending) >= (n := int.from_bytes(pending[:4], "big")):
                lines.append(f"{mark} {pending[:n].hex()}")
                pending = pending[n:]
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)

    def serve():
        esme, _ = listener.accept()
        mc = socket.create_connection(("127.0.0.1", target))
        back = threading.Thread(target=pump, args=(mc, esme, "<"))
        back.start()
        pump(esme, mc, ">")
        back.join()

    thread = threading.Thread(target=serve)
    thread.start()
    return listener.getsockname()[1], thread


def smpplib_client(port):
    import smpplib.client

    client = smpplib.client.Client("127.0.0.1", port, allow_unknown_opt_params=True)
    client.connect()
    client.bind_transceiver(system_id="esme", password="right")
    for text in (b"one", b"two"):
        client.send_message(
            source_addr="BANK", destination_addr="447700900123",
            registered_delivery=1, short_message=text,
        )
        for _ in range(2):
            client.read_once()
    client.unbind()
    client.disconnect()


def our_client(smpp):
    """Three parts of a long message, each with a receipt."""

    def send(port):
        subprocess.run(
            [smpp, "send", "--connect", f"127.0.0.1:{port}", "--system-id", "esme", "--receipt",
             "--from", "BANK", "--to", "447700900123", "--text", "one " * 100],
            check=True, timeout=20, stdout=subprocess.DEVNULL,
            env={**os.environ, "SMPP_PASSWORD": "right"},
        )

    return send


def main():
    modules, smpp = (str(pathlib.Path(argument).resolve()) for argument in sys.argv[1:3])

    node_server = ["node", "-e", SERVER, "-", modules]
    our_server = [smpp, "mc", "--listen", "127.0.0.1:0", "--user", "esme:right"]

    def node_client(passwords):
        return lambda port: subprocess.run(
            ["node", "-e", CLIENT, "-", modules, str(port), passwords], check=True, timeout=20
        )

    def record(name, esme, mc):
        server = subprocess.Popen(mc, stdout=subprocess.PIPE, text=True)
        try:
            lines = []
            # Its first line ends in the port it listens on.
            listening = server.stdout.readline().strip()
            port, thread = relay(int(listening.rpartition(":")[2]), lines)
            esme(port)
            thread.join(10)
        finally:
            server.terminate()
        (HERE / f"{name}.txt").write_text("\n".join(lines) + "\n")

    record("smpplib-to-node-smpp", smpplib_client, node_server)
    record("node-smpp-to-node-smpp", node_client("wrong,right"), node_server)
    record("ours-to-node-smpp", our_client(smpp), node_server)
    record("node-smpp-to-ours", node_client("right"), our_server)
    record("smpplib-to-ours", smpplib_client, our_server)


main()
