//! `dest_network_type` and `source_network_type`.

open_enum! {
    /// `dest_network_type` and `source_network_type`.
    ///
    /// One octet; 9 and above are reserved.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct NetworkType(u8) {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// GSM.
        GSM = 1, "gsm";
        /// ANSI-136, TDMA.
        ANSI_136 = 2, "ansi_136";
        /// IS-95, CDMA.
        IS_95 = 3, "is_95";
        /// PDC.
        PDC = 4, "pdc";
        /// PHS.
        PHS = 5, "phs";
        /// iDEN.
        IDEN = 6, "iden";
        /// AMPS.
        AMPS = 7, "amps";
        /// A paging network.
        PAGING = 8, "paging";
    }
}
