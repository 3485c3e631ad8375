//! `more_messages_to_send`: whether more messages for the same destination follow.

open_enum! {
    /// `more_messages_to_send`: whether more messages for the same destination follow. GSM.
    ///
    /// One octet; 2 and above are reserved. Default when absent: more.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct MoreMessagesToSend(u8) {
        /// This is the last.
        NO_MORE = 0, "no_more";
        /// More follow.
        MORE = 1, "more";
    }
}
