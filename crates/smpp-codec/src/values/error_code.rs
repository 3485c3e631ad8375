//! `error_code`: the error that SMPP 3.3 reports for a message.

open_enum! {
    /// The values of `error_code` that SMPP 3.3 names; from 3.4 on, they are the network's affair.
    ///
    /// One octet, in `query_sm_resp` and `query_msg_details_resp`; 0 if there was no error. The
    /// specification prints the names without numbers: those of its GSM list are from an
    /// implementation of the time, and those of the message centre, `L_RECEIVER_FULL`,
    /// `L_NO_RECEIVER` and `L_NONE`, are lost.
    ///
    /// ```
    /// use smpp_codec::pdu::QuerySmResp;
    /// use smpp_codec::values::ErrorCode;
    ///
    /// let resp = QuerySmResp { error_code: 29, ..QuerySmResp::default() };
    /// assert_eq!(ErrorCode(resp.error_code), ErrorCode::T_ABSENT);
    /// ```
    pub struct ErrorCode(u8) {
        /// No error.
        ERROR_NONE = 0, "ERROR_NONE";
        /// Permanent: the subscriber is unknown.
        P_UNKNOWN = 1, "P_UNKNOWN";
        /// Permanent: the service is not provisioned.
        P_PROVISION = 11, "P_PROVISION";
        /// Temporary: calls are barred.
        T_BARRED = 13, "T_BARRED";
        /// Permanent: refused by the closed user group.
        P_CUG = 15, "P_CUG";
        /// Temporary: the mobile has no short messages.
        T_MSSUPPORT = 19, "T_MSSUPPORT";
        /// Temporary: an error of the mobile.
        T_MSERROR = 20, "T_MSERROR";
        /// Temporary: the network has no short messages.
        T_SUPPORT = 21, "T_SUPPORT";
        /// Temporary: the memory of the mobile is full.
        T_MEMCAP = 22, "T_MEMCAP";
        /// Temporary: the subscriber is absent.
        T_ABSENT = 29, "T_ABSENT";
        /// Temporary: absent, the mobile is detached.
        T_ABSENT_DETACHED = 30, "T_ABSENT_DETACHED";
        /// Temporary: absent, paging failed.
        T_ABSENT_PAGEFAIL = 31, "T_ABSENT_PAGEFAIL";
        /// Temporary: no short messages where the subscriber roams.
        T_SUPPORT_ROAMING = 32, "T_SUPPORT_ROAMING";
        /// Temporary: an error of the system.
        T_SYSTEM = 36, "T_SYSTEM";
    }
}
