//! The TLVs of a vendor, and TLVs without a PDU.

use smpp_codec::pdu::{DeliverSm, SubmitSm};
use smpp_codec::tlv::{self, COctetString, OctetString, Tlv, TlvKey, TlvTag, Tlvs};
use smpp_codec::{Dialect, Kind, Pdu, Tolerance, Version};

const ROUTE: TlvKey<OctetString> =
    TlvKey::sized(TlvTag(0x1501), "acme_route", |octets| octets <= 5);
const CARRIER: TlvKey<COctetString> =
    TlvKey::sized(TlvTag(0x1502), "acme_carrier", |octets| octets <= 9);
const HOPS: TlvKey<u32> = TlvKey::sized(TlvTag(0x1503), "acme_hops", |octets| octets == 2);
/// A tag of the specification, with narrower limits than it has there.
const SHORT_ID: TlvKey<COctetString> =
    TlvKey::sized(tlv::RECEIPTED_MESSAGE_ID.tag(), "acme_id", |octets| {
        octets <= 9
    });

fn refusal(tlv: Tlv<'_>, dialect: Dialect) -> (Kind, &'static str, Option<TlvTag>) {
    let list = [tlv];
    let tlvs = Tlvs::from(&list);
    let body = DeliverSm {
        tlvs,
        ..DeliverSm::default()
    };
    let error = Pdu::new(1, body).encoded_len(dialect).unwrap_err();
    if dialect.version != Version::V3_3 {
        assert_eq!(tlvs.encoded_len(dialect), Err(error));
    }
    assert!(error.to_string().starts_with(error.field()), "{error}");
    (error.kind(), error.field(), error.tag())
}

#[test]
fn vendor_length_limit_is_enforced_on_encoding() {
    for dialect in [Dialect::STRICT, Dialect::TOLERANT] {
        let long = refusal(Tlv::new(ROUTE, b"thirteen octs"), dialect);
        assert_eq!(long, (Kind::Length, "acme_route", Some(ROUTE.tag())));
        let long = refusal(Tlv::new(CARRIER, b"123456789"), dialect);
        assert_eq!(long, (Kind::Length, "acme_carrier", Some(CARRIER.tag())));
        let wide = refusal(Tlv::new(HOPS, 7), dialect);
        assert_eq!(wide, (Kind::Length, "acme_hops", Some(HOPS.tag())));
        let long = refusal(Tlv::new(SHORT_ID, b"123456789"), dialect);
        assert_eq!(long, (Kind::Length, "acme_id", Some(SHORT_ID.tag())));
        let list = [
            Tlv::new(ROUTE, b"route"),
            Tlv::new(CARRIER, b"12345678"),
            Tlv::raw(HOPS.tag(), &[0; 4]),
        ];
        assert_eq!(Tlvs::from(&list).encoded_len(dialect), Ok(9 + 13 + 8));
    }
}

#[test]
fn vendor_tlv_is_refused_by_its_name_and_tag() {
    let nul = Tlv::new(CARRIER, b"a\0b");
    let expected = (Kind::EmbeddedNul, "acme_carrier", Some(CARRIER.tag()));
    assert_eq!(refusal(nul, Dialect::STRICT), expected);
    let older = Dialect::STRICT.with_version(Version::V3_3);
    let expected = (Kind::NotAllowed, "acme_route", Some(ROUTE.tag()));
    assert_eq!(refusal(Tlv::new(ROUTE, b"a"), older), expected);
    let octets = vec![1; 70_000];
    let expected = (Kind::TooLong, "acme_route", Some(ROUTE.tag()));
    assert_eq!(refusal(Tlv::new(ROUTE, &octets), Dialect::STRICT), expected);
    // Without a key, the tag is all that is known.
    let raw = Tlv::raw(ROUTE.tag(), b"a");
    let expected = (Kind::NotAllowed, "tlv", Some(ROUTE.tag()));
    assert_eq!(refusal(raw, older), expected);
    let list = [Tlv::new(ROUTE, b"thirteen octs")];
    let error = Tlvs::from(&list).encoded_len(Dialect::STRICT).unwrap_err();
    assert_eq!(
        error.to_string(),
        "acme_route 0x1501: 13 octets, a length that the field cannot have"
    );
}

