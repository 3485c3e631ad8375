//! What cannot be encoded truthfully is refused by the field's name, before an octet is written.
//!
//! One table has every string and every message of every PDU with its greatest size by version;
//! a test sees to it that none is missing.

mod strings;
mod table;
mod tlvs;

use smpp_codec::pdu::{
    AlertNotification, Bind, BindResp, Body, CancelSm, DataSm, DeliverSm, Destination,
    MessageIdEntry, Outbind, QueryLastMsgsResp, QueryMsgDetailsResp, QuerySm, QuerySmResp,
    ReplaceSm, SubmitMulti, SubmitMultiResp, SubmitSm, SubmitSmResp, Unknown, UnsuccessSme,
};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{Address, InterfaceVersion, MessageState};
use smpp_codec::{
    CommandId, CommandStatus, Dialect, EncodeError, Kind, Pdu, Sink, Tolerance, Version,
};

use table::{Row, table};

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
