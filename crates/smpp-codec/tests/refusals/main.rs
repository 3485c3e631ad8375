//! What cannot be encoded truthfully is refused by the field's name, before an octet is written.
//!
//! One table has every string and every message of every PDU with its greatest size by version;
//! a test sees to it that none is missing.

mod table;

use smpp_codec::pdu::{
    AlertNotification, Bind, BindResp, Body, BroadcastSm, CancelSm, DataSm, DeliverSm, Destination,
    MessageIdEntry, Outbind, QueryBroadcastSmResp, QueryLastMsgsResp, QueryMsgDetailsResp, QuerySm,
    QuerySmResp, ReplaceSm, SubmitMulti, SubmitMultiResp, SubmitSm, SubmitSmResp, Unknown,
    UnsuccessSme,
};
use smpp_codec::tlv::{self, Tlv, TlvTag, Tlvs};
use smpp_codec::values::{Address, InterfaceVersion, MessageState, PriorityFlag};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{
    CommandId, CommandStatus, Dialect, EncodeError, Field, Kind, Pdu, Sink, Tolerance, Version,
};

use table::Holds::{self, Date, Message, Time};
use table::{Row, mandatory, one, table};

const VERSIONS: [Version; 3] = [Version::V3_3, Version::V3_4, Version::V5_0];

/// Octets of a message, by version.
const MESSAGE: [usize; 3] = [160, 254, 255];

/// A place that nothing may be written to.
struct Nowhere;

impl Sink for Nowhere {
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        panic!("room for {octets} octets is asked for what must be refused");
    }
}

fn refusal(body: &Body<'_>, dialect: Dialect) -> (Kind, &'static str) {
    let pdu = Pdu::new(1, *body);
    let error = pdu
        .encode(dialect, &mut Nowhere)
        .expect_err("what cannot be encoded");
    assert_eq!(pdu.encoded_len(dialect), Err(error));
    (error.kind(), error.field())
}

/// That it is encoded, and read back the same.
fn accepted(body: &Body<'_>, dialect: Dialect) {
    let pdu = Pdu::new(1, *body);
    let octets = pdu.encoded_len(dialect);
    let octets = octets.unwrap_or_else(|error| panic!("{error}: {pdu:?}"));
    let mut out = vec![0; octets];
    assert_eq!(pdu.encode(dialect, &mut out.as_mut_slice()), Ok(octets));
    assert_eq!(Pdu::decode(&out, dialect), Ok(pdu));
}

/// Each row with the versions that have its PDU.
fn each(check: impl Fn(&Row, usize, Version)) {
    for row in table() {
        let mut versions = 0;
        for (at, version) in VERSIONS.into_iter().enumerate() {
            let strict = Dialect::STRICT.with_version(version);
            let empty = Pdu::new(1, (row.body)(b"")).encoded_len(strict);
            if empty.is_err_and(|error| error.field() == "command_id") {
                continue;
            }
            assert!(empty.is_ok(), "{} {}", row.id, row.name);
            check(&row, at, version);
            versions += 1;
        }
        assert!(versions > 0, "{} {}", row.id, row.name);
    }
}

fn letters(octets: usize) -> &'static [u8] {
    Vec::leak(vec![b'1'; octets])
}