#[test]
fn vendor_tlv_is_the_same_built_or_decoded() {
    let list = [Tlv::new(ROUTE, b"route"), Tlv::new(CARRIER, b"acme")];
    let tlvs = Tlvs::from(&list);
    let mut memory = [0; 32];
    let octets = tlvs.encode(Dialect::STRICT, &mut memory.as_mut_slice());
    let decoded = Tlvs::decode(&memory[..octets.unwrap()], Dialect::STRICT).unwrap();
    assert_eq!(decoded, tlvs);
    for tlv in &decoded {
        let route = (tlv.tag() == ROUTE.tag()).then_some(&b"route"[..]);
        assert_eq!(tlv.get(ROUTE), Ok(route));
    }
    let long = Tlv::raw(ROUTE.tag(), b"thirteen octs");
    let error = long.get(ROUTE).unwrap_err();
    assert_eq!((error.kind(), error.field()), (Kind::Length, "acme_route"));
    assert_eq!(error.tag(), Some(ROUTE.tag()));
}

#[test]
fn decoding_error_has_the_tag_of_an_unknown_tlv() {
    let list = [
        Tlv::new(tlv::USER_MESSAGE_REFERENCE, 1),
        Tlv::new(HOPS_4, 7),
    ];
    let submit = SubmitSm {
        tlvs: (&list).into(),
        ..SubmitSm::default()
    };
    let mut memory = [0; 64];
    let pdu = Pdu::new(1, submit);
    let octets = pdu.encode(Dialect::STRICT, &mut memory.as_mut_slice());
    let frame = &memory[..octets.unwrap()];
    let older = Dialect {
        version: Version::V3_3,
        tolerance: Tolerance::COMMON,
    };
    let mut seen = Vec::new();
    Pdu::decode_with(frame, older, &mut |deviation| seen.push(deviation)).unwrap();
    let seen: Vec<_> = seen
        .iter()
        .map(|it| (it.kind(), it.field(), it.tag()))
        .collect();
    assert_eq!(
        seen,
        [
            (
                Kind::NotAllowed,
                "user_message_reference",
                Some(tlv::USER_MESSAGE_REFERENCE.tag())
            ),
            (Kind::NotAllowed, "tlv", Some(HOPS_4.tag())),
        ]
    );
    let strict = Pdu::decode(&frame[..16], Dialect::STRICT).unwrap_err();
    assert_eq!(strict.tag(), None);
}

const HOPS_4: TlvKey<u32> = TlvKey::new(TlvTag(0x1503), "acme_hops");

#[test]
fn tlvs_alone_follow_the_rules_of_a_pdu() {
    let octets = [0x02, 0x04, 0, 2, 0, 7, 0x02, 0x0E, 0, 9, 3];
    let error = Tlvs::decode(&octets, Dialect::STRICT).unwrap_err();
    assert_eq!(
        (error.kind(), error.field(), error.offset()),
        (Kind::Overrun, "tlvs", 6)
    );
    let mut seen = Vec::new();
    let tlvs = Tlvs::decode_with(&octets, Dialect::TOLERANT, &mut |it| seen.push(it)).unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!(tlvs.trailing(), &octets[6..]);
    assert_eq!(
        tlvs.encoded_len(Dialect::STRICT).unwrap_err().kind(),
        Kind::Overrun
    );
    let mut memory = [0; 11];
    let refused = tlvs.encode(Dialect::TOLERANT, &mut &mut memory[..10]);
    assert_eq!(refused.unwrap_err().needed(), Some(11));
    assert_eq!(memory, [0; 11]);
    let written = tlvs.encode(Dialect::TOLERANT, &mut memory.as_mut_slice());
    assert_eq!((written, memory), (Ok(11), octets));
    assert_eq!(Tlvs::decode(&[], Dialect::STRICT), Ok(Tlvs::EMPTY));
}
