//! Changing one field of a PDU keeps all else to the octet, over every vector.

mod support;

use bytes::Bytes;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::Body;
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{BodyEnding, Dialect, Field, HEADER_OCTETS, Pdu};
use support::{dialects, frames, max_octets};

/// A string that no vector has.
const OTHER: &[u8] = b"99";

/// The strings of PDUs that a router rewrites, by name.
fn string<'p, 'a>(body: &'p mut Body<'a>, name: &str) -> Option<&'p mut &'a [u8]> {
    Some(match (body, name) {
        (Body::SubmitSm(it), "destination_addr") => &mut it.destination_addr.addr,
        (Body::DeliverSm(it), "destination_addr") => &mut it.destination_addr.addr,
        (Body::DataSm(it), "destination_addr") => &mut it.destination_addr.addr,
        (Body::CancelSm(it), "destination_addr") => &mut it.destination_addr.addr,
        (Body::SubmitSm(it), "source_addr") => &mut it.source_addr.addr,
        (Body::DeliverSm(it), "source_addr") => &mut it.source_addr.addr,
        (Body::DataSm(it), "source_addr") => &mut it.source_addr.addr,
        (Body::QuerySm(it), "source_addr") => &mut it.source_addr.addr,
        (Body::SubmitMulti(it), "source_addr") => &mut it.source_addr.addr,
        (Body::BroadcastSm(it), "source_addr") => &mut it.source_addr.addr,
        (Body::SubmitSm(it), "service_type") => &mut it.service_type,
        (Body::DeliverSm(it), "service_type") => &mut it.service_type,
        (Body::SubmitSmResp(it), "message_id") => it.message_id.as_mut()?,
        (Body::DeliverSmResp(it), "message_id") => it.message_id.as_mut()?,
        (Body::DataSmResp(it), "message_id") => it.message_id.as_mut()?,
        (Body::QuerySmResp(it), "message_id") => it.message_id.as_mut()?,
        (Body::QuerySm(it), "message_id") => &mut it.message_id,
        (Body::Outbind(it), "password") => &mut it.password,
        (
            Body::BindReceiver(it) | Body::BindTransmitter(it) | Body::BindTransceiver(it),
            "address_range",
        ) => &mut it.address_range,
        (
            Body::BindReceiver(it) | Body::BindTransmitter(it) | Body::BindTransceiver(it),
            "system_id",
        ) => &mut it.system_id,
        (
            Body::BindReceiverResp(it)
            | Body::BindTransmitterResp(it)
            | Body::BindTransceiverResp(it),
            "system_id",
        ) => it.system_id.as_mut()?,
        _ => return None,
    })
}

/// Each string of a PDU: its name, where it begins, and its octets on the wire.
#[derive(Default)]
struct Strings {
    at: usize,
    found: Vec<(&'static str, usize, usize)>,
}

impl Visitor for Strings {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize) {
        if matches!(value, FieldValue::COctets(_) | FieldValue::Absent) {
            let at = HEADER_OCTETS + self.at;
            self.found.push((field.name(), at, octets));
        }
        self.at += octets;
    }
}

/// Every frame of every vector that decodes, in both dialects.
fn each(mut check: impl FnMut(&str, &Frame)) {
    for vector in smpp_vectors::merged().unwrap() {
        let (found, _) = frames(&vector.octets, max_octets(&vector));
        for octets in found {
            for dialect in dialects(&vector) {
                let octets = Bytes::copy_from_slice(octets);
                if let Ok(frame) = Frame::decode(octets, dialect) {
                    check(&vector.id, &frame);
                }
            }
        }
    }
}

fn octets(pdu: &Pdu<'_>, dialect: Dialect, id: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let encoded = pdu.encode(dialect, &mut out);
    encoded.unwrap_or_else(|error| panic!("{id}: {error}"));
    out
}

#[test]
fn edit_and_its_reverse_give_the_same_octets() {
    let mut changed = 0;
    each(|id, frame| {
        let (dialect, pdu) = (frame.dialect(), frame.pdu());
        let number = pdu.sequence_number;
        let there = frame.edit(|pdu| pdu.sequence_number = 77);
        let there = there.unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(there.as_ref()[..12], frame.as_ref()[..12], "{id}");
        assert_eq!(there.as_ref()[16..], frame.as_ref()[16..], "{id}");
        if number != 0 || pdu.command_id() == smpp_codec::CommandId::GENERIC_NACK {
            let back = there.edit(|pdu| pdu.sequence_number = number).unwrap();
            assert_eq!(back.as_ref(), frame.as_ref(), "{id}");
        }
        let mut strings = Strings::default();
        pdu.body.visit(&mut strings);
        for (name, ..) in strings.found {
            let mut body = pdu.body;
            let Some(string) = string(&mut body, name) else {
                continue;
            };
            let before = *string;
            let there = frame.edit(|pdu| *self::string(&mut pdu.body, name).unwrap() = OTHER);
            let there = there.unwrap_or_else(|error| panic!("{id} {name}: {error}"));
            assert_ne!(there.as_ref(), frame.as_ref(), "{id} {name}");
            // The reverse in one edit gives every PDU again.
            let both = pdu.edit(|pdu| {
                *self::string(&mut pdu.body, name).unwrap() = OTHER;
                *self::string(&mut pdu.body, name).unwrap() = before;
            });
            assert_eq!(octets(&both, dialect, id), frame.as_ref(), "{id} {name}");
            // An edit of the result does so too, but for a string that was not there.
            if frame.pdu().body.tlvs().ending() != BodyEnding::Omitted {
                let back = there.edit(|pdu| *self::string(&mut pdu.body, name).unwrap() = before);
                assert_eq!(back.unwrap().as_ref(), frame.as_ref(), "{id} {name}");
            }
            changed += 1;
        }
    });
    assert!(changed > 500, "{changed}");
}

#[test]
fn edit_changes_one_field_and_command_length() {
    let (mut changed, mut omitted, mut unterminated) = (0, 0, 0);
    each(|id, frame| {
        let pdu = frame.pdu();
        let mut strings = Strings::default();
        pdu.body.visit(&mut strings);
        let last = strings.found.last().map(|(name, ..)| *name);
        for (name, at, length) in strings.found {
            let mut body = pdu.body;
            if string(&mut body, name).is_none() {
                continue;
            }
            let edited = frame.edit(|pdu| *string(&mut pdu.body, name).unwrap() = OTHER);
            let edited = edited.unwrap_or_else(|error| panic!("{id} {name}: {error}"));
            // Only a last string without a NUL is written without one.
            let ending = pdu.body.tlvs().ending();
            let bare = ending == BodyEnding::Unterminated && last == Some(name);
            let nul: &[u8] = if bare { b"" } else { b"\0" };
            let (before, behind) = (&frame.as_ref()[4..at], &frame.as_ref()[at + length..]);
            let expected = [before, OTHER, nul, behind].concat();
            assert_eq!(edited.as_ref()[4..], expected, "{id} {name}");
            let length = u32::try_from(edited.as_ref().len()).unwrap();
            assert_eq!(edited.as_ref()[..4], length.to_be_bytes(), "{id} {name}");
            let decoded = Pdu::decode(edited.as_ref(), frame.dialect());
            assert_eq!(decoded, Ok(edited.pdu()), "{id} {name}");
            changed += usize::from(name == "destination_addr");
            unterminated += usize::from(bare);
            omitted += usize::from(ending == BodyEnding::Omitted && last == Some(name));
        }
    });
    assert!(changed > 100, "{changed}");
    assert!(omitted > 0 && unterminated > 0, "{omitted} {unterminated}");
}
