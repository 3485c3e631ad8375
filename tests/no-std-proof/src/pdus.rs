//! Every PDU that the codec has, with every field filled in: encoded, split off, decoded, compared.

use core::hint::black_box;

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::{
    AlertNotification, Bind, BindResp, Body, BroadcastSm, BroadcastSmResp, CancelBroadcastSm,
    CancelBroadcastSmResp, CancelSm, CancelSmResp, DataSm, DataSmResp, DeliverSm, DeliverSmResp,
    Destination, EnquireLink, EnquireLinkResp, GenericNack, MessageDetailsFields, MessageIdEntry,
    Outbind, ParamRetrieve, ParamRetrieveResp, QueryBroadcastSm, QueryBroadcastSmResp,
    QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails, QueryMsgDetailsResp, QuerySm, QuerySmResp,
    ReplaceSm, ReplaceSmResp, SubmitMulti, SubmitMultiResp, SubmitSm, SubmitSmResp, Unbind,
    UnbindResp, Unknown, UnsuccessSme,
};
use smpp_codec::tlv::{self, Tlv, TlvTag};
use smpp_codec::values::{
    Address, BroadcastAreaSuccess, DataCoding, EsmClass, InterfaceVersion, MessageState, Npi,
    PriorityFlag, ProtocolId, RegisteredDelivery, ReplaceIfPresentFlag, Ton,
};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandId, CommandStatus, Dialect, Field, Pdu, Version};

use crate::Step;
use crate::print::prints;
use crate::wire::Wire;

const TIME: &[u8] = b"261123161500000+";

pub fn run() -> Result<(), Step> {
    let mut checked = 0u64;
    let mut result = Ok(());
    each(&mut |body, version| {
        // Opaque to the optimiser, so that nothing of what follows is worked out beforehand.
        if check(&black_box(body), black_box(version)) {
            let at = CommandId::KNOWN
                .iter()
                .position(|id| *id == body.command_id());
            checked |= at.map_or(1 << 63, |at| 1 << (at & 63));
        } else if result.is_ok() {
            result = Err(Step(1));
        }
    });
    result?;
    let all = (1u64 << (CommandId::KNOWN.len() & 63)) - 1;
    if checked != all | 1 << 63 {
        return Err(Step(2));
    }
    malformed()
}

/// One PDU out and in again, in both dialects.
fn check(body: &Body<'_>, version: Version) -> bool {
    let mut wire = Wire::new();
    let pdu = Pdu::new(7, *body);
    let strict = Dialect::STRICT.with_version(version);
    let Ok(octets) = pdu.encode(strict, &mut wire) else {
        return false;
    };
    let stream = black_box(wire.octets());
    let Ok(FrameSplit::Frame { frame, rest }) = frame::split(stream, frame::DEFAULT_MAX_OCTETS)
    else {
        return false;
    };
    let mut deviations = 0u32;
    let tolerant = Pdu::decode_with(frame, Dialect::TOLERANT.with_version(version), &mut |_| {
        deviations += 1;
    });
    let mut seen = Octets(0);
    body.visit(&mut seen);
    frame.len() == octets
        && rest.is_empty()
        && pdu.encoded_len(strict) == Ok(octets)
        && Pdu::decode(frame, strict) == Ok(pdu)
        && tolerant == Ok(pdu)
        && deviations == 0
        && body.tlvs().iter().eq(pdu.body.tlvs().iter())
        && prints(&pdu)
        && seen.0 + 16 + body.tlvs().wire_len() == octets
}

/// Counts the octets of the mandatory fields.
struct Octets(usize);

impl Visitor for Octets {
    fn field(&mut self, _: &'static Field, value: FieldValue<'_>, octets: usize) {
        let octets = if value == FieldValue::Absent {
            0
        } else {
            octets
        };
        self.0 = self.0.wrapping_add(octets);
    }
}

/// What is wrong is said, and where; and the next frame is found.
fn malformed() -> Result<(), Step> {
    let stream: &[u8] = black_box(&[
        0, 0, 0, 17, 0x80, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 1, b'9', //
        0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 2, //
        0, 0, 0,
    ]);
    let Ok(FrameSplit::Frame { frame, rest }) = frame::split(stream, 64) else {
        return Err(Step(3));
    };
    #[cfg(feature = "planted")]
    black_box(crate::planted(frame));
    let Err(error) = Pdu::decode(frame, Dialect::STRICT) else {
        return Err(Step(4));
    };
    if (error.offset(), error.command_status()) != (16, CommandStatus::ESME_RINVCMDLEN) {
        return Err(Step(5));
    }
    let Ok(FrameSplit::Frame { frame, rest }) = frame::split(rest, 64) else {
        return Err(Step(6));
    };
    if Pdu::decode(frame, Dialect::STRICT) != Ok(Pdu::new(2, EnquireLink::default())) {
        return Err(Step(7));
    }
    match frame::split(rest, 64) {
        Ok(FrameSplit::NeedMore(octets)) if octets.get() == 13 => {}
        _ => return Err(Step(8)),
    }
    match frame::split(black_box(b"GET / HTTP/1.1"), 64) {
        Err(error) if error.looks_like() == Some(frame::Foreign::Http) => Ok(()),
        _ => Err(Step(9)),
    }
}

