//! `dest_addr_subunit` and `source_addr_subunit`: the part of the mobile that a message is for, or
//! from.

open_enum! {
    /// `dest_addr_subunit` and `source_addr_subunit`: the part of the mobile that a message is
    /// for, or from.
    ///
    /// One octet; 5 and above are reserved. Default when absent: unknown.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct AddrSubunit(u8) {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// The display: the message is shown at once.
        MS_DISPLAY = 1, "ms_display";
        /// The mobile equipment.
        MOBILE_EQUIPMENT = 2, "mobile_equipment";
        /// The first smart card: the SIM, if there is one.
        SMART_CARD_1 = 3, "smart_card_1";
        /// The first external unit.
        EXTERNAL_UNIT_1 = 4, "external_unit_1";
    }
}
