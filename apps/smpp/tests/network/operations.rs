//! Every operation is answered, and what it says is true.

use smpp_codec::pdu::{
    Body, CancelSm, DataSm, Destination, QuerySm, ReplaceSm, SubmitMulti, SubmitSm,
};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{Address, MessageState, RegisteredDelivery, ReplaceIfPresentFlag};
use smpp_codec::{CommandStatus, Version};
use smpp_tokio::Connection;

use crate::esme::{BANK, PHONE, bank, credentials, esme, phone, refused, run};
use crate::tool::Mc;

/// In an hour.
const LATER: &[u8] = b"000000010000000R";

async fn state_of(connection: &Connection, id: &[u8]) -> (MessageState, bool) {
    let query = QuerySm {
        message_id: id,
        source_addr: BANK,
        ..QuerySm::default()
    };
    let response = connection.request_ok(query).await.unwrap();
    let Body::QuerySmResp(answer) = response.pdu().body else {
        panic!("{response:?}")
    };
    assert_eq!(answer.message_id, Some(id));
    (answer.message_state, answer.final_date.len() == 16)
}

#[test]
fn what_is_pending_can_be_changed_and_what_is_done_cannot() {
    let mc = Mc::start(&[]);
    run(async {
        let (bank_, mut receipts) = bank(&mc.address, Version::V5_0).await;
        let message = SubmitSm {
            schedule_delivery_time: LATER,
            registered_delivery: RegisteredDelivery::RECEIPT,
            ..SubmitSm::new(BANK, PHONE, b"first")
        };
        let id = bank_.submit_sm(message).await.unwrap();
        assert_eq!(
            state_of(&bank_, &id).await,
            (MessageState::SCHEDULED, false)
        );
        let (older, _) = bank(&mc.address, Version::V3_4).await;
        assert_eq!(
            state_of(&older, &id).await.0,
            MessageState::ENROUTE,
            "3.4 has no SCHEDULED"
        );

        // Nobody else learns of it.
        let (stranger, _) = esme(credentials("phone"), Version::V3_4)
            .connect(&mc.address)
            .await
            .unwrap();
        let query = |message_id, source_addr| QuerySm {
            message_id,
            source_addr,
            ..QuerySm::default()
        };
        let unknown = CommandStatus::ESME_RINVMSGID;
        assert_eq!(refused(&stranger, query(&id, BANK)).await, unknown);
        assert_eq!(refused(&bank_, query(&id, PHONE)).await, unknown);
        assert_eq!(refused(&bank_, query(b"FFFFFFF0", BANK)).await, unknown);
        assert_eq!(refused(&bank_, query(b"no id", BANK)).await, unknown);

        // replace_if_present replaces it, and so does replace_sm, which also brings it forward.
        let again = SubmitSm {
            replace_if_present_flag: ReplaceIfPresentFlag::REPLACE,
            short_message: b"second",
            ..message
        };
        assert_eq!(bank_.submit_sm(again).await.unwrap(), id);
        let (_phone, mut incoming) = phone(&mc.address, "^44", Version::V3_4).await;
        let replace = ReplaceSm {
            message_id: &id,
            source_addr: BANK,
            schedule_delivery_time: b"000000000000000R",
            registered_delivery: RegisteredDelivery::RECEIPT,
            short_message: b"third",
            ..ReplaceSm::default()
        };
        bank_.request_ok(replace).await.unwrap();
        let request = incoming.next_request().await.unwrap();
        let Body::DeliverSm(deliver) = request.pdu().body else {
            panic!("{request:?}")
        };
        assert_eq!(deliver.short_message, b"third");
        request.accept(&[]).unwrap();
        receipts.next_request().await.unwrap().accept(&[]).unwrap();
        assert_eq!(state_of(&bank_, &id).await, (MessageState::DELIVERED, true));

        let cancel = CancelSm {
            message_id: &id,
            source_addr: BANK,
            ..CancelSm::default()
        };
        assert_eq!(
            refused(&bank_, cancel).await,
            CommandStatus::ESME_RCANCELFAIL
        );
        assert_eq!(
            refused(&bank_, replace).await,
            CommandStatus::ESME_RREPLACEFAIL
        );

        // By id, and by everything else.
        for by_id in [true, false] {
            let id = bank_.submit_sm(message).await.unwrap();
            let cancel = match by_id {
                true => CancelSm {
                    message_id: &id,
                    ..cancel
                },
                false => CancelSm {
                    message_id: b"",
                    destination_addr: PHONE,
                    ..cancel
                },
            };
            bank_.request_ok(cancel).await.unwrap();
            assert_eq!(state_of(&bank_, &id).await, (MessageState::DELETED, true));
            let receipt = receipts.next_request().await.unwrap();
            let Body::DeliverSm(deliver) = receipt.pdu().body else {
                panic!("{receipt:?}")
            };
            let deleted = MessageState::DELETED;
            assert_eq!(deliver.tlvs.get(tlv::MESSAGE_STATE), Ok(Some(deleted)));
            receipt.accept(&[]).unwrap();
        }

        // What is not delivered in time is expired.
        let expiring = SubmitSm {
            validity_period: b"000000000001000R",
            short_message: b"too late",
            ..SubmitSm::new(BANK, Address::international(b"1"), b"")
        };
        let wrong = SubmitSm {
            schedule_delivery_time: LATER,
            ..expiring
        };
        assert_eq!(refused(&bank_, wrong).await, CommandStatus::ESME_RINVEXPIRY);
        let nowhere = SubmitSm::new(BANK, Address::default(), b"x");
        assert_eq!(
            refused(&bank_, nowhere).await,
            CommandStatus::ESME_RINVDSTADR
        );
        let predefined = SubmitSm {
            sm_default_msg_id: 1,
            ..expiring
        };
        assert_eq!(
            refused(&bank_, predefined).await,
            CommandStatus::ESME_RINVDFTMSGID
        );
    });
}

