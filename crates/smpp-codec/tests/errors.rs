//! What is refused and what departs: kind, field, place, answer and words.

use smpp_codec::pdu::{Body, SubmitSm, SubmitSmResp};
use smpp_codec::values::Address;
use smpp_codec::{CommandStatus, Dialect, EncodeError, Kind, Pdu};

/// A frame of a body in octets.
fn framed(id: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(16 + body.len()).expect("a short frame");
    let mut frame = Vec::new();
    for part in [length, id, 0, 1] {
        frame.extend_from_slice(&part.to_be_bytes());
    }
    frame.extend_from_slice(body);
    frame
}

const BIND: u32 = 9;
const DELIVER_SM: u32 = 5;
const CANCEL_SM: u32 = 8;
const BROADCAST_SM: u32 = 0x0111;

/// `deliver_sm` without its message: 17 octets of zeros.
fn deliver(message: &[u8], tlvs: &[u8]) -> Vec<u8> {
    let length = u8::try_from(message.len()).expect("a short message");
    let mut body = vec![0; 16];
    body.push(length);
    body.extend_from_slice(message);
    body.extend_from_slice(tlvs);
    framed(DELIVER_SM, &body)
}

#[test]
fn every_kind_of_error_has_its_field_its_place_its_answer_and_its_words() {
    let payload = b"\x04\x24\0\x02hi";
    for (frame, kind, place, status, words) in [
        (
            framed(BIND, b"bank\0secret\0\0\x34\x01"),
            Kind::Truncated,
            ("addr_npi", 31),
            CommandStatus::ESME_RINVCMDLEN,
            "the PDU ends before the field does",
        ),
        (
            framed(BIND, b"bank"),
            Kind::Unterminated,
            ("system_id", 16),
            CommandStatus::ESME_RINVCMDLEN,
            "no NUL before the end of the PDU",
        ),
        (
            framed(BIND, b"bank\0toolongsecret\0\0\x34\0\0\0"),
            Kind::TooLong,
            ("password", 21),
            CommandStatus::ESME_RINVPASWD,
            "longer than the field may be",
        ),
        (
            deliver(b"", b"\x04\x27\0\x02\x02\x02"),
            Kind::Length,
            ("message_state", 33),
            CommandStatus::ESME_RINVTLVLEN,
            "a length that the field cannot have",
        ),
        (
            deliver(b"", b"\x04\x27\0\x02\x02"),
            Kind::Overrun,
            ("tlvs", 33),
            CommandStatus::ESME_RINVTLVSTREAM,
            "claims more octets than the PDU has left",
        ),
        (
            framed(BROADCAST_SM, &[0; 11]),
            Kind::Missing,
            ("broadcast_content_type", 27),
            CommandStatus::ESME_RMISSINGTLV,
            "must be there and is not",
        ),
        (
            framed(CANCEL_SM, b"\0\x37\0\0\0\0\0\0\0\xFF"),
            Kind::Trailing,
            ("tlvs", 25),
            CommandStatus::ESME_RINVTLVSTREAM,
            "octets that belong to no field",
        ),
        (
            framed(CANCEL_SM, b"\0\x37\0\0\0\0\0\0\0\x04\x27\0\x01\x02"),
            Kind::NotAllowed,
            ("message_state", 25),
            CommandStatus::ESME_RTLVNOTALLWD,
            "not defined in this PDU or interface version",
        ),
        (
            deliver(b"hi", payload),
            Kind::Conflict,
            ("message_payload", 35),
            CommandStatus::ESME_RINVMSGLEN,
            "excludes another field that is present",
        ),
    ] {
        let error = Pdu::decode(&frame, Dialect::STRICT).unwrap_err();
        assert_eq!((error.kind(), error.field()), (kind, place.0));
        assert_eq!(error.offset(), place.1, "{error}");
        assert_eq!(error.command_status(), status, "{error}");
        let says = format!("{} at octet {}: {words}", place.0, place.1);
        assert_eq!(error.to_string(), says);
        // What is tolerated is told in the same words.
        let mut told = Vec::new();
        let tolerated = Pdu::decode_with(&frame, Dialect::TOLERANT, &mut |deviation| {
            told.push((deviation.to_string(), deviation.as_error()));
        });
        if tolerated.is_ok() {
            assert_eq!(told.first(), Some(&(says, error)));
        }
    }
}

#[test]
fn what_cannot_be_encoded_is_told_in_words() {
    let long = [b'7'; 256];
    let refused = |body: Body<'_>| Pdu::new(1, body).encoded_len(Dialect::STRICT).unwrap_err();
    let from = Address::unknown(b"1");
    for (error, needed, says) in [
        (
            refused(SubmitSm::new(from, from, &long).into()),
            None,
            "short_message: 256 octets, longer than the field may be",
        ),
        (
            refused(SubmitSmResp::accepted(b"4\x002").into()),
            None,
            "message_id: contains a NUL, which would end it early",
        ),
        (
            EncodeError::no_room(33),
            Some(33),
            "PDU: 33 octets of room are needed",
        ),
        (
            EncodeError::no_room(usize::MAX),
            Some(u32::MAX as usize),
            "PDU: 4294967295 octets of room are needed",
        ),
    ] {
        assert_eq!(error.needed(), needed);
        assert_eq!(error.to_string(), says);
    }
    let pdu = Pdu::new(1, SubmitSmResp::accepted(b"42"));
    for room in 0..19 {
        let mut octets = vec![0; room];
        let error = pdu.encode(Dialect::STRICT, &mut octets.as_mut_slice());
        assert_eq!(error, Err(EncodeError::no_room(19)));
    }
}
