"""An smpplib ESME: binds, submits a message that asks for a receipt, waits for it, and unbinds.

Arguments: port, password.
"""

import json
import sys

import smpplib.client
import smpplib.consts
import smpplib.exceptions


def text(value):
    return value.decode("latin1") if isinstance(value, bytes) else value


def say(event, **details):
    print(json.dumps({"event": event, **{k: text(v) for k, v in details.items()}}), flush=True)


def message(pdu):
    names = (
        "service_type source_addr_ton source_addr_npi source_addr dest_addr_ton dest_addr_npi "
        "destination_addr esm_class registered_delivery data_coding short_message "
        "receipted_message_id message_state"
    ).split()
    return {name: getattr(pdu, name, None) for name in names}


def main():
    port, password = int(sys.argv[1]), sys.argv[2]
    client = smpplib.client.Client("127.0.0.1", port, timeout=20, allow_unknown_opt_params=True)
    received = []

    def receive(pdu):
        received.append(pdu)
        say("deliver_sm", **message(pdu))
        return 0

    client.set_message_received_handler(receive)
    client.set_message_sent_handler(
        lambda pdu: say("submit_sm_resp", command_status=pdu.status, message_id=pdu.message_id)
    )
    client.connect()
    try:
        response = client.bind_transceiver(
            system_id="smpplib", password=password, system_type="test", address_range="^4477"
        )
    except smpplib.exceptions.PDUError as error:
        say("bind_resp", command_status=error.args[1])
        return
    say("bind_resp", command_status=response.status, system_id=response.system_id)
    client.send_message(
        source_addr_ton=smpplib.consts.SMPP_TON_ALNUM,
        source_addr_npi=smpplib.consts.SMPP_NPI_UNK,
        source_addr="BANK",
        dest_addr_ton=smpplib.consts.SMPP_TON_INTL,
        dest_addr_npi=smpplib.consts.SMPP_NPI_ISDN,
        destination_addr="447700900123",
        short_message=b"hello from python",
        registered_delivery=True,
    )
    while not received:
        client.read_once()
    client.unbind()
    say("unbound")
    client.disconnect()


main()
