//! PDUs: a header and the body that its `command_id` says.
//!
//! One struct for each body, its fields in wire order under the specification's names; the same
//! type is decoded from a frame and built by hand for sending.
//!
//! Longer than most: the list of all operations stands here once, with what is written for each.

#[macro_use]
mod table;

mod alert_notification;
mod bind;
mod broadcast_sm;
mod cancel_sm;
mod data_sm;
mod deliver_sm;
mod link;
mod list;
mod outbind;
mod param_retrieve;
mod query_last_msgs;
mod query_msg_details;
mod query_sm;
mod replace_sm;
mod submit_multi;
mod submit_sm;

pub use alert_notification::AlertNotification;
pub use bind::{Bind, BindResp};
pub use broadcast_sm::{
    BroadcastSm, BroadcastSmResp, CancelBroadcastSm, CancelBroadcastSmResp, QueryBroadcastSm,
    QueryBroadcastSmResp,
};
pub use cancel_sm::{CancelSm, CancelSmResp};
pub use data_sm::{DataSm, DataSmResp};
pub use deliver_sm::{DeliverSm, DeliverSmResp};
pub use link::{EnquireLink, EnquireLinkResp, GenericNack, Unbind, UnbindResp};
pub use list::{List, ListEntry, ListIter};
pub use outbind::Outbind;
pub use param_retrieve::{ParamRetrieve, ParamRetrieveResp};
pub use query_last_msgs::{MessageId, QueryLastMsgs, QueryLastMsgsResp};
pub use query_msg_details::{
    MessageDetails, MessageDetailsFields, QueryMsgDetails, QueryMsgDetailsResp,
};
pub use query_sm::{QuerySm, QuerySmResp};
pub use replace_sm::{ReplaceSm, ReplaceSmResp};
pub use submit_multi::{Destination, SubmitMulti, SubmitMultiResp, UnsuccessSme};
pub use submit_sm::{SubmitSm, SubmitSmResp};

use core::fmt;

use crate::command_id::CommandId;
use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Tolerance, Version};
use crate::error::{DecodeError, Deviation, EncodeError, Kind};
use crate::field::{self, Field};
use crate::header::{HEADER_OCTETS, Header, MAX_SEQUENCE_NUMBER};
use crate::prim::{Context, Ending, Fault, Parsed};
use crate::put::{Fill, Measure, Put};
use crate::sink::Sink;
use crate::tlv::{TlvTag, Tlvs};
use crate::visit::{self, Visitor};

