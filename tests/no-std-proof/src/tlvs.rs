//! TLVs read by key, one of each type of value; and a frame that is patched in place.

use core::hint::black_box;

use smpp_codec::pdu::{Body, BroadcastSm, DataSm};
use smpp_codec::tlv::{self, Tlv, TlvKey, TlvTag, TlvView};
use smpp_codec::values::{
    AddrSubunit, CallbackNum, DigitMode, InterfaceVersion, MessageState, MsValidity,
    NetworkErrorCode, NetworkErrorType, NodeId, Npi, Ton, ValidityUnit,
};
use smpp_codec::{
    CommandId, CommandStatus, Dialect, Header, Kind, Pdu, Version, set_command_status,
    set_sequence_number,
};

use crate::Step;
use crate::print::prints;
use crate::wire::Wire;

const ERROR: NetworkErrorCode = NetworkErrorCode {
    network_type: NetworkErrorType::GSM,
    error_code: 8,
};

const VENDOR: TlvKey<u32> = TlvKey::new(TlvTag(0x1501), "vendor");

pub fn run() -> Result<(), Step> {
    let list = [
        Tlv::new(tlv::DEST_ADDR_SUBUNIT, AddrSubunit::MOBILE_EQUIPMENT),
        Tlv::new(tlv::SAR_MSG_REF_NUM, 0x0102),
        Tlv::new(VENDOR, 0x0102_0304),
        Tlv::new(tlv::MESSAGE_STATE, MessageState::DELIVERED),
        Tlv::new(tlv::SC_INTERFACE_VERSION, InterfaceVersion::V5_0),
        Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"42"),
        Tlv::new(tlv::NETWORK_ERROR_CODE, ERROR),
        Tlv::new(tlv::ALERT_ON_MESSAGE_DELIVERY, None),
        Tlv::raw(tlv::SAR_TOTAL_SEGMENTS.tag(), &[]),
    ];
    let data = DataSm {
        tlvs: (&list).into(),
        ..DataSm::default()
    };
    let mut wire = Wire::new();
    let encoded = Pdu::new(1, data).encode(Dialect::TOLERANT, &mut wire);
    let frame = black_box(wire.octets());
    let Ok(pdu) = Pdu::decode(frame, Dialect::TOLERANT) else {
        return Err(Step(80));
    };
    let tlvs = black_box(pdu.body.tlvs());
    let integers = tlvs.get(tlv::DEST_ADDR_SUBUNIT) == Ok(Some(AddrSubunit::MOBILE_EQUIPMENT))
        && tlvs.get(tlv::SAR_MSG_REF_NUM) == Ok(Some(0x0102))
        && tlvs.get(VENDOR) == Ok(Some(0x0102_0304))
        && tlvs.get(tlv::MESSAGE_STATE) == Ok(Some(MessageState::DELIVERED))
        && tlvs.get(tlv::SC_INTERFACE_VERSION) == Ok(Some(InterfaceVersion::V5_0));
    let octets = tlvs.get(tlv::RECEIPTED_MESSAGE_ID) == Ok(Some(&b"42"[..]))
        && tlvs.get(tlv::NETWORK_ERROR_CODE) == Ok(Some(ERROR))
        && tlvs.get(tlv::ALERT_ON_MESSAGE_DELIVERY) == Ok(Some(None));
    if encoded.is_err() || !integers || !octets {
        return Err(Step(81));
    }
    match tlvs.get(tlv::SAR_TOTAL_SEGMENTS) {
        Err(error) if error.kind() == Kind::Length => {}
        _ => return Err(Step(82)),
    }
    if tlvs.get_all(VENDOR).count() != 1 || !tlvs.trailing().is_empty() {
        return Err(Step(87));
    }
    if tlvs.iter().count() != list.len() || !tlvs.iter().all(|tlv| shows(&tlv)) {
        return Err(Step(83));
    }
    patched(&mut wire)?;
    structured()
}

