//! `submit_multi` and its response.

use super::list::{Count, Entry, List};
use super::submit_sm::MESSAGE_ID_OCTETS;
use crate::command_status::CommandStatus;
use crate::error::{EncodeError, Kind};
use crate::field::{
    DATA_CODING, DEST_FLAG, DESTINATION_ADDR, DL_NAME, ERROR_STATUS_CODE, ESM_CLASS, MESSAGE_ID,
    NO_UNSUCCESS, NUMBER_OF_DESTS, PRIORITY_FLAG, PROTOCOL_ID, REGISTERED_DELIVERY,
    REPLACE_IF_PRESENT_FLAG, SCHEDULE_DELIVERY_TIME, SERVICE_TYPE, SM_DEFAULT_MSG_ID, SOURCE_ADDR,
    VALIDITY_PERIOD,
};
use crate::prim::{self, Context, Limit, Parsed, SHORT_MESSAGE, size};
use crate::put::Put;
use crate::values::{
    Address, DataCoding, DestFlag, EsmClass, PriorityFlag, ProtocolId, RegisteredDelivery,
    ReplaceIfPresentFlag,
};

/// One destination of `submit_multi`.
///
/// Layout (octets): `dest_flag` 1; then for an SME address `dest_addr_ton` 1, `dest_addr_npi` 1,
/// `destination_addr` C-octet 1 to 21; for a distribution list `dl_name` C-octet 1 to 21. Another
/// `dest_flag` is an error, since nobody knows where the entry would end.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Destination<'a> {
    /// The address of one SME.
    SmeAddress(Address<'a>),
    /// The name of a distribution list; at most 20 octets.
    DistributionList(&'a [u8]),
}

impl core::fmt::Debug for Destination<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::SmeAddress(address) => address.fmt(f),
            Self::DistributionList(name) => write!(f, "dl_name: <{} octets>", name.len()),
        }
    }
}

const ADDRESS: Limit = Limit::all(21);

impl<'a> Entry<'a> for Destination<'a> {
    fn decode(input: &'a [u8], cx: &mut Context<'_>) -> Parsed<'a, Self> {
        let (rest, flag) = prim::octet(input, cx, &DEST_FLAG)?;
        match flag {
            DestFlag::SME_ADDRESS => {
                let (rest, address) = prim::address(rest, cx, &DESTINATION_ADDR, ADDRESS)?;
                Ok((rest, Self::SmeAddress(address)))
            }
            DestFlag::DISTRIBUTION_LIST => {
                let (rest, name) = prim::c_octets(rest, cx, &DL_NAME, ADDRESS)?;
                Ok((rest, Self::DistributionList(name)))
            }
            _ => prim::fault(input, &DEST_FLAG, Kind::Value),
        }
    }

    fn put<P: Put>(&self, put: &mut P) -> Result<(), EncodeError> {
        match self {
            Self::SmeAddress(address) => {
                put.octet(DestFlag::SME_ADDRESS, &DEST_FLAG)?;
                put.address(*address, &DESTINATION_ADDR, ADDRESS)
            }
            Self::DistributionList(name) => {
                put.octet(DestFlag::DISTRIBUTION_LIST, &DEST_FLAG)?;
                put.c_octets(name, &DL_NAME, ADDRESS)
            }
        }
    }
}

/// How many destinations: SMPP 3.3 states no limit but that of the octet.
pub(crate) const DESTINATIONS: Count = Count {
    least: 1,
    most: Limit::by(255, 254, 255),
    // dest_flag and an SME address, which is longer than the name of a list.
    entry_octets: size::sum(&[
        size::octet(&DEST_FLAG),
        size::address(&DESTINATION_ADDR, ADDRESS),
    ]),
};

