//! The six cases: their octets, and the value that each codec encodes to them.

use smpp_codec::Pdu;
use smpp_codec::pdu::{Bind, Body, DeliverSm, EnquireLink, SubmitSm, SubmitSmResp};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{
    Address, CallbackNum, EsmClass, InterfaceVersion, LanguageIndicator, MessageState,
    NetworkErrorCode, Npi, PayloadType, PrivacyIndicator, RegisteredDelivery, Ton,
};

use crate::hand;

/// One of the six.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `submit_sm`, two addresses of 20 digits, 140 octets.
    SubmitSm,
    /// `deliver_sm` with a receipt of 120 octets and 3 TLVs.
    DeliverSm,
    /// `submit_sm_resp` with an id of 36 characters.
    SubmitSmResp,
    /// `enquire_link`.
    EnquireLink,
    /// `submit_sm` with 8 TLVs, one of them a `message_payload` of 1000 octets.
    Payload,
    /// `bind_transceiver`.
    Bind,
}

const SOURCE: &[u8; 20] = b"44770090012300001111";
const DESTINATION: &[u8; 20] = b"49170123456789002222";
const SHORT_SOURCE: &[u8; 12] = b"447700900123";
const SHORT_DESTINATION: &[u8; 5] = b"88888";
const MESSAGE: [u8; 140] = text();
const PAYLOAD: [u8; 1000] = text();
const RECEIPT: &[u8; 120] = b"id:0123456789 sub:001 dlvrd:001 submit date:2611231557 \
done date:2611231558 stat:DELIVRD err:000 text:Your code is 42197";
const RECEIPTED_ID: &[u8; 10] = b"0123456789";
const MESSAGE_ID: &[u8; 36] = b"9b2f6f1c-1d0e-4c4b-9a56-0b5d7a2f9e11";
const NETWORK_ERROR: &[u8; 3] = &[3, 0, 0];
const CALLBACK: &[u8; 14] = b"\x01\x01\x0144770090012";

const CALLBACK_NUM: CallbackNum<'static> = CallbackNum::new(CALLBACK).unwrap();

const fn text<const N: usize>() -> [u8; N] {
    let mut octets = [0; N];
    let mut at = 0;
    while at < N {
        octets[at] = b'a' + (at % 26) as u8;
        at += 1;
    }
    octets
}

static RECEIPT_TLVS: [hand::Tlv<'static>; 3] = [
    hand_tlv(0x001e, hand::Value::CString(RECEIPTED_ID)),
    hand_tlv(0x0427, hand::Value::U8(2)),
    hand_tlv(0x0423, hand::Value::Octets(NETWORK_ERROR)),
];

static PAYLOAD_TLVS: [hand::Tlv<'static>; 8] = [
    hand_tlv(0x0204, hand::Value::U16(0x1234)),
    hand_tlv(0x020a, hand::Value::U16(5000)),
    hand_tlv(0x020b, hand::Value::U16(5001)),
    hand_tlv(0x0019, hand::Value::U8(0)),
    hand_tlv(0x0201, hand::Value::U8(1)),
    hand_tlv(0x020d, hand::Value::U8(1)),
    hand_tlv(0x0381, hand::Value::Octets(CALLBACK)),
    hand_tlv(0x0424, hand::Value::Octets(&PAYLOAD)),
];

