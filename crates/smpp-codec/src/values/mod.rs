//! Values of the mandatory parameters: each an integer that keeps every value it can have.

mod address;
mod data_coding;
mod esm_class;
mod message;
mod registered_delivery;
pub mod time;
mod version;

pub use address::{Address, DestFlag, Npi, Ton};
pub use data_coding::DataCoding;
pub use esm_class::{EsmClass, MessageType, MessagingMode};
pub use message::{MessageState, PriorityFlag, ProtocolId, ReplaceIfPresent, service_type};
pub use registered_delivery::{McReceipt, RegisteredDelivery, SmeAck};
pub use version::InterfaceVersion;
