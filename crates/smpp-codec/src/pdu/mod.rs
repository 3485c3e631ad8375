//! PDUs: a header and the body that its `command_id` says.
//!
//! One struct for each body, its fields in wire order under the specification's names; the same
//! type is decoded from a frame and built by hand for sending.

#[macro_use]
mod table;

mod alert_notification;
mod bind;
mod body;
mod broadcast_sm;
mod cancel_broadcast_sm;
mod cancel_sm;
mod data_sm;
mod decode;
mod deliver_sm;
mod departures;
mod edit;
mod encode;
mod enquire_link;
mod generic_nack;
mod list;
mod outbind;
mod param_retrieve;
mod query_broadcast_sm;
mod query_last_msgs;
mod query_msg_details;
mod query_sm;
mod replace_sm;
mod submit_multi;
mod submit_sm;
mod unbind;

pub use alert_notification::AlertNotification;
pub use bind::{Bind, BindResp};
pub use body::{Body, Unknown};
pub use broadcast_sm::{BroadcastSm, BroadcastSmResp};
pub use cancel_broadcast_sm::{CancelBroadcastSm, CancelBroadcastSmResp};
pub use cancel_sm::{CancelSm, CancelSmResp};
pub use data_sm::{DataSm, DataSmResp};
pub use deliver_sm::{DeliverSm, DeliverSmResp};
pub use enquire_link::{EnquireLink, EnquireLinkResp};
pub use generic_nack::GenericNack;
pub use list::{List, ListEntry, ListIter};
pub use outbind::Outbind;
pub use param_retrieve::{ParamRetrieve, ParamRetrieveResp};
pub use query_broadcast_sm::{QueryBroadcastSm, QueryBroadcastSmResp};
pub use query_last_msgs::{MessageIdEntry, QueryLastMsgs, QueryLastMsgsResp};
pub use query_msg_details::{
    MessageDetails, MessageDetailsFields, QueryMsgDetails, QueryMsgDetailsResp,
};
pub use query_sm::{QuerySm, QuerySmResp};
pub use replace_sm::{ReplaceSm, ReplaceSmResp};
pub use submit_multi::{Destination, SubmitMulti, SubmitMultiResp, UnsuccessSme};
pub use submit_sm::{SubmitSm, SubmitSmResp};
pub use unbind::{Unbind, UnbindResp};

pub use crate::vendor::Vendor;

pub(crate) use departures::has_error_status;

use crate::command_id::CommandId;
use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Version};
use crate::error::{DecodeError, Deviation, EncodeError};
use crate::header::Header;
use crate::prim::{Context, Parsed};
use crate::put::Put;
use crate::sink::Sink;
use crate::tlv::{TlvTag, Tlvs};
use encode::{Job, Lent, Measured};

/// Compound fields, for [`crate::prim`] and [`Put`].
pub(crate) mod compound {
    pub(crate) use super::list::{Count, list, put_list};
    pub(crate) use super::query_msg_details::{
        decode as message_details, put as put_message_details, size as message_details_size,
    };
}

/// What every body can do; [`pdu!`] writes the implementations.
pub(crate) trait Fields<'a>: Sized {
    fn decode(input: &'a [u8], cx: &mut Context<'_>) -> Parsed<'a, Self>;
    fn put<P: Put>(&self, put: &mut P) -> Result<(), EncodeError>;
    fn tlvs(&self) -> &Tlvs<'a>;

    /// The TLVs that this body must have, in ascending order.
    #[inline(always)]
    fn mandatory_tlvs(&self) -> &'static [TlvTag] {
        &[]
    }
}

/// One PDU: status, sequence number and body.
///
/// Decoded, it borrows the frame; for sending, whatever the application lends. `command_length`
/// and `command_id` follow from the body.
///
/// ```
/// use smpp_codec::{Dialect, Pdu, pdu::{Body, SubmitSm}, values::Address};
///
/// let submit = SubmitSm::new(Address::alphanumeric(b"BANK"), Address::international(b"447700900123"), b"hi");
/// let mut memory = [0; 128];
/// let octets = Pdu::new(1, submit).encode(Dialect::STRICT, &mut memory.as_mut_slice())?;
///
/// let pdu = Pdu::decode(&memory[..octets], Dialect::STRICT).unwrap();
/// assert_eq!(pdu.sequence_number, 1);
/// assert_eq!(pdu.body, Body::SubmitSm(submit));
/// # Ok::<(), smpp_codec::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "a header and a body")]
pub struct Pdu<'a> {
    /// The result, in a response; `ESME_ROK` in a request.
    pub command_status: CommandStatus,
    /// Chosen by the issuer of a request, repeated in its response: 1 to `0x7FFF_FFFF`.
    pub sequence_number: u32,
    /// What the PDU says.
    pub body: Body<'a>,
}

