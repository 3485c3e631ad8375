//! What the applications of a pair say: messages that carry a token.

use smpp_codec::CommandId;
use smpp_codec::pdu::{
    Body, DataSm, DataSmResp, DeliverSm, DeliverSmResp, QuerySm, QuerySmResp, SubmitSm,
    SubmitSmResp, Unknown,
};
use smpp_codec::values::Address;
use smpp_session::Role;

/// A vendor's request, whose response is the same with bit 31.
const VENDOR: CommandId = CommandId(0x0001_0210);
const VENDOR_RESP: CommandId = CommandId(0x8001_0210);

/// What a token is in octets; the bodies borrow it.
#[derive(Debug)]
pub(crate) struct Texts {
    digits: String,
    octets: [u8; 4],
}

impl Texts {
    pub(crate) fn new(token: u32) -> Self {
        Self {
            digits: token.to_string(),
            octets: token.to_be_bytes(),
        }
    }

    /// A request of some kind.
    pub(crate) fn request(&self, kind: u8, role: Role) -> Body<'_> {
        let source_addr = Address::unknown(self.digits.as_bytes());
        match kind % 8 {
            0 => QuerySm {
                message_id: b"1",
                source_addr,
                ..QuerySm::default()
            }
            .into(),
            1 => DataSm {
                source_addr,
                ..DataSm::default()
            }
            .into(),
            2 => Unknown {
                command_id: VENDOR,
                octets: &self.octets,
            }
            .into(),
            _ if role == Role::Esme => SubmitSm {
                source_addr,
                ..SubmitSm::default()
            }
            .into(),
            _ => DeliverSm {
                source_addr,
                ..DeliverSm::default()
            }
            .into(),
        }
    }

    /// The response that accepts a request; `None` for a request that no side sends.
    pub(crate) fn response(&self, request: CommandId) -> Option<Body<'_>> {
        let octets = self.digits.as_bytes();
        let message_id = Some(octets);
        let body: Body<'_> = match request {
            CommandId::SUBMIT_SM => SubmitSmResp::accepted(octets).into(),
            CommandId::QUERY_SM => QuerySmResp {
                message_id,
                ..QuerySmResp::default()
            }
            .into(),
            CommandId::DATA_SM => DataSmResp {
                message_id,
                ..DataSmResp::default()
            }
            .into(),
            CommandId::DELIVER_SM => DeliverSmResp {
                message_id: Some(b""),
                ..DeliverSmResp::default()
            }
            .into(),
            VENDOR => Unknown {
                command_id: VENDOR_RESP,
                octets,
            }
            .into(),
            _ => return None,
        };
        Some(body)
    }
}

/// The token that a request carries.
pub(crate) fn token_of(body: &Body<'_>) -> Option<u32> {
    let source = match body {
        Body::SubmitSm(body) => body.source_addr,
        Body::DeliverSm(body) => body.source_addr,
        Body::DataSm(body) => body.source_addr,
        Body::QuerySm(body) => body.source_addr,
        Body::Unknown(body) => return Some(u32::from_be_bytes(*body.octets.first_chunk()?)),
        _ => return None,
    };
    core::str::from_utf8(source.addr).ok()?.parse().ok()
}
