//! What a program would write around each peer to decode any of the six cases by its
//! `command_id`, and to encode what was decoded.

#![forbid(unsafe_code)]

/// J93d's `smpp-codec`: every operation has its own `decode`, so the caller dispatches.
pub mod j93d {
    use smpp_codec_j93d::common::PduError;
    use smpp_codec_j93d::pdus::{
        BindRequest, DeliverSmRequest, EnquireLinkRequest, SubmitSmRequest, SubmitSmResponse,
    };

    /// One of the five operations of the six cases.
    #[allow(clippy::large_enum_variant, reason = "as the peer's types are")]
    pub enum Pdu {
        Bind(BindRequest),
        SubmitSm(SubmitSmRequest),
        SubmitSmResp(SubmitSmResponse),
        DeliverSm(DeliverSmRequest),
        EnquireLink(EnquireLinkRequest),
    }

    #[inline(never)]
    pub fn decode(frame: &[u8]) -> Option<Result<Pdu, PduError>> {
        Some(match crate::command_id(frame)? {
            0x0000_0009 => BindRequest::decode(frame).map(Pdu::Bind),
            0x0000_0004 => SubmitSmRequest::decode(frame).map(Pdu::SubmitSm),
            0x8000_0004 => SubmitSmResponse::decode(frame).map(Pdu::SubmitSmResp),
            0x0000_0005 => DeliverSmRequest::decode(frame).map(Pdu::DeliverSm),
            0x0000_0015 => EnquireLinkRequest::decode(frame).map(Pdu::EnquireLink),
            _ => return None,
        })
    }

    #[inline(never)]
    pub fn encode(pdu: &Pdu, mut room: &mut [u8]) -> Result<(), PduError> {
        match pdu {
            Pdu::Bind(pdu) => pdu.encode(&mut room),
            Pdu::SubmitSm(pdu) => pdu.encode(&mut room),
            Pdu::SubmitSmResp(pdu) => pdu.encode(&mut room),
            Pdu::DeliverSm(pdu) => pdu.encode(&mut room),
            Pdu::EnquireLink(pdu) => pdu.encode(&mut room),
        }
    }
}

/// `smpp34`: likewise; encoding consumes the value and answers a `Vec`.
pub mod smpp34 {
    use smpp34::submit_sm_resp;
    use smpp34::{CommandHeader, SmppError, bind_transceiver, deliver_sm, enquire_link, submit_sm};

    /// One of the five operations of the six cases.
    #[derive(Clone)]
    #[allow(clippy::large_enum_variant, reason = "as the peer's types are")]
    pub enum Pdu {
        Bind(bind_transceiver),
        SubmitSm(submit_sm),
        SubmitSmResp(submit_sm_resp),
        DeliverSm(deliver_sm),
        EnquireLink(enquire_link),
    }

    #[inline(never)]
    pub fn decode(frame: &[u8]) -> Option<Result<Pdu, SmppError>> {
        let header = match CommandHeader::decode(frame) {
            Ok(header) => header,
            Err(error) => return Some(Err(error)),
        };
        Some(match header.command_id {
            0x0000_0009 => bind_transceiver::decode(header, frame).map(Pdu::Bind),
            0x0000_0004 => submit_sm::decode(header, frame).map(Pdu::SubmitSm),
            0x8000_0004 => submit_sm_resp::decode(header, frame).map(Pdu::SubmitSmResp),
            0x0000_0005 => deliver_sm::decode(header, frame).map(Pdu::DeliverSm),
            0x0000_0015 => enquire_link::decode(header, frame).map(Pdu::EnquireLink),
            _ => return None,
        })
    }

    #[inline(never)]
    pub fn encode(pdu: Pdu) -> Vec<u8> {
        match pdu {
            Pdu::Bind(pdu) => pdu.encode(),
            Pdu::SubmitSm(pdu) => pdu.encode(),
            Pdu::SubmitSmResp(pdu) => pdu.encode(),
            Pdu::DeliverSm(pdu) => pdu.encode(),
            Pdu::EnquireLink(pdu) => pdu.encode(),
        }
    }
}

/// `rusmpp-core`, borrowed, with room for 16 TLVs in the value.
pub mod borrowed {
    use rusmpp_core::command::borrowed::Command;
    use rusmpp_core::decode::DecodeError;
    use rusmpp_core::decode::borrowed::DecodeWithLength as _;
    use rusmpp_core::encode::{Encode as _, Length as _};

    pub type Pdu<'a> = Command<'a, 16>;

    #[inline(never)]
    pub fn decode(frame: &[u8]) -> Result<(Pdu<'_>, usize), DecodeError> {
        // The peer leaves `command_length` to its framing.
        let rest = frame.get(4..).unwrap_or_default();
        Command::decode(rest, rest.len())
    }

    #[inline(never)]
    pub fn encode(pdu: &Pdu<'_>, room: &mut [u8]) -> usize {
        let octets = pdu.length() + 4;
        let (length, rest) = room.split_at_mut(4);
        length.copy_from_slice(&(octets as u32).to_be_bytes());
        pdu.encode(rest);
        octets
    }
}

/// `rusmpp`: owned, from and to `BytesMut`.
pub mod owned {
    use bytes::{BufMut as _, BytesMut};
    use rusmpp::Command;
    use rusmpp::decode::{DecodeError, DecodeWithLength as _};
    use rusmpp::encode::Length as _;
    use rusmpp::encode::owned::Encode as _;

    pub type Pdu = Command;

    /// Consumes everything behind `command_length`.
    #[inline(never)]
    pub fn decode(rest: &mut BytesMut) -> Result<(Pdu, usize), DecodeError> {
        let octets = rest.len();
        Command::decode(rest, octets)
    }

    #[inline(never)]
    pub fn encode(pdu: &Pdu, room: &mut BytesMut) {
        room.clear();
        let octets = pdu.length() + 4;
        room.reserve(octets);
        room.put_u32(octets as u32);
        pdu.encode(room);
    }
}

fn command_id(frame: &[u8]) -> Option<u32> {
    let octets = frame.get(4..8)?.try_into().ok()?;
    Some(u32::from_be_bytes(octets))
}
