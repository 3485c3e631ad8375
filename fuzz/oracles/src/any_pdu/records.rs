//! The records of all PDUs: their fields in wire order, with the sizes of the specification.

use arbitrary::{Result, Unstructured};
#[cfg(any(test, feature = "proptest"))]
use proptest::prelude::*;
use smpp_codec::CommandId;
use smpp_codec::pdu::{
    AlertNotification, Bind, BindResp, BroadcastSm, BroadcastSmResp, CancelBroadcastSm,
    CancelBroadcastSmResp, CancelSm, CancelSmResp, DataSm, DataSmResp, DeliverSm, DeliverSmResp,
    EnquireLink, EnquireLinkResp, GenericNack, MessageDetails, MessageDetailsFields, Outbind,
    ParamRetrieve, ParamRetrieveResp, QueryBroadcastSm, QueryBroadcastSmResp, QueryLastMsgs,
    QueryLastMsgsResp, QueryMsgDetails, QueryMsgDetailsResp, QuerySm, QuerySmResp, ReplaceSm,
    ReplaceSmResp, SubmitMulti, SubmitMultiResp, SubmitSm, SubmitSmResp, Unbind, UnbindResp,
    Unknown,
};
use smpp_codec::values::{
    DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, PriorityFlag, ProtocolId,
    RegisteredDelivery, ReplaceIfPresentFlag, Ton,
};

use super::field::Field;
use super::lists::{AnyTlvs, Destinations, Lists, MessageIds, NONE, Unsuccessful};
use super::strings::{AnyAddress, CString, Octets, Time};

/// Nests the strategies of fields, or the pattern of their values: tuples have at most 12 elements.
#[cfg(any(test, feature = "proptest"))]
macro_rules! nested {
    (strategies) => { Just(()) };
    (strategies $First:ty, $($Rest:ty,)*) => {
        (<$First as Field>::strategy(), nested!(strategies $($Rest,)*))
    };
    (pattern) => { () };
    (pattern $first:ident, $($rest:ident,)*) => { ($first, nested!(pattern $($rest,)*)) };
}

/// Defines an owned type for each of the codec's records, and implements [`Field`] for it.
macro_rules! records {
    ($($Any:ident, $Lent:ident { $($field:ident: $Type:ty,)* })*) => {$(
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct $Any {
            $($field: $Type,)*
        }

        impl Field for $Any {
            type Lent<'a> = $Lent<'a>;

            fn take(input: &mut Unstructured<'_>) -> Result<Self> {
                Ok(Self { $($field: Field::take(input)?,)* })
            }

            fn write(&self, input: &mut Vec<u8>) {
                $(self.$field.write(input);)*
            }

            fn collect<'a>(&'a self, lists: &mut Lists<'a>) {
                $(self.$field.collect(lists);)*
            }

            fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> $Lent<'a> {
                $Lent { $($field: self.$field.lend(lists),)* }
            }

            fn copy_of(lent: $Lent<'_>) -> Option<Self> {
                Some(Self { $($field: Field::copy_of(lent.$field)?,)* })
            }

            #[cfg(any(test, feature = "proptest"))]
            fn strategy() -> BoxedStrategy<Self> {
                nested!(strategies $($Type,)*)
                    .prop_map(|nested!(pattern $($field,)*)| Self { $($field,)* })
                    .boxed()
            }
        }
    )*};
}

