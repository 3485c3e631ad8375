//! Networks: which one, over which bearer, what went wrong in it.

use core::fmt;

use super::ProtocolId;

open_enum! {
    /// `dest_network_type` and `source_network_type`.
    ///
    /// One octet; 9 and above are reserved.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct NetworkType(u8) {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// GSM.
        GSM = 1, "gsm";
        /// ANSI-136, TDMA.
        ANSI_136 = 2, "ansi_136";
        /// IS-95, CDMA.
        IS_95 = 3, "is_95";
        /// PDC.
        PDC = 4, "pdc";
        /// PHS.
        PHS = 5, "phs";
        /// iDEN.
        IDEN = 6, "iden";
        /// AMPS.
        AMPS = 7, "amps";
        /// A paging network.
        PAGING = 8, "paging";
    }
}

open_enum! {
    /// `dest_bearer_type` and `source_bearer_type`: what carries a message.
    ///
    /// One octet; 9 and above are reserved.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct BearerType(u8) {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// SMS.
        SMS = 1, "sms";
        /// Circuit switched data.
        CIRCUIT_SWITCHED_DATA = 2, "circuit_switched_data";
        /// Packet data.
        PACKET_DATA = 3, "packet_data";
        /// USSD.
        USSD = 4, "ussd";
        /// CDPD.
        CDPD = 5, "cdpd";
        /// `DataTAC`.
        DATATAC = 6, "datatac";
        /// FLEX, `ReFLEX`.
        FLEX = 7, "flex";
        /// Cell broadcast.
        CELL_BROADCAST = 8, "cell_broadcast";
    }
}

open_enum! {
    /// `payload_type`: what the payload of a WAP message is.
    ///
    /// One octet; 2 and above are reserved. Default when absent: 0.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct PayloadType(u8) {
        /// The default: a WDP datagram.
        DEFAULT = 0, "default";
        /// WCMP, the control messages of WAP.
        WCMP = 1, "wcmp";
    }
}

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

open_enum! {
    /// Whose code the second and third octet of `network_error_code` are.
    ///
    /// SMPP 3.4 has 1 to 3, and reserves 4.
    pub struct NetworkErrorType(u8) {
        /// ANSI-136; in SMPP 5.0, why access was denied.
        ANSI_136_ACCESS_DENIED = 1, "ansi_136_access_denied";
        /// IS-95; in SMPP 5.0, why access was denied.
        IS_95_ACCESS_DENIED = 2, "is_95_access_denied";
        /// GSM.
        GSM = 3, "gsm";
        /// ANSI-136 cause code. SMPP 5.0.
        ANSI_136_CAUSE = 4, "ansi_136_cause";
        /// IS-95 cause code. SMPP 5.0.
        IS_95_CAUSE = 5, "is_95_cause";
        /// ANSI-41 error. SMPP 5.0.
        ANSI_41 = 6, "ansi_41";
        /// SMPP error. SMPP 5.0.
        SMPP = 7, "smpp";
        /// The message centre's own. SMPP 5.0.
        MESSAGE_CENTER = 8, "message_center";
    }
}

/// `network_error_code`: what the network said went wrong.
///
/// Layout (octets): network type 1, error code 2. Some peers write three digits instead, `000`:
/// the type is 0x30 then, which no specification has.
///
/// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::tlv::{self, Tlv, Tlvs};
/// use smpp_codec::values::{NetworkErrorCode, NetworkErrorType};
///
/// let absent = NetworkErrorCode { network_type: NetworkErrorType::GSM, error_code: 27 };
/// let list = [Tlv::new(tlv::NETWORK_ERROR_CODE, absent)];
/// assert_eq!(Tlvs::from(&list).get(tlv::NETWORK_ERROR_CODE), Ok(Some(absent)));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the fields of the wire")]
pub struct NetworkErrorCode {
    /// Whose code it is.
    pub network_type: NetworkErrorType,
    /// The code.
    pub error_code: u16,
}

impl NetworkErrorCode {
    /// From the octets of the wire.
    #[must_use]
    pub const fn from_octets([network_type, high, low]: [u8; 3]) -> Self {
        Self {
            network_type: NetworkErrorType(network_type),
            error_code: u16::from_be_bytes([high, low]),
        }
    }

    /// The octets of the wire.
    #[must_use]
    pub const fn to_octets(self) -> [u8; 3] {
        let [high, low] = self.error_code.to_be_bytes();
        [self.network_type.0, high, low]
    }
}

octets_value!(NetworkErrorCode, 3);