/// Compound fields, for [`crate::prim`] and [`Put`].
pub(crate) mod compound {
    pub(crate) use super::list::{Count, list, put_list};
    pub(crate) use super::query_msg_details::{
        decode as message_details, put as put_message_details,
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

macro_rules! bodies {
    ($($(#[$meta:meta])* $Variant:ident($Type:ident) = $COMMAND_ID:ident $(, $from:ident)?;)*) => {
        /// The body of a PDU, by its `command_id`.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Body<'a> {
            $($(#[$meta])* $Variant($Type<'a>),)*
            /// A `command_id` that no specification lists: a vendor's, or an error.
            Unknown(Unknown<'a>),
        }

        $($(bodies!(@$from $Variant $Type);)?)*

        impl<'a> Body<'a> {
            /// The `command_id` in the header of this body.
            #[must_use]
            pub const fn command_id(&self) -> CommandId {
                match self {
                    $(Self::$Variant(_) => CommandId::$COMMAND_ID,)*
                    Self::Unknown(body) => body.command_id,
                }
            }

            /// The body of this `command_id` with every field at its default: in a response, absent.
            ///
            /// `None` if no specification lists the id.
            #[must_use]
            pub fn default_for(command_id: CommandId) -> Option<Self> {
                match command_id {
                    $(CommandId::$COMMAND_ID => Some(Self::$Variant($Type::default())),)*
                    _ => None,
                }
            }

            /// What follows the mandatory fields; empty for an unknown body.
            #[must_use]
            pub fn tlvs(&self) -> Tlvs<'a> {
                match self {
                    $(Self::$Variant(body) => *body.tlvs(),)*
                    Self::Unknown(_) => Tlvs::EMPTY,
                }
            }

            /// The first TLV that must be there and is not; `None` if nothing lacks.
            ///
            /// The PDUs that have such TLVs are `broadcast_sm` and `query_broadcast_sm_resp`: see
            /// [`CommandId::mandatory_tlvs`]. Strict decoding and encoding refuse a PDU that lacks
            /// one, with status `ESME_RMISSINGTLV`;
            /// [`Tolerance::MISSING_TLV`](crate::Tolerance::MISSING_TLV) accepts it. A response
            /// without its body lacks nothing, nor does decoding ask one with an error status,
            /// which a body alone does not show. `broadcast_rep_num` may be left out at priority
            /// 1, where SMPP 5.0 says both that it is mandatory and not to send it.
            ///
            /// ```
            /// use smpp_codec::pdu::{Body, BroadcastSm};
            /// use smpp_codec::{Dialect, Kind, Pdu, tlv};
            ///
            /// let body = Body::from(BroadcastSm::default());
            /// assert_eq!(body.missing_tlv(), Some(tlv::BROADCAST_CONTENT_TYPE.tag()));
            ///
            /// let refused = Pdu::new(1, body).encoded_len(Dialect::STRICT).unwrap_err();
            /// assert_eq!((refused.kind(), refused.field()), (Kind::Missing, "broadcast_content_type"));
            /// assert!(Pdu::new(1, body).encoded_len(Dialect::TOLERANT).is_ok());
            /// ```
            #[must_use]
            pub fn missing_tlv(&self) -> Option<TlvTag> {
                match self {
                    $(Self::$Variant(body) => {
                        body.tlvs.missing(body.mandatory_tlvs()).next()
                    })*
                    Self::Unknown(_) => None,
                }
            }

            /// The same body with other TLVs behind its mandatory fields; an unknown body has none
            /// to exchange.
            #[must_use]
            pub fn with_tlvs(mut self, tlvs: Tlvs<'a>) -> Self {
                match &mut self {
                    $(Self::$Variant(body) => body.tlvs = tlvs,)*
                    Self::Unknown(_) => {}
                }
                self
            }

            /// Decodes a frame as its `command_id` says.
            ///
            /// Each operation is a function of its own, which writes its result where the caller
            /// wants it: one function for all would have the greatest frame of them, and move
            /// every result once more.
            #[inline(always)]
            fn decode(
                frame: &'a [u8],
                cx: &mut Context<'_>,
            ) -> Result<Pdu<'a>, DecodeError> {
                // What else the header says waits until the operation is known.
                match Header::read(frame).unwrap_or_default().command_id {
                    $(CommandId::$COMMAND_ID => {
                        #[inline(never)]
                        fn decode<'a>(
                            frame: &'a [u8],
                            cx: &mut Context<'_>,
                        ) -> Result<Pdu<'a>, DecodeError> {
                            decode_frame(Some(CommandId::$COMMAND_ID), frame, cx, |_, input, cx| {
                                let body = $Type::decode(input, cx)?.1;
                                require(CommandId::$COMMAND_ID, &body, cx)?;
                                Ok(Body::$Variant(body))
                            })
                        }
                        decode(frame, cx)
                    })*
                    _ => decode_unknown(frame, cx),
                }
            }

            /// Checks, measures and writes; a function of its own for each operation, as decoding
            /// has.
            #[inline]
            fn encode(&self, job: &mut Job<'_>) -> Result<usize, EncodeError> {
                match self {
                    $(Self::$Variant(body) => {
                        #[inline(never)]
                        fn encode(body: &$Type<'_>, job: &mut Job<'_>) -> Result<usize, EncodeError> {
                            encode_frame(CommandId::$COMMAND_ID, body, job)
                        }
                        encode(body, job)
                    })*
                    Self::Unknown(body) => encode_unknown(body, job),
                }
            }

            /// Puts the fields; an unknown body has none.
            #[cfg(feature = "serde")]
            pub(crate) fn put<P: Put>(&self, put: &mut P) -> Result<(), EncodeError> {
                match self {
                    $(Self::$Variant(body) => body.put(put),)*
                    Self::Unknown(_) => Ok(()),
                }
            }

            /// Shows each mandatory field to `visitor`, in wire order.
            ///
            /// An unknown body is one field, `body`.
            pub fn visit(&self, visitor: &mut dyn Visitor) {
                match self {
                    $(Self::$Variant(body) => visit::show(body, visitor),)*
                    Self::Unknown(body) => visitor.field(
                        &field::BODY,
                        visit::FieldValue::Octets(body.octets),
                        body.octets.len(),
                    ),
                }
            }
        }

        impl fmt::Debug for Body<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$Variant(body) => visit::debug(f, self.command_id().name().unwrap_or_default(), body),)*
                    Self::Unknown(body) => fmt::Debug::fmt(body, f),
                }
            }
        }
    };
    (@from $Variant:ident $Type:ident) => {
        impl<'a> From<$Type<'a>> for Body<'a> {
            fn from(body: $Type<'a>) -> Self {
                Self::$Variant(body)
            }
        }
    };
}

