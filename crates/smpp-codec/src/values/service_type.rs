//! The values of `service_type` that the specifications name; others are by agreement.
//!
//! A C-octet string of at most 6 octets with its NUL; empty means the message centre's default.
//!
//! Spec: SMPP 3.4 section 5.2.11; SMPP 5.0, `service_type`.

/// Cellular messaging.
pub const CELLULAR_MESSAGING: &[u8] = b"CMT";
/// Cellular paging.
pub const CELLULAR_PAGING: &[u8] = b"CPT";
/// Voice mail notification.
pub const VOICE_MAIL_NOTIFICATION: &[u8] = b"VMN";
/// Voice mail alerting.
pub const VOICE_MAIL_ALERTING: &[u8] = b"VMA";
/// Wireless application protocol.
pub const WAP: &[u8] = b"WAP";
/// Unstructured supplementary services data.
pub const USSD: &[u8] = b"USSD";
/// Cell broadcast. SMPP 5.0.
pub const CELL_BROADCAST: &[u8] = b"CBS";
/// Generic UDP transport. SMPP 5.0.
pub const GENERIC_UDP_TRANSPORT: &[u8] = b"GUTS";
