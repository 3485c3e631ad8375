//! `dpf_result`: whether the delivery pending flag was set.

open_enum! {
    /// `dpf_result`: whether the delivery pending flag was set for an undelivered message.
    ///
    /// One octet; 2 and above are reserved. Absent means not set.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct DpfResult(u8) {
        /// Not set.
        NOT_SET = 0, "not_set";
        /// Set: an `alert_notification` will come.
        SET = 1, "set";
    }
}
