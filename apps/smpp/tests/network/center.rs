//! `smpp mc`: who receives what, and how it ends.

use smpp_codec::pdu::{Body, SubmitSm};
use smpp_codec::tlv;
use smpp_codec::values::{Address, EsmClass, MessageState, RegisteredDelivery};
use smpp_codec::{CommandStatus, Version};
use smpp_message::Message;
use smpp_message::receipt::Receipt;
use smpp_session::CloseReason;
use smpp_tokio::{Error, Incoming, Received};

use crate::esme::{bank, credentials, esme, phone, run};
use crate::tool::{Mc, Signal, smpp};

/// Takes one `deliver_sm`, and answers it so.
async fn take(incoming: &mut Incoming, status: CommandStatus) -> (Vec<u8>, EsmClass) {
    let request = incoming.next_request().await.unwrap();
    let Body::DeliverSm(deliver) = request.pdu().body else {
        panic!("{request:?}")
    };
    let taken = (deliver.short_message.to_vec(), deliver.esm_class);
    match status {
        CommandStatus::ESME_ROK => request.accept(&[]).unwrap(),
        status => request.refuse(status).unwrap(),
    }
    taken
}

fn message<'a>(to: &'a [u8], text: &'a [u8]) -> SubmitSm<'a> {
    SubmitSm {
        registered_delivery: RegisteredDelivery::RECEIPT,
        ..SubmitSm::new(
            Address::alphanumeric(b"BANK"),
            Address::international(to),
            text,
        )
    }
}

#[test]
fn each_receiver_gets_what_is_for_its_range() {
    let mc = Mc::start(&[]);
    run(async {
        let (sender, mut receipts) = bank(&mc.address, Version::V3_4).await;
        let (_any, mut any) = phone(&mc.address, "^4477009", Version::V3_4).await;
        let (_one, mut one) = phone(&mc.address, "447700900123", Version::V5_0).await;
        let (_none, mut none) = phone(&mc.address, "", Version::V3_4).await;
        let ok = CommandStatus::ESME_ROK;
        sender
            .submit_sm(message(b"447700900999", b"to any"))
            .await
            .unwrap();
        assert_eq!(take(&mut any, ok).await, (b"to any".to_vec(), EsmClass(0)));
        sender
            .submit_sm(message(b"447700900123", b"to one"))
            .await
            .unwrap();
        assert_eq!(take(&mut one, ok).await, (b"to one".to_vec(), EsmClass(0)));
        sender
            .submit_sm(message(b"15550100", b"to none"))
            .await
            .unwrap();
        mc.said(&["to +15550100: delivered to a handset"]);
        for _ in 0..3 {
            let (text, esm_class) = take(&mut receipts, ok).await;
            assert!(String::from_utf8(text).unwrap().contains("stat:DELIVRD"));
            assert_eq!(esm_class, EsmClass::MC_DELIVERY_RECEIPT);
        }
        sender.unbind().await.unwrap();
        // Nobody got anything else.
        let nothing = std::time::Duration::from_millis(50);
        for incoming in [&mut any, &mut one, &mut none] {
            assert!(
                tokio::time::timeout(nothing, incoming.next())
                    .await
                    .is_err()
            );
        }
    });
}

#[test]
fn what_a_receiver_refuses_is_told_to_the_sender() {
    let mc = Mc::start(&[]);
    run(async {
        let (sender, mut receipts) = bank(&mc.address, Version::V5_0).await;
        let (_phone, mut refusing) = phone(&mc.address, "^4477", Version::V3_4).await;
        let id = sender
            .submit_sm(message(b"4477", b"no, thanks"))
            .await
            .unwrap();
        take(&mut refusing, CommandStatus::ESME_RX_P_APPN).await;
        let request = receipts.next_request().await.unwrap();
        let Body::DeliverSm(deliver) = request.pdu().body else {
            panic!("{request:?}")
        };
        assert_eq!(deliver.source_addr, Address::international(b"4477"));
        assert_eq!(deliver.destination_addr, Address::alphanumeric(b"BANK"));
        let state = MessageState::UNDELIVERABLE;
        assert_eq!(deliver.tlvs.get(tlv::MESSAGE_STATE), Ok(Some(state)));
        let mut scratch = [0; 256];
        let receipt = Receipt::decode(&Message::from(&deliver), &mut scratch).unwrap();
        assert_eq!((receipt.id, receipt.state), (Some(&*id), Some(state)));
        assert_eq!(receipt.text.stat, Some(&b"UNDELIV"[..]));
        assert_eq!(receipt.text.err, Some(&b"101"[..]), "ESME_RX_P_APPN");
        assert_eq!(receipt.text.text, Some(&b"no, thanks"[..]));
        request.accept(&[]).unwrap();
        // A temporary refusal is tried again.
        sender.submit_sm(message(b"4477", b"later")).await.unwrap();
        take(&mut refusing, CommandStatus::ESME_RX_T_APPN).await;
        assert_eq!(
            take(&mut refusing, CommandStatus::ESME_ROK).await.0,
            b"later"
        );
        let (text, _) = take(&mut receipts, CommandStatus::ESME_ROK).await;
        assert!(String::from_utf8(text).unwrap().contains("stat:DELIVRD"));
    });
}

