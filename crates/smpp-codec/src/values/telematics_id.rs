//! `dest_telematics_id`: the telematic service that a message is for.

use core::fmt;

use super::ProtocolId;

/// `dest_telematics_id`: which telematic service a message is for. GSM.
///
/// Layout (octets): `protocol_id` 1, reserved 1. SMPP 3.4 leaves the value open, 5.0 says this.
/// `source_telematics_id` has one octet in both, although they refer from it to this.
///
/// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::values::{ProtocolId, TelematicsId};
///
/// assert_eq!(TelematicsId(0x2200).protocol_id(), ProtocolId(0x22));
/// assert_eq!(TelematicsId::new(ProtocolId(0x22)), TelematicsId(0x2200));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
#[allow(
    clippy::exhaustive_structs,
    reason = "an open value is its integer, for ever"
)]
pub struct TelematicsId(pub u16);

impl TelematicsId {
    /// A service by its TP-PID.
    #[must_use]
    pub const fn new(protocol_id: ProtocolId) -> Self {
        Self((protocol_id.0 as u16) << 8)
    }

    /// The first octet.
    #[must_use]
    pub const fn protocol_id(self) -> ProtocolId {
        let [first, _] = self.0.to_be_bytes();
        ProtocolId(first)
    }

    pub(crate) const fn name(self) -> Option<&'static str> {
        None
    }
}

impl fmt::Debug for TelematicsId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#06x}", self.0)
    }
}
