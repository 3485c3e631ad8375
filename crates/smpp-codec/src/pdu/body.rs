//! The list of all operations: which body belongs to which `command_id`, and what is said of each.

use core::fmt;

use super::decode::{decode_frame, decode_unknown, require};
use super::encode::{Job, encode_frame, encode_unknown, encode_vendor};
use super::{
    AlertNotification, Bind, BindResp, BroadcastSm, BroadcastSmResp, CancelBroadcastSm,
    CancelBroadcastSmResp, CancelSm, CancelSmResp, DataSm, DataSmResp, DeliverSm, DeliverSmResp,
    EnquireLink, EnquireLinkResp, Fields, GenericNack, Outbind, ParamRetrieve, ParamRetrieveResp,
    Pdu, QueryBroadcastSm, QueryBroadcastSmResp, QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails,
    QueryMsgDetailsResp, QuerySm, QuerySmResp, ReplaceSm, ReplaceSmResp, SubmitMulti,
    SubmitMultiResp, SubmitSm, SubmitSmResp, Unbind, UnbindResp, Vendor,
};
use crate::command_id::CommandId;
use crate::error::{DecodeError, EncodeError};
use crate::field;
use crate::header::Header;
use crate::prim::Context;
#[cfg(feature = "serde")]
use crate::put::Put;
use crate::tlv::{TlvTag, Tlvs};
use crate::visit::{self, Visitor};

macro_rules! bodies {
    ($($(#[$meta:meta])* $Variant:ident($Type:ident) = $COMMAND_ID:ident $(, $from:ident)?;)*) => {
        /// The body of a PDU, by its `command_id`.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Body<'a> {
            $($(#[$meta])* $Variant($Type<'a>),)*
            /// A `command_id` that no specification lists: a vendor's, or an error.
            Unknown(Unknown<'a>),
            /// A vendor's PDU with its fields, to be encoded or shown; decoding gives
            /// [`Unknown`](Self::Unknown). See [`vendor`](crate::vendor).
            Vendor(Vendor<'a>),
        }

        $($(bodies!(@$from $Variant $Type);)?)*

        impl<'a> Body<'a> {
            /// The `command_id` in the header of this body.
            #[must_use]
            #[inline]
            pub const fn command_id(&self) -> CommandId {
                match self {
                    $(Self::$Variant(_) => CommandId::$COMMAND_ID,)*
                    Self::Unknown(body) => body.command_id,
                    Self::Vendor(body) => body.command_id,
                }
            }

            /// The name of the operation: the specification's, or the vendor's; `None` for an
            /// unknown body.
            #[must_use]
            pub fn name(&self) -> Option<&'static str> {
                match self {
                    Self::Vendor(body) => Some(body.fields.name()),
                    _ => self.command_id().name(),
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
                    Self::Vendor(body) => body.fields.tlvs(),
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
                    Self::Unknown(_) | Self::Vendor(_) => None,
                }
            }

            /// The same body with other TLVs behind its mandatory fields; an unknown body and a
            /// vendor's are not changed.
            #[must_use]
            pub fn with_tlvs(mut self, tlvs: Tlvs<'a>) -> Self {
                match &mut self {
                    $(Self::$Variant(body) => body.tlvs = tlvs,)*
                    Self::Unknown(_) | Self::Vendor(_) => {}
                }
                self
            }

            /// Decodes a frame as its `command_id` says.
            ///
            /// Each operation is a function of its own, which writes its result where the caller
            /// wants it: one function for all would have the greatest frame of them, and move
            /// every result once more.
            #[inline(always)]
            pub(super) fn decode(
                frame: &'a [u8],
                cx: &mut Context<'_>,
            ) -> Result<Pdu<'a>, DecodeError> {
                // What else the header says waits until the operation is known.
                match Header::decode(frame).unwrap_or_default().command_id {
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
            pub(super) fn encode(&self, job: &mut Job<'_>) -> Result<usize, EncodeError> {
                match self {
                    $(Self::$Variant(body) => {
                        #[inline(never)]
                        fn encode(body: &$Type<'_>, job: &mut Job<'_>) -> Result<usize, EncodeError> {
                            encode_frame(CommandId::$COMMAND_ID, body, job)
                        }
                        encode(body, job)
                    })*
                    Self::Unknown(body) => encode_unknown(body, job),
                    Self::Vendor(body) => encode_vendor(body, job),
                }
            }

            /// Puts the fields of a body that the specification lists.
            #[cfg(feature = "serde")]
            pub(crate) fn put<P: Put>(&self, put: &mut P) -> Result<(), EncodeError> {
                match self {
                    $(Self::$Variant(body) => body.put(put),)*
                    Self::Unknown(_) | Self::Vendor(_) => Ok(()),
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
                    Self::Vendor(body) => body.visit(visitor),
                }
            }
        }

        impl fmt::Debug for Body<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$Variant(body) => visit::debug(f, self.command_id().name().unwrap_or_default(), body),)*
                    Self::Unknown(body) => fmt::Debug::fmt(body, f),
                    Self::Vendor(body) => fmt::Debug::fmt(body, f),
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

impl<'a> From<Vendor<'a>> for Body<'a> {
    fn from(body: Vendor<'a>) -> Self {
        Self::Vendor(body)
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
