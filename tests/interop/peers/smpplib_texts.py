"""An smpplib ESME that sends texts in the parts it makes, and says which octets it receives and
which parts it would have made of the same texts.

Arguments: port, how many messages to expect, then the texts.
"""

import json
import sys

import smpplib.client
import smpplib.consts
import smpplib.gsm


def say(event, **details):
    print(json.dumps({"event": event, **details}), flush=True)


def main():
    port, expected, texts = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    client = smpplib.client.Client("127.0.0.1", port, timeout=20, allow_unknown_opt_params=True)
    received = []

    def receive(pdu):
        received.append(pdu)
        say(
            "deliver_sm",
            data_coding=pdu.data_coding,
            esm_class=pdu.esm_class,
            octets=pdu.short_message.hex(),
        )
        return 0

    client.set_message_received_handler(receive)
    client.set_message_sent_handler(lambda pdu: None)
    client.connect()
    client.bind_transceiver(system_id="smpplib", password="secret")
    for text in texts:
        parts, coding, esm_class = smpplib.gsm.make_parts(text)
        say("parts", data_coding=coding, esm_class=esm_class, octets=[p.hex() for p in parts])
        for part in parts:
            client.send_message(
                destination_addr="447700900123",
                short_message=part,
                data_coding=coding,
                esm_class=esm_class,
            )
    while len(received) < expected:
        client.read_once()
    client.unbind()
    client.disconnect()


main()
