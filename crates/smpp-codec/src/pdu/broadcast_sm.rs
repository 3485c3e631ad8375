//! `broadcast_sm` and its response, SMPP 5.0.
//!
//! One reading of section 4.4.1.1 swaps the ids of `broadcast_sm` and `query_broadcast_sm`. The table
//! of command ids has `broadcast_sm` at 0x111, and all known implementations follow the table.

use super::submit_sm::MESSAGE_ID_OCTETS;
use crate::command_id::CommandId;
use crate::field::{
    DATA_CODING, MESSAGE_ID, PRIORITY_FLAG, REPLACE_IF_PRESENT_FLAG, SCHEDULE_DELIVERY_TIME,
    SERVICE_TYPE, SM_DEFAULT_MSG_ID, SOURCE_ADDR, VALIDITY_PERIOD,
};
use crate::prim::Limit;
use crate::tlv::{self, TlvTag, Tlvs};
use crate::values::{Address, DataCoding, PriorityFlag, ReplaceIfPresentFlag};

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
        pub replace_if_present_flag: ReplaceIfPresentFlag = octet(&REPLACE_IF_PRESENT_FLAG),
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
    pub struct BroadcastSmResp<'a>, tlvs Defined {
        optional {
            /// What the message centre calls the broadcast.
            pub message_id: &'a [u8] = last_c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        }
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
