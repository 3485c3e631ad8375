//! `query_msg_details` and its response, which only SMPP 3.3 has.

use super::list::List;
use super::submit_multi::{DESTINATIONS, Destination};
use super::submit_sm::MESSAGE_ID_OCTETS;
use crate::dialect::Dialect;
use crate::error::EncodeError;
use crate::field::{
    DATA_CODING, ERROR_CODE, FINAL_DATE, MESSAGE_ID, MESSAGE_STATE, NUMBER_OF_DESTS, PRIORITY_FLAG,
    PROTOCOL_ID, REGISTERED_DELIVERY, SCHEDULE_DELIVERY_TIME, SERVICE_TYPE, SM_LENGTH, SOURCE_ADDR,
    VALIDITY_PERIOD,
};
use crate::prim::{self, Context, Limit, Parsed, SHORT_MESSAGE, size};
use crate::put::Put;
use crate::values::{
    Address, DataCoding, MessageState, PriorityFlag, ProtocolId, RegisteredDelivery,
};

pdu! {
    /// `query_msg_details`: asks for everything about a message.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 9; `source_addr_ton` 1, `source_addr_npi` 1,
    /// `source_addr` C-octet 1 to 21; `sm_length` 1. SMPP 3.3.
    ///
    /// Spec: SMPP 3.3, `query_msg_details`.
    pub struct QueryMsgDetails<'a>, tlvs Undefined {
        /// The message, as `submit_sm_resp` called it.
        pub message_id: &'a [u8] = c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        /// Its sender, as it was submitted.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(21)),
        /// How many octets of the text are wanted: 0 to 160.
        pub sm_length: u8 = octet(&SM_LENGTH),
    }
}

impl<'a> QueryMsgDetails<'a> {
    /// The message, its sender as it was submitted, and how many octets of its text are wanted.
    #[must_use]
    pub fn new(message_id: &'a [u8], source_addr: Address<'a>, sm_length: u8) -> Self {
        Self {
            message_id,
            source_addr,
            sm_length,
            ..Self::default()
        }
    }
}

/// The rest of [`QueryMsgDetailsResp`]: read when asked for, since all at once it would be the
/// one value of this crate that costs more to move than to parse.
///
/// Decoded, it borrows octets that have been validated; for sending, a [`MessageDetailsFields`].
#[derive(Clone, Copy)]
pub struct MessageDetails<'a>(Form<'a>);

#[derive(Clone, Copy)]
enum Form<'a> {
    Wire(&'a [u8]),
    Fields(&'a MessageDetailsFields<'a>),
}

/// Everything about a message but its addresses.
///
/// Layout (octets): `protocol_id` 1; `priority_flag` 1; `schedule_delivery_time` C-octet 1 or 17;
/// `validity_period` C-octet 1 or 17; `registered_delivery` 1; `data_coding` 1; `sm_length` 1;
/// `short_message` 0 to 160; `message_id` C-octet 1 to 9, which the specification's table calls an
/// integer; `final_date` C-octet 1 or 17; `message_state` 1; `error_code` 1.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the fields of the wire")]
pub struct MessageDetailsFields<'a> {
    /// The TP-PID of GSM.
    pub protocol_id: ProtocolId,
    /// How urgent.
    pub priority_flag: PriorityFlag,
    /// When to deliver: empty, or 16 characters.
    pub schedule_delivery_time: &'a [u8],
    /// Until when: empty, or 16 characters.
    pub validity_period: &'a [u8],
    /// Which receipts were asked for.
    pub registered_delivery: RegisteredDelivery,
    /// How the text is coded.
    pub data_coding: DataCoding,
    /// As much of the text as was asked for.
    pub short_message: &'a [u8],
    /// The message.
    pub message_id: &'a [u8],
    /// When it reached its final state: empty while it has not.
    pub final_date: &'a [u8],
    /// Its state.
    pub message_state: MessageState,
    /// The network's error code; 0 for none.
    pub error_code: u8,
}

impl<'a> MessageDetailsFields<'a> {
    fn decode(input: &'a [u8], cx: &mut Context<'_>) -> Parsed<'a, Self> {
        let (input, protocol_id) = prim::octet(input, cx, &PROTOCOL_ID)?;
        let (input, priority_flag) = prim::octet(input, cx, &PRIORITY_FLAG)?;
        let (input, schedule_delivery_time) = prim::time(input, cx, &SCHEDULE_DELIVERY_TIME)?;
        let (input, validity_period) = prim::time(input, cx, &VALIDITY_PERIOD)?;
        let (input, registered_delivery) = prim::octet(input, cx, &REGISTERED_DELIVERY)?;
        let (input, data_coding) = prim::octet(input, cx, &DATA_CODING)?;
        let (input, short_message) = prim::short_message(input, cx, SHORT_MESSAGE)?;
        let (input, message_id) = prim::c_octets(input, cx, &MESSAGE_ID, MESSAGE_ID_OCTETS)?;
        let (input, final_date) = prim::time(input, cx, &FINAL_DATE)?;
        let (input, message_state) = prim::octet(input, cx, &MESSAGE_STATE)?;
        let (input, error_code) = prim::octet(input, cx, &ERROR_CODE)?;
        Ok((
            input,
            Self {
                protocol_id,
                priority_flag,
                schedule_delivery_time,
                validity_period,
                registered_delivery,
                data_coding,
                short_message,
                message_id,
                final_date,
                message_state,
                error_code,
            },
        ))
    }

    fn put<P: Put>(&self, put: &mut P) -> Result<(), EncodeError> {
        put.octet(self.protocol_id, &PROTOCOL_ID)?;
        put.octet(self.priority_flag, &PRIORITY_FLAG)?;
        put.time(self.schedule_delivery_time, &SCHEDULE_DELIVERY_TIME)?;
        put.time(self.validity_period, &VALIDITY_PERIOD)?;
        put.octet(self.registered_delivery, &REGISTERED_DELIVERY)?;
        put.octet(self.data_coding, &DATA_CODING)?;
        put.short_message(self.short_message, SHORT_MESSAGE)?;
        put.c_octets(self.message_id, &MESSAGE_ID, MESSAGE_ID_OCTETS)?;
        put.time(self.final_date, &FINAL_DATE)?;
        put.octet(self.message_state, &MESSAGE_STATE)?;
        put.octet(self.error_code, &ERROR_CODE)
    }
}