pdu! {
    /// `submit_multi`: an ESME submits one message to many destinations.
    ///
    /// Layout (octets): `service_type` C-octet 1 to 6; `source_addr_ton` 1, `source_addr_npi` 1,
    /// `source_addr` C-octet 1 to 21; `number_of_dests` 1 and as many [`Destination`]s; then as
    /// [`SubmitSm`](super::SubmitSm) from `esm_class` on. 1 to 254 destinations (5.0: 255).
    ///
    /// Spec: SMPP 3.4 section 4.5.1; SMPP 5.0, `submit_multi`.
    ///
    /// ```
    /// use smpp_codec::pdu::{Destination, SubmitMulti};
    /// use smpp_codec::values::Address;
    ///
    /// let to = [
    ///     Destination::SmeAddress(Address::international(b"447700900123")),
    ///     Destination::DistributionList(b"customers"),
    /// ];
    /// let submit = SubmitMulti { dest_address: (&to).into(), short_message: b"hi", ..SubmitMulti::default() };
    /// assert_eq!(submit.dest_address.len(), 2);
    /// ```
    pub struct SubmitMulti<'a>, tlvs Defined {
        /// Which service; at most 5 octets, usually empty.
        pub service_type: &'a [u8] = c_octets(&SERVICE_TYPE, Limit::all(6)),
        /// Who sends.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(21)),
        /// Who is to receive, each.
        pub dest_address: List<'a, Destination<'a>> = list(&NUMBER_OF_DESTS, DESTINATIONS),
        /// What kind of message.
        pub esm_class: EsmClass = octet(&ESM_CLASS),
        /// The TP-PID of GSM.
        pub protocol_id: ProtocolId = octet(&PROTOCOL_ID),
        /// How urgent.
        pub priority_flag: PriorityFlag = octet(&PRIORITY_FLAG),
        /// When to deliver: empty, or 16 characters.
        pub schedule_delivery_time: &'a [u8] = time(&SCHEDULE_DELIVERY_TIME),
        /// Until when: empty, or 16 characters.
        pub validity_period: &'a [u8] = time(&VALIDITY_PERIOD),
        /// Which receipts and acknowledgements are asked for.
        pub registered_delivery: RegisteredDelivery = octet(&REGISTERED_DELIVERY),
        /// Not for many destinations: leave it at its default.
        pub replace_if_present_flag: ReplaceIfPresentFlag = octet(&REPLACE_IF_PRESENT_FLAG),
        /// How `short_message` is coded.
        pub data_coding: DataCoding = octet(&DATA_CODING),
        /// A message that the message centre has stored; 0 for none.
        pub sm_default_msg_id: u8 = octet(&SM_DEFAULT_MSG_ID),
        /// The user data, its header included; no NUL.
        pub short_message: &'a [u8] = short_message(SHORT_MESSAGE),
    }
}

impl<'a> SubmitMulti<'a> {
    /// Returns a message with these addresses and this user data, and everything else at its
    /// default.
    ///
    /// `short_message` takes encoded octets, not text: see [`SubmitSm::new`](super::SubmitSm::new).
    ///
    /// ```
    /// use smpp_codec::pdu::{Destination, SubmitMulti};
    /// use smpp_codec::values::Address;
    ///
    /// let to = [b"447700900123", b"447700900124"].map(|digits| Destination::SmeAddress(Address::international(digits)));
    /// let submit = SubmitMulti::new(Address::alphanumeric(b"BANK"), &to, b"hi");
    /// assert_eq!(submit.dest_address.len(), 2);
    /// ```
    #[must_use]
    pub fn new(
        source_addr: Address<'a>,
        dest_address: impl Into<List<'a, Destination<'a>>>,
        short_message: &'a [u8],
    ) -> Self {
        Self {
            source_addr,
            dest_address: dest_address.into(),
            short_message,
            ..Self::default()
        }
    }
}

/// A destination that `submit_multi` could not serve, and why.
///
/// Layout (octets): `dest_addr_ton` 1, `dest_addr_npi` 1, `destination_addr` C-octet 1 to 21,
/// `error_status_code` 4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "the fields of the wire")]
pub struct UnsuccessSme<'a> {
    /// The destination.
    pub address: Address<'a>,
    /// Why.
    pub error_status_code: CommandStatus,
}

impl<'a> Entry<'a> for UnsuccessSme<'a> {
    fn decode(input: &'a [u8], cx: &mut Context<'_>) -> Parsed<'a, Self> {
        let (input, address) = prim::address(input, cx, &DESTINATION_ADDR, ADDRESS)?;
        let (input, error_status_code) = prim::integer4(input, cx, &ERROR_STATUS_CODE)?;
        Ok((
            input,
            Self {
                address,
                error_status_code,
            },
        ))
    }

    fn put<P: Put>(&self, put: &mut P) -> Result<(), EncodeError> {
        put.address(self.address, &DESTINATION_ADDR, ADDRESS)?;
        put.integer4(self.error_status_code, &ERROR_STATUS_CODE)
    }
}

const UNSUCCESSFUL: Count = Count {
    least: 0,
    most: Limit::all(255),
    entry_octets: size::sum(&[
        size::address(&DESTINATION_ADDR, ADDRESS),
        size::integer4(&ERROR_STATUS_CODE),
    ]),
};

pdu! {
    /// `submit_multi_resp`: answers `submit_multi`.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 65 (3.3: 9); `no_unsuccess` 1 and as many
    /// [`UnsuccessSme`]s. TLVs in SMPP 5.0. Status `ESME_ROK` with entries means accepted in part.
    ///
    /// Spec: SMPP 3.4 section 4.5.2; SMPP 5.0, `submit_multi_resp`.
    pub struct SubmitMultiResp<'a>, tlvs Defined {
        optional {
            /// What the message centre calls the message; one id for all destinations.
            pub message_id: &'a [u8] = c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        }
        /// The destinations that were refused.
        pub unsuccess_sme: List<'a, UnsuccessSme<'a>> = list(&NO_UNSUCCESS, UNSUCCESSFUL),
    }
}

impl<'a> SubmitMultiResp<'a> {
    /// The answer to a message that was accepted for every destination.
    #[must_use]
    pub fn accepted(message_id: &'a [u8]) -> Self {
        Self {
            message_id: Some(message_id),
            ..Self::default()
        }
    }
}
