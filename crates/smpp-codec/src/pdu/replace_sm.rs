//! `replace_sm` and its response.

use crate::field::{
    MESSAGE_ID, REGISTERED_DELIVERY, SCHEDULE_DELIVERY_TIME, SM_DEFAULT_MSG_ID, SOURCE_ADDR,
    VALIDITY_PERIOD,
};
use crate::pdu::submit_sm::MESSAGE_ID_OCTETS;
use crate::prim::{Limit, SHORT_MESSAGE};
use crate::values::{Address, RegisteredDelivery};

pdu! {
    /// `replace_sm`: replaces a pending message.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 65 (3.3: 9); `source_addr_ton` 1,
    /// `source_addr_npi` 1, `source_addr` C-octet 1 to 21; `schedule_delivery_time` C-octet 1 or
    /// 17; `validity_period` C-octet 1 or 17; `registered_delivery` 1; `sm_default_msg_id` 1;
    /// `sm_length` 1; `short_message` 0 to 254 (3.3: 160, 5.0: 255). In SMPP 5.0
    /// `message_payload` may follow.
    ///
    /// There is no `data_coding`: the new text is coded as the old one was.
    ///
    /// Spec: SMPP 3.4 section 4.10.1; SMPP 5.0, `replace_sm`.
    pub struct ReplaceSm<'a>, tlvs Defined {
        /// The message, as `submit_sm_resp` called it.
        pub message_id: &'a [u8] = c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        /// Its sender, as it was submitted.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(21)),
        /// When to deliver; empty keeps the old time.
        pub schedule_delivery_time: &'a [u8] = time(&SCHEDULE_DELIVERY_TIME),
        /// Until when; empty keeps the old time.
        pub validity_period: &'a [u8] = time(&VALIDITY_PERIOD),
        /// Which receipts are asked for now.
        pub registered_delivery: RegisteredDelivery = octet(&REGISTERED_DELIVERY),
        /// A message that the message centre has stored; 0 for none.
        pub sm_default_msg_id: u8 = octet(&SM_DEFAULT_MSG_ID),
        /// The new user data.
        pub short_message: &'a [u8] = short_message(SHORT_MESSAGE),
    }
}

impl<'a> ReplaceSm<'a> {
    /// Returns a replacement for the user data of a message; its times stay as they are.
    ///
    /// `short_message` takes encoded octets, not text: see [`SubmitSm::new`](super::SubmitSm::new).
    /// They are in the coding that the message was submitted with.
    ///
    /// ```
    /// use smpp_codec::pdu::ReplaceSm;
    /// use smpp_codec::values::Address;
    /// use smpp_codec::Pdu;
    ///
    /// let pdu = Pdu::new(1, ReplaceSm::new(b"42", Address::alphanumeric(b"BANK"), b"later"));
    /// ```
    #[must_use]
    pub fn new(message_id: &'a [u8], source_addr: Address<'a>, short_message: &'a [u8]) -> Self {
        Self {
            message_id,
            source_addr,
            short_message,
            ..Self::default()
        }
    }
}

pdu! {
    /// `replace_sm_resp`: answers `replace_sm`.
    ///
    /// No body; `congestion_state` may follow in SMPP 5.0. Spec: SMPP 3.4 section 4.10.2;
    /// SMPP 5.0, `replace_sm_resp`.
    pub struct ReplaceSmResp<'a>, tlvs Defined {}
}