// A value this big costs more to move than to parse.
const _: () = assert!(size_of::<Pdu<'_>>() <= 160);

impl<'a> Pdu<'a> {
    /// A PDU with status `ESME_ROK`.
    #[must_use]
    pub fn new(sequence_number: u32, body: impl Into<Body<'a>>) -> Self {
        Self {
            command_status: CommandStatus::ESME_ROK,
            sequence_number,
            body: body.into(),
        }
    }

    /// The same PDU with another status.
    #[must_use]
    pub const fn with_status(self, command_status: CommandStatus) -> Self {
        Self {
            command_status,
            ..self
        }
    }

    /// The same PDU without the TLVs that `version` does not know: for a peer that is older.
    ///
    /// Encoding for an older peer refuses what that peer does not know; this drops what can be
    /// dropped, and nothing is copied: see [`Tlvs::known_to`]. What cannot be dropped is still
    /// refused: an operation that the version does not have, a string or a message that is longer
    /// than it allows. Of an unknown PDU nothing is known, and nothing is dropped.
    ///
    /// ```
    /// use smpp_codec::pdu::SubmitSmResp;
    /// use smpp_codec::tlv::{self, Tlv};
    /// use smpp_codec::values::CongestionState;
    /// use smpp_codec::{Dialect, Pdu, Version};
    ///
    /// let busy = [Tlv::new(tlv::CONGESTION_STATE, CongestionState(99))];
    /// let accepted = Pdu::new(1, SubmitSmResp { tlvs: (&busy).into(), ..SubmitSmResp::accepted(b"42") });
    /// let older = Dialect::STRICT.with_version(Version::V3_4);
    /// assert_eq!(accepted.encoded_len(older).unwrap_err().field(), "congestion_state");
    /// assert_eq!(accepted.known_to(Version::V3_4).encoded_len(older), Ok(19));
    /// ```
    #[must_use]
    pub fn known_to(self, version: Version) -> Self {
        let tlvs = self.body.tlvs().known_to(version);
        Self {
            body: self.body.with_tlvs(tlvs),
            ..self
        }
    }

    /// How to answer the request of this header with an error: its response without a body, or
    /// `generic_nack` where the id is unknown. `None` for what must not be answered: a response,
    /// `outbind`, `alert_notification`.
    #[must_use]
    pub fn error_response(request: &Header, command_status: CommandStatus) -> Option<Self> {
        let response = request.command_id.response()?;
        let body = Body::default_for(response);
        Some(Self {
            command_status,
            sequence_number: request.sequence_number,
            body: body.unwrap_or_else(|| GenericNack::default().into()),
        })
    }

    /// The `command_id` of the body.
    #[must_use]
    pub const fn command_id(&self) -> CommandId {
        self.body.command_id()
    }

    /// Decodes one whole frame, as [`frame::split`](crate::frame::split) gives it.
    ///
    /// An unknown `command_id` is no error: its body is [`Body::Unknown`].
    ///
    /// # Errors
    /// A [`DecodeError`] that says what is wrong, in which field, at which octet, and with which
    /// status to answer. The stream goes on behind the frame whatever is wrong inside it.
    pub fn decode(frame: &'a [u8], dialect: Dialect) -> Result<Self, DecodeError> {
        let mut silent = |_| ();
        Body::decode(frame, &mut Context::new(dialect, frame.len(), &mut silent))
    }

    /// Decodes one whole frame, and reports each departure that the dialect's tolerance accepts.
    ///
    /// ```
    /// use smpp_codec::{Dialect, Kind, Pdu};
    ///
    /// // enquire_link_resp with one octet too many.
    /// let frame = [0, 0, 0, 17, 0x80, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1, 0];
    /// let mut seen = Vec::new();
    /// let pdu = Pdu::decode_with(&frame, Dialect::TOLERANT, &mut |deviation| seen.push(deviation));
    ///
    /// assert!(pdu.is_ok());
    /// assert_eq!((seen[0].kind(), seen[0].offset()), (Kind::Trailing, 16));
    /// ```
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_with(
        frame: &'a [u8],
        dialect: Dialect,
        deviations: &mut dyn FnMut(Deviation),
    ) -> Result<Self, DecodeError> {
        Body::decode(frame, &mut Context::new(dialect, frame.len(), deviations))
    }

    /// How many octets [`encode`](Self::encode) writes.
    ///
    /// # Errors
    /// As [`encode`](Self::encode), except for want of room.
    pub fn encoded_len(&self, dialect: Dialect) -> Result<usize, EncodeError> {
        let mut measured = Measured(None);
        let encoded = self.encode(dialect, &mut measured);
        measured.0.map_or(encoded, Ok)
    }

    /// Encodes to a [`Sink`], and answers how many octets were written.
    ///
    /// Everything is checked before the first octet is written: what the reader would not read
    /// back the same is refused.
    ///
    /// # Errors
    /// An [`EncodeError`] that names the field: longer than the version's limit, a NUL inside a
    /// C-octet string, a TLV over 65,535 octets or not of this version; or that says how much
    /// room is needed. Nothing was written then.
    // Inlined, so that a sink without `encoded` costs nothing: the call of the default, and what
    // only it needs, are removed.
    #[inline]
    pub fn encode(
        &self,
        dialect: Dialect,
        sink: &mut (impl Sink + ?Sized),
    ) -> Result<usize, EncodeError> {
        let mut job = Job {
            dialect,
            command_status: self.command_status,
            sequence_number: self.sequence_number,
            sink: &mut Lent(sink),
        };
        let encoded = self.body.encode(&mut job);
        // The result is returned where it stands: with `?` it would be moved for every PDU.
        if let Ok(octets) = &encoded {
            sink.encoded(&Header {
                // Encoding has checked that it fits.
                command_length: u32::try_from(*octets).unwrap_or(u32::MAX),
                command_id: self.body.command_id(),
                command_status: self.command_status,
                sequence_number: self.sequence_number,
            });
        }
        encoded
    }
}
