//! Numbering plan indicator: `addr_npi`, `source_addr_npi`, `dest_addr_npi`, `esme_addr_npi`.

open_enum! {
    /// Numbering plan indicator: `addr_npi`, `source_addr_npi`, `dest_addr_npi`, `esme_addr_npi`.
    ///
    /// One octet; 0 when unused; what is not listed is reserved.
    ///
    /// Spec: SMPP 3.4 section 5.2.6; SMPP 5.0, `addr_npi`.
    pub struct Npi(u8) {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// ISDN, E.163 and E.164: ordinary telephone numbers.
        ISDN = 1, "isdn";
        /// Data, X.121.
        DATA = 3, "data";
        /// Telex, F.69.
        TELEX = 4, "telex";
        /// Land mobile, E.212.
        LAND_MOBILE = 6, "land_mobile";
        /// National.
        NATIONAL = 8, "national";
        /// Private.
        PRIVATE = 9, "private";
        /// ERMES.
        ERMES = 10, "ermes";
        /// Internet: a dotted IPv4 address. SMPP 3.4 and 5.0.
        INTERNET = 14, "internet";
        /// WAP client id. SMPP 3.4 and 5.0.
        WAP_CLIENT_ID = 18, "wap_client_id";
    }
}
