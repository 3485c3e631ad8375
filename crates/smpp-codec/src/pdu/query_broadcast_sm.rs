//! `query_broadcast_sm` and its response, SMPP 5.0.

use super::submit_sm::MESSAGE_ID_OCTETS;
use crate::command_id::CommandId;
use crate::field::{MESSAGE_ID, SOURCE_ADDR};
use crate::prim::Limit;
use crate::tlv::{TlvTag, Tlvs};
use crate::values::Address;

pdu! {
    /// `query_broadcast_sm`: asks what became of a broadcast.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 65; `source_addr_ton` 1, `source_addr_npi` 1,
    /// `source_addr` C-octet 1 to 21. TLV: `user_message_reference`.
    ///
    /// Spec: SMPP 5.0, `query_broadcast_sm`.
    pub struct QueryBroadcastSm<'a>, tlvs Defined {
        /// The broadcast, or empty where `user_message_reference` says which.
        pub message_id: &'a [u8] = c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        /// Its sender, as it was submitted.
        pub source_addr: Address<'a> = last_address(&SOURCE_ADDR, Limit::all(21)),
    }
}

impl<'a> QueryBroadcastSm<'a> {
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
    /// `query_broadcast_sm_resp`: what became of a broadcast.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 65, which the specification's table calls an
    /// integer. Mandatory TLVs: `message_state`, and for each area `broadcast_area_identifier`
    /// and `broadcast_area_success`.
    ///
    /// Spec: SMPP 5.0, `query_broadcast_sm_resp`.
    pub struct QueryBroadcastSmResp<'a>, tlvs Defined, mandatory query_broadcast_sm_resp_tlvs {
        optional {
            /// The broadcast.
            pub message_id: &'a [u8] = last_c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        }
    }
}

fn query_broadcast_sm_resp_tlvs(body: &QueryBroadcastSmResp<'_>) -> &'static [TlvTag] {
    match body.message_id {
        Some(_) => CommandId::QUERY_BROADCAST_SM_RESP.mandatory_tlvs(),
        None => &[],
    }
}

impl<'a> QueryBroadcastSmResp<'a> {
    /// The broadcast; its state, and each area with its success, are the TLVs.
    #[must_use]
    pub fn new(message_id: &'a [u8], tlvs: impl Into<Tlvs<'a>>) -> Self {
        Self {
            message_id: Some(message_id),
            tlvs: tlvs.into(),
        }
    }
}
