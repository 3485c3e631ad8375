//! Dialogues: USSD, and the interactive teleservice of Korean CDMA.

open_enum! {
    /// `ussd_service_op`: what a message does in a USSD dialogue.
    ///
    /// One octet; 4 to 15 and 20 to 31 are reserved, 32 to 255 are vendors'.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct UssdServiceOp(u8) {
        /// Process Supplementary Service Data, indication.
        PSSD_INDICATION = 0, "pssd_indication";
        /// Process Supplementary Service Request, indication.
        PSSR_INDICATION = 1, "pssr_indication";
        /// Unstructured Supplementary Service Request, request.
        USSR_REQUEST = 2, "ussr_request";
        /// Unstructured Supplementary Service Notify, request.
        USSN_REQUEST = 3, "ussn_request";
        /// Process Supplementary Service Data, response.
        PSSD_RESPONSE = 16, "pssd_response";
        /// Process Supplementary Service Request, response.
        PSSR_RESPONSE = 17, "pssr_response";
        /// Unstructured Supplementary Service Request, confirm.
        USSR_CONFIRM = 18, "ussr_confirm";
        /// Unstructured Supplementary Service Notify, confirm.
        USSN_CONFIRM = 19, "ussn_confirm";
    }
    between {
        32..=255 => "vendor";
    }
}

open_enum! {
    /// `its_reply_type`: how the user is to answer an interactive message. CDMA.
    ///
    /// One octet; 9 and above are reserved.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct ItsReplyType(u8) {
        /// With a digit.
        DIGIT = 0, "digit";
        /// With a number.
        NUMBER = 1, "number";
        /// With a telephone number.
        TELEPHONE_NUMBER = 2, "telephone_number";
        /// With a password.
        PASSWORD = 3, "password";
        /// With a line of characters.
        CHARACTER_LINE = 4, "character_line";
        /// By choosing from a menu.
        MENU = 5, "menu";
        /// With a date.
        DATE = 6, "date";
        /// With a time.
        TIME = 7, "time";
        /// By going on.
        CONTINUE = 8, "continue";
    }
}

/// `its_session_info`: where a message stands in an interactive session. CDMA.
///
/// Layout (octets): session number 1; then bits 7 to 1 the number in the dialogue, bit 0 whether
/// the session ends.
///
/// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::values::ItsSessionInfo;
///
/// let last = ItsSessionInfo::new(7, 3, true);
/// assert_eq!(last.to_octets(), [7, 0x07]);
/// assert_eq!((last.sequence_number(), last.is_end()), (3, true));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ItsSessionInfo([u8; 2]);

impl ItsSessionInfo {
    /// A message of a session; of its number in the dialogue, 0 to 127, seven bits count.
    #[must_use]
    pub const fn new(session_number: u8, sequence_number: u8, end: bool) -> Self {
        Self([session_number, sequence_number << 1 | end as u8])
    }

    /// From the octets of the wire.
    #[must_use]
    pub const fn from_octets(octets: [u8; 2]) -> Self {
        Self(octets)
    }

    /// The octets of the wire.
    #[must_use]
    pub const fn to_octets(self) -> [u8; 2] {
        self.0
    }

    /// Which session.
    #[must_use]
    pub const fn session_number(self) -> u8 {
        let [session_number, _] = self.0;
        session_number
    }

    /// The message's number in the dialogue, 0 to 127.
    #[must_use]
    pub const fn sequence_number(self) -> u8 {
        let [_, rest] = self.0;
        rest >> 1
    }

    /// Whether the session ends with it.
    #[must_use]
    pub const fn is_end(self) -> bool {
        let [_, rest] = self.0;
        rest & 1 != 0
    }
}

octets_value!(ItsSessionInfo, 2);