#[test]
fn a_message_that_a_handset_does_not_take_in_time_is_expired() {
    let mc = Mc::start(&["--receipt-after", "1h"]);
    run(async {
        let (bank, mut receipts) = bank(&mc.address, Version::V3_4).await;
        let message = SubmitSm {
            validity_period: b"000000000001000R",
            registered_delivery: RegisteredDelivery::RECEIPT,
            ..SubmitSm::new(BANK, PHONE, b"x")
        };
        let id = bank.submit_sm(message).await.unwrap();
        assert_eq!(state_of(&bank, &id).await.0, MessageState::ENROUTE);
        let receipt = receipts.next_request().await.unwrap();
        let Body::DeliverSm(deliver) = receipt.pdu().body else {
            panic!("{receipt:?}")
        };
        assert!(String::from_utf8_lossy(deliver.short_message).contains("stat:EXPIRED"));
        receipt.accept(&[]).unwrap();
        assert_eq!(state_of(&bank, &id).await.0, MessageState::EXPIRED);
    });
}

#[test]
fn one_message_to_many_and_data_sm() {
    let mc = Mc::start(&[]);
    run(async {
        let (bank, mut receipts) = bank(&mc.address, Version::V3_4).await;
        let (_phone, mut incoming) = phone(&mc.address, "^44", Version::V3_4).await;
        let to = [
            Destination::SmeAddress(PHONE),
            Destination::SmeAddress(Address::international(b"15550100")),
            Destination::SmeAddress(Address::default()),
        ];
        let submit = SubmitMulti {
            source_addr: BANK,
            dest_address: (&to).into(),
            registered_delivery: RegisteredDelivery::RECEIPT,
            short_message: b"to many",
            ..SubmitMulti::default()
        };
        let response = bank.request_ok(submit).await.unwrap();
        let Body::SubmitMultiResp(answer) = response.pdu().body else {
            panic!("{response:?}")
        };
        let refused_: Vec<_> = answer.unsuccess_sme.iter().collect();
        assert_eq!(refused_.len(), 1);
        assert_eq!(
            refused_[0].error_status_code,
            CommandStatus::ESME_RINVDSTADR
        );
        incoming.next_request().await.unwrap().accept(&[]).unwrap();
        let mut sources = Vec::new();
        for _ in 0..2 {
            let receipt = receipts.next_request().await.unwrap();
            let Body::DeliverSm(deliver) = receipt.pdu().body else {
                panic!("{receipt:?}")
            };
            let id = deliver.tlvs.get(tlv::RECEIPTED_MESSAGE_ID).unwrap();
            assert_eq!(id, answer.message_id);
            sources.push(deliver.source_addr.addr.to_vec());
            receipt.accept(&[]).unwrap();
        }
        assert_eq!(sources, [b"447700900123".to_vec(), b"15550100".to_vec()]);
        let list = [Destination::DistributionList(b"all")];
        let submit = SubmitMulti {
            dest_address: (&list).into(),
            ..submit
        };
        assert_eq!(refused(&bank, submit).await, CommandStatus::ESME_RINVDLNAME);

        let tlvs = [
            Tlv::new(tlv::MESSAGE_PAYLOAD, b"as data"),
            Tlv::new(tlv::USER_MESSAGE_REFERENCE, 7),
        ];
        let data = DataSm {
            source_addr: BANK,
            destination_addr: PHONE,
            tlvs: (&tlvs).into(),
            ..DataSm::default()
        };
        bank.request_ok(data).await.unwrap();
        let request = incoming.next_request().await.unwrap();
        let Body::DataSm(delivered) = request.pdu().body else {
            panic!("{request:?}")
        };
        assert_eq!(
            delivered.tlvs.get(tlv::MESSAGE_PAYLOAD),
            Ok(Some(&b"as data"[..]))
        );
        assert_eq!(delivered.tlvs.get(tlv::USER_MESSAGE_REFERENCE), Ok(Some(7)));
        request.accept(b"1").unwrap();
    });
}
