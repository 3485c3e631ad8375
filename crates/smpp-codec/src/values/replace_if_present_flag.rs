//! `replace_if_present_flag`: whether to replace a pending message.

open_enum! {
    /// `replace_if_present_flag`: whether to replace a pending message of the same source,
    /// destination and `service_type`.
    ///
    /// One octet. Spec: SMPP 3.4 section 5.2.18; SMPP 5.0, `replace_if_present_flag`.
    pub struct ReplaceIfPresentFlag(u8) {
        /// Do not replace.
        DO_NOT_REPLACE = 0, "do_not_replace";
        /// Replace.
        REPLACE = 1, "replace";
    }
}