#[test]
fn every_string_and_message_of_every_pdu_is_in_the_table() {
    struct Names(CommandId, Vec<(CommandId, &'static str)>);

    impl Visitor for Names {
        fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
            if let FieldValue::COctets(_) | FieldValue::Octets(_) = value {
                self.1.push((self.0, field.name()));
            }
        }
    }

    let table = table();
    // What the PDUs of the table show, with lists of every kind of entry.
    let mut names = Names(CommandId(0), Vec::new());
    for row in &table {
        names.0 = row.id;
        (row.body)(b"").visit(&mut names);
    }
    for (id, name) in &names.1 {
        let listed = table
            .iter()
            .filter(|row| row.id == *id && row.name == *name);
        assert_eq!(listed.count(), 1, "{id} {name}");
    }
    for row in &table {
        let shown = names.1.contains(&(row.id, row.name));
        assert!(shown, "{} has no {}", row.id, row.name);
    }
    // And every PDU that has any field of this kind by default, or is a header only.
    for id in CommandId::KNOWN.iter().copied() {
        let header_only = Body::default_for(id).is_some_and(|body| {
            let mut fields = Count(0);
            body.visit(&mut fields);
            fields.0 == 0
        });
        let listed = table.iter().any(|row| row.id == id);
        assert_eq!(listed, !header_only, "{id}");
    }
}

struct Count(usize);

impl Visitor for Count {
    fn field(&mut self, _: &'static Field, _: FieldValue<'_>, _: usize) {
        self.0 += 1;
    }
}

#[test]
fn a_nul_in_any_string_is_refused_wherever_it_stands_and_whatever_is_tolerated() {
    each(|row, _, version| {
        let lengths: &[usize] = match row.holds {
            Message => {
                return accepted(&(row.body)(&[0; 9]), Dialect::STRICT.with_version(version));
            }
            Holds::String(_) => &[1, 4, 5],
            Time => &[16],
            Date => &[12, 16],
        };
        for octets in lengths.iter().copied() {
            for at in 0..octets {
                let mut value = vec![b'1'; octets];
                value[at] = 0;
                let body = (row.body)(Vec::leak(value));
                for dialect in [Dialect::STRICT, Dialect::TOLERANT] {
                    let refused = refusal(&body, dialect.with_version(version));
                    assert_eq!(refused, (Kind::EmbeddedNul, row.name), "{}", row.id);
                }
            }
        }
    });
}

#[test]
fn every_field_is_accepted_at_its_limit_and_refused_above_it() {
    each(|row, at, version| {
        let strict = Dialect::STRICT.with_version(version);
        let (most, kind) = match row.holds {
            Holds::String(octets) => (octets[at] - 1, Kind::TooLong),
            Message => (MESSAGE[at], Kind::TooLong),
            Time | Date => (16, Kind::Length),
        };
        accepted(&(row.body)(letters(most)), strict);
        for octets in [most + 1, most + 2, 300, 70_000] {
            let body = (row.body)(letters(octets));
            assert_eq!(
                refusal(&body, strict),
                (kind, row.name),
                "{} {octets}",
                row.id
            );
        }
        // A string has no count before it: who tolerates a long one can read it back. A message
        // has one, of one octet.
        let tolerant = Dialect::TOLERANT.with_version(version);
        let long = (row.body)(letters(256));
        match row.holds {
            Message => assert_eq!(refusal(&long, tolerant), (Kind::TooLong, row.name)),
            _ => accepted(&long, tolerant),
        }
    });
}

#[test]
fn a_time_of_any_other_length_is_refused() {
    each(|row, _, version| {
        let strict = Dialect::STRICT.with_version(version);
        for octets in 1..16 {
            let body = (row.body)(letters(octets));
            match row.holds {
                Date if octets == 12 => accepted(&body, strict),
                Time | Date => assert_eq!(refusal(&body, strict), (Kind::Length, row.name)),
                _ => {}
            }
        }
    });
}

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

#[test]
fn a_list_that_its_count_cannot_tell_is_refused() {
    let to = vec![Destination::DistributionList(b"a"); 300].leak();
    let failed = vec![UnsuccessSme::default(); 300].leak();
    let ids = vec![MessageIdEntry(b"1"); 300].leak();
    let multi = |entries| Body::from(SubmitMulti::new(Address::default(), &to[..entries], b""));
    let resp = |entries| {
        Body::from(SubmitMultiResp {
            unsuccess_sme: failed[..entries].into(),
            ..SubmitMultiResp::accepted(b"1")
        })
    };
    let last = |entries| Body::from(QueryLastMsgsResp::new(&ids[..entries]));
    let details = |entries| {
        Body::from(QueryMsgDetailsResp {
            service_type: Some(b""),
            dest_address: to[..entries].into(),
            ..QueryMsgDetailsResp::default()
        })
    };
    type Build<'b> = &'b dyn Fn(usize) -> Body<'static>;
    let lists: [(Build<'_>, _, [Option<usize>; 3]); 4] = [
        (&multi, "number_of_dests", [Some(255), Some(254), Some(255)]),
        (&resp, "no_unsuccess", [Some(255); 3]),
        (&last, "number_msgs", [Some(100), None, None]),
        (&details, "number_of_dests", [Some(255), None, None]),
    ];
    for (build, name, most) in lists {
        for (version, most) in VERSIONS.into_iter().zip(most) {
            let Some(most) = most else { continue };
            let strict = Dialect::STRICT.with_version(version);
            accepted(&build(most), strict);
            for entries in [most + 1, 256, 300] {
                assert_eq!(refusal(&build(entries), strict), (Kind::TooLong, name));
            }
            for entries in [256, 300] {
                let tolerant = Dialect::TOLERANT.with_version(version);
                assert_eq!(refusal(&build(entries), tolerant), (Kind::TooLong, name));
            }
        }
    }
    let nobody = refusal(&multi(0), Dialect::STRICT);
    assert_eq!(nobody, (Kind::Missing, "number_of_dests"));
}

#[test]
fn a_header_that_nobody_may_send_is_refused() {
    let dialect = Dialect::STRICT;
    let refused = |pdu: Pdu<'_>| {
        let error = pdu.encode(dialect, &mut Nowhere).unwrap_err();
        (error.kind(), error.field())
    };
    let submit = Body::from(SubmitSm::default());
    for number in [0, 0x8000_0000, u32::MAX] {
        assert_eq!(
            refused(Pdu::new(number, submit)),
            (Kind::Value, "sequence_number")
        );
    }
    let failed = Pdu::new(1, submit).with_status(CommandStatus::ESME_RSYSERR);
    assert_eq!(refused(failed), (Kind::Value, "command_status"));
    // The octets of a known PDU under the name of an unknown one would be read as the PDU.
    let disguised = Unknown {
        command_id: CommandId::SUBMIT_SM,
        octets: &[],
    };
    for tolerance in [Tolerance::STRICT, Tolerance::COMMON] {
        let dialect = Dialect {
            tolerance,
            ..dialect
        };
        let refused = refusal(&disguised.into(), dialect);
        assert_eq!(refused, (Kind::Value, "command_id"));
    }
    let silent = Pdu::new(1, SubmitSmResp::default());
    assert_eq!(refused(silent), (Kind::Missing, "body"));
}

#[test]
fn the_ordinary_pdus_are_a_line_or_two() {
    let (bank, phone) = (
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
    );
    let payload = [Tlv::new(tlv::MESSAGE_PAYLOAD, b"long")];
    let to = [Destination::SmeAddress(phone)];
    let ordinary: [(Body<'_>, usize); 12] = [
        (
            Body::BindTransceiver(Bind::new(b"bank", b"secret", InterfaceVersion::V3_4)),
            33,
        ),
        (Body::BindTransceiverResp(BindResp::accepted(b"mc")), 19),
        (Outbind::new(b"mc", b"secret").into(), 26),
        (SubmitSm::new(bank, phone, b"hi").into(), 51),
        (SubmitMulti::new(bank, &to, b"hi").into(), 53),
        (DeliverSm::new(phone, bank, b"hi").into(), 51),
        (DataSm::new(bank, phone, &payload).into(), 50),
        (QuerySm::new(b"42", bank).into(), 26),
        (CancelSm::one(b"42", bank).into(), 30),
        (ReplaceSm::new(b"42", bank, b"hi").into(), 33),
        (AlertNotification::new(phone, bank).into(), 38),
        (
            QuerySmResp::new(b"42", b"", MessageState::ENROUTE).into(),
            22,
        ),
    ];
    for (body, octets) in ordinary {
        accepted(&body, Dialect::STRICT);
        assert_eq!(
            Pdu::new(1, body).encoded_len(Dialect::STRICT),
            Ok(octets),
            "{body:?}"
        );
    }
}