const fn hand_tlv(tag: u16, value: hand::Value<'static>) -> hand::Tlv<'static> {
    hand::Tlv { tag, value }
}

/// The TLVs of [`Case::DeliverSm`].
#[must_use]
pub fn receipt_tlvs() -> [Tlv<'static>; 3] {
    [
        Tlv::new(tlv::RECEIPTED_MESSAGE_ID, RECEIPTED_ID),
        Tlv::new(tlv::MESSAGE_STATE, MessageState::DELIVERED),
        Tlv::new(
            tlv::NETWORK_ERROR_CODE,
            NetworkErrorCode::from_octets(*NETWORK_ERROR),
        ),
    ]
}

/// The TLVs of [`Case::Payload`].
#[must_use]
pub fn payload_tlvs() -> [Tlv<'static>; 8] {
    [
        Tlv::new(tlv::USER_MESSAGE_REFERENCE, 0x1234),
        Tlv::new(tlv::SOURCE_PORT, 5000),
        Tlv::new(tlv::DEST_PORT, 5001),
        Tlv::new(tlv::PAYLOAD_TYPE, PayloadType::DEFAULT),
        Tlv::new(tlv::PRIVACY_INDICATOR, PrivacyIndicator::RESTRICTED),
        Tlv::new(tlv::LANGUAGE_INDICATOR, LanguageIndicator::ENGLISH),
        Tlv::new(tlv::CALLBACK_NUM, CALLBACK_NUM),
        Tlv::new(tlv::MESSAGE_PAYLOAD, &PAYLOAD),
    ]
}

impl Case {
    /// All six, in the order of the tables.
    pub const ALL: [Self; 6] = [
        Self::SubmitSm,
        Self::DeliverSm,
        Self::SubmitSmResp,
        Self::EnquireLink,
        Self::Payload,
        Self::Bind,
    ];

    /// Its letter and what it is.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SubmitSm => "a_submit_sm",
            Self::DeliverSm => "b_deliver_sm_receipt",
            Self::SubmitSmResp => "c_submit_sm_resp",
            Self::EnquireLink => "d_enquire_link",
            Self::Payload => "e_message_payload",
            Self::Bind => "f_bind_transceiver",
        }
    }

    /// The value for `smpp-codec`. `tlvs` is what [`payload_tlvs`] or [`receipt_tlvs`] gives.
    #[must_use]
    pub fn pdu<'a>(self, tlvs: &'a [Tlv<'a>]) -> Pdu<'a> {
        let from = Address::new(Ton::INTERNATIONAL, Npi::ISDN, SOURCE);
        let to = Address::new(Ton::INTERNATIONAL, Npi::ISDN, DESTINATION);
        let body: Body<'a> = match self {
            Self::SubmitSm => SubmitSm {
                registered_delivery: RegisteredDelivery(1),
                ..SubmitSm::new(from, to, &MESSAGE)
            }
            .into(),
            Self::DeliverSm => DeliverSm {
                esm_class: EsmClass(4),
                tlvs: tlvs.into(),
                ..DeliverSm::new(
                    Address::international(SHORT_SOURCE),
                    Address::short_code(SHORT_DESTINATION),
                    RECEIPT,
                )
            }
            .into(),
            Self::SubmitSmResp => SubmitSmResp::accepted(MESSAGE_ID).into(),
            Self::EnquireLink => EnquireLink::default().into(),
            Self::Payload => SubmitSm {
                registered_delivery: RegisteredDelivery(1),
                tlvs: tlvs.into(),
                ..SubmitSm::new(from, to, b"")
            }
            .into(),
            Self::Bind => Body::BindTransceiver(Bind {
                system_id: b"smppclient1",
                password: b"secret08",
                system_type: b"VMS",
                interface_version: InterfaceVersion(0x34),
                addr_ton: Ton(1),
                addr_npi: Npi(1),
                address_range: b"^4477",
                ..Bind::default()
            }),
        };
        Pdu::new(7, body)
    }

    /// The TLVs that [`pdu`](Self::pdu) takes.
    #[must_use]
    pub fn tlvs(self) -> Vec<Tlv<'static>> {
        match self {
            Self::DeliverSm => receipt_tlvs().to_vec(),
            Self::Payload => payload_tlvs().to_vec(),
            _ => Vec::new(),
        }
    }

    /// The value for the hand-written codec.
    #[must_use]
    pub const fn hand(self) -> hand::Pdu<'static> {
        const EMPTY: hand::Message<'static> = hand::Message {
            service_type: b"",
            source_addr: address(1, 1, SOURCE),
            destination_addr: address(1, 1, DESTINATION),
            esm_class: 0,
            protocol_id: 0,
            priority_flag: 0,
            schedule_delivery_time: b"",
            validity_period: b"",
            registered_delivery: 1,
            replace_if_present_flag: 0,
            data_coding: 0,
            sm_default_msg_id: 0,
            short_message: b"",
            tlvs: hand::Tlvs::List(&[]),
        };
        const fn address(ton: u8, npi: u8, addr: &'static [u8]) -> hand::Address<'static> {
            hand::Address { ton, npi, addr }
        }
        let body = match self {
            Self::SubmitSm => hand::Body::SubmitSm(hand::Message {
                short_message: &MESSAGE,
                ..EMPTY
            }),
            Self::DeliverSm => hand::Body::DeliverSm(hand::Message {
                source_addr: address(1, 1, SHORT_SOURCE),
                destination_addr: address(3, 0, SHORT_DESTINATION),
                esm_class: 4,
                registered_delivery: 0,
                short_message: RECEIPT,
                tlvs: hand::Tlvs::List(&RECEIPT_TLVS),
                ..EMPTY
            }),
            Self::SubmitSmResp => hand::Body::SubmitSmResp(hand::SubmitSmResp {
                message_id: Some(MESSAGE_ID),
                tlvs: hand::Tlvs::List(&[]),
            }),
            Self::EnquireLink => hand::Body::EnquireLink,
            Self::Payload => hand::Body::SubmitSm(hand::Message {
                tlvs: hand::Tlvs::List(&PAYLOAD_TLVS),
                ..EMPTY
            }),
            Self::Bind => hand::Body::BindTransceiver(hand::Bind {
                system_id: b"smppclient1",
                password: b"secret08",
                system_type: b"VMS",
                interface_version: 0x34,
                addr_ton: 1,
                addr_npi: 1,
                address_range: b"^4477",
            }),
        };
        hand::Pdu {
            command_status: 0,
            sequence_number: 7,
            body,
        }
    }

    /// The octets.
    ///
    /// # Panics
    /// If the hand-written codec refuses what it should not.
    #[must_use]
    pub fn frame(self) -> Vec<u8> {
        let mut room = vec![0; 2048];
        let octets = hand::encode(&self.hand(), &mut room).expect("the cases are valid");
        room.truncate(octets);
        room
    }
}