records! {
    AnyEnquireLink, EnquireLink { tlvs: AnyTlvs, }
    AnyEnquireLinkResp, EnquireLinkResp { tlvs: AnyTlvs, }
    AnyUnbind, Unbind { tlvs: AnyTlvs, }
    AnyUnbindResp, UnbindResp { tlvs: AnyTlvs, }
    AnyGenericNack, GenericNack { tlvs: AnyTlvs, }
    AnyCancelSmResp, CancelSmResp { tlvs: AnyTlvs, }
    AnyReplaceSmResp, ReplaceSmResp { tlvs: AnyTlvs, }
    AnyCancelBroadcastSmResp, CancelBroadcastSmResp { tlvs: AnyTlvs, }
    AnyBind, Bind {
        system_id: CString<16>, password: CString<9>, system_type: CString<13>,
        interface_version: InterfaceVersion, addr_ton: Ton, addr_npi: Npi,
        address_range: CString<41>, tlvs: AnyTlvs,
    }
    AnyBindResp, BindResp { system_id: Option<CString<16>>, tlvs: AnyTlvs, }
    AnyOutbind, Outbind { system_id: CString<16>, password: CString<9>, tlvs: AnyTlvs, }
    AnySubmitSm, SubmitSm {
        service_type: CString<6>, source_addr: AnyAddress<21>, destination_addr: AnyAddress<21>,
        esm_class: EsmClass, protocol_id: ProtocolId, priority_flag: PriorityFlag,
        schedule_delivery_time: Time, validity_period: Time,
        registered_delivery: RegisteredDelivery, replace_if_present_flag: ReplaceIfPresentFlag,
        data_coding: DataCoding, sm_default_msg_id: u8, short_message: Octets<255>, tlvs: AnyTlvs,
    }
    AnySubmitSmResp, SubmitSmResp { message_id: Option<CString<65>>, tlvs: AnyTlvs, }
    AnyDeliverSmResp, DeliverSmResp { message_id: Option<CString<65>>, tlvs: AnyTlvs, }
    AnyDataSmResp, DataSmResp { message_id: Option<CString<65>>, tlvs: AnyTlvs, }
    AnyBroadcastSmResp, BroadcastSmResp { message_id: Option<CString<65>>, tlvs: AnyTlvs, }
    AnyQueryBroadcastSmResp, QueryBroadcastSmResp {
        message_id: Option<CString<65>>, tlvs: AnyTlvs,
    }
    AnySubmitMulti, SubmitMulti {
        service_type: CString<6>, source_addr: AnyAddress<21>, dest_address: Destinations,
        esm_class: EsmClass, protocol_id: ProtocolId, priority_flag: PriorityFlag,
        schedule_delivery_time: Time, validity_period: Time,
        registered_delivery: RegisteredDelivery, replace_if_present_flag: ReplaceIfPresentFlag,
        data_coding: DataCoding, sm_default_msg_id: u8, short_message: Octets<255>, tlvs: AnyTlvs,
    }
    AnySubmitMultiResp, SubmitMultiResp {
        message_id: Option<CString<65>>, unsuccess_sme: Unsuccessful, tlvs: AnyTlvs,
    }
    AnyDeliverSm, DeliverSm {
        service_type: CString<6>, source_addr: AnyAddress<21>, destination_addr: AnyAddress<21>,
        esm_class: EsmClass, protocol_id: ProtocolId, priority_flag: PriorityFlag,
        schedule_delivery_time: Time, validity_period: Time,
        registered_delivery: RegisteredDelivery, replace_if_present_flag: ReplaceIfPresentFlag,
        data_coding: DataCoding, sm_default_msg_id: u8, short_message: Octets<255>, tlvs: AnyTlvs,
    }
    AnyDataSm, DataSm {
        service_type: CString<6>, source_addr: AnyAddress<65>, destination_addr: AnyAddress<65>,
        esm_class: EsmClass, registered_delivery: RegisteredDelivery, data_coding: DataCoding,
        tlvs: AnyTlvs,
    }
    AnyQuerySm, QuerySm { message_id: CString<65>, source_addr: AnyAddress<21>, tlvs: AnyTlvs, }
    AnyQuerySmResp, QuerySmResp {
        message_id: Option<CString<65>>, final_date: Time, message_state: MessageState,
        error_code: u8, tlvs: AnyTlvs,
    }
    AnyCancelSm, CancelSm {
        service_type: CString<6>, message_id: CString<65>, source_addr: AnyAddress<21>,
        destination_addr: AnyAddress<21>, tlvs: AnyTlvs,
    }
    AnyReplaceSm, ReplaceSm {
        message_id: CString<65>, source_addr: AnyAddress<21>, schedule_delivery_time: Time,
        validity_period: Time, registered_delivery: RegisteredDelivery, sm_default_msg_id: u8,
        short_message: Octets<255>, tlvs: AnyTlvs,
    }
    AnyAlertNotification, AlertNotification {
        source_addr: AnyAddress<65>, esme_addr: AnyAddress<65>, tlvs: AnyTlvs,
    }
    AnyBroadcastSm, BroadcastSm {
        service_type: CString<6>, source_addr: AnyAddress<21>, message_id: CString<65>,
        priority_flag: PriorityFlag, schedule_delivery_time: Time, validity_period: Time,
        replace_if_present_flag: ReplaceIfPresentFlag, data_coding: DataCoding, sm_default_msg_id: u8,
        tlvs: AnyTlvs,
    }
    AnyQueryBroadcastSm, QueryBroadcastSm {
        message_id: CString<65>, source_addr: AnyAddress<21>, tlvs: AnyTlvs,
    }
    AnyCancelBroadcastSm, CancelBroadcastSm {
        service_type: CString<6>, message_id: CString<65>, source_addr: AnyAddress<21>,
        tlvs: AnyTlvs,
    }
    AnyParamRetrieve, ParamRetrieve { param_name: CString<32>, tlvs: AnyTlvs, }
    AnyParamRetrieveResp, ParamRetrieveResp { param_value: Option<CString<101>>, tlvs: AnyTlvs, }
    AnyQueryLastMsgs, QueryLastMsgs {
        source_addr: AnyAddress<21>, num_messages: u8, tlvs: AnyTlvs,
    }
    AnyQueryLastMsgsResp, QueryLastMsgsResp { message_ids: Option<MessageIds>, tlvs: AnyTlvs, }
    AnyQueryMsgDetails, QueryMsgDetails {
        message_id: CString<9>, source_addr: AnyAddress<21>, sm_length: u8, tlvs: AnyTlvs,
    }
    AnyQueryMsgDetailsResp, QueryMsgDetailsResp {
        service_type: Option<CString<6>>, source_addr: AnyAddress<21>, dest_address: Destinations,
        details: AnyDetails, tlvs: AnyTlvs,
    }
    AnyMessageDetailsFields, MessageDetailsFields {
        protocol_id: ProtocolId, priority_flag: PriorityFlag, schedule_delivery_time: Time,
        validity_period: Time, registered_delivery: RegisteredDelivery, data_coding: DataCoding,
        short_message: Octets<161>, message_id: CString<9>, final_date: Time,
        message_state: MessageState, error_code: u8,
    }
    AnyUnknown, Unknown { command_id: CommandId, octets: Octets<255>, }
}

/// The details of a message, which the codec borrows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AnyDetails(AnyMessageDetailsFields);

impl Field for AnyDetails {
    type Lent<'a> = MessageDetails<'a>;

    fn take(input: &mut Unstructured<'_>) -> Result<Self> {
        Field::take(input).map(Self)
    }

    fn write(&self, input: &mut Vec<u8>) {
        self.0.write(input);
    }

    fn collect<'a>(&'a self, lists: &mut Lists<'a>) {
        lists.details = Some(self.0.lend(&NONE));
    }

    fn lend<'a>(&'a self, lists: &'a Lists<'a>) -> MessageDetails<'a> {
        lists
            .details
            .as_ref()
            .map_or_else(MessageDetails::default, MessageDetails::from)
    }

    fn copy_of(lent: MessageDetails<'_>) -> Option<Self> {
        Field::copy_of(lent.fields()).map(Self)
    }

    #[cfg(any(test, feature = "proptest"))]
    fn strategy() -> BoxedStrategy<Self> {
        AnyMessageDetailsFields::strategy().prop_map(Self).boxed()
    }
}
