//! Type of number: `addr_ton`, `source_addr_ton`, `dest_addr_ton`, `esme_addr_ton`.

open_enum! {
    /// Type of number: `addr_ton`, `source_addr_ton`, `dest_addr_ton`, `esme_addr_ton`.
    ///
    /// One octet; 0 when unused; 7 and above are reserved. The same in all versions.
    ///
    /// Spec: SMPP 3.4 section 5.2.5; SMPP 5.0, `addr_ton`.
    pub struct Ton(u8) {
        /// Unknown: the message centre decides.
        UNKNOWN = 0, "unknown";
        /// International: digits with the country code and without a leading `+`.
        INTERNATIONAL = 1, "international";
        /// National.
        NATIONAL = 2, "national";
        /// Network specific, as short codes often are.
        NETWORK_SPECIFIC = 3, "network_specific";
        /// Subscriber number.
        SUBSCRIBER_NUMBER = 4, "subscriber_number";
        /// Alphanumeric: text, of which a GSM handset shows 11 characters.
        ALPHANUMERIC = 5, "alphanumeric";
        /// Abbreviated.
        ABBREVIATED = 6, "abbreviated";
    }
}
