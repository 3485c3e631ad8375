//! `cancel_broadcast_sm` and its response, SMPP 5.0.

use super::submit_sm::MESSAGE_ID_OCTETS;
use crate::field::{MESSAGE_ID, SERVICE_TYPE, SOURCE_ADDR};
use crate::prim::Limit;
use crate::values::Address;

pdu! {
    /// `cancel_broadcast_sm`: cancels a broadcast.
    ///
    /// Layout (octets): `service_type` C-octet 1 to 6; `message_id` C-octet 1 to 65;
    /// `source_addr_ton` 1, `source_addr_npi` 1, `source_addr` C-octet 1 to 21. TLVs:
    /// `broadcast_content_type`, `user_message_reference`.
    ///
    /// Spec: SMPP 5.0, `cancel_broadcast_sm`.
    pub struct CancelBroadcastSm<'a>, tlvs Defined {
        /// Which service; for a cancellation by match.
        pub service_type: &'a [u8] = c_octets(&SERVICE_TYPE, Limit::all(6)),
        /// The broadcast, or empty.
        pub message_id: &'a [u8] = c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        /// Its sender, as it was submitted.
        pub source_addr: Address<'a> = last_address(&SOURCE_ADDR, Limit::all(21)),
    }
}

impl<'a> CancelBroadcastSm<'a> {
    /// The broadcast, and its sender as it was submitted.
    #[must_use]
    pub fn new(message_id: &'a [u8], source_addr: Address<'a>) -> Self {
        Self {
            message_id,
            source_addr,
            ..Self::default()
        }
    }
}

pdu! {
    /// `cancel_broadcast_sm_resp`: answers `cancel_broadcast_sm`.
    ///
    /// No body; `congestion_state` may follow. Spec: SMPP 5.0, `cancel_broadcast_sm_resp`.
    pub struct CancelBroadcastSmResp<'a>, tlvs Defined {}
}
