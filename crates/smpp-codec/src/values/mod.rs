//! Values of the parameters, mandatory and optional.
//!
//! Most are an integer that keeps every value it can have, with the specification's names as
//! constants. Those of TLVs that have a structure are views of its octets or a few fields; what
//! [`tlv`](crate::tlv)'s keys read and build is here too.

mod address;
mod broadcast;
mod broadcast_content;
mod callback;
mod data_coding;
mod delivery;
mod dialogue;
mod esm_class;
mod handset;
mod message;
mod network;
mod priority;
mod protocol_id;
mod registered_delivery;
mod subscriber;
pub mod time;
mod validity;
mod version;

pub use address::{Address, DestFlag, Npi, Ton};
pub use broadcast::{
    AreaFormat, BroadcastAreaIdentifier, BroadcastAreaSuccess, BroadcastChannelIndicator,
    BroadcastFrequencyInterval, BroadcastMessageClass, IntervalUnit,
};
pub use broadcast_content::{BroadcastContentType, BroadcastNetwork, ContentType};
pub use callback::{
    CallbackNum, CallbackNumAtag, CallbackNumPresInd, DigitMode, Presentation, Screening,
};
pub use data_coding::DataCoding;
pub use delivery::{CongestionState, DeliveryFailureReason, DpfResult, MoreMessagesToSend, SetDpf};
pub use dialogue::{ItsReplyType, ItsSessionInfo, UssdServiceOp};
pub use esm_class::{EsmClass, MessageType, MessagingMode};
pub use handset::{
    AddrSubunit, AlertOnMessageDelivery, DisplayTime, LanguageIndicator, MsAvailabilityStatus,
    MsMsgWaitFacilities, PrivacyIndicator, WaitingMessages,
};
pub use message::{ErrorCode, MessageState, ReplaceIfPresent, service_type};
pub use network::{
    BearerType, NetworkErrorCode, NetworkErrorType, NetworkType, PayloadType, TelematicsId,
};
pub use priority::{PriorityFlag, PriorityScheme};
pub use protocol_id::ProtocolId;
pub use registered_delivery::{McReceipt, RegisteredDelivery, SmeAck};
pub use subscriber::{
    BillingIdentification, DestAddrNpResolution, NetworkId, NetworkIdFormat, NodeId, Subaddress,
    SubaddressType,
};
pub use validity::{MsValidity, ValidityBehaviour, ValidityUnit};
pub use version::InterfaceVersion;
