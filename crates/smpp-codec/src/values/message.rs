//! What a message centre does with a message, and what became of it.

open_enum! {
    /// `message_state`: what became of a message.
    ///
    /// One octet, in `query_sm_resp` and in the TLV of the same name. SMPP 3.3 prints the names
    /// without numbers; those of 3.4 are used.
    ///
    /// Spec: SMPP 3.4 section 5.2.28; SMPP 5.0 section 4.7.15.
    pub struct MessageState(u8) {
        /// Scheduled, delivery not yet begun. SMPP 5.0.
        SCHEDULED = 0, "SCHEDULED";
        /// On its way.
        ENROUTE = 1, "ENROUTE";
        /// Delivered. Final.
        DELIVERED = 2, "DELIVERED";
        /// Its validity period ran out. Final.
        EXPIRED = 3, "EXPIRED";
        /// Deleted. Final.
        DELETED = 4, "DELETED";
        /// Undeliverable. Final.
        UNDELIVERABLE = 5, "UNDELIVERABLE";
        /// Accepted: read on behalf of the subscriber. Final.
        ACCEPTED = 6, "ACCEPTED";
        /// Unknown.
        UNKNOWN = 7, "UNKNOWN";
        /// Rejected. Final. SMPP 3.4 and 5.0.
        REJECTED = 8, "REJECTED";
        /// Skipped. Final. SMPP 5.0.
        SKIPPED = 9, "SKIPPED";
    }
}

impl MessageState {
    /// Whether the state is one that does not change any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self.0, 2..=6 | 8 | 9)
    }
}

open_enum! {
    /// `priority_flag`: how urgent a message is; what a level means depends on the network.
    ///
    /// One octet. GSM tells only 0 from the rest; ANSI-136: bulk, normal, urgent, very urgent;
    /// IS-95: normal, interactive, urgent, emergency. SMPP 5.0 adds 4 for GSM cell broadcast.
    ///
    /// Spec: SMPP 3.4 section 5.2.14; SMPP 5.0 section 4.7.19.
    pub struct PriorityFlag(u8) {
        /// The lowest.
        LEVEL_0 = 0, "level_0";
        /// Level 1.
        LEVEL_1 = 1, "level_1";
        /// Level 2.
        LEVEL_2 = 2, "level_2";
        /// The highest for a message to a mobile.
        LEVEL_3 = 3, "level_3";
        /// GSM cell broadcast: priority background. SMPP 5.0.
        LEVEL_4 = 4, "level_4";
    }
}

open_enum! {
    /// `protocol_id`: the TP-PID of GSM; 0 elsewhere.
    ///
    /// One octet. Spec: SMPP 3.4 section 5.2.13; SMPP 5.0 section 4.7.20; 3GPP 23.040.
    pub struct ProtocolId(u8) {
        /// A plain message.
        DEFAULT = 0x00, "default";
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

open_enum! {
    /// `replace_if_present_flag`: whether to replace a pending message of the same source,
    /// destination and `service_type`.
    ///
    /// One octet. Spec: SMPP 3.4 section 5.2.18; SMPP 5.0 section 4.7.22.
    pub struct ReplaceIfPresent(u8) {
        /// Do not replace.
        DO_NOT_REPLACE = 0, "do_not_replace";
        /// Replace.
        REPLACE = 1, "replace";
    }
}

/// The values of `service_type` that the specifications name; others are by agreement.
///
/// A C-octet string of at most 6 octets with its NUL; empty means the message centre's default.
///
/// Spec: SMPP 3.4 section 5.2.11; SMPP 5.0 section 4.7.25.
pub mod service_type {
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
}
