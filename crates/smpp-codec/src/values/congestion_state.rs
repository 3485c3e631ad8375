//! `congestion_state`: the load of the peer that answers.

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