impl core::fmt::Debug for MessageDetailsFields<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("MessageDetailsFields")
            .field("message_state", &self.message_state)
            .field(
                "short_message",
                &format_args!("<{} octets>", self.short_message.len()),
            )
            .finish_non_exhaustive()
    }
}

impl<'a> MessageDetails<'a> {
    /// The fields.
    #[must_use]
    pub fn fields(&self) -> MessageDetailsFields<'a> {
        match self.0 {
            Form::Fields(fields) => *fields,
            Form::Wire(octets) => {
                // Decoding has accepted these octets; what it tolerated is tolerated again.
                let mut silent = |_| ();
                let mut cx = Context::new(Dialect::TOLERANT, octets.len(), &mut silent);
                MessageDetailsFields::decode(octets, &mut cx)
                    .map_or_else(|_| MessageDetailsFields::default(), |(_, fields)| fields)
            }
        }
    }
}

impl Default for MessageDetails<'_> {
    fn default() -> Self {
        static DEFAULT: MessageDetailsFields<'static> = MessageDetailsFields {
            protocol_id: ProtocolId(0),
            priority_flag: PriorityFlag(0),
            schedule_delivery_time: &[],
            validity_period: &[],
            registered_delivery: RegisteredDelivery(0),
            data_coding: DataCoding(0),
            short_message: &[],
            message_id: &[],
            final_date: &[],
            message_state: MessageState(0),
            error_code: 0,
        };
        Self(Form::Fields(&DEFAULT))
    }
}

impl<'a> From<&'a MessageDetailsFields<'a>> for MessageDetails<'a> {
    fn from(fields: &'a MessageDetailsFields<'a>) -> Self {
        Self(Form::Fields(fields))
    }
}

impl PartialEq for MessageDetails<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.fields() == other.fields()
    }
}

impl Eq for MessageDetails<'_> {}

impl core::fmt::Debug for MessageDetails<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.fields().fmt(f)
    }
}

pub(crate) fn decode<'a>(input: &'a [u8], cx: &mut Context<'_>) -> Parsed<'a, MessageDetails<'a>> {
    let (rest, _) = MessageDetailsFields::decode(input, cx)?;
    Ok((rest, MessageDetails(Form::Wire(input))))
}

/// The greatest size of the details.
pub(crate) const fn size() -> usize {
    size::sum(&[
        size::octet(&PROTOCOL_ID),
        size::octet(&PRIORITY_FLAG),
        size::time(&SCHEDULE_DELIVERY_TIME),
        size::time(&VALIDITY_PERIOD),
        size::octet(&REGISTERED_DELIVERY),
        size::octet(&DATA_CODING),
        size::short_message(SHORT_MESSAGE),
        size::c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        size::time(&FINAL_DATE),
        size::octet(&MESSAGE_STATE),
        size::octet(&ERROR_CODE),
    ])
}

pub(crate) fn put<P: Put>(put: &mut P, details: MessageDetails<'_>) -> Result<(), EncodeError> {
    details.fields().put(put)
}

pdu! {
    /// `query_msg_details_resp`: everything about a message.
    ///
    /// Layout (octets): `service_type` C-octet 1 to 6; `source_addr_ton` 1, `source_addr_npi` 1,
    /// `source_addr` C-octet 1 to 21; `number_of_dests` 1 and as many [`Destination`]s; then
    /// [`MessageDetailsFields`]. SMPP 3.3.
    ///
    /// Spec: SMPP 3.3, `query_msg_details_resp`.
    pub struct QueryMsgDetailsResp<'a>, tlvs Undefined {
        optional {
            /// Which service; at most 5 octets, usually empty.
            pub service_type: &'a [u8] = c_octets(&SERVICE_TYPE, Limit::all(6)),
        }
        /// Who sent the message.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(21)),
        /// Who was to receive it, each.
        pub dest_address: List<'a, Destination<'a>> = list(&NUMBER_OF_DESTS, DESTINATIONS),
        /// Everything else.
        pub details: MessageDetails<'a> = message_details(),
    }
}
