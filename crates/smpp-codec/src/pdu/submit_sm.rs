//! `submit_sm` and its response.

use crate::field::{
    DATA_CODING, DESTINATION_ADDR, ESM_CLASS, MESSAGE_ID, PRIORITY_FLAG, PROTOCOL_ID,
    REGISTERED_DELIVERY, REPLACE_IF_PRESENT_FLAG, SCHEDULE_DELIVERY_TIME, SERVICE_TYPE,
    SM_DEFAULT_MSG_ID, SOURCE_ADDR, VALIDITY_PERIOD,
};
use crate::prim::{Limit, SHORT_MESSAGE};
use crate::values::{
    Address, DataCoding, EsmClass, PriorityFlag, ProtocolId, RegisteredDelivery,
    ReplaceIfPresentFlag,
};

/// The greatest message id, by version; the NUL counted.
pub(crate) const MESSAGE_ID_OCTETS: Limit = Limit::by(9, 65, 65);

pdu! {
    /// `submit_sm`: an ESME submits a message.
    ///
    /// Layout (octets): `service_type` C-octet 1 to 6; `source_addr_ton` 1, `source_addr_npi` 1,
    /// `source_addr` C-octet 1 to 21; `dest_addr_ton` 1, `dest_addr_npi` 1, `destination_addr`
    /// C-octet 1 to 21; `esm_class` 1; `protocol_id` 1; `priority_flag` 1;
    /// `schedule_delivery_time` C-octet 1 or 17; `validity_period` C-octet 1 or 17;
    /// `registered_delivery` 1; `replace_if_present_flag` 1; `data_coding` 1;
    /// `sm_default_msg_id` 1; `sm_length` 1; `short_message` 0 to 254 (3.3: 160, 5.0: 255).
    /// TLVs from 3.4 on; `message_payload` instead of `short_message` carries up to 65,535.
    ///
    /// `Debug` shows neither addresses nor text.
    ///
    /// Spec: SMPP 3.4 section 4.4.1; SMPP 5.0, `submit_sm`.
    ///
    /// ```
    /// use smpp_codec::pdu::SubmitSm;
    /// use smpp_codec::values::{Address, RegisteredDelivery};
    ///
    /// let submit = SubmitSm {
    ///     registered_delivery: RegisteredDelivery::RECEIPT,
    ///     ..SubmitSm::new(Address::alphanumeric(b"BANK"), Address::international(b"447700900123"), b"hi")
    /// };
    /// assert_eq!(submit.short_message, b"hi");
    /// ```
    pub struct SubmitSm<'a>, tlvs Defined {
        /// Which service; at most 5 octets, usually empty: see [`service_type`](crate::values::service_type).
        pub service_type: &'a [u8] = c_octets(&SERVICE_TYPE, Limit::all(6)),
        /// Who sends; empty lets the message centre fill it in.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(21)),
        /// Who is to receive.
        pub destination_addr: Address<'a> = address(&DESTINATION_ADDR, Limit::all(21)),
        /// What kind of message.
        pub esm_class: EsmClass = octet(&ESM_CLASS),
        /// The TP-PID of GSM.
        pub protocol_id: ProtocolId = octet(&PROTOCOL_ID),
        /// How urgent.
        pub priority_flag: PriorityFlag = octet(&PRIORITY_FLAG),
        /// When to deliver: empty, or 16 characters; empty means now.
        pub schedule_delivery_time: &'a [u8] = time(&SCHEDULE_DELIVERY_TIME),
        /// Until when: empty, or 16 characters; empty means the message centre's default.
        pub validity_period: &'a [u8] = time(&VALIDITY_PERIOD),
        /// Which receipts and acknowledgements are asked for.
        pub registered_delivery: RegisteredDelivery = octet(&REGISTERED_DELIVERY),
        /// Whether to replace a pending message.
        pub replace_if_present_flag: ReplaceIfPresentFlag = octet(&REPLACE_IF_PRESENT_FLAG),
        /// How `short_message` is coded.
        pub data_coding: DataCoding = octet(&DATA_CODING),
        /// A message that the message centre has stored, instead of `short_message`: 1 to 100 in
        /// SMPP 3.3, 254 in 3.4, 255 in 5.0; 0 for none.
        pub sm_default_msg_id: u8 = octet(&SM_DEFAULT_MSG_ID),
        /// The user data, its header included; no NUL.
        pub short_message: &'a [u8] = short_message(SHORT_MESSAGE),
    }
}

impl<'a> SubmitSm<'a> {
    /// Returns a message with these addresses and this user data, and everything else at its
    /// default.
    ///
    /// `short_message` takes encoded octets, not text: they go on the wire as they are, in the
    /// coding that `data_coding` names. Its default, 0, is the default alphabet of the message
    /// centre, which is seldom ASCII or UTF-8. To encode text, use `smpp_message::compose` or
    /// `smpp_message::split`.
    #[must_use]
    pub fn new(
        source_addr: Address<'a>,
        destination_addr: Address<'a>,
        short_message: &'a [u8],
    ) -> Self {
        Self {
            source_addr,
            destination_addr,
            short_message,
            ..Self::default()
        }
    }
}

pdu! {
    /// `submit_sm_resp`: answers `submit_sm`.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 65 (3.3: 9, hexadecimal digits). TLVs in 5.0.
    /// An error response has no body; in SMPP 3.3 it has a NUL.
    ///
    /// Spec: SMPP 3.4 section 4.4.2; SMPP 5.0, `submit_sm_resp`.
    pub struct SubmitSmResp<'a>, tlvs Defined {
        optional {
            /// What the message centre calls the message; at most 64 octets of its choice.
            pub message_id: &'a [u8] = last_c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        }
    }
}

impl<'a> SubmitSmResp<'a> {
    /// The answer to a message that was accepted.
    #[must_use]
    pub fn accepted(message_id: &'a [u8]) -> Self {
        Self {
            message_id: Some(message_id),
            ..Self::default()
        }
    }
}
