//! `dest_bearer_type` and `source_bearer_type`.

open_enum! {
    /// `dest_bearer_type` and `source_bearer_type`: what carries a message.
    ///
    /// One octet; 9 and above are reserved.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct BearerType(u8) {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// SMS.
        SMS = 1, "sms";
        /// Circuit switched data.
        CIRCUIT_SWITCHED_DATA = 2, "circuit_switched_data";
        /// Packet data.
        PACKET_DATA = 3, "packet_data";
        /// USSD.
        USSD = 4, "ussd";
        /// CDPD.
        CDPD = 5, "cdpd";
        /// `DataTAC`.
        DATATAC = 6, "datatac";
        /// FLEX, `ReFLEX`.
        FLEX = 7, "flex";
        /// Cell broadcast.
        CELL_BROADCAST = 8, "cell_broadcast";
    }
}
