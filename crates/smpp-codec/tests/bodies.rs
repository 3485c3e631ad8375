//! What every body has in common, whichever operation it is of.

use smpp_codec::pdu::{
    Bind, BindResp, Body, BroadcastSm, BroadcastSmResp, CancelSm, DeliverSm, EnquireLink,
    QueryBroadcastSmResp, QueryMsgDetailsResp, QuerySmResp, SubmitMultiResp, SubmitSm,
    SubmitSmResp, Unbind, Unknown,
};
use smpp_codec::tlv::{self, Tlv, Tlvs};
use smpp_codec::{CommandId, Dialect, Kind, Pdu, Version};

const UNKNOWN: Body<'static> = Body::Unknown(Unknown {
    command_id: CommandId(0x0001_0203),
    octets: b"vendor",
});

#[test]
fn the_first_tlv_that_is_missing_is_named_and_refused_by_its_name() {
    let content = Tlv::raw(tlv::BROADCAST_CONTENT_TYPE.tag(), &[0; 3]);
    let area = Tlv::raw(tlv::BROADCAST_AREA_IDENTIFIER.tag(), &[0; 2]);
    let mut tlvs = vec![
        content,
        Tlv::new(tlv::BROADCAST_REP_NUM, 1),
        Tlv::raw(tlv::BROADCAST_FREQUENCY_INTERVAL.tag(), &[0; 3]),
        area,
    ];
    let broadcast = Body::from(BroadcastSm::default());
    assert_eq!(
        broadcast.with_tlvs(tlvs.as_slice().into()).missing_tlv(),
        None
    );
    while let Some(last) = tlvs.pop() {
        let body = broadcast.with_tlvs(tlvs.as_slice().into());
        let missing = body.missing_tlv().expect("one was taken away");
        let refused = Pdu::new(1, body).encoded_len(Dialect::STRICT).unwrap_err();
        assert_eq!(
            (refused.kind(), Some(refused.field())),
            (Kind::Missing, missing.name())
        );
        assert!(tlvs.iter().all(|tlv| tlv.tag() != missing));
        assert!(missing <= last.tag() || missing == content.tag());
    }
    let query = Body::from(QueryBroadcastSmResp {
        message_id: Some(b"42"),
        ..QueryBroadcastSmResp::default()
    });
    assert_eq!(query.missing_tlv(), Some(tlv::MESSAGE_STATE.tag()));
    for body in [
        Body::BindTransceiver(Bind::default()),
        SubmitSm::default().into(),
        CancelSm::default().into(),
        UNKNOWN,
    ] {
        assert_eq!(body.missing_tlv(), None, "{body:?}");
    }
}

#[test]
fn tlvs_are_exchanged_and_nothing_else() {
    let tlvs = [Tlv::new(tlv::USER_MESSAGE_REFERENCE, 7)];
    let plain = DeliverSm {
        short_message: b"hi",
        ..DeliverSm::default()
    };
    let with = Body::from(plain).with_tlvs((&tlvs).into());
    let expected = DeliverSm {
        tlvs: (&tlvs).into(),
        ..plain
    };
    assert_eq!(with, Body::from(expected));
    assert_eq!(with.with_tlvs(Tlvs::default()), Body::from(plain));
    for body in [Unbind::default().into(), Body::from(EnquireLink::default())] {
        assert_ne!(body.with_tlvs((&tlvs).into()), body, "{body:?}");
    }
    assert_eq!(UNKNOWN.with_tlvs((&tlvs).into()), UNKNOWN, "it has none");
}

#[test]
fn an_accepted_request_is_answered_with_its_identifier() {
    let bind = BindResp::accepted(b"mc");
    assert_eq!(
        (bind.system_id, bind.tlvs.is_empty()),
        (Some(&b"mc"[..]), true)
    );
    let id = Some(&b"42"[..]);
    assert_eq!(SubmitSmResp::accepted(b"42").message_id, id);
    assert_eq!(BroadcastSmResp::accepted(b"42").message_id, id);
}

#[test]
fn a_body_is_shown_by_the_name_of_its_operation_and_its_type_by_its_own() {
    let body = SubmitSmResp::accepted(b"42");
    assert_eq!(
        format!("{:?}", Body::from(body)),
        r#"submit_sm_resp { message_id: "42" }"#
    );
    assert_eq!(format!("{body:?}"), r#"SubmitSmResp { message_id: "42" }"#);
    let shown = format!("{:?}", Pdu::new(7, UNKNOWN));
    assert!(
        shown.contains("6 octets") && !shown.contains("vendor"),
        "{shown}"
    );
}

#[test]
fn fields_without_the_first_one_are_refused_not_dropped() {
    let query = QuerySmResp {
        message_state: smpp_codec::values::MessageState::DELIVERED,
        ..QuerySmResp::default()
    };
    let details = QueryMsgDetailsResp {
        source_addr: smpp_codec::values::Address::international(b"447700900123"),
        ..QueryMsgDetailsResp::default()
    };
    let unsuccessful = [smpp_codec::pdu::UnsuccessSme::default()];
    let multi = SubmitMultiResp {
        unsuccess_sme: (&unsuccessful).into(),
        ..SubmitMultiResp::default()
    };
    let bodies = [
        (Body::from(query), Version::V3_4),
        (details.into(), Version::V3_3),
        (multi.into(), Version::V3_4),
    ];
    for (body, version) in bodies {
        for dialect in [Dialect::STRICT, Dialect::TOLERANT].map(|d| d.with_version(version)) {
            let pdu = Pdu::new(1, body).with_status(smpp_codec::CommandStatus::ESME_RSYSERR);
            let refused = pdu.encoded_len(dialect).unwrap_err();
            assert_eq!((refused.kind(), refused.field()), (Kind::Conflict, "body"));
        }
    }
}