#[test]
fn a_peer_of_3_3_is_answered_without_tlvs() {
    let mc = Mc::start(&[]);
    run(async {
        let (sender, _) = bank(&mc.address, Version::V3_3).await;
        assert_eq!(sender.version(), Version::V3_3);
        let receiver = esme(
            credentials("bank").with_bind_type(smpp_session::BindType::Receiver),
            Version::V3_3,
        );
        let (_receiver, mut receipts) = receiver.connect(&mc.address).await.unwrap();
        let id = sender.submit_sm(message(b"4477", b"hi")).await.unwrap();
        assert!(id.len() <= 8, "{id:?}");
        let request = receipts.next_request().await.unwrap();
        let Body::DeliverSm(deliver) = request.pdu().body else {
            panic!("{request:?}")
        };
        assert!(deliver.tlvs.is_empty());
        let text = String::from_utf8(deliver.short_message.to_vec()).unwrap();
        assert!(text.starts_with(&format!("id:{} sub:001", id)));
        request.accept(&[]).unwrap();
    });
}

#[test]
fn a_receipt_waits_for_somebody_to_take_it() {
    let mc = Mc::start(&[]);
    let ran = mc.send(&["--text", "x", "--bind", "tx"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    run(async {
        let transmitter = esme(
            credentials("bank").with_bind_type(smpp_session::BindType::Transmitter),
            Version::V3_4,
        );
        let (sender, _) = transmitter.connect(&mc.address).await.unwrap();
        let id = sender.submit_sm(message(b"4477", b"hi")).await.unwrap();
        mc.said(&[&id.to_string(), "delivered to a handset"]);
        let (_late, mut receipts) = bank(&mc.address, Version::V3_4).await;
        let (text, _) = take(&mut receipts, CommandStatus::ESME_ROK).await;
        assert!(text.windows(id.len()).any(|octets| *octets == *id));
    });
}

#[test]
fn being_stopped_unbinds_everybody() {
    for signal in [Signal::Interrupt, Signal::Terminate] {
        let mc = Mc::start(&[]);
        let address = mc.address.clone();
        run(async {
            let (sender, mut to_sender) = bank(&address, Version::V3_4).await;
            let (receiver, mut to_receiver) = phone(&address, "^44", Version::V5_0).await;
            let stopping = tokio::task::spawn_blocking(move || mc.stop(signal));
            for incoming in [&mut to_sender, &mut to_receiver] {
                let received = incoming.next().await;
                assert!(matches!(received, Some(Received::Unbind)), "{received:?}");
            }
            assert_eq!(sender.closed().await, CloseReason::Unbound);
            assert_eq!(receiver.closed().await, CloseReason::Unbound);
            let (code, stdout, stderr) = stopping.await.unwrap();
            assert_eq!((code, stderr), (Some(0), Vec::new()), "{signal:?}");
            assert!(
                stdout
                    .iter()
                    .any(|line| line.contains("unbinding 2 sessions"))
            );
        });
    }
}

#[test]
fn a_port_that_is_taken_is_told() {
    let mc = Mc::start(&[]);
    let mut arguments = vec!["mc", "--user", "bank:", "--listen"];
    arguments.push(&mc.address);
    smpp(&arguments).failed(1, &["cannot listen on", &mc.address]);
    arguments[4] = "nowhere";
    smpp(&arguments).failed(2, &["--listen nowhere: write HOST:PORT"]);
}

#[test]
fn limits_are_kept_and_told() {
    let mc = Mc::start(&[
        "--max-sessions",
        "1",
        "--max-messages",
        "2",
        "--receipt-after",
        "1h",
    ]);
    run(async {
        let (sender, _incoming) = bank(&mc.address, Version::V3_4).await;
        let refused = esme(credentials("phone"), Version::V3_4)
            .connect(&mc.address)
            .await;
        let Err(Error::Refused(status)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(status, CommandStatus::ESME_RBINDFAIL);
        mc.complained(&["--max-sessions"]);
        // Two users share two places: the second message of one has none.
        sender.submit_sm(message(b"4477", b"1")).await.unwrap();
        let full = sender.submit_sm(message(b"4477", b"2")).await;
        let Err(Error::Refused(status)) = full else {
            panic!("{full:?}")
        };
        assert_eq!(status, CommandStatus::ESME_RMSGQFUL);
        sender.unbind().await.unwrap();
        // Its place is free again.
        mc.said(&["#1 bank unbound"]);
        let (phone, _incoming) = phone(&mc.address, "^44", Version::V3_4).await;
        phone.unbind().await.unwrap();
    });
}