bodies! {
    /// Negative acknowledgement of a PDU whose header made no sense.
    GenericNack(GenericNack) = GENERIC_NACK, from;
    /// A bind that receives.
    BindReceiver(Bind) = BIND_RECEIVER;
    /// Its response.
    BindReceiverResp(BindResp) = BIND_RECEIVER_RESP;
    /// A bind that sends.
    BindTransmitter(Bind) = BIND_TRANSMITTER;
    /// Its response.
    BindTransmitterResp(BindResp) = BIND_TRANSMITTER_RESP;
    /// A bind that does both.
    BindTransceiver(Bind) = BIND_TRANSCEIVER;
    /// Its response.
    BindTransceiverResp(BindResp) = BIND_TRANSCEIVER_RESP;
    /// A message centre asks to be bound to.
    Outbind(Outbind) = OUTBIND, from;
    /// The end of a session.
    Unbind(Unbind) = UNBIND, from;
    /// Its response.
    UnbindResp(UnbindResp) = UNBIND_RESP, from;
    /// Are you there?
    EnquireLink(EnquireLink) = ENQUIRE_LINK, from;
    /// Its response.
    EnquireLinkResp(EnquireLinkResp) = ENQUIRE_LINK_RESP, from;
    /// A message from an ESME.
    SubmitSm(SubmitSm) = SUBMIT_SM, from;
    /// Its response.
    SubmitSmResp(SubmitSmResp) = SUBMIT_SM_RESP, from;
    /// A message to many destinations.
    SubmitMulti(SubmitMulti) = SUBMIT_MULTI, from;
    /// Its response.
    SubmitMultiResp(SubmitMultiResp) = SUBMIT_MULTI_RESP, from;
    /// A message, or a receipt, to an ESME.
    DeliverSm(DeliverSm) = DELIVER_SM, from;
    /// Its response.
    DeliverSmResp(DeliverSmResp) = DELIVER_SM_RESP, from;
    /// A message in either direction, its text in a TLV.
    DataSm(DataSm) = DATA_SM, from;
    /// Its response.
    DataSmResp(DataSmResp) = DATA_SM_RESP, from;
    /// What became of a message?
    QuerySm(QuerySm) = QUERY_SM, from;
    /// Its response.
    QuerySmResp(QuerySmResp) = QUERY_SM_RESP, from;
    /// Cancels pending messages.
    CancelSm(CancelSm) = CANCEL_SM, from;
    /// Its response.
    CancelSmResp(CancelSmResp) = CANCEL_SM_RESP, from;
    /// Replaces a pending message.
    ReplaceSm(ReplaceSm) = REPLACE_SM, from;
    /// Its response.
    ReplaceSmResp(ReplaceSmResp) = REPLACE_SM_RESP, from;
    /// A mobile has become reachable.
    AlertNotification(AlertNotification) = ALERT_NOTIFICATION, from;
    /// A cell broadcast. SMPP 5.0.
    BroadcastSm(BroadcastSm) = BROADCAST_SM, from;
    /// Its response.
    BroadcastSmResp(BroadcastSmResp) = BROADCAST_SM_RESP, from;
    /// What became of a broadcast? SMPP 5.0.
    QueryBroadcastSm(QueryBroadcastSm) = QUERY_BROADCAST_SM, from;
    /// Its response.
    QueryBroadcastSmResp(QueryBroadcastSmResp) = QUERY_BROADCAST_SM_RESP, from;
    /// Cancels a broadcast. SMPP 5.0.
    CancelBroadcastSm(CancelBroadcastSm) = CANCEL_BROADCAST_SM, from;
    /// Its response.
    CancelBroadcastSmResp(CancelBroadcastSmResp) = CANCEL_BROADCAST_SM_RESP, from;
    /// A parameter of the message centre. SMPP 3.3.
    ParamRetrieve(ParamRetrieve) = PARAM_RETRIEVE, from;
    /// Its response.
    ParamRetrieveResp(ParamRetrieveResp) = PARAM_RETRIEVE_RESP, from;
    /// The ids of the latest messages. SMPP 3.3.
    QueryLastMsgs(QueryLastMsgs) = QUERY_LAST_MSGS, from;
    /// Its response.
    QueryLastMsgsResp(QueryLastMsgsResp) = QUERY_LAST_MSGS_RESP, from;
    /// Everything about a message. SMPP 3.3.
    QueryMsgDetails(QueryMsgDetails) = QUERY_MSG_DETAILS, from;
    /// Its response.
    QueryMsgDetailsResp(QueryMsgDetailsResp) = QUERY_MSG_DETAILS_RESP, from;
}

