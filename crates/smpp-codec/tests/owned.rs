//! A frame that owns its octets: what it keeps, what it patches, and what it refuses.
#![cfg(feature = "bytes")]

use bytes::Bytes;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Body, DeliverSm, SubmitSmResp, Unknown};
use smpp_codec::values::Address;
use smpp_codec::{CommandId, CommandStatus, Dialect, Header, Kind, Pdu, Tolerance, Version};

fn deliver() -> Pdu<'static> {
    let (from, to) = (
        Address::international(b"447700900123"),
        Address::unknown(b"42"),
    );
    Pdu::new(7, DeliverSm::new(from, to, b"secret"))
}

#[test]
fn what_is_encoded_is_the_octets_and_the_dialect_of_the_pdu() {
    let dialect = Dialect::TOLERANT.with_version(Version::V3_3);
    let pdu = deliver();
    let frame = Frame::encode(&pdu, dialect).expect("it encodes");
    let mut octets = vec![0; pdu.encoded_len(dialect).expect("it encodes")];
    pdu.encode(dialect, &mut octets.as_mut_slice())
        .expect("it fits");
    assert_eq!((frame.pdu(), frame.dialect()), (pdu, dialect));
    assert_eq!(
        (frame.as_octets().as_ref(), frame.as_ref()),
        (&octets[..], &octets[..])
    );
    let header = Header {
        command_length: u32::try_from(octets.len()).expect("a short frame"),
        command_id: CommandId::DELIVER_SM,
        command_status: CommandStatus::ESME_ROK,
        sequence_number: 7,
    };
    assert_eq!(frame.header(), header);
    assert_eq!(format!("{frame:?}"), format!("{pdu:?}"));
    assert!(!format!("{frame:?}").contains("secret"));
    let again = Frame::decode(Bytes::from(octets.clone()), dialect).expect("it decodes");
    assert_eq!(again, frame);
    assert_eq!(Frame::decoded(frame.as_octets().clone(), dialect), frame);
    assert_eq!(frame.into_octets(), octets);
}

#[test]
fn patching_changes_one_field_and_leaves_other_owners_as_they_were() {
    let before = Frame::encode(&deliver(), Dialect::STRICT).expect("it encodes");
    let shared = before.clone();
    let renumbered = before.with_sequence_number(0x0102_0304);
    assert_eq!(shared.header().sequence_number, 7, "the clone is untouched");
    assert_eq!(renumbered.header().sequence_number, 0x0102_0304);
    assert_eq!(renumbered.pdu().body, shared.pdu().body);
    assert_eq!(renumbered.dialect(), Dialect::STRICT);
    let (old, new) = (shared.as_octets(), renumbered.as_octets());
    assert_eq!((&new[..12], &new[16..]), (&old[..12], &old[16..]));
}

#[test]
fn a_status_is_patched_if_the_body_is_right_with_it() {
    let response = Pdu::new(7, SubmitSmResp::accepted(b"42"));
    let throttled = CommandStatus::ESME_RTHROTTLED;
    let frame = Frame::encode(&response, Dialect::STRICT).expect("it encodes");
    let patched = frame
        .with_command_status(throttled)
        .expect("a body may be there");
    assert_eq!(patched.pdu(), response.with_status(throttled));

    let empty = Pdu::new(7, SubmitSmResp::default()).with_status(throttled);
    let frame = Frame::encode(&empty, Dialect::STRICT).expect("it encodes");
    let error = frame
        .clone()
        .with_command_status(CommandStatus::ESME_ROK)
        .unwrap_err();
    assert_eq!((error.kind(), error.field()), (Kind::Missing, "body"));
    let tolerant = Dialect {
        tolerance: Tolerance::OMITTED_BODY,
        ..Dialect::STRICT
    };
    let frame = Frame::decode(frame.into_octets(), tolerant).expect("it decodes");
    let patched = frame
        .with_command_status(CommandStatus::ESME_ROK)
        .expect("tolerated");
    assert_eq!(patched.header().command_status, CommandStatus::ESME_ROK);
}

#[test]
fn what_departs_is_told_and_what_cannot_be_read_is_refused() {
    let frame = Frame::encode(&deliver(), Dialect::STRICT).expect("it encodes");
    let mut octets = frame.as_octets().to_vec();
    octets.push(0xFF);
    octets[3] += 1;
    let octets = Bytes::from(octets);
    let at = u32::try_from(octets.len() - 1).expect("a short frame");
    let refused = Frame::decode(octets.clone(), Dialect::STRICT).unwrap_err();
    assert_eq!((refused.kind(), refused.offset()), (Kind::Trailing, at));
    let mut told = Vec::new();
    let read = Frame::decode_with(octets.clone(), Dialect::TOLERANT, &mut |deviation| {
        told.push(deviation.as_error());
    });
    assert_eq!(read.map(Frame::into_octets), Ok(octets));
    assert_eq!(told, [refused]);
}

#[test]
fn octets_that_were_never_decoded_are_shown_as_they_are() {
    // A bind of which only its `system_id` is there, said to be decoded.
    let octets = b"\0\0\0\x14\0\0\0\x09\0\0\0\x08\0\0\0\x05bank";
    let frame = Frame::decoded(Bytes::from_static(octets), Dialect::STRICT);
    let pdu = frame.pdu();
    assert_eq!(
        (pdu.command_status, pdu.sequence_number),
        (CommandStatus(8), 5)
    );
    let unknown = Unknown {
        command_id: CommandId::BIND_TRANSCEIVER,
        octets: b"bank",
    };
    assert_eq!(pdu.body, Body::Unknown(unknown));
    // And of something that is no header.
    let frame = Frame::decoded(Bytes::from_static(b"\0\0"), Dialect::STRICT);
    assert_eq!(frame.header(), Header::default());
    let nothing = Unknown {
        command_id: CommandId(0),
        octets: b"",
    };
    assert_eq!(
        frame.pdu(),
        Pdu {
            command_status: CommandStatus(0),
            sequence_number: 0,
            body: Body::Unknown(nothing)
        }
    );
}
