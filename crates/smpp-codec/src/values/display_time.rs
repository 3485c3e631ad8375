//! `display_time`: how long the handset shows a message.

open_enum! {
    /// `display_time`: how long a message is shown. CDMA and TDMA.
    ///
    /// One octet; 3 and above are reserved. Default when absent: 1.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct DisplayTime(u8) {
        /// For a short time.
        TEMPORARY = 0, "temporary";
        /// As the handset does by itself.
        DEFAULT = 1, "default";
        /// Until somebody has seen it.
        INVOKE = 2, "invoke";
    }
}
