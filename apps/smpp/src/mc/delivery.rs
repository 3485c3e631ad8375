//! The PDU that delivers a message.

use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Body, DataSm, DeliverSm};
use smpp_codec::tlv::{self, Tlv, TlvTag, Tlvs};
use smpp_codec::values::{MessageType, MessagingMode, RegisteredDelivery, SmeAck};
use smpp_codec::{Dialect, EncodeError, Pdu, Version};

use super::message::{Kind, Message};
use crate::address::OwnedAddress;

impl Message {
    /// The request that delivers it to a peer of this version.
    pub(crate) fn delivery(
        &self,
        destination: &OwnedAddress,
        version: Version,
    ) -> Result<Frame, EncodeError> {
        let mut list: Vec<Tlv<'_>> = match version {
            Version::V3_3 => Vec::new(),
            _ => self.list(is_passed_on),
        };
        let most = if version == Version::V5_0 { 255 } else { 254 };
        let as_data = self.kind == Kind::Data && version > Version::V3_3;
        let in_payload = as_data || (self.content.len() > most && version > Version::V3_3);
        if in_payload {
            list.push(Tlv::new(tlv::MESSAGE_PAYLOAD, &self.content));
        }
        let tlvs = Tlvs::from(list.as_slice());
        let message_type = match self.esm_class.message_type() {
            // Only the message centre itself tells of a delivery.
            MessageType::MC_DELIVERY_RECEIPT | MessageType::INTERMEDIATE_NOTIFICATION => {
                MessageType::NORMAL
            }
            other => other,
        };
        let esm_class = self
            .esm_class
            .with_messaging_mode(MessagingMode::DEFAULT)
            .with_message_type(message_type);
        // The peer may be asked for acknowledgements; the receipt is the message centre's.
        let registered_delivery = match self.registered_delivery.sme_ack() {
            SmeAck::NONE => RegisteredDelivery::NONE,
            ack => RegisteredDelivery::NONE.with_sme_ack(ack),
        };
        let body: Body<'_> = if as_data {
            DataSm {
                service_type: &self.service_type,
                source_addr: self.source.as_address(),
                destination_addr: destination.as_address(),
                esm_class,
                registered_delivery,
                data_coding: self.data_coding,
                tlvs,
            }
            .into()
        } else {
            DeliverSm {
                service_type: &self.service_type,
                source_addr: self.source.as_address(),
                destination_addr: destination.as_address(),
                esm_class,
                protocol_id: self.protocol_id,
                priority_flag: self.priority_flag,
                registered_delivery,
                data_coding: self.data_coding,
                short_message: if in_payload { &[] } else { &self.content },
                tlvs,
                ..DeliverSm::default()
            }
            .into()
        };
        Frame::encode(&Pdu::new(1, body), Dialect::STRICT.with_version(version))
    }
}

/// The TLVs of a submission that `deliver_sm` and `data_sm` have too, and those of vendors.
fn is_passed_on(tag: TlvTag) -> bool {
    let known = [
        tlv::USER_MESSAGE_REFERENCE.tag(),
        tlv::SOURCE_PORT.tag(),
        tlv::DEST_PORT.tag(),
        tlv::SAR_MSG_REF_NUM.tag(),
        tlv::SAR_TOTAL_SEGMENTS.tag(),
        tlv::SAR_SEGMENT_SEQNUM.tag(),
        tlv::USER_RESPONSE_CODE.tag(),
        tlv::PRIVACY_INDICATOR.tag(),
        tlv::PAYLOAD_TYPE.tag(),
        tlv::CALLBACK_NUM.tag(),
        tlv::CALLBACK_NUM_PRES_IND.tag(),
        tlv::CALLBACK_NUM_ATAG.tag(),
        tlv::SOURCE_SUBADDRESS.tag(),
        tlv::DEST_SUBADDRESS.tag(),
        tlv::LANGUAGE_INDICATOR.tag(),
        tlv::ITS_REPLY_TYPE.tag(),
        tlv::ITS_SESSION_INFO.tag(),
    ];
    known.contains(&tag) || (0x1400..=0x3FFF).contains(&tag.0)
}
