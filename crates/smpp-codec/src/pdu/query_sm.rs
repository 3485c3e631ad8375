//! `query_sm` and its response.

use crate::field::{ERROR_CODE, FINAL_DATE, MESSAGE_ID, MESSAGE_STATE, SOURCE_ADDR};
use crate::pdu::submit_sm::MESSAGE_ID_OCTETS;
use crate::prim::Limit;
use crate::values::{Address, MessageState};

pdu! {
    /// `query_sm`: asks what became of a message.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 65 (3.3: 9); `source_addr_ton` 1,
    /// `source_addr_npi` 1, `source_addr` C-octet 1 to 21. No TLVs.
    ///
    /// Spec: SMPP 3.4 section 4.8.1; SMPP 5.0, `query_sm`.
    pub struct QuerySm<'a>, tlvs Undefined {
        /// The message, as `submit_sm_resp` called it.
        pub message_id: &'a [u8] = c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        /// Its sender, as it was submitted.
        pub source_addr: Address<'a> = last_address(&SOURCE_ADDR, Limit::all(21)),
    }
}

pdu! {
    /// `query_sm_resp`: what became of a message.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 65 (3.3: 9); `final_date` C-octet 1 or 17, or
    /// 13 as SMPP 3.3 and 3.4 describe it elsewhere; `message_state` 1; `error_code` 1.
    /// `congestion_state` may follow in 5.0.
    ///
    /// Spec: SMPP 3.4 section 4.8.2; SMPP 5.0, `query_sm_resp`.
    pub struct QuerySmResp<'a>, tlvs Defined {
        optional {
            /// The message.
            pub message_id: &'a [u8] = c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        }
        /// When it reached its final state: empty while it has not.
        pub final_date: &'a [u8] = time(&FINAL_DATE),
        /// Its state.
        pub message_state: MessageState = octet(&MESSAGE_STATE),
        /// The network's error code; 0 for none.
        pub error_code: u8 = octet(&ERROR_CODE),
    }
}

impl<'a> QuerySm<'a> {
    /// The message, and its sender as it was submitted.
    ///
    /// ```
    /// use smpp_codec::pdu::QuerySm;
    /// use smpp_codec::values::Address;
    /// use smpp_codec::Pdu;
    ///
    /// let pdu = Pdu::new(1, QuerySm::new(b"42", Address::alphanumeric(b"BANK")));
    /// ```
    #[must_use]
    pub fn new(message_id: &'a [u8], source_addr: Address<'a>) -> Self {
        Self {
            message_id,
            source_addr,
            ..Self::default()
        }
    }
}

impl<'a> QuerySmResp<'a> {
    /// The message, when it reached its final state, empty while it has not, and its state.
    ///
    /// ```
    /// use smpp_codec::pdu::QuerySmResp;
    /// use smpp_codec::values::MessageState;
    /// use smpp_codec::Pdu;
    ///
    /// let pdu = Pdu::new(1, QuerySmResp::new(b"42", b"261123161500000+", MessageState::DELIVERED));
    /// ```
    #[must_use]
    pub fn new(message_id: &'a [u8], final_date: &'a [u8], message_state: MessageState) -> Self {
        Self {
            message_id: Some(message_id),
            final_date,
            message_state,
            ..Self::default()
        }
    }
}
