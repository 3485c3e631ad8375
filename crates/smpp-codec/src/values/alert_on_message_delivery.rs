//! `alert_on_message_delivery`: how the handset announces a message.

open_enum! {
    /// `alert_on_message_delivery`: how the handset announces a message. CDMA.
    ///
    /// No octet in SMPP 3.4, where the TLV by itself asks for an alert; none or one in 5.0. The
    /// value of the TLV is an `Option` therefore: [`tlv::ALERT_ON_MESSAGE_DELIVERY`]. 4 and above
    /// are reserved.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    ///
    /// [`tlv::ALERT_ON_MESSAGE_DELIVERY`]: crate::tlv::ALERT_ON_MESSAGE_DELIVERY
    pub struct AlertOnMessageDelivery(u8) {
        /// As the handset does by itself.
        DEFAULT = 0, "default";
        /// With low priority.
        LOW = 1, "low";
        /// With medium priority.
        MEDIUM = 2, "medium";
        /// With high priority.
        HIGH = 3, "high";
    }
}