/// Every body, in a version that has it.
fn each(with: &mut dyn FnMut(Body<'_>, Version)) {
    sessions(with);
    messages(with);
    operations(with);
    broadcasts(with);
    version_3_3(with);
}

fn address(addr: &[u8]) -> Address<'_> {
    Address::new(Ton::INTERNATIONAL, Npi::ISDN, addr)
}

fn sessions(with: &mut dyn FnMut(Body<'_>, Version)) {
    let bind = Bind {
        system_id: b"bank",
        password: b"secret",
        system_type: b"VMS",
        interface_version: InterfaceVersion::V5_0,
        addr_ton: Ton::INTERNATIONAL,
        addr_npi: Npi::ISDN,
        address_range: b"^4477",
        ..Bind::default()
    };
    let tlvs = [Tlv::new(tlv::SC_INTERFACE_VERSION, InterfaceVersion::V5_0)];
    let resp = BindResp {
        system_id: Some(b"mc"),
        tlvs: (&tlvs).into(),
    };
    let outbind = Outbind {
        system_id: b"mc",
        password: b"secret",
        ..Outbind::default()
    };
    for body in [
        Body::BindReceiver(bind),
        Body::BindReceiverResp(resp),
        Body::BindTransmitter(bind),
        Body::BindTransmitterResp(resp),
        Body::BindTransceiver(bind),
        Body::BindTransceiverResp(resp),
        outbind.into(),
        Unbind::default().into(),
        UnbindResp::default().into(),
        EnquireLink::default().into(),
        EnquireLinkResp::default().into(),
        GenericNack::default().into(),
        Unknown {
            command_id: CommandId(0x0001_0200),
            octets: b"vendor",
        }
        .into(),
    ] {
        with(body, Version::V5_0);
    }
}

fn messages(with: &mut dyn FnMut(Body<'_>, Version)) {
    let (from, to) = (address(b"447700900000"), address(b"447700900123"));
    let tlvs = [
        Tlv::new(tlv::USER_MESSAGE_REFERENCE, 7),
        Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"42"),
        Tlv::new(tlv::MESSAGE_STATE, MessageState::DELIVERED),
        Tlv::raw(TlvTag(0x1501), b"vendor"),
    ];
    let submit = SubmitSm {
        service_type: b"CMT",
        source_addr: from,
        destination_addr: to,
        esm_class: EsmClass(0x40),
        protocol_id: ProtocolId(1),
        priority_flag: PriorityFlag(2),
        schedule_delivery_time: TIME,
        validity_period: TIME,
        registered_delivery: RegisteredDelivery::RECEIPT,
        replace_if_present_flag: ReplaceIfPresentFlag(1),
        data_coding: DataCoding(8),
        sm_default_msg_id: 3,
        short_message: b"\x04\x00hi\0",
        tlvs: (&tlvs).into(),
    };
    with(submit.into(), Version::V5_0);
    with(SubmitSmResp::accepted(b"42").into(), Version::V3_4);
    let deliver = DeliverSm {
        service_type: submit.service_type,
        esm_class: EsmClass(4),
        registered_delivery: submit.registered_delivery,
        data_coding: submit.data_coding,
        tlvs: submit.tlvs,
        ..DeliverSm::new(to, from, b"id:42 stat:DELIVRD")
    };
    with(deliver.into(), Version::V3_4);
    with(DeliverSmResp::accepted().into(), Version::V3_4);
    let payload = [Tlv::new(tlv::MESSAGE_PAYLOAD, b"a message of any length")];
    let data = DataSm {
        service_type: b"CMT",
        source_addr: from,
        destination_addr: to,
        esm_class: EsmClass(4),
        registered_delivery: RegisteredDelivery::RECEIPT,
        data_coding: DataCoding(3),
        tlvs: (&payload).into(),
    };
    with(data.into(), Version::V3_4);
    let data_resp = DataSmResp {
        message_id: Some(b"43"),
        ..DataSmResp::default()
    };
    with(data_resp.into(), Version::V3_4);
    let destinations = [
        Destination::SmeAddress(to),
        Destination::DistributionList(b"customers"),
    ];
    let multi = SubmitMulti {
        service_type: b"CMT",
        source_addr: from,
        dest_address: (&destinations).into(),
        registered_delivery: RegisteredDelivery::RECEIPT,
        short_message: b"to all",
        ..SubmitMulti::default()
    };
    with(multi.into(), Version::V3_4);
    let unsuccessful = [UnsuccessSme {
        address: to,
        error_status_code: CommandStatus::ESME_RINVDSTADR,
    }];
    let multi_resp = SubmitMultiResp {
        message_id: Some(b"44"),
        unsuccess_sme: (&unsuccessful).into(),
        ..SubmitMultiResp::default()
    };
    with(multi_resp.into(), Version::V3_4);
    let replace = ReplaceSm {
        message_id: b"42",
        source_addr: from,
        validity_period: TIME,
        short_message: b"hello",
        ..ReplaceSm::default()
    };
    with(replace.into(), Version::V3_4);
    with(ReplaceSmResp::default().into(), Version::V3_4);
}

fn operations(with: &mut dyn FnMut(Body<'_>, Version)) {
    let (from, to) = (address(b"447700900000"), address(b"447700900123"));
    let query = QuerySm {
        message_id: b"42",
        source_addr: from,
        ..QuerySm::default()
    };
    with(query.into(), Version::V3_4);
    let query_resp = QuerySmResp {
        message_id: Some(b"42"),
        final_date: TIME,
        message_state: MessageState::DELIVERED,
        error_code: 1,
        ..QuerySmResp::default()
    };
    with(query_resp.into(), Version::V3_4);
    let cancel = CancelSm {
        service_type: b"CMT",
        message_id: b"42",
        source_addr: from,
        destination_addr: to,
        ..CancelSm::default()
    };
    with(cancel.into(), Version::V3_4);
    with(CancelSmResp::default().into(), Version::V3_4);
    let alert = AlertNotification {
        source_addr: to,
        esme_addr: from,
        ..AlertNotification::default()
    };
    with(alert.into(), Version::V3_4);
}

fn broadcasts(with: &mut dyn FnMut(Body<'_>, Version)) {
    let from = address(b"447700900000");
    let required = [
        Tlv::raw(tlv::BROADCAST_AREA_IDENTIFIER.tag(), b"\x00harbour"),
        Tlv::raw(tlv::BROADCAST_CONTENT_TYPE.tag(), &[1, 0, 0x10]),
        Tlv::new(tlv::BROADCAST_REP_NUM, 6),
        Tlv::raw(tlv::BROADCAST_FREQUENCY_INTERVAL.tag(), &[9, 0, 10]),
    ];
    let broadcast = BroadcastSm {
        service_type: b"CBS",
        source_addr: from,
        message_id: b"1",
        schedule_delivery_time: TIME,
        tlvs: (&required).into(),
        ..BroadcastSm::default()
    };
    with(broadcast.into(), Version::V5_0);
    let broadcast_resp = BroadcastSmResp {
        message_id: Some(b"1"),
        ..BroadcastSmResp::default()
    };
    with(broadcast_resp.into(), Version::V5_0);
    let query = QueryBroadcastSm {
        message_id: b"1",
        source_addr: from,
        ..QueryBroadcastSm::default()
    };
    with(query.into(), Version::V5_0);
    let required = [
        Tlv::new(tlv::MESSAGE_STATE, MessageState::DELIVERED),
        Tlv::raw(tlv::BROADCAST_AREA_IDENTIFIER.tag(), b"\x00harbour"),
        Tlv::new(tlv::BROADCAST_AREA_SUCCESS, BroadcastAreaSuccess(100)),
    ];
    let query_resp = QueryBroadcastSmResp::new(b"1", &required);
    with(query_resp.into(), Version::V5_0);
    let cancel = CancelBroadcastSm {
        service_type: b"CBS",
        message_id: b"1",
        source_addr: from,
        ..CancelBroadcastSm::default()
    };
    with(cancel.into(), Version::V5_0);
    with(CancelBroadcastSmResp::default().into(), Version::V5_0);
}

fn version_3_3(with: &mut dyn FnMut(Body<'_>, Version)) {
    let (from, to) = (address(b"447700900000"), address(b"447700900123"));
    let parameter = ParamRetrieve {
        param_name: b"timeout",
        ..ParamRetrieve::default()
    };
    with(parameter.into(), Version::V3_3);
    let value = ParamRetrieveResp {
        param_value: Some(b"30"),
        ..ParamRetrieveResp::default()
    };
    with(value.into(), Version::V3_3);
    let last = QueryLastMsgs {
        source_addr: from,
        num_messages: 2,
        ..QueryLastMsgs::default()
    };
    with(last.into(), Version::V3_3);
    let ids = [MessageIdEntry(b"41"), MessageIdEntry(b"42")];
    let last_resp = QueryLastMsgsResp {
        message_ids: Some((&ids).into()),
        ..QueryLastMsgsResp::default()
    };
    with(last_resp.into(), Version::V3_3);
    let details = QueryMsgDetails {
        message_id: b"42",
        source_addr: from,
        sm_length: 160,
        ..QueryMsgDetails::default()
    };
    with(details.into(), Version::V3_3);
    let destinations = [Destination::SmeAddress(to)];
    let fields = MessageDetailsFields {
        validity_period: TIME,
        short_message: b"hello",
        message_id: b"42",
        final_date: TIME,
        message_state: MessageState::DELIVERED,
        ..MessageDetailsFields::default()
    };
    let details_resp = QueryMsgDetailsResp {
        service_type: Some(b"CMT"),
        source_addr: from,
        dest_address: (&destinations).into(),
        details: (&fields).into(),
        ..QueryMsgDetailsResp::default()
    };
    with(details_resp.into(), Version::V3_3);
}
