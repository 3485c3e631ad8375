//! A message that the message centre keeps.

use std::time::Duration;

use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Body, BroadcastSm, DataSm, Destination, SubmitMulti, SubmitSm};
use smpp_codec::tlv::{self, Tlv, TlvTag, Tlvs};
use smpp_codec::values::{
    DataCoding, EsmClass, MessagingMode, PriorityFlag, ProtocolId, RegisteredDelivery,
};
use smpp_message::Message as Content;

use super::schedule;
use crate::address::OwnedAddress;
use crate::clock;

/// What operation it came by, which decides how it is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `submit_sm` or `submit_multi`.
    Submit,
    /// `data_sm`.
    Data,
    /// `broadcast_sm`.
    Broadcast,
}

/// A message, owned.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) kind: Kind,
    pub(crate) service_type: Vec<u8>,
    pub(crate) source: OwnedAddress,
    pub(crate) destinations: Vec<OwnedAddress>,
    pub(crate) esm_class: EsmClass,
    pub(crate) protocol_id: ProtocolId,
    pub(crate) priority_flag: PriorityFlag,
    pub(crate) schedule_delivery_time: Vec<u8>,
    pub(crate) validity_period: Vec<u8>,
    pub(crate) registered_delivery: RegisteredDelivery,
    pub(crate) data_coding: DataCoding,
    /// `message_payload`, or else `short_message`.
    pub(crate) content: Vec<u8>,
    /// The other TLVs.
    tlvs: Vec<(TlvTag, Vec<u8>)>,
}

crate::redaction::opaque!(Message);

impl Message {
    pub(crate) fn submitted(pdu: &SubmitSm<'_>) -> Result<Self, CommandStatus> {
        predefined(pdu.sm_default_msg_id)?;
        let destinations = vec![destination(pdu.destination_addr.into())?];
        Ok(Self {
            kind: Kind::Submit,
            service_type: pdu.service_type.to_vec(),
            source: pdu.source_addr.into(),
            destinations,
            esm_class: pdu.esm_class,
            protocol_id: pdu.protocol_id,
            priority_flag: pdu.priority_flag,
            schedule_delivery_time: pdu.schedule_delivery_time.to_vec(),
            validity_period: pdu.validity_period.to_vec(),
            registered_delivery: pdu.registered_delivery,
            data_coding: pdu.data_coding,
            content: Content::from(pdu).octets.to_vec(),
            tlvs: others(&pdu.tlvs),
        })
    }

    /// A message to many; its destinations are those that can be served.
    pub(crate) fn submitted_to_many(pdu: &SubmitMulti<'_>) -> Result<Self, CommandStatus> {
        predefined(pdu.sm_default_msg_id)?;
        let mut destinations = Vec::new();
        for entry in pdu.dest_address.iter() {
            match entry {
                Destination::SmeAddress(address) if !address.addr.is_empty() => {
                    destinations.push(address.into());
                }
                Destination::SmeAddress(_) => {}
                // There are none here, and the answer has no place for the name of one.
                _ => return Err(CommandStatus::ESME_RINVDLNAME),
            }
        }
        if destinations.is_empty() {
            return Err(CommandStatus::ESME_RINVDSTADR);
        }
        Ok(Self {
            kind: Kind::Submit,
            service_type: pdu.service_type.to_vec(),
            source: pdu.source_addr.into(),
            destinations,
            esm_class: pdu.esm_class,
            protocol_id: pdu.protocol_id,
            priority_flag: pdu.priority_flag,
            schedule_delivery_time: pdu.schedule_delivery_time.to_vec(),
            validity_period: pdu.validity_period.to_vec(),
            registered_delivery: pdu.registered_delivery,
            data_coding: pdu.data_coding,
            content: Content::from(pdu).octets.to_vec(),
            tlvs: others(&pdu.tlvs),
        })
    }

    pub(crate) fn data(pdu: &DataSm<'_>) -> Result<Self, CommandStatus> {
        Ok(Self {
            kind: Kind::Data,
            service_type: pdu.service_type.to_vec(),
            source: pdu.source_addr.into(),
            destinations: vec![destination(pdu.destination_addr.into())?],
            esm_class: pdu.esm_class,
            protocol_id: ProtocolId::default(),
            priority_flag: PriorityFlag::default(),
            schedule_delivery_time: Vec::new(),
            validity_period: Vec::new(),
            registered_delivery: pdu.registered_delivery,
            data_coding: pdu.data_coding,
            content: Content::from(pdu).octets.to_vec(),
            tlvs: others(&pdu.tlvs),
        })
    }

