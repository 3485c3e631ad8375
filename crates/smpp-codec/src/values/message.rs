//! What a message centre does with a message, and what became of it.

use crate::dialect::Version;

open_enum! {
    /// `message_state`: what became of a message.
    ///
    /// One octet, in `query_sm_resp` and in the TLV of the same name. SMPP 3.3 prints the names
    /// without numbers; those of 3.4 are used.
    ///
    /// Spec: SMPP 3.4 section 5.2.28; SMPP 5.0, `message_state`.
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
    /// The name that `version` has for this value: SMPP 3.3 calls two of them otherwise, and the
    /// last came later.
    #[must_use]
    pub const fn name_in(self, version: Version) -> Option<&'static str> {
        match (version, self) {
            (Version::V3_3, Self::ENROUTE) => Some("EN_ROUTE"),
            (Version::V3_3, Self::UNKNOWN) => Some("INVALID"),
            (Version::V3_3, Self::REJECTED)
            | (Version::V3_3 | Version::V3_4, Self::SCHEDULED | Self::SKIPPED) => None,
            _ => self.name(),
        }
    }

    /// Whether the state is one that does not change any more.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self.0, 2..=6 | 8 | 9)
    }
}

open_enum! {
    /// The values of `error_code` that SMPP 3.3 names; from 3.4 on, they are the network's affair.
    ///
    /// One octet, in `query_sm_resp` and `query_msg_details_resp`; 0 if there was no error. The
    /// specification prints the names without numbers: those of its GSM list are from an
    /// implementation of the time, and those of the message centre, `L_RECEIVER_FULL`,
    /// `L_NO_RECEIVER` and `L_NONE`, are lost.
    ///
    /// ```
    /// use smpp_codec::pdu::QuerySmResp;
    /// use smpp_codec::values::ErrorCode;
    ///
    /// let resp = QuerySmResp { error_code: 29, ..QuerySmResp::default() };
    /// assert_eq!(ErrorCode(resp.error_code), ErrorCode::T_ABSENT);
    /// ```
    pub struct ErrorCode(u8) {
        /// No error.
        ERROR_NONE = 0, "ERROR_NONE";
        /// Permanent: the subscriber is unknown.
        P_UNKNOWN = 1, "P_UNKNOWN";
        /// Permanent: the service is not provisioned.
        P_PROVISION = 11, "P_PROVISION";
        /// Temporary: calls are barred.
        T_BARRED = 13, "T_BARRED";
        /// Permanent: refused by the closed user group.
        P_CUG = 15, "P_CUG";
        /// Temporary: the mobile has no short messages.
        T_MSSUPPORT = 19, "T_MSSUPPORT";
        /// Temporary: an error of the mobile.
        T_MSERROR = 20, "T_MSERROR";
        /// Temporary: the network has no short messages.
        T_SUPPORT = 21, "T_SUPPORT";
        /// Temporary: the memory of the mobile is full.
        T_MEMCAP = 22, "T_MEMCAP";
        /// Temporary: the subscriber is absent.
        T_ABSENT = 29, "T_ABSENT";
        /// Temporary: absent, the mobile is detached.
        T_ABSENT_DETACHED = 30, "T_ABSENT_DETACHED";
        /// Temporary: absent, paging failed.
        T_ABSENT_PAGEFAIL = 31, "T_ABSENT_PAGEFAIL";
        /// Temporary: no short messages where the subscriber roams.
        T_SUPPORT_ROAMING = 32, "T_SUPPORT_ROAMING";
        /// Temporary: an error of the system.
        T_SYSTEM = 36, "T_SYSTEM";
    }
}

open_enum! {
    /// `replace_if_present_flag`: whether to replace a pending message of the same source,
    /// destination and `service_type`.
    ///
    /// One octet. Spec: SMPP 3.4 section 5.2.18; SMPP 5.0, `replace_if_present_flag`.
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
/// Spec: SMPP 3.4 section 5.2.11; SMPP 5.0, `service_type`.
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
