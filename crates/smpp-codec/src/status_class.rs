//! Classes of `command_status`: which errors may pass without a change of the request.

use crate::command_status::CommandStatus;

impl CommandStatus {
    /// Returns true if the same request, sent again later, may succeed.
    ///
    /// These are the statuses that blame neither the request nor the account:
    ///
    /// | status | meaning | when to send again |
    /// |---|---|---|
    /// | `ESME_RSYSERR` | part of the message centre is unavailable | later, with back-off |
    /// | `ESME_RMSGQFUL` | a queue is full | later, with back-off |
    /// | `ESME_RLIMITEXCEED` (3.3) | the session's transaction limit is exceeded | later |
    /// | `ESME_RTHROTTLED` | the rate limit is exceeded | soon, at a lower rate |
    /// | `ESME_RTXEXCEED` (3.3) | the operation's transaction limit is exceeded | later |
    /// | `ESME_RX_T_APPN` | the receiving ESME has a temporary problem | later |
    /// | `ESME_RSERTYPUNAVAIL` (5.0) | the `service_type` is out of service | later, with back-off |
    ///
    /// All others return false:
    ///
    /// - `ESME_RINVBNDSTS` and the errors of a bind are about the session or the account. Bind
    ///   first, or correct the settings.
    /// - `ESME_RDELIVERYFAILURE` may pass or not: see the TLV `delivery_failure_reason`.
    /// - `ESME_RSUBMITFAIL`, `ESME_RUNKNOWNERR` and the general failures of other operations do not
    ///   tell. Message centres use them for permanent errors too.
    /// - The meaning of a vendor's status, 0x400 to 0x4FF, is not known.
    ///
    /// The specifications define the meanings; which of them may pass follows from the meaning.
    /// A status is not proof that nothing was sent: a message centre may answer with an error and
    /// still deliver.
    ///
    /// Spec: SMPP 3.3, `command_status`; SMPP 3.4 section 5.1.3; SMPP 5.0 section 4.7.6.
    ///
    /// ```
    /// use smpp_codec::CommandStatus;
    ///
    /// assert!(CommandStatus::ESME_RTHROTTLED.is_temporary());
    /// assert!(!CommandStatus::ESME_RINVDSTADR.is_temporary());
    /// ```
    #[must_use]
    pub const fn is_temporary(self) -> bool {
        matches!(
            self,
            Self::ESME_RSYSERR
                | Self::ESME_RMSGQFUL
                | Self::ESME_RLIMITEXCEED
                | Self::ESME_RTHROTTLED
                | Self::ESME_RTXEXCEED
                | Self::ESME_RX_T_APPN
                | Self::ESME_RSERTYPUNAVAIL
        )
    }
}
