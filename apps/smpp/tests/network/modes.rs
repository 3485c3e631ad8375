//! Messaging modes: when a submission is answered, and who is told.

use std::time::Duration;

use smpp_codec::pdu::{Body, DataSm, SubmitSm};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{EsmClass, MessagingMode, RegisteredDelivery};
use smpp_codec::{CommandStatus, Version};
use tokio::time::timeout;

use crate::esme::{BANK, PHONE, bank, phone, refused, run};
use crate::tool::Mc;

#[test]
fn a_transaction_is_answered_with_its_outcome() {
    let mc = Mc::start(&[]);
    run(async {
        let (bank, _) = bank(&mc.address, Version::V3_4).await;
        let (_phone, mut incoming) = phone(&mc.address, "^44", Version::V3_4).await;
        let payload = [Tlv::new(tlv::MESSAGE_PAYLOAD, b"now or never")];
        let transaction = DataSm {
            source_addr: BANK,
            destination_addr: PHONE,
            esm_class: EsmClass::default().with_messaging_mode(MessagingMode::FORWARD),
            tlvs: (&payload).into(),
            ..DataSm::default()
        };
        let taken = async {
            let request = incoming.next_request().await.unwrap();
            assert!(matches!(request.pdu().body, Body::DataSm(_)));
            request.accept(b"").unwrap();
        };
        let (answer, ()) = tokio::join!(bank.request_ok(transaction), taken);
        let answer = answer.unwrap();
        let Body::DataSmResp(response) = answer.pdu().body else {
            panic!("{answer:?}")
        };
        mc.said(&[
            std::str::from_utf8(response.message_id.unwrap()).unwrap(),
            "delivered to #2",
        ]);
        // Not even a temporary refusal is tried again.
        let refusing = async {
            let request = incoming.next_request().await.unwrap();
            request.refuse(CommandStatus::ESME_RX_T_APPN).unwrap();
        };
        let (status, ()) = tokio::join!(refused(&bank, transaction), refusing);
        assert_eq!(status, CommandStatus::ESME_RDELIVERYFAILURE);
    });
}

#[test]
fn nobody_is_told_of_a_datagram() {
    let mc = Mc::start(&[]);
    run(async {
        let (bank, mut receipts) = bank(&mc.address, Version::V3_4).await;
        let datagram = SubmitSm {
            esm_class: EsmClass::default().with_messaging_mode(MessagingMode::DATAGRAM),
            registered_delivery: RegisteredDelivery::RECEIPT,
            ..SubmitSm::new(BANK, PHONE, b"x")
        };
        bank.submit_sm(datagram).await.unwrap();
        mc.said(&["delivered to a handset"]);
        let nothing = timeout(Duration::from_millis(100), receipts.next()).await;
        assert!(nothing.is_err(), "{nothing:?}");
    });
}
