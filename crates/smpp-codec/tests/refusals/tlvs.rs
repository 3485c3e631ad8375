//! Refused TLVs: too long, a NUL inside, and a mandatory TLV that is missing.

use smpp_codec::pdu::{Body, BroadcastSm, DeliverSm, QueryBroadcastSmResp};
use smpp_codec::tlv::{self, Tlv, TlvTag, Tlvs};
use smpp_codec::values::{Address, PriorityFlag};
use smpp_codec::{CommandId, CommandStatus, Dialect, Kind, Pdu, Tolerance};

use super::table::{mandatory, one};
use super::{VERSIONS, accepted, letters, refusal};

#[test]
fn a_tlv_that_its_length_cannot_tell_is_refused() {
    const VENDOR: tlv::TlvKey<tlv::COctetString> = tlv::TlvKey::new(TlvTag(0x1501), "vendor");
    for (tlv, name) in [
        (
            Tlv::new(tlv::MESSAGE_PAYLOAD, letters(65_536)),
            "message_payload",
        ),
        (Tlv::raw(TlvTag(0x1501), letters(65_536)), "tlv"),
        (Tlv::raw(TlvTag(0x1501), letters(200_000)), "tlv"),
        (Tlv::new(VENDOR, letters(65_535)), "vendor"),
        (
            Tlv::new(tlv::RECEIPTED_MESSAGE_ID, letters(65_535)),
            "receipted_message_id",
        ),
    ] {
        for version in VERSIONS {
            for dialect in [Dialect::STRICT, Dialect::TOLERANT] {
                let body = DeliverSm {
                    tlvs: one(tlv).into(),
                    ..DeliverSm::default()
                };
                let refused = refusal(&body.into(), dialect.with_version(version));
                assert_eq!(refused, (Kind::TooLong, name), "{version:?}");
            }
        }
    }
    for tlv in [
        Tlv::new(tlv::MESSAGE_PAYLOAD, letters(65_535)),
        Tlv::raw(TlvTag(0x1501), letters(65_535)),
        Tlv::new(VENDOR, letters(65_534)),
    ] {
        let body = DeliverSm {
            tlvs: one(tlv).into(),
            ..DeliverSm::default()
        };
        accepted(&body.into(), Dialect::STRICT);
    }
    let inside = DeliverSm {
        tlvs: one(Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"4\x002")).into(),
        ..DeliverSm::default()
    };
    for dialect in [Dialect::STRICT, Dialect::TOLERANT] {
        let refused = refusal(&inside.into(), dialect);
        assert_eq!(refused, (Kind::EmbeddedNul, "receipted_message_id"));
    }
}

#[test]
fn a_tlv_that_must_be_there_is_refused_by_its_name_where_it_is_not() {
    let resp = Body::QueryBroadcastSmResp;
    let bodies: [&dyn Fn(Tlvs<'static>) -> Body<'static>; 2] = [
        &|tlvs| BroadcastSm::new(Address::default(), tlvs).into(),
        &|tlvs| resp(QueryBroadcastSmResp::new(b"1", tlvs)),
    ];
    let without = Dialect {
        tolerance: Tolerance::COMMON.without(Tolerance::MISSING_TLV),
        ..Dialect::TOLERANT
    };
    for build in bodies {
        let all = mandatory(build(Tlvs::EMPTY).command_id());
        assert!(all.iter().count() >= 3);
        accepted(&build(all), Dialect::STRICT);
        for lacks in &all {
            let rest = all.iter().filter(|tlv| tlv.tag() != lacks.tag());
            let body = build(Tlvs::from(rest.collect::<Vec<_>>().leak() as &[_]));
            assert_eq!(body.missing_tlv(), Some(lacks.tag()));
            for dialect in [Dialect::STRICT, without] {
                let refused = (Kind::Missing, lacks.tag().name().unwrap());
                assert_eq!(refusal(&body, dialect), refused);
            }
            accepted(&body, Dialect::TOLERANT);
        }
    }
    // What need not have them: an error response, with its body or without; and an immediate
    // broadcast is not repeated.
    for body in [
        resp(QueryBroadcastSmResp::new(b"1", Tlvs::EMPTY)),
        resp(QueryBroadcastSmResp::default()),
    ] {
        let failed = Pdu::new(1, body).with_status(CommandStatus::ESME_RQUERYFAIL);
        assert!(failed.encoded_len(Dialect::STRICT).is_ok());
    }
    let repeated = tlv::BROADCAST_REP_NUM.tag();
    let tlvs = mandatory(CommandId::BROADCAST_SM);
    let tlvs = tlvs
        .iter()
        .filter(|tlv| tlv.tag() != repeated)
        .collect::<Vec<_>>()
        .leak();
    for (priority, missing) in [(0, Some(repeated)), (1, None), (2, Some(repeated))] {
        let body = Body::from(BroadcastSm {
            priority_flag: PriorityFlag(priority),
            ..BroadcastSm::new(Address::default(), tlvs as &[_])
        });
        assert_eq!(body.missing_tlv(), missing);
        assert_eq!(
            Pdu::new(1, body).encoded_len(Dialect::STRICT).is_ok(),
            missing.is_none()
        );
    }
}
