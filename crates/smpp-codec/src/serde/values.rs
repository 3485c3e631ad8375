//! Values alone, without a PDU.

use ::serde::ser::{Serialize, SerializeMap, Serializer};

use super::octets::Characters;
use crate::command_id::CommandId;
use crate::command_status::CommandStatus;
use crate::tlv::{TlvOctets, TlvTag, TlvValue};
use crate::values::time::{AbsoluteTime, FinalDate, LocalTime, RelativeTime, Time};
use crate::values::{
    AddrSubunit, Address, AlertOnMessageDelivery, AreaFormat, BearerType, BillingIdentification,
    BroadcastAreaIdentifier, BroadcastAreaSuccess, BroadcastChannelIndicator, BroadcastContentType,
    BroadcastFrequencyInterval, BroadcastMessageClass, BroadcastNetwork, CallbackNum,
    CallbackNumAtag, CallbackNumPresInd, CongestionState, ContentType, DataCoding,
    DeliveryFailureReason, DestAddrNpResolution, DestFlag, DigitMode, DisplayTime, DpfResult,
    ErrorCode, EsmClass, InterfaceVersion, IntervalUnit, ItsReplyType, ItsSessionInfo,
    LanguageIndicator, McReceipt, MessageState, MessageType, MessagingMode, MoreMessagesToSend,
    MsAvailabilityStatus, MsMsgWaitFacilities, MsValidity, NetworkErrorCode, NetworkErrorType,
    NetworkId, NetworkIdFormat, NetworkType, NodeId, Npi, PayloadType, Presentation, PriorityFlag,
    PrivacyIndicator, ProtocolId, RegisteredDelivery, ReplaceIfPresentFlag, Screening, SetDpf,
    SmeAck, Subaddress, SubaddressType, TelematicsId, Ton, UssdServiceOp, ValidityBehaviour,
    ValidityUnit, WaitingMessages,
};

/// Integers: a number.
macro_rules! numbers {
    ($($Type:ident)*) => {$(
        impl Serialize for $Type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }
    )*};
}

numbers! {
    AddrSubunit AlertOnMessageDelivery AreaFormat BearerType BroadcastAreaSuccess
    BroadcastChannelIndicator BroadcastMessageClass BroadcastNetwork CallbackNumPresInd CommandId
    CommandStatus CongestionState ContentType DataCoding DeliveryFailureReason DestAddrNpResolution
    DestFlag DigitMode DisplayTime DpfResult ErrorCode EsmClass InterfaceVersion IntervalUnit
    ItsReplyType LanguageIndicator McReceipt MessageState MessageType MessagingMode
    MoreMessagesToSend MsAvailabilityStatus MsMsgWaitFacilities NetworkErrorType NetworkIdFormat
    NetworkType Npi PayloadType Presentation PriorityFlag PrivacyIndicator ProtocolId
    RegisteredDelivery ReplaceIfPresentFlag Screening SetDpf SmeAck SubaddressType TelematicsId TlvTag
    Ton UssdServiceOp ValidityBehaviour ValidityUnit WaitingMessages
}

/// Structures: the octets of the TLV's value, as lower-case hexadecimal.
macro_rules! structures {
    ($($Type:ty;)*) => {$(
        impl Serialize for $Type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                <$Type as TlvValue>::encode(*self).serialize(serializer)
            }
        }
    )*};
}

structures! {
    BillingIdentification<'_>;
    BroadcastAreaIdentifier<'_>;
    BroadcastContentType;
    BroadcastFrequencyInterval;
    CallbackNum<'_>;
    CallbackNumAtag<'_>;
    ItsSessionInfo;
    MsValidity;
    NetworkErrorCode;
    NetworkId<'_>;
    NodeId<'_>;
    Subaddress<'_>;
}

/// The octets of a TLV's value, as lower-case hexadecimal.
impl Serialize for TlvOctets<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&super::octets::TlvHex(self))
    }
}

/// A map of `ton`, `npi` and `addr`.
impl Serialize for Address<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("ton", &self.ton)?;
        map.serialize_entry("npi", &self.npi)?;
        map.serialize_entry("addr", &Characters(self.addr))?;
        map.end()
    }
}

/// Times: a string, in the characters of the wire.
macro_rules! times {
    ($($Type:ident)*) => {$(
        impl Serialize for $Type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}

times! { AbsoluteTime LocalTime RelativeTime Time }

/// A string, in the characters of the wire.
impl Serialize for FinalDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absolute(time) => time.serialize(serializer),
            Self::Local(date) => date.serialize(serializer),
        }
    }
}
