//! `privacy_indicator`: how private a message is.

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
