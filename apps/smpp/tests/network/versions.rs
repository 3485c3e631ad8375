//! Operations that only one version has.

use smpp_codec::pdu::{
    Body, BroadcastSm, CancelBroadcastSm, ParamRetrieve, QueryBroadcastSm, QueryLastMsgs,
    QueryMsgDetails, SubmitSm,
};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{
    BroadcastAreaIdentifier, BroadcastContentType, BroadcastFrequencyInterval, IntervalUnit,
    MessageState,
};
use smpp_codec::{CommandStatus, Version};
use smpp_session::LocalError;
use smpp_tokio::Error;

use crate::esme::{BANK, PHONE, bank, refused, run};
use crate::tool::Mc;

#[test]
fn broadcasts() {
    let mc = Mc::start(&["--receipt-after", "1h"]);
    run(async {
        let (bank, _) = bank(&mc.address, Version::V5_0).await;
        let areas = [b"\0A", b"\0B"].map(|area| BroadcastAreaIdentifier::new(area).unwrap());
        let content = BroadcastContentType::from_octets([1, 0, 2]);
        let interval = BroadcastFrequencyInterval {
            unit: IntervalUnit::MINUTES,
            count: 5,
        };
        let tlvs = [
            Tlv::new(tlv::BROADCAST_AREA_IDENTIFIER, areas[0]),
            Tlv::new(tlv::BROADCAST_AREA_IDENTIFIER, areas[1]),
            Tlv::new(tlv::BROADCAST_CONTENT_TYPE, content),
            Tlv::new(tlv::BROADCAST_REP_NUM, 1),
            Tlv::new(tlv::BROADCAST_FREQUENCY_INTERVAL, interval),
            Tlv::new(tlv::MESSAGE_PAYLOAD, b"storm"),
        ];
        let broadcast = BroadcastSm {
            source_addr: BANK,
            tlvs: (&tlvs).into(),
            ..BroadcastSm::default()
        };
        let response = bank.request_ok(broadcast).await.unwrap();
        let Body::BroadcastSmResp(answer) = response.pdu().body else {
            panic!("{response:?}")
        };
        let id = answer.message_id.unwrap();
        let query = QueryBroadcastSm {
            message_id: id,
            source_addr: BANK,
            ..Default::default()
        };
        let response = bank.request_ok(query).await.unwrap();
        let Body::QueryBroadcastSmResp(answer) = response.pdu().body else {
            panic!("{response:?}")
        };
        assert_eq!(
            answer.tlvs.get(tlv::MESSAGE_STATE),
            Ok(Some(MessageState::ENROUTE))
        );
        let told: Vec<_> = answer
            .tlvs
            .get_all(tlv::BROADCAST_AREA_IDENTIFIER)
            .flatten()
            .collect();
        assert_eq!(told, areas);
        let cancel = CancelBroadcastSm {
            message_id: id,
            source_addr: BANK,
            ..Default::default()
        };
        bank.request_ok(cancel).await.unwrap();
        assert_eq!(
            refused(&bank, cancel).await,
            CommandStatus::ESME_RBCASTCANCELFAIL
        );
        let response = bank.request_ok(query).await.unwrap();
        let state = response.pdu().body.tlvs().get(tlv::MESSAGE_STATE);
        assert_eq!(state, Ok(Some(MessageState::DELETED)));
        let missing = BroadcastSm {
            tlvs: (&tlvs[..2]).into(),
            ..broadcast
        };
        // Our own side does not send it.
        match bank.request_ok(missing).await {
            Err(Error::Local(LocalError::Encode(error))) => {
                assert_eq!(error.field(), "broadcast_content_type");
            }
            other => panic!("{other:?}"),
        }
        let none = QueryBroadcastSm {
            message_id: b"1",
            ..query
        };
        assert_eq!(
            refused(&bank, none).await,
            CommandStatus::ESME_RBCASTQUERYFAIL
        );
    });
}

#[test]
fn operations_of_3_3() {
    let mc = Mc::start(&["--receipt-after", "1h"]);
    run(async {
        let (bank, _) = bank(&mc.address, Version::V3_3).await;
        let mut ids = Vec::new();
        for text in ["one", "two", "three"] {
            let message = SubmitSm::new(BANK, PHONE, text.as_bytes());
            ids.insert(0, bank.submit_sm(message).await.unwrap());
        }
        let last = QueryLastMsgs {
            source_addr: BANK,
            num_messages: 2,
            ..Default::default()
        };
        let response = bank.request_ok(last).await.unwrap();
        let Body::QueryLastMsgsResp(answer) = response.pdu().body else {
            panic!("{response:?}")
        };
        let told: Vec<_> = answer
            .message_ids
            .unwrap()
            .iter()
            .map(|id| id.0.to_vec())
            .collect();
        assert!(told.iter().zip(&ids[..2]).all(|(told, id)| *told == **id) && told.len() == 2);
        let details = QueryMsgDetails {
            message_id: &ids[0],
            source_addr: BANK,
            sm_length: 4,
            ..Default::default()
        };
        let response = bank.request_ok(details).await.unwrap();
        let Body::QueryMsgDetailsResp(answer) = response.pdu().body else {
            panic!("{response:?}")
        };
        let fields = answer.details.fields();
        assert_eq!(
            (fields.short_message, fields.message_id),
            (&b"thre"[..], &*ids[0])
        );
        assert_eq!(fields.message_state, MessageState::ENROUTE);
        let version = ParamRetrieve {
            param_name: b"version",
            ..Default::default()
        };
        bank.request_ok(version).await.unwrap();
        let unknown = ParamRetrieve {
            param_name: b"colour",
            ..Default::default()
        };
        assert_eq!(
            refused(&bank, unknown).await,
            CommandStatus::ESME_RCNTRETRPARAM
        );
    });
}
