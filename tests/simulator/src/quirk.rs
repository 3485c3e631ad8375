//! What real peers do to a conversation, as changes to one frame on its way.
//!
//! The numbers are those of the project's catalogue of quirks; `tests/quirks.rs` has the table of
//! all that concern a session.

use smpp_codec::{CommandId, Header};

/// A change to one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a language of tests")]
#[allow(missing_docs, reason = "each says what it does")]
pub enum Quirk {
    /// Q09: late, or never: it is lost.
    Drop,
    /// Q09: twice.
    Double,
    /// Q10: another sequence number, ahead of this by so much.
    WrongNumber(u32),
    /// Q18: a sequence number outside the range.
    OddNumber(u32),
    /// Q11: a `generic_nack` in its place, with its number.
    Nack,
    /// Q11: a `generic_nack` with number 0 in its place.
    NackZero,
    /// Q20: another id, with bit 31 as before.
    UnknownId(u32),
    /// A response of another type.
    WrongType,
    /// Q21, Q22: a status nobody knows.
    Status(u32),
    /// Q24: an `enquire_link` before it.
    EnquireLink,
    /// An unbind before it, in whatever state.
    Unbind,
    /// Q26: another `interface_version` in a bind without `address_range`.
    InterfaceVersion(u8),
    /// The last octet is another: a version, a message, a NUL.
    LastOctet(u8),
    /// Q33: the body ends early.
    Shorten,
    /// Q06, Q28: the last octet is missing: the NUL of the last string.
    Unterminated,
    /// Q07, Q08, Q30, Q32, Q35, Q36: octets behind its body.
    Append(&'static [u8]),
    /// Q45: a `message_payload` of 65,000 octets behind it.
    Payload,
    /// Q05: the header alone.
    NoBody,
    /// Q01 to Q04: an error with this body.
    Refusal(&'static [u8]),
    /// Q23: a `deliver_sm` behind it, in the same write.
    Deliver,
    /// Q27: without its TLV of one octet.
    NoTlv,
    /// Many copies at once.
    Flood,
    /// Q16: a length below that of a header.
    TinyLength,
    /// Q17: a length above every limit.
    HugeLength,
    /// Only the first octets of it, and nothing behind them.
    Partial,
    /// Something that is not SMPP.
    Http,
    /// A bind before it, in whatever state.
    Bind,
    /// A request that only the other side may send.
    WrongDirection,
}

/// Every change.
pub const QUIRKS: &[Quirk] = &[
    Quirk::Drop,
    Quirk::Double,
    Quirk::WrongNumber(1),
    Quirk::WrongNumber(2),
    Quirk::WrongNumber(0x4000_0000),
    Quirk::OddNumber(0),
    Quirk::OddNumber(0x8000_0000),
    Quirk::OddNumber(u32::MAX),
    Quirk::Nack,
    Quirk::NackZero,
    Quirk::UnknownId(0x0001_0203),
    Quirk::UnknownId(0x0100_0001),
    Quirk::UnknownId(0),
    Quirk::WrongType,
    Quirk::Status(0x05),
    Quirk::Status(0x22),
    Quirk::Status(0x45F),
    Quirk::EnquireLink,
    Quirk::Unbind,
    Quirk::LastOctet(0),
    Quirk::LastOctet(0x34),
    Quirk::LastOctet(0xFF),
    Quirk::InterfaceVersion(0),
    Quirk::InterfaceVersion(0x33),
    Quirk::InterfaceVersion(0xFF),
    Quirk::Shorten,
    Quirk::Unterminated,
    Quirk::Append(b"\0"),
    Quirk::Append(b"\0\x01\x02"),
    Quirk::Append(b"\x21\x67\0\x01x"),
    Quirk::Append(b"\0\x1e\0\x413005"),
    Quirk::Payload,
    Quirk::NoBody,
    Quirk::Refusal(b""),
    Quirk::Refusal(b"\0"),
    Quirk::Refusal(b"0A0000\0"),
    Quirk::Refusal(b"\x04\x23\0\x03\x03\0\x0b"),
    Quirk::Deliver,
    Quirk::NoTlv,
    Quirk::Flood,
    Quirk::TinyLength,
    Quirk::HugeLength,
    Quirk::Partial,
    Quirk::Http,
    Quirk::Bind,
    Quirk::WrongDirection,
];

fn header(command_id: CommandId, sequence_number: u32) -> [u8; 16] {
    Header {
        command_length: 16,
        command_id,
        sequence_number,
        ..Header::default()
    }
    .to_octets()
}

impl Quirk {
    /// What arrives in the frame's place.
    #[must_use]
    pub fn apply(self, frame: &[u8]) -> Vec<u8> {
        let old = Header::decode(frame).unwrap_or_default();
        let with = |change: &dyn Fn(&mut Header), body: &[u8]| {
            let mut new = old;
            new.command_length = u32::try_from(16 + body.len()).unwrap_or(u32::MAX);
            change(&mut new);
            [&new.to_octets(), body].concat()
        };
        let body = frame.get(16..).unwrap_or(&[]);
        let response = old.command_id.is_response();
        match self {
            Self::Drop => Vec::new(),
            Self::Double => frame.repeat(2),
            Self::WrongNumber(by) => with(
                &|new| new.sequence_number = new.sequence_number.wrapping_add(by),
                body,
            ),
            Self::OddNumber(number) => with(&|new| new.sequence_number = number, body),
            Self::Nack => header(CommandId::GENERIC_NACK, old.sequence_number).to_vec(),
            Self::NackZero => header(CommandId::GENERIC_NACK, 0).to_vec(),
            Self::UnknownId(id) => with(
                &|new| new.command_id = CommandId(id | if response { 0x8000_0000 } else { 0 }),
                body,
            ),
            Self::WrongType => with(
                &|new| new.command_id = CommandId((new.command_id.0 & 0x8000_0000) | 0x0103),
                body,
            ),
            Self::Status(status) => with(
                &|new| new.command_status = smpp_codec::CommandStatus(status),
                body,
            ),
            Self::EnquireLink => [&header(CommandId::ENQUIRE_LINK, 0x6000_0001), frame].concat(),
            Self::Unbind => [&header(CommandId::UNBIND, 0x6000_0002), frame].concat(),
            Self::LastOctet(octet) => {
                let mut frame = frame.to_vec();
                if frame.len() > 16 {
                    *frame.last_mut().expect("it has a body") = octet;
                }
                frame
            }
            Self::Shorten => with(&|_| (), body.get(..body.len() / 2).unwrap_or(&[])),
            Self::Unterminated => {
                let end = body.len().saturating_sub(1);
                with(&|_| (), body.get(..end).unwrap_or(&[]))
            }
            Self::NoTlv => {
                let end = body.len().saturating_sub(5);
                with(&|_| (), body.get(..end).unwrap_or(&[]))
            }
            Self::Append(octets) => with(&|_| (), &[body, octets].concat()),
            Self::Payload => {
                let mut tlv = vec![0x04, 0x24, 0xFD, 0xE8];
                tlv.resize(4 + 65_000, b'x');
                with(&|_| (), &[body, &tlv].concat())
            }
            Self::Refusal(body) => with(
                &|new| new.command_status = smpp_codec::CommandStatus::ESME_RSUBMITFAIL,
                body,
            ),
            Self::InterfaceVersion(version) => {
                let mut body = body.to_vec();
                // Behind it are addr_ton, addr_npi and the NUL of address_range.
                let at = body.len().saturating_sub(4);
                if let Some(octet) = body.get_mut(at) {
                    *octet = version;
                }
                with(&|_| (), &body)
            }
            Self::Deliver => {
                let mut message = Vec::new();
                let deliver = smpp_codec::pdu::DeliverSm::default();
                smpp_codec::Pdu::new(0x6000_0003, deliver)
                    .encode(smpp_codec::Dialect::STRICT, &mut message)
                    .expect("an empty message");
                [frame, &message].concat()
            }
            Self::NoBody => with(&|_| (), &[]),
            Self::Flood => frame.repeat(20),
            Self::TinyLength => with(&|new| new.command_length = 15, body),
            Self::HugeLength => with(&|new| new.command_length = 0x7FFF_0000, body),
            Self::Partial => frame.get(..frame.len() / 2).unwrap_or(&[]).to_vec(),
            Self::Http => b"GET / HTTP/1.1\r\nHost: smpp\r\n\r\n".to_vec(),
            Self::Bind => {
                let bind = [
                    &header(CommandId::BIND_TRANSCEIVER, 3)[..],
                    b"x\0\0\0\x34\0\0\0",
                ];
                let mut bind = bind.concat();
                bind[3] = 24;
                [&bind, frame].concat()
            }
            Self::WrongDirection => [
                &header(CommandId::DELIVER_SM, 4)[..],
                &header(CommandId::SUBMIT_SM, 4),
                frame,
            ]
            .concat(),
        }
    }
}
