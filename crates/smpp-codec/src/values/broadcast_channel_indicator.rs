//! `broadcast_channel_indicator`: the channel of a broadcast.

open_enum! {
    /// `broadcast_channel_indicator`: the channel of a broadcast. GSM.
    ///
    /// One octet; 2 and above are reserved. Default when absent: basic.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct BroadcastChannelIndicator(u8) {
        /// The basic channel.
        BASIC = 0, "basic";
        /// The extended channel.
        EXTENDED = 1, "extended";
    }
}
