//! `message_state`: the state of a message.

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