/// A body that no specification lists, carried whole and encoded to the octet.
///
/// Borrows the frame. `Debug` shows its length.
#[derive(Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "an id and its octets")]
pub struct Unknown<'a> {
    /// The id, which this crate has no body for.
    pub command_id: CommandId,
    /// Everything behind the header.
    pub octets: &'a [u8],
}

impl<'a> From<Unknown<'a>> for Body<'a> {
    fn from(body: Unknown<'a>) -> Self {
        Self::Unknown(body)
    }
}

impl fmt::Debug for Unknown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unknown {}: <{} octets>",
            self.command_id,
            self.octets.len()
        )
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
/// let submit = SubmitSm::text(Address::alphanumeric(b"BANK"), Address::international(b"447700900123"), b"hi");
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
    /// let older = Dialect::STRICT.version(Version::V3_4);
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
        self.body.encode(&mut job)
    }
}

/// What encoding carries along, beside the body.
struct Job<'s> {
    dialect: Dialect,
    command_status: CommandStatus,
    sequence_number: u32,
    sink: &'s mut dyn Sink,
}

impl Job<'_> {
    /// The header, checked but for its length.
    #[inline(always)]
    fn header(&self, command_id: CommandId) -> Result<Header, EncodeError> {
        let header = Header {
            command_length: 0,
            command_id,
            command_status: self.command_status,
            sequence_number: self.sequence_number,
        };
        if is_unusual(&header, self.dialect.version) {
            refuse(header, self.dialect)?;
        }
        Ok(header)
    }

    /// Room for a PDU of so many octets; the header is written.
    #[inline(always)]
    fn begin(
        &mut self,
        header: Header,
        octets: usize,
        ending: Ending,
    ) -> Result<Fill<'_>, EncodeError> {
        let Ok(command_length) = u32::try_from(octets) else {
            return Err(EncodeError::new(
                Kind::TooLong,
                &field::COMMAND_LENGTH,
                octets,
            ));
        };
        let mut fill = Fill::new(self.sink.claim(octets)?, ending);
        let header = Header {
            command_length,
            ..header
        };
        fill.write_chunk(header.octets());
        Ok(fill)
    }
}

#[inline(always)]
fn encode_frame<'a>(
    id: CommandId,
    body: &impl Fields<'a>,
    job: &mut Job<'_>,
) -> Result<usize, EncodeError> {
    let header = job.header(id)?;
    let ending = body.tlvs().ending();
    let mut measure = Measure::new(job.dialect, header.command_status, ending);
    body.put(&mut measure)?;
    measure.require(id, body.tlvs(), body.mandatory_tlvs())?;
    let octets = measure.octets();
    let mut fill = job.begin(header, octets, ending)?;
    body.put(&mut fill)?;
    let left = fill.left();
    debug_assert_eq!(left, 0, "measured {octets} octets, {left} of them too many");
    Ok(octets)
}

#[inline(never)]
fn encode_unknown(body: &Unknown<'_>, job: &mut Job<'_>) -> Result<usize, EncodeError> {
    let header = job.header(body.command_id)?;
    // It would be read back as another body than this.
    if body.command_id.name().is_some() {
        return Err(EncodeError::new(Kind::Value, &field::COMMAND_ID, 4));
    }
    let octets = body.octets.len().saturating_add(HEADER_OCTETS);
    let mut fill = job.begin(header, octets, Ending::Whole)?;
    fill.write(body.octets);
    Ok(octets)
}

/// A sink of any kind as one that can be a trait object.
struct Lent<'s, S: ?Sized>(&'s mut S);

impl<S: Sink + ?Sized> Sink for Lent<'_, S> {
    #[inline]
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        self.0.claim(octets)
    }
}

/// A sink that notes how much room it is asked for, and lends none.
struct Measured(Option<usize>);

impl Sink for Measured {
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
        self.0 = Some(octets);
        Err(EncodeError::no_room(octets))
    }
}

/// Refuses a header that decoding would not accept in this dialect.
#[cold]
#[inline(never)]
fn refuse(header: Header, dialect: Dialect) -> Result<(), EncodeError> {
    for (_, flag, field, kind) in departures(&header, dialect.version) {
        if !dialect.tolerance.contains(flag) {
            return Err(EncodeError::new(kind, field, 4));
        }
    }
    Ok(())
}

