//! `protocol_id`: the TP-PID of GSM.

open_enum! {
    /// `protocol_id`: the TP-PID of GSM; 0 elsewhere.
    ///
    /// One octet. To a mobile of ANSI-136 or IS-95 it is ignored, and from one it is 0. 0x20 to
    /// 0x3F interwork with a telematic device: see [`telematic_device`](Self::telematic_device).
    ///
    /// Spec: SMPP 3.4 section 5.2.13; SMPP 5.0, `protocol_id`; 3GPP TS 23.040 section 9.2.3.9.
    ///
    /// ```
    /// use smpp_codec::values::ProtocolId;
    ///
    /// assert_eq!(ProtocolId::INTERNET_EMAIL.telematic_device(), Some(0x12));
    /// assert_eq!(ProtocolId(0x43).replace_type(), Some(3));
    /// ```
    pub struct ProtocolId(u8) {
        /// A plain message.
        DEFAULT = 0x00, "default";
        /// To or from a telematic device that the number tells.
        TELEMATIC_IMPLICIT = 0x20, "telematic_implicit";
        /// Telex.
        TELEX = 0x21, "telex";
        /// Group 3 fax.
        GROUP_3_FAX = 0x22, "group_3_fax";
        /// A voice telephone: speech is made of the text.
        VOICE_TELEPHONE = 0x24, "voice_telephone";
        /// X.400.
        X_400 = 0x31, "x_400";
        /// Internet e-mail.
        INTERNET_EMAIL = 0x32, "internet_email";
        /// Short message type 0: received, acknowledged and discarded.
        SHORT_MESSAGE_TYPE_0 = 0x40, "short_message_type_0";
        /// Replaces an earlier message of the same type, 1 to 7.
        REPLACE_TYPE_1 = 0x41, "replace_type_1";
        /// Type 2.
        REPLACE_TYPE_2 = 0x42, "replace_type_2";
        /// Type 3.
        REPLACE_TYPE_3 = 0x43, "replace_type_3";
        /// Type 4.
        REPLACE_TYPE_4 = 0x44, "replace_type_4";
        /// Type 5.
        REPLACE_TYPE_5 = 0x45, "replace_type_5";
        /// Type 6.
        REPLACE_TYPE_6 = 0x46, "replace_type_6";
        /// Type 7.
        REPLACE_TYPE_7 = 0x47, "replace_type_7";
        /// Device triggering.
        DEVICE_TRIGGERING = 0x48, "device_triggering";
        /// Enhanced message service, which is obsolete.
        ENHANCED_MESSAGE_SERVICE = 0x5E, "enhanced_message_service";
        /// Return call.
        RETURN_CALL = 0x5F, "return_call";
        /// ANSI-136 R-DATA.
        ANSI_136_R_DATA = 0x7C, "ansi_136_r_data";
        /// Download to the mobile equipment.
        ME_DATA_DOWNLOAD = 0x7D, "me_data_download";
        /// De-personalisation of the mobile equipment.
        ME_DEPERSONALIZATION = 0x7E, "me_depersonalization";
        /// Download to the (U)SIM.
        SIM_DATA_DOWNLOAD = 0x7F, "sim_data_download";
    }
}

impl ProtocolId {
    /// The telematic device that is meant, five bits, if bits 7 to 5 say that one is.
    #[must_use]
    pub const fn telematic_device(self) -> Option<u8> {
        match self.0 {
            0x20..=0x3F => Some(self.0 & 0x1F),
            _ => None,
        }
    }

    /// The type of message that is replaced, 1 to 7.
    #[must_use]
    pub const fn replace_type(self) -> Option<u8> {
        match self.0 {
            0x41..=0x47 => Some(self.0 & 0x07),
            _ => None,
        }
    }
}
