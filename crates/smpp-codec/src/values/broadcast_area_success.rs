//! `broadcast_area_success`: the part of an area that a broadcast reached.

open_enum! {
    /// `broadcast_area_success`: which part of an area a broadcast reached, in percent. GSM.
    ///
    /// One octet: 0 to 100; 255 if it is not known; the others are reserved. One for each
    /// `broadcast_area_identifier` of the same PDU, in their order.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct BroadcastAreaSuccess(u8) {
        /// Not known.
        NOT_AVAILABLE = 255, "not_available";
    }
}

impl BroadcastAreaSuccess {
    /// The percentage, if it is known.
    #[must_use]
    pub const fn percent(self) -> Option<u8> {
        match self.0 {
            percent @ 0..=100 => Some(percent),
            _ => None,
        }
    }
}