/// Decodes a frame, whose `command_id` is `id` if that is known; `body` reads what follows the
/// header.
#[inline(always)]
fn decode_frame<'a>(
    id: Option<CommandId>,
    frame: &'a [u8],
    cx: &mut Context<'_>,
    body: impl FnOnce(CommandId, &'a [u8], &mut Context<'_>) -> Result<Body<'a>, nom::Err<Fault>>,
) -> Result<Pdu<'a>, DecodeError> {
    let (Some(header), Some(input)) = (Header::read(frame), frame.get(HEADER_OCTETS..)) else {
        return Err(DecodeError::new(Kind::Truncated, &field::COMMAND_LENGTH, 0));
    };
    // A constant, where the caller knows it: most of what follows is decided by it.
    let id = id.unwrap_or(header.command_id);
    let header = Header {
        command_id: id,
        ..header
    };
    if header.command_length as usize != frame.len() {
        return Err(DecodeError::new(Kind::Length, &field::COMMAND_LENGTH, 0));
    }
    if is_unusual(&header, cx.dialect().version) {
        report(frame, cx)?;
    }
    cx.begin(header.command_status);
    match body(id, input, cx) {
        Ok(body) => Ok(Pdu {
            command_status: header.command_status,
            sequence_number: header.sequence_number,
            body,
        }),
        Err(error) => Err(cx.error(error)),
    }
}

/// Asks a decoded body for the TLVs that it must have: they are missed where the PDU ends.
#[inline(always)]
fn require<'a>(
    id: CommandId,
    body: &impl Fields<'a>,
    cx: &mut Context<'_>,
) -> Result<(), nom::Err<Fault>> {
    let mandatory = body.mandatory_tlvs();
    if mandatory.is_empty() || has_error_status(id, cx.status()) {
        return Ok(());
    }
    for tag in body.tlvs().missing(mandatory) {
        cx.deviate(&[], Tolerance::MISSING_TLV, tag.field(), Kind::Missing)?;
    }
    Ok(())
}

/// Whether a PDU is an error response, which need not have what a successful one has.
#[inline(always)]
pub(crate) const fn has_error_status(id: CommandId, status: CommandStatus) -> bool {
    id.is_response() && status.0 != CommandStatus::ESME_ROK.0
}

#[inline(never)]
fn decode_unknown<'a>(frame: &'a [u8], cx: &mut Context<'_>) -> Result<Pdu<'a>, DecodeError> {
    decode_frame(None, frame, cx, |command_id, octets, _| {
        Ok(Body::Unknown(Unknown { command_id, octets }))
    })
}

/// Reports what is unusual about a header, or fails with it.
#[cold]
#[inline(never)]
fn report(frame: &[u8], cx: &mut Context<'_>) -> Result<(), DecodeError> {
    let header = Header::read(frame).unwrap_or_default();
    for (offset, flag, field, kind) in departures(&header, cx.dialect().version) {
        cx.deviate_at(offset, flag, field, kind)?;
    }
    Ok(())
}

/// Whether [`departures`] finds anything. With a constant `command_id`, three comparisons.
#[inline(always)]
const fn is_unusual(header: &Header, version: Version) -> bool {
    !exists(header.command_id, version) || has_unusual_status(header) || has_unusual_number(header)
}

#[inline(always)]
const fn has_unusual_status(header: &Header) -> bool {
    !header.command_id.is_response() && header.command_status.0 != CommandStatus::ESME_ROK.0
}

#[inline(always)]
const fn has_unusual_number(header: &Header) -> bool {
    let number = header.sequence_number;
    number > MAX_SEQUENCE_NUMBER
        || (number == 0 && header.command_id.0 != CommandId::GENERIC_NACK.0)
}

type Departure = (u32, Tolerance, &'static Field, Kind);

/// What is unusual about a header, with its offset and the flag that accepts it.
fn departures(header: &Header, version: Version) -> impl Iterator<Item = Departure> + use<> {
    let other = !exists(header.command_id, version);
    let status = has_unusual_status(header);
    let sequence = has_unusual_number(header);
    [
        other.then_some((
            4,
            Tolerance::COMMAND_VERSION,
            &field::COMMAND_ID,
            Kind::NotAllowed,
        )),
        status.then_some((
            8,
            Tolerance::REQUEST_STATUS,
            &field::COMMAND_STATUS,
            Kind::Value,
        )),
        sequence.then_some((
            12,
            Tolerance::SEQUENCE_NUMBER,
            &field::SEQUENCE_NUMBER,
            Kind::Value,
        )),
    ]
    .into_iter()
    .flatten()
}

/// Whether a version has this operation; of an unknown id nobody can tell.
#[inline(always)]
const fn exists(id: CommandId, version: Version) -> bool {
    match id.versions() {
        Some((first, last)) => first as u8 <= version as u8 && version as u8 <= last as u8,
        None => true,
    }
}
