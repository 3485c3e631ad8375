//! `ms_msg_wait_facilities`: the sign that messages wait.

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
