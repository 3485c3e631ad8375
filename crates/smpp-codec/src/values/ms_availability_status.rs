//! `ms_availability_status`: whether a mobile can be reached.

open_enum! {
    /// `ms_availability_status`: whether the mobile of an `alert_notification` can be reached.
    ///
    /// One octet; 3 and above are reserved. Default when absent: available.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct MsAvailabilityStatus(u8) {
        /// Available.
        AVAILABLE = 0, "available";
        /// Denied: suspended, or without SMS.
        DENIED = 1, "denied";
        /// Unavailable.
        UNAVAILABLE = 2, "unavailable";
    }
}
