//! Our message centres, which say what they saw.
#![allow(dead_code, reason = "each test file takes what it needs")]

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::{Value, json};
use smpp_codec::pdu::{Bind, Body, DeliverSm};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{Address, EsmClass, MessageState, RegisteredDelivery};
use smpp_codec::{CommandStatus, Version};
use smpp_session::{BindType, CloseReason};
use smpp_tokio::MessageCenter;
use tokio::task::JoinHandle;

/// Long enough for the peer's `enquire_link` to be answered before we unbind.
pub(crate) const ENQUIRE_LINK: Duration = Duration::from_millis(300);

pub(crate) async fn wait_for_enquire_link() {
    tokio::time::sleep(ENQUIRE_LINK).await;
}

const RECEIPT: &[u8] =
    b"id:rust-1 sub:001 dlvrd:001 submit date:2611231616 done date:2611231617 stat:DELIVRD err:000 text:hello";

/// What our message centre saw of the client.
#[derive(Debug)]
pub(crate) struct Saw {
    pub(crate) system_id: String,
    pub(crate) version: Version,
}

/// Serves one client, checks every field of what it sends, and returns a receipt.
pub(crate) async fn message_center(text: &'static str) -> (u16, JoinHandle<Saw>) {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    serve(center, text)
}

pub(crate) fn serve(center: MessageCenter, text: &'static str) -> (u16, JoinHandle<Saw>) {
    let port = center.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        let (unbound, _) = center.accept().await.unwrap();
        let binding = unbound.bind_request().await.unwrap();
        let bind = binding.request();
        if bind.password != b"secret" {
            binding.refuse(CommandStatus::ESME_RBINDFAIL).await.unwrap();
            std::future::pending::<()>().await;
            unreachable!("aborted by the test");
        }
        let system_id = check_bind(binding.bind_type(), &bind);
        let (connection, mut incoming) = binding.accept(b"mc").unwrap();

        let request = incoming.next_request().await.unwrap();
        check_submit(&request.pdu().body, text);
        request.accept(b"rust-1").unwrap();
        connection
            .deliver_sm(receipt(&receipt_tlvs()))
            .await
            .unwrap();
        // It is sent now. The peer may unbind before it answers.
        drop(connection.enquire_link());
        assert_eq!(connection.closed().await, CloseReason::Unbound);
        Saw {
            system_id,
            version: connection.version(),
        }
    });
    (port, served)
}

/// The same by threads.
pub(crate) fn serve_blocking(
    center: smpp_blocking::MessageCenter,
    text: &'static str,
) -> (smpp_blocking::Server, Receiver<Saw>) {
    let (seen, saw) = channel();
    let server = center.serve(move |unbound| {
        let binding = unbound.bind_request()?;
        let bind = binding.request();
        assert_eq!(bind.password, b"secret");
        let system_id = check_bind(binding.bind_type(), &bind);
        let (connection, mut incoming) = binding.accept(b"mc")?;
        let request = incoming.next_request().unwrap();
        check_submit(&request.pdu().body, text);
        request.accept(b"rust-1")?;
        connection.deliver_sm(receipt(&receipt_tlvs()))?;
        // The peer may unbind before it answers.
        let _ = connection.enquire_link();
        assert_eq!(connection.closed(), CloseReason::Unbound);
        let version = connection.version();
        seen.send(Saw { system_id, version }).unwrap();
        Ok(())
    });
    (server.unwrap(), saw)
}

/// Either peer's client binds so; tells as whom.
fn check_bind(bind_type: BindType, bind: &Bind<'_>) -> String {
    assert_eq!(bind_type, BindType::Transceiver);
    assert_eq!(bind.system_type, b"test");
    assert_eq!(bind.address_range, b"^4477");
    String::from_utf8(bind.system_id.to_vec()).unwrap()
}

fn check_submit(body: &Body<'_>, text: &str) {
    let Body::SubmitSm(submit) = body else {
        panic!("{body:?}")
    };
    assert_eq!(submit.source_addr, Address::alphanumeric(b"BANK"));
    assert_eq!(
        submit.destination_addr,
        Address::international(b"447700900123")
    );
    assert_eq!(submit.service_type, b"");
    assert_eq!(submit.esm_class, EsmClass(0));
    assert_eq!(submit.registered_delivery, RegisteredDelivery::RECEIPT);
    assert_eq!(submit.short_message, text.as_bytes());
}

fn receipt_tlvs() -> [Tlv<'static>; 2] {
    [
        Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"rust-1"),
        Tlv::new(tlv::MESSAGE_STATE, MessageState::DELIVERED),
    ]
}

fn receipt<'a>(tlvs: &'a [Tlv<'a>]) -> DeliverSm<'a> {
    DeliverSm {
        esm_class: EsmClass::MC_DELIVERY_RECEIPT,
        tlvs: tlvs.into(),
        ..DeliverSm::new(
            Address::international(b"447700900123"),
            Address::alphanumeric(b"BANK"),
            RECEIPT,
        )
    }
}

/// What a client must have seen of the receipt.
pub(crate) fn check_receipt(deliver: &Value) {
    let expected = [
        ("source_addr_ton", json!(1)),
        ("source_addr_npi", json!(1)),
        ("source_addr", json!("447700900123")),
        ("dest_addr_ton", json!(5)),
        ("dest_addr_npi", json!(0)),
        ("destination_addr", json!("BANK")),
        ("esm_class", json!(4)),
        ("registered_delivery", json!(0)),
        (
            "short_message",
            json!(std::str::from_utf8(RECEIPT).unwrap()),
        ),
        ("receipted_message_id", json!("rust-1")),
        ("message_state", json!(2)),
    ];
    for (field, value) in expected {
        assert_eq!(deliver[field], value, "{field} of {deliver}");
    }
}