    pub(crate) fn broadcast(pdu: &BroadcastSm<'_>) -> Result<Self, CommandStatus> {
        predefined(pdu.sm_default_msg_id)?;
        if Body::from(*pdu).missing_tlv().is_some() {
            return Err(CommandStatus::ESME_RMISSINGTLV);
        }
        let payload = pdu.tlvs.get(tlv::MESSAGE_PAYLOAD).ok().flatten();
        Ok(Self {
            kind: Kind::Broadcast,
            service_type: pdu.service_type.to_vec(),
            source: pdu.source_addr.into(),
            destinations: Vec::new(),
            esm_class: EsmClass::default(),
            protocol_id: ProtocolId::default(),
            priority_flag: pdu.priority_flag,
            schedule_delivery_time: pdu.schedule_delivery_time.to_vec(),
            validity_period: pdu.validity_period.to_vec(),
            registered_delivery: RegisteredDelivery::NONE,
            data_coding: pdu.data_coding,
            content: payload.unwrap_or_default().to_vec(),
            tlvs: others(&pdu.tlvs),
        })
    }

    /// When it is to be delivered, and until when, from now.
    pub(crate) fn times(&self) -> Result<(Duration, Option<Duration>), CommandStatus> {
        let now = clock::unix_seconds();
        let from_now = |time: &[u8], status| match time {
            [] => Ok(None),
            time => schedule::from_now(time, now).map(Some).ok_or(status),
        };
        let scheduled = from_now(&self.schedule_delivery_time, CommandStatus::ESME_RINVSCHED)?;
        let scheduled = scheduled.unwrap_or_default();
        let written = from_now(&self.validity_period, CommandStatus::ESME_RINVEXPIRY)?;
        if written.is_some_and(|until| until <= scheduled) {
            return Err(CommandStatus::ESME_RINVEXPIRY);
        }
        let live = self.integer(tlv::QOS_TIME_TO_LIVE.tag());
        let live = live.map(|seconds| Duration::from_secs(seconds.into()));
        Ok((scheduled, live.or(written)))
    }

    /// Octets that it takes, more or less.
    pub(crate) fn octets(&self) -> usize {
        let tlvs: usize = self.tlvs.iter().map(|(_, value)| value.len() + 32).sum();
        self.content.len() + tlvs + self.destinations.len() * 64
    }

    pub(crate) fn tlv(&self, tag: TlvTag) -> Option<&[u8]> {
        self.tlvs_of(tag).next()
    }

    /// The values of every TLV of a tag.
    pub(crate) fn tlvs_of(&self, tag: TlvTag) -> impl Iterator<Item = &[u8]> {
        let same = self.tlvs.iter().filter(move |(other, _)| *other == tag);
        same.map(|(_, value)| value.as_slice())
    }

    fn integer(&self, tag: TlvTag) -> Option<u32> {
        Some(u32::from_be_bytes(self.tlv(tag)?.try_into().ok()?))
    }

    /// Whether its sender waits for the outcome of the delivery.
    pub(crate) fn is_transaction(&self) -> bool {
        self.esm_class.messaging_mode() == MessagingMode::FORWARD
    }

    /// Whether it is delivered at once or not at all, and nobody is told.
    pub(crate) fn is_datagram(&self) -> bool {
        self.esm_class.messaging_mode() == MessagingMode::DATAGRAM
    }

    /// The content, to be read.
    pub(crate) fn with_content<R>(&self, read: impl FnOnce(&Content<'_>) -> R) -> R {
        let list: Vec<Tlv<'_>> = self.list(|_| true);
        let tlvs = Tlvs::from(list.as_slice());
        read(&Content::new(
            self.esm_class,
            self.data_coding,
            &self.content,
            tlvs,
        ))
    }

    /// Those of the other TLVs that are wanted.
    pub(crate) fn list(&self, wanted: fn(TlvTag) -> bool) -> Vec<Tlv<'_>> {
        let wanted = self.tlvs.iter().filter(|(tag, _)| wanted(*tag));
        wanted.map(|(tag, value)| Tlv::raw(*tag, value)).collect()
    }
}

fn destination(address: OwnedAddress) -> Result<OwnedAddress, CommandStatus> {
    if address.as_address().addr.is_empty() {
        return Err(CommandStatus::ESME_RINVDSTADR);
    }
    Ok(address)
}

/// No messages are stored beforehand.
fn predefined(sm_default_msg_id: u8) -> Result<(), CommandStatus> {
    match sm_default_msg_id {
        0 => Ok(()),
        _ => Err(CommandStatus::ESME_RINVDFTMSGID),
    }
}

fn others(tlvs: &Tlvs<'_>) -> Vec<(TlvTag, Vec<u8>)> {
    let payload = tlv::MESSAGE_PAYLOAD.tag();
    let others = tlvs.iter().filter(|tlv| tlv.tag() != payload);
    others
        .map(|tlv| (tlv.tag(), tlv.value_octets().collect()))
        .collect()
}
