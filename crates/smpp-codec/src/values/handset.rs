//! What a message asks of the handset: where to show it, how to announce it.

open_enum! {
    /// `dest_addr_subunit` and `source_addr_subunit`: the part of the mobile that a message is
    /// for, or from.
    ///
    /// One octet; 5 and above are reserved. Default when absent: unknown.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct AddrSubunit(u8) {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// The display: the message is shown at once.
        MS_DISPLAY = 1, "ms_display";
        /// The mobile equipment.
        MOBILE_EQUIPMENT = 2, "mobile_equipment";
        /// The first smart card: the SIM, if there is one.
        SMART_CARD_1 = 3, "smart_card_1";
        /// The first external unit.
        EXTERNAL_UNIT_1 = 4, "external_unit_1";
    }
}

open_enum! {
    /// `display_time`: how long a message is shown. CDMA and TDMA.
    ///
    /// One octet; 3 and above are reserved. Default when absent: 1.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct DisplayTime(u8) {
        /// For a short time.
        TEMPORARY = 0, "temporary";
        /// As the handset does by itself.
        DEFAULT = 1, "default";
        /// Until somebody has seen it.
        INVOKE = 2, "invoke";
    }
}

open_enum! {
    /// `alert_on_message_delivery`: how the handset announces a message. CDMA.
    ///
    /// No octet in SMPP 3.4, where the TLV by itself asks for an alert; none or one in 5.0. The
    /// value of the TLV is an `Option` therefore: [`tlv::ALERT_ON_MESSAGE_DELIVERY`]. 4 and above
    /// are reserved.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    ///
    /// [`tlv::ALERT_ON_MESSAGE_DELIVERY`]: crate::tlv::ALERT_ON_MESSAGE_DELIVERY
    pub struct AlertOnMessageDelivery(u8) {
        /// As the handset does by itself.
        DEFAULT = 0, "default";
        /// With low priority.
        LOW = 1, "low";
        /// With medium priority.
        MEDIUM = 2, "medium";
        /// With high priority.
        HIGH = 3, "high";
    }
}

open_enum! {
    /// `privacy_indicator`: how private a message is. CDMA and TDMA.
    ///
    /// One octet; 4 and above are reserved. Default when absent: not restricted.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct PrivacyIndicator(u8) {
        /// Level 0.
        NOT_RESTRICTED = 0, "not_restricted";
        /// Level 1.
        RESTRICTED = 1, "restricted";
        /// Level 2.
        CONFIDENTIAL = 2, "confidential";
        /// Level 3.
        SECRET = 3, "secret";
    }
}

open_enum! {
    /// `language_indicator`: the language of a message. CDMA and TDMA.
    ///
    /// One octet; those above 5 are in CMT-136. Default when absent: unspecified.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct LanguageIndicator(u8) {
        /// Unspecified.
        UNSPECIFIED = 0, "unspecified";
        /// English.
        ENGLISH = 1, "english";
        /// French.
        FRENCH = 2, "french";
        /// Spanish.
        SPANISH = 3, "spanish";
        /// German.
        GERMAN = 4, "german";
        /// Portuguese.
        PORTUGUESE = 5, "portuguese";
    }
}

open_enum! {
    /// `ms_availability_status`: whether the mobile of an `alert_notification` can be reached.
    ///
    /// One octet; 3 and above are reserved. Default when absent: available.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct MsAvailabilityStatus(u8) {
        /// Available.
        AVAILABLE = 0, "available";
        /// Denied: suspended, or without SMS.
        DENIED = 1, "denied";
        /// Unavailable.
        UNAVAILABLE = 2, "unavailable";
    }
}

open_enum! {
    /// `ms_msg_wait_facilities`: a sign that messages wait, shown or taken away. GSM.
    ///
    /// One octet: bit 7 shows the sign, bits 1 and 0 say for what; bits 6 to 2 are 0.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4; 3GPP TS 23.040.
    ///
    /// ```
    /// use smpp_codec::values::{MsMsgWaitFacilities, WaitingMessages};
    ///
    /// let waiting = MsMsgWaitFacilities::new(true, WaitingMessages::FAX);
    /// assert_eq!(waiting, MsMsgWaitFacilities::FAX_WAITING);
    /// assert!(waiting.is_active());
    /// assert_eq!(waiting.messages(), WaitingMessages::FAX);
    /// ```
    pub struct MsMsgWaitFacilities(u8) {
        /// No voice message waits any more.
        NO_VOICEMAIL = 0x00, "no_voicemail";
        /// No fax waits any more.
        NO_FAX = 0x01, "no_fax";
        /// No e-mail waits any more.
        NO_EMAIL = 0x02, "no_email";
        /// Nothing else waits any more.
        NO_OTHER = 0x03, "no_other";
        /// A voice message waits.
        VOICEMAIL_WAITING = 0x80, "voicemail_waiting";
        /// A fax waits.
        FAX_WAITING = 0x81, "fax_waiting";
        /// An e-mail waits.
        EMAIL_WAITING = 0x82, "email_waiting";
        /// Something else waits. One guide prints 0x82 for it, which is e-mail.
        OTHER_WAITING = 0x83, "other_waiting";
    }
}

open_enum! {
    /// What waits, bits 1 and 0 of `ms_msg_wait_facilities`.
    pub struct WaitingMessages(u8) {
        /// Voice messages.
        VOICEMAIL = 0, "voicemail";
        /// Faxes.
        FAX = 1, "fax";
        /// E-mails.
        EMAIL = 2, "email";
        /// Others.
        OTHER = 3, "other";
    }
}

impl MsMsgWaitFacilities {
    /// The sign for these messages, shown or taken away; only two bits of `messages` count.
    #[must_use]
    pub const fn new(active: bool, messages: WaitingMessages) -> Self {
        Self((active as u8) << 7 | messages.0 & 0x03)
    }

    /// Bit 7: whether the sign is shown.
    #[must_use]
    pub const fn is_active(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// Bits 1 and 0.
    #[must_use]
    pub const fn messages(self) -> WaitingMessages {
        WaitingMessages(self.0 & 0x03)
    }
}