/// Structures and views, built, read, refused and printed.
fn structured() -> Result<(), Step> {
    let mut room = [0; CallbackNum::MAX_OCTETS];
    let (ton, npi) = (Ton::INTERNATIONAL, Npi::ISDN);
    let digits = black_box(&b"447700900123"[..]);
    let number = CallbackNum::build(&mut room, DigitMode::ASCII, ton, npi, digits);
    let Ok(number) = number else {
        return Err(Step(160));
    };
    let mut small = [0; CallbackNum::MAX_OCTETS];
    let long = black_box(&[b'1'; 17][..]);
    if CallbackNum::build(&mut small, DigitMode::ASCII, ton, npi, long).is_ok() {
        return Err(Step(161));
    }
    let Some(node) = NodeId::digits(black_box(42)) else {
        return Err(Step(162));
    };
    let validity = MsValidity::period(black_box(3), ValidityUnit::DAYS);
    let list = [
        Tlv::new(tlv::CALLBACK_NUM, number),
        Tlv::new(tlv::DEST_NODE_ID, NodeId(&node)),
        Tlv::new(tlv::MS_VALIDITY, validity),
    ];
    let broadcast = Body::from(BroadcastSm {
        tlvs: black_box(&list).into(),
        ..BroadcastSm::default()
    });
    let tlvs = black_box(broadcast.tlvs());
    if tlvs.get(tlv::CALLBACK_NUM) != Ok(Some(number))
        || tlvs
            .get(tlv::DEST_NODE_ID)
            .map(|node| node.and_then(|node| node.number()))
            != Ok(Some(42))
        || tlvs.get(tlv::MS_VALIDITY) != Ok(Some(validity))
    {
        return Err(Step(163));
    }
    if broadcast.missing_tlv() != Some(tlv::BROADCAST_CONTENT_TYPE.tag()) {
        return Err(Step(164));
    }
    let id = broadcast.command_id();
    if tlv::MS_VALIDITY.tag().belongs_to(id, Version::V5_0) != Some(true) {
        return Err(Step(165));
    }
    let older = Pdu::new(1, broadcast).known_to(black_box(Version::V3_4));
    let (left, mut room) = (older.body.tlvs(), Wire::new());
    let sent = Pdu::new(
        1,
        DataSm {
            tlvs: left,
            ..DataSm::default()
        },
    )
    .encode(Dialect::STRICT.with_version(Version::V3_4), &mut room);
    if left.iter().count() != 1 || sent.is_err() {
        return Err(Step(167));
    }
    if !prints(&number) || !prints(&validity) || !prints(&NodeId(&node)) {
        return Err(Step(166));
    }
    Ok(())
}

fn shows(tlv: &Tlv<'_>) -> bool {
    match tlv.view() {
        TlvView::Integer(..) => matches!(tlv.value_len(), 1 | 2 | 4),
        TlvView::CString(octets) => octets.len() < tlv.value_len(),
        TlvView::Octets(octets) => octets.len() == tlv.value_len(),
        _ => false,
    }
}

/// A router's work: another sequence number, another status.
fn patched(wire: &mut Wire) -> Result<(), Step> {
    let mut frame = [0; 32];
    for (to, from) in frame.iter_mut().zip(wire.octets()) {
        *to = *from;
    }
    let frame = black_box(frame.as_mut_slice());
    if !set_sequence_number(frame, 9) || !set_command_status(frame, CommandStatus(8)) {
        return Err(Step(84));
    }
    let header = Header::decode(frame).unwrap_or_default();
    if (header.sequence_number, header.command_status.0) != (9, 8) {
        return Err(Step(85));
    }
    match Pdu::error_response(&header, CommandStatus::ESME_RSYSERR) {
        Some(answer) if answer.command_id() == CommandId::DATA_SM_RESP => Ok(()),
        _ => Err(Step(86)),
    }
}
