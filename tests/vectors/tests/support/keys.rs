//! Every typed key of the codec, by tag.

use smpp_codec::tlv::{self, TlvKey, TlvTag, TlvValue, Tlvs};
use smpp_codec::values::{
    AddrSubunit, AlertOnMessageDelivery, BearerType, BillingIdentification,
    BroadcastAreaIdentifier, BroadcastAreaSuccess, BroadcastChannelIndicator, BroadcastContentType,
    BroadcastFrequencyInterval, BroadcastMessageClass, CallbackNum, CallbackNumAtag,
    CallbackNumPresInd, CongestionState, DeliveryFailureReason, DestAddrNpResolution, DisplayTime,
    DpfResult, InterfaceVersion, ItsReplyType, ItsSessionInfo, LanguageIndicator, MessageState,
    MoreMessagesToSend, MsAvailabilityStatus, MsMsgWaitFacilities, MsValidity, NetworkErrorCode,
    NetworkId, NetworkType, NodeId, PayloadType, PrivacyIndicator, SetDpf, Subaddress,
    TelematicsId, UssdServiceOp,
};
use smpp_codec::{CommandStatus, DecodeError};
use smpp_vectors::Typed;

/// A value that a getter gives, in the words of the vectors.
trait Show {
    fn show(self, c_string: bool) -> Typed;
}

macro_rules! integers {
    ($($Type:ty, $value:ident => $integer:expr;)*) => {$(
        impl Show for $Type {
            fn show(self, _: bool) -> Typed {
                let $value = self;
                Typed::Integer($integer)
            }
        }
    )*};
}

integers! {
    u8, value => value.into();
    u16, value => value.into();
    u32, value => value;
    AddrSubunit, value => value.0.into();
    BearerType, value => value.0.into();
    BroadcastAreaSuccess, value => value.0.into();
    BroadcastChannelIndicator, value => value.0.into();
    BroadcastMessageClass, value => value.0.into();
    CallbackNumPresInd, value => value.0.into();
    CommandStatus, value => value.0;
    CongestionState, value => value.0.into();
    DeliveryFailureReason, value => value.0.into();
    DestAddrNpResolution, value => value.0.into();
    DisplayTime, value => value.0.into();
    DpfResult, value => value.0.into();
    InterfaceVersion, value => value.0.into();
    ItsReplyType, value => value.0.into();
    LanguageIndicator, value => value.0.into();
    MessageState, value => value.0.into();
    MoreMessagesToSend, value => value.0.into();
    MsAvailabilityStatus, value => value.0.into();
    MsMsgWaitFacilities, value => value.0.into();
    NetworkType, value => value.0.into();
    PayloadType, value => value.0.into();
    PrivacyIndicator, value => value.0.into();
    SetDpf, value => value.0.into();
    TelematicsId, value => value.0.into();
    UssdServiceOp, value => value.0.into();
}

/// Values of several octets, which the vectors give as octets only.
macro_rules! structures {
    ($($Type:ty)*) => {$(
        impl Show for $Type {
            fn show(self, _: bool) -> Typed {
                Typed::Octets
            }
        }
    )*};
}

structures! {
    BillingIdentification<'_> BroadcastAreaIdentifier<'_> BroadcastContentType
    BroadcastFrequencyInterval CallbackNum<'_> CallbackNumAtag<'_> ItsSessionInfo MsValidity
    NetworkErrorCode NodeId<'_> Subaddress<'_>
}

impl Show for NetworkId<'_> {
    fn show(self, c_string: bool) -> Typed {
        self.0.show(c_string)
    }
}

impl Show for Option<AlertOnMessageDelivery> {
    fn show(self, c_string: bool) -> Typed {
        self.map_or(Typed::Octets, |value| value.0.show(c_string))
    }
}

impl Show for &[u8] {
    fn show(self, c_string: bool) -> Typed {
        if c_string {
            Typed::String(self.into())
        } else {
            Typed::Octets
        }
    }
}

fn get<'a, V: TlvValue<Value<'a>: Show>>(tlvs: &Tlvs<'a>, key: TlvKey<V>, nth: usize) -> Typed {
    let value: Option<Result<V::Value<'a>, DecodeError>> = tlvs.get_all(key).nth(nth);
    let c_string = V::SHAPE == tlv::Shape::CString;
    match value.expect("the TLV is there") {
        Ok(value) => value.show(c_string),
        Err(error) => {
            assert_eq!(error.field(), key.name());
            Typed::Error(error.kind().name().into())
        }
    }
}

macro_rules! keys {
    ($($KEY:ident)*) => {
        /// Reads the n-th TLV of a tag through its key; `None` if the codec has none for it.
        pub(crate) fn read(tlvs: &Tlvs<'_>, tag: TlvTag, nth: usize) -> Option<Typed> {
            $(if tag == tlv::$KEY.tag() { return Some(get(tlvs, tlv::$KEY, nth)); })*
            None
        }

        /// Every tag that has a key here.
        pub(crate) const TAGS: &[TlvTag] = &[$(tlv::$KEY.tag()),*];
    };
}

keys! {
    DEST_ADDR_SUBUNIT DEST_NETWORK_TYPE DEST_BEARER_TYPE DEST_TELEMATICS_ID SOURCE_ADDR_SUBUNIT
    SOURCE_NETWORK_TYPE SOURCE_BEARER_TYPE SOURCE_TELEMATICS_ID QOS_TIME_TO_LIVE PAYLOAD_TYPE
    ADDITIONAL_STATUS_INFO_TEXT RECEIPTED_MESSAGE_ID MS_MSG_WAIT_FACILITIES PRIVACY_INDICATOR
    SOURCE_SUBADDRESS DEST_SUBADDRESS USER_MESSAGE_REFERENCE USER_RESPONSE_CODE SOURCE_PORT
    DEST_PORT SAR_MSG_REF_NUM LANGUAGE_INDICATOR SAR_TOTAL_SEGMENTS SAR_SEGMENT_SEQNUM
    SC_INTERFACE_VERSION CALLBACK_NUM_PRES_IND CALLBACK_NUM_ATAG NUMBER_OF_MESSAGES CALLBACK_NUM
    DPF_RESULT SET_DPF MS_AVAILABILITY_STATUS NETWORK_ERROR_CODE MESSAGE_PAYLOAD
    DELIVERY_FAILURE_REASON MORE_MESSAGES_TO_SEND MESSAGE_STATE CONGESTION_STATE USSD_SERVICE_OP
    BROADCAST_CHANNEL_INDICATOR BROADCAST_CONTENT_TYPE BROADCAST_CONTENT_TYPE_INFO
    BROADCAST_MESSAGE_CLASS BROADCAST_REP_NUM BROADCAST_FREQUENCY_INTERVAL
    BROADCAST_AREA_IDENTIFIER BROADCAST_ERROR_STATUS BROADCAST_AREA_SUCCESS BROADCAST_END_TIME
    BROADCAST_SERVICE_GROUP BILLING_IDENTIFICATION SOURCE_NETWORK_ID DEST_NETWORK_ID
    SOURCE_NODE_ID DEST_NODE_ID DEST_ADDR_NP_RESOLUTION DEST_ADDR_NP_INFORMATION
    DEST_ADDR_NP_COUNTRY DISPLAY_TIME SMS_SIGNAL MS_VALIDITY ALERT_ON_MESSAGE_DELIVERY
    ITS_REPLY_TYPE ITS_SESSION_INFO
}
