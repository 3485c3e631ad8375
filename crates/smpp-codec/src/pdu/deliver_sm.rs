//! `deliver_sm` and its response.

use crate::field::{
    DATA_CODING, DESTINATION_ADDR, ESM_CLASS, MESSAGE_ID, PRIORITY_FLAG, PROTOCOL_ID,
    REGISTERED_DELIVERY, REPLACE_IF_PRESENT_FLAG, SCHEDULE_DELIVERY_TIME, SERVICE_TYPE,
    SM_DEFAULT_MSG_ID, SOURCE_ADDR, VALIDITY_PERIOD,
};
use crate::pdu::submit_sm::MESSAGE_ID_OCTETS;
use crate::prim::{Limit, SHORT_MESSAGE};
use crate::values::{
    Address, DataCoding, EsmClass, PriorityFlag, ProtocolId, RegisteredDelivery,
    ReplaceIfPresentFlag,
};

pdu! {
    /// `deliver_sm`: a message centre delivers a message, or a delivery receipt, to an ESME.
    ///
    /// The layout is that of [`SubmitSm`](super::SubmitSm). In SMPP 3.4 `schedule_delivery_time`,
    /// `validity_period`, `replace_if_present_flag` and `sm_default_msg_id` are unused: send
    /// their defaults; a peer that fills them in is understood.
    ///
    /// `Debug` shows neither addresses nor text.
    ///
    /// Spec: SMPP 3.4 section 4.6.1; SMPP 5.0, `deliver_sm`.
    pub struct DeliverSm<'a>, tlvs Defined {
        /// Which service; at most 5 octets, usually empty.
        pub service_type: &'a [u8] = c_octets(&SERVICE_TYPE, Limit::all(6)),
        /// Who sent the message; for a receipt, who was to receive the original.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(21)),
        /// Who receives; for a receipt, who sent the original.
        pub destination_addr: Address<'a> = address(&DESTINATION_ADDR, Limit::all(21)),
        /// What kind of message: a receipt says so here.
        pub esm_class: EsmClass = octet(&ESM_CLASS),
        /// The TP-PID of GSM.
        pub protocol_id: ProtocolId = octet(&PROTOCOL_ID),
        /// How urgent.
        pub priority_flag: PriorityFlag = octet(&PRIORITY_FLAG),
        /// Unused; empty, or 16 characters.
        pub schedule_delivery_time: &'a [u8] = time(&SCHEDULE_DELIVERY_TIME),
        /// Unused; empty, or 16 characters.
        pub validity_period: &'a [u8] = time(&VALIDITY_PERIOD),
        /// Which acknowledgements the sender asks for.
        pub registered_delivery: RegisteredDelivery = octet(&REGISTERED_DELIVERY),
        /// Unused.
        pub replace_if_present_flag: ReplaceIfPresentFlag = octet(&REPLACE_IF_PRESENT_FLAG),
        /// How `short_message` is coded.
        pub data_coding: DataCoding = octet(&DATA_CODING),
        /// Unused.
        pub sm_default_msg_id: u8 = octet(&SM_DEFAULT_MSG_ID),
        /// The user data, its header included; no NUL.
        pub short_message: &'a [u8] = short_message(SHORT_MESSAGE),
    }
}

impl<'a> DeliverSm<'a> {
    /// Returns a message with these addresses and this user data, and everything else at its
    /// default.
    ///
    /// `short_message` takes encoded octets, not text: see [`SubmitSm::new`](super::SubmitSm::new).
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
    /// `deliver_sm_resp`: answers `deliver_sm`.
    ///
    /// Layout (octets): `message_id` C-octet, unused: send a NUL. Some peers fill it in.
    /// TLVs in SMPP 5.0. An error response has no body.
    ///
    /// Spec: SMPP 3.4 section 4.6.2; SMPP 5.0, `deliver_sm_resp`.
    pub struct DeliverSmResp<'a>, tlvs Defined {
        optional {
            /// Unused.
            pub message_id: &'a [u8] = last_c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        }
    }
}

impl DeliverSmResp<'_> {
    /// The answer to a message that was accepted.
    #[must_use]
    pub fn accepted() -> Self {
        Self {
            message_id: Some(&[]),
            ..Self::default()
        }
    }
}
