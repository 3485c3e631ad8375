//! `set_dpf`: whether to set the delivery pending flag.

open_enum! {
    /// `set_dpf`: whether to set the delivery pending flag if a message cannot be delivered.
    ///
    /// One octet; 2 and above are reserved. Default when absent: requested.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct SetDpf(u8) {
        /// Do not set it.
        NOT_REQUESTED = 0, "not_requested";
        /// Set it.
        REQUESTED = 1, "requested";
    }
}
