//! The broadcast family of SMPP 5.0: `broadcast_sm`, `query_broadcast_sm`, `cancel_broadcast_sm`.
//!
//! One reading of section 4.4.1.1 swaps the ids of the first two; the table of command ids has
//! `broadcast_sm` at 0x111, and so has everyone who interoperates.

use crate::command_id::CommandId;
use crate::field::{
    DATA_CODING, MESSAGE_ID, PRIORITY_FLAG, REPLACE_IF_PRESENT_FLAG, SCHEDULE_DELIVERY_TIME,
    SERVICE_TYPE, SM_DEFAULT_MSG_ID, SOURCE_ADDR, VALIDITY_PERIOD,
};
use crate::pdu::submit_sm::MESSAGE_ID_OCTETS;
use crate::prim::Limit;
use crate::tlv::{self, TlvTag, Tlvs};
use crate::values::{Address, DataCoding, PriorityFlag, ReplaceIfPresent};

pdu! {
    /// `broadcast_sm`: an ESME submits a cell broadcast.
    ///
    /// Layout (octets): `service_type` C-octet 1 to 6; `source_addr_ton` 1, `source_addr_npi` 1,
    /// `source_addr` C-octet 1 to 21; `message_id` C-octet 1 to 65; `priority_flag` 1;
    /// `schedule_delivery_time` C-octet 1 or 17; `validity_period` C-octet 1 or 17;
    /// `replace_if_present_flag` 1; `data_coding` 1; `sm_default_msg_id` 1.
    /// Mandatory TLVs: `broadcast_area_identifier`, `broadcast_content_type`,
    /// `broadcast_rep_num` (not at priority 1), `broadcast_frequency_interval`; the text is in `message_payload`.
    ///
    /// Spec: SMPP 5.0 section 4.4.1.1.
    pub struct BroadcastSm<'a>, tlvs Defined, mandatory broadcast_sm_tlvs {
        /// Which service; at most 5 octets, usually empty.
        pub service_type: &'a [u8] = c_octets(&SERVICE_TYPE, Limit::all(6)),
        /// Who sends.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(21)),
        /// The broadcast to replace, or empty.
        pub message_id: &'a [u8] = c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        /// How urgent.
        pub priority_flag: PriorityFlag = octet(&PRIORITY_FLAG),
        /// When to begin: empty, or 16 characters.
        pub schedule_delivery_time: &'a [u8] = time(&SCHEDULE_DELIVERY_TIME),
        /// Until when: empty, or 16 characters.
        pub validity_period: &'a [u8] = time(&VALIDITY_PERIOD),
        /// Whether to replace.
        pub replace_if_present_flag: ReplaceIfPresent = octet(&REPLACE_IF_PRESENT_FLAG),
        /// How the payload is coded.
        pub data_coding: DataCoding = octet(&DATA_CODING),
        /// A message that the message centre has stored; 0 for none.
        pub sm_default_msg_id: u8 = octet(&SM_DEFAULT_MSG_ID),
    }
}

fn broadcast_sm_tlvs(body: &BroadcastSm<'_>) -> &'static [TlvTag] {
    /// An immediate broadcast is not repeated: the specification lists `broadcast_rep_num` as
    /// mandatory, and says not to send it at this priority.
    const IMMEDIATE: PriorityFlag = PriorityFlag(1);
    const UNREPEATED: &[TlvTag] = &[
        tlv::BROADCAST_CONTENT_TYPE.tag(),
        tlv::BROADCAST_FREQUENCY_INTERVAL.tag(),
        tlv::BROADCAST_AREA_IDENTIFIER.tag(),
    ];
    match body.priority_flag {
        IMMEDIATE => UNREPEATED,
        _ => CommandId::BROADCAST_SM.mandatory_tlvs(),
    }
}

impl<'a> BroadcastSm<'a> {
    /// A broadcast whose text, areas, content type and repetitions are the TLVs:
    /// [`Body::missing_tlv`](super::Body::missing_tlv) says which one lacks.
    ///
    /// ```
    /// use smpp_codec::pdu::{Body, BroadcastSm};
    /// use smpp_codec::tlv::{self, Tlv};
    /// use smpp_codec::values::{
    ///     Address, AreaFormat, BroadcastAreaIdentifier, BroadcastContentType, BroadcastFrequencyInterval,
    ///     BroadcastNetwork, ContentType, IntervalUnit,
    /// };
    ///
    /// let mut room = [0; BroadcastAreaIdentifier::MAX_OCTETS];
    /// let area = BroadcastAreaIdentifier::build(&mut room, AreaFormat::ALIAS, b"harbour")?;
    /// let content = BroadcastContentType { network: BroadcastNetwork::GENERIC, content: ContentType::WEATHER };
    /// let often = BroadcastFrequencyInterval { unit: IntervalUnit::MINUTES, count: 10 };
    /// let tlvs = [
    ///     Tlv::new(tlv::BROADCAST_AREA_IDENTIFIER, area),
    ///     Tlv::new(tlv::BROADCAST_CONTENT_TYPE, content),
    ///     Tlv::new(tlv::BROADCAST_REP_NUM, 6),
    ///     Tlv::new(tlv::BROADCAST_FREQUENCY_INTERVAL, often),
    ///     Tlv::new(tlv::MESSAGE_PAYLOAD, b"storm tonight"),
    /// ];
    /// let broadcast = Body::from(BroadcastSm::new(Address::alphanumeric(b"METEO"), &tlvs));
    /// assert_eq!(broadcast.missing_tlv(), None);
    /// # Ok::<(), smpp_codec::EncodeError>(())
    /// ```
    #[must_use]
    pub fn new(source_addr: Address<'a>, tlvs: impl Into<Tlvs<'a>>) -> Self {
        Self {
            source_addr,
            tlvs: tlvs.into(),
            ..Self::default()
        }
    }
}

pdu! {
    /// `broadcast_sm_resp`: answers `broadcast_sm`.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 65. TLVs: `broadcast_error_status` and
    /// `broadcast_area_identifier`, one of each for every area that failed.
    ///
    /// Spec: SMPP 5.0, `broadcast_sm_resp`.
    pub struct BroadcastSmResp<'a>, tlvs Defined, response {
        /// What the message centre calls the broadcast.
        pub message_id: &'a [u8] = last_c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
    }
}

impl<'a> BroadcastSmResp<'a> {
    /// The answer to a broadcast that was accepted.
    #[must_use]
    pub fn accepted(message_id: &'a [u8]) -> Self {
        Self {
            message_id: Some(message_id),
            ..Self::default()
        }
    }
}

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
    pub struct QueryBroadcastSmResp<'a>, tlvs Defined, response, mandatory query_broadcast_sm_resp_tlvs {
        /// The broadcast.
        pub message_id: &'a [u8] = last_c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
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
