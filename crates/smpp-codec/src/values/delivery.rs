//! How a delivery went, and how busy the message centre is.

open_enum! {
    /// `delivery_failure_reason`: why a message could not be delivered.
    ///
    /// One octet; 4 and above are reserved. Absent if it was delivered.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct DeliveryFailureReason(u8) {
        /// The destination is unavailable.
        DESTINATION_UNAVAILABLE = 0, "destination_unavailable";
        /// The destination's address is invalid: suspended, or without SMS.
        DESTINATION_ADDRESS_INVALID = 1, "destination_address_invalid";
        /// An error of the network that will last.
        PERMANENT_NETWORK_ERROR = 2, "permanent_network_error";
        /// An error of the network that will pass.
        TEMPORARY_NETWORK_ERROR = 3, "temporary_network_error";
    }
}

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

open_enum! {
    /// `congestion_state`: how busy the one who answers is, in percent. SMPP 5.0, in any response.
    ///
    /// One octet; above 100 is reserved. The specification puts 90 into two of its ranges: here,
    /// and elsewhere, it is nearing congestion.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    ///
    /// ```
    /// use smpp_codec::values::CongestionState;
    ///
    /// assert_eq!(CongestionState(85).name(), Some("optimum"));
    /// assert_eq!(CongestionState(90).name(), Some("nearing_congestion"));
    /// assert!(CongestionState::IDLE < CongestionState::LOW);
    /// ```
    pub struct CongestionState(u8) {
        /// Idle.
        IDLE = 0, "idle";
        /// The least of low load, 1 to 29.
        LOW = 1, "low";
        /// The least of medium load, 30 to 49.
        MEDIUM = 30, "medium";
        /// The least of high load, 50 to 79.
        HIGH = 50, "high";
        /// The least of optimum load, 80 to 89.
        OPTIMUM = 80, "optimum";
        /// The least of what nears congestion, 90 to 99.
        NEARING_CONGESTION = 90, "nearing_congestion";
        /// Congested.
        CONGESTED = 100, "congested";
    }
    between {
        2..=29 => "low";
        31..=49 => "medium";
        51..=79 => "high";
        81..=89 => "optimum";
        91..=99 => "nearing_congestion";
    }
}
