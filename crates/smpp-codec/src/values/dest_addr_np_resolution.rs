//! `dest_addr_np_resolution`: number portability of the destination.

open_enum! {
    /// `dest_addr_np_resolution`: what is known of the destination's number portability. SMPP 5.0,
    /// CDMA and TDMA in the USA.
    ///
    /// One octet. Default when absent: no query made. With 2, `dest_addr_np_information`, the ten
    /// digits of the location routing number, and `dest_addr_np_country` must be there; of the
    /// latter the specification gives a type that no integer has, so that it is octets here.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct DestAddrNpResolution(u8) {
        /// Nobody has asked.
        NO_QUERY = 0, "no_query";
        /// Asked: not ported.
        NOT_PORTED = 1, "not_ported";
        /// Asked: ported.
        PORTED = 2, "ported";
    }
}
