//! `payload_type`: the kind of payload of a WAP message.

open_enum! {
    /// `payload_type`: what the payload of a WAP message is.
    ///
    /// One octet; 2 and above are reserved. Default when absent: 0.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct PayloadType(u8) {
        /// The default: a WDP datagram.
        DEFAULT = 0, "default";
        /// WCMP, the control messages of WAP.
        WCMP = 1, "wcmp";
    }
}
