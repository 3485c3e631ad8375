//! Each kind of PDU with every field as long as the version allows.

use smpp_codec::pdu::{
    AlertNotification, Bind, BindResp, Body, BroadcastSm, BroadcastSmResp, CancelBroadcastSm,
    CancelBroadcastSmResp, CancelSm, CancelSmResp, DataSm, DataSmResp, DeliverSm, DeliverSmResp,
    Destination, EnquireLink, EnquireLinkResp, GenericNack, List, MessageDetailsFields,
    MessageIdEntry, Outbind, ParamRetrieve, ParamRetrieveResp, QueryBroadcastSm,
    QueryBroadcastSmResp, QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails, QueryMsgDetailsResp,
    QuerySm, QuerySmResp, ReplaceSm, ReplaceSmResp, SubmitMulti, SubmitMultiResp, SubmitSm,
    SubmitSmResp, Unbind, UnbindResp, UnsuccessSme,
};
use smpp_codec::values::Address;
use smpp_codec::{CommandStatus, Version};

const FULL: &[u8; 65_535] = &[b'9'; 65_535];

/// 16 characters: every other length of a time is refused.
const TIME: &[u8] = b"261123161500000+";

/// So many characters, less the NUL.
fn string(octets: usize) -> &'static [u8] {
    &FULL[..octets - 1]
}

fn address(octets: usize) -> Address<'static> {
    Address::unknown(string(octets))
}

/// Each kind of PDU with every field as long as `version` allows, and the constant of its type.
pub(crate) fn greatest(version: Version) -> Vec<(Body<'static>, usize)> {
    let by = |v3_3, v3_4, v5_0| match version {
        Version::V3_3 => v3_3,
        Version::V3_4 => v3_4,
        _ => v5_0,
    };
    let message_id = string(by(9, 65, 65));
    let text = &FULL[..by(160, 254, 255)];
    let number = address(21);
    let service_type = string(6);
    let destinations = vec![Destination::SmeAddress(number); by(255, 254, 255)].leak();
    let failure = UnsuccessSme {
        address: number,
        error_status_code: CommandStatus::ESME_RTHROTTLED,
    };
    let failures = vec![failure; 255].leak();
    let ids = vec![MessageIdEntry(message_id); 100].leak();
    let details: &'static MessageDetailsFields<'static> =
        Box::leak(Box::new(MessageDetailsFields {
            schedule_delivery_time: TIME,
            validity_period: TIME,
            short_message: text,
            message_id,
            final_date: TIME,
            ..MessageDetailsFields::default()
        }));
    let bind = Bind {
        system_id: string(16),
        password: string(9),
        system_type: string(13),
        address_range: string(41),
        ..Bind::default()
    };
    let bind_resp = BindResp::accepted(string(16));

    let mut all: Vec<(Body<'static>, usize)> = Vec::new();
    for body in [
        Body::BindReceiver(bind),
        Body::BindTransmitter(bind),
        Body::BindTransceiver(bind),
    ] {
        all.push((body, Bind::MAX_OCTETS_WITHOUT_TLVS));
    }
    for body in [
        Body::BindReceiverResp(bind_resp),
        Body::BindTransmitterResp(bind_resp),
        Body::BindTransceiverResp(bind_resp),
    ] {
        all.push((body, BindResp::MAX_OCTETS_WITHOUT_TLVS));
    }
    macro_rules! add {
        ($($Type:ident $fields:tt;)*) => {
            $(all.push(($Type $fields.into(), $Type::MAX_OCTETS_WITHOUT_TLVS));)*
        };
    }
    add! {
        Outbind { system_id: string(16), password: string(9), ..Outbind::default() };
        Unbind { ..Unbind::default() };
        UnbindResp { ..UnbindResp::default() };
        EnquireLink { ..EnquireLink::default() };
        EnquireLinkResp { ..EnquireLinkResp::default() };
        GenericNack { ..GenericNack::default() };
        AlertNotification {
            source_addr: address(65),
            esme_addr: address(65),
            ..AlertNotification::default()
        };
        SubmitSm {
            service_type,
            source_addr: number,
            destination_addr: number,
            schedule_delivery_time: TIME,
            validity_period: TIME,
            short_message: text,
            ..SubmitSm::default()
        };
        SubmitSmResp { message_id: Some(message_id), ..SubmitSmResp::default() };
        DeliverSm {
            service_type,
            source_addr: number,
            destination_addr: number,
            schedule_delivery_time: TIME,
            validity_period: TIME,
            short_message: text,
            ..DeliverSm::default()
        };
        DeliverSmResp { message_id: Some(message_id), ..DeliverSmResp::default() };
        SubmitMulti {
            service_type,
            source_addr: number,
            dest_address: List::from(&*destinations),
            schedule_delivery_time: TIME,
            validity_period: TIME,
            short_message: text,
            ..SubmitMulti::default()
        };
        SubmitMultiResp {
            message_id: Some(message_id),
            unsuccess_sme: List::from(&*failures),
            ..SubmitMultiResp::default()
        };
        DataSm {
            service_type,
            source_addr: address(65),
            destination_addr: address(65),
            ..DataSm::default()
        };
        DataSmResp { message_id: Some(message_id), ..DataSmResp::default() };
        QuerySm { message_id, source_addr: number, ..QuerySm::default() };
        QuerySmResp {
            message_id: Some(message_id),
            final_date: TIME,
            ..QuerySmResp::default()
        };
        CancelSm {
            service_type,
            message_id,
            source_addr: number,
            destination_addr: number,
            ..CancelSm::default()
        };
        CancelSmResp { ..CancelSmResp::default() };
        ReplaceSm {
            message_id,
            source_addr: number,
            schedule_delivery_time: TIME,
            validity_period: TIME,
            short_message: text,
            ..ReplaceSm::default()
        };
        ReplaceSmResp { ..ReplaceSmResp::default() };
        BroadcastSm {
            service_type,
            source_addr: number,
            message_id,
            schedule_delivery_time: TIME,
            validity_period: TIME,
            ..BroadcastSm::default()
        };
        BroadcastSmResp { message_id: Some(message_id), ..BroadcastSmResp::default() };
        QueryBroadcastSm {
            message_id,
            source_addr: number,
            ..QueryBroadcastSm::default()
        };
        QueryBroadcastSmResp { message_id: Some(message_id), ..QueryBroadcastSmResp::default() };
        CancelBroadcastSm {
            service_type,
            message_id,
            source_addr: number,
            ..CancelBroadcastSm::default()
        };
        CancelBroadcastSmResp { ..CancelBroadcastSmResp::default() };
        ParamRetrieve { param_name: string(32), ..ParamRetrieve::default() };
        ParamRetrieveResp { param_value: Some(string(101)), ..ParamRetrieveResp::default() };
        QueryLastMsgs { source_addr: number, ..QueryLastMsgs::default() };
        QueryLastMsgsResp { message_ids: Some(List::from(&*ids)), ..QueryLastMsgsResp::default() };
        QueryMsgDetails {
            message_id,
            source_addr: number,
            ..QueryMsgDetails::default()
        };
        QueryMsgDetailsResp {
            service_type: Some(service_type),
            source_addr: number,
            dest_address: List::from(&*destinations),
            details: details.into(),
            ..QueryMsgDetailsResp::default()
        };
    }
    all
}
