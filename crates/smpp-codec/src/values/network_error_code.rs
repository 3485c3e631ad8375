//! `network_error_code`: the error that the network reports.

use core::fmt;

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

/// `gsm 27`.
impl fmt::Display for NetworkErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.network_type, self.error_code)
    }
}

octets_value!(NetworkErrorCode, 3);
