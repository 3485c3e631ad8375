//! `ussd_service_op`: the operation of a USSD dialogue.

open_enum! {
    /// `ussd_service_op`: what a message does in a USSD dialogue.
    ///
    /// One octet; 4 to 15 and 20 to 31 are reserved, 32 to 255 are vendors'.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct UssdServiceOp(u8) {
        /// Process Supplementary Service Data, indication.
        PSSD_INDICATION = 0, "pssd_indication";
        /// Process Supplementary Service Request, indication.
        PSSR_INDICATION = 1, "pssr_indication";
        /// Unstructured Supplementary Service Request, request.
        USSR_REQUEST = 2, "ussr_request";
        /// Unstructured Supplementary Service Notify, request.
        USSN_REQUEST = 3, "ussn_request";
        /// Process Supplementary Service Data, response.
        PSSD_RESPONSE = 16, "pssd_response";
        /// Process Supplementary Service Request, response.
        PSSR_RESPONSE = 17, "pssr_response";
        /// Unstructured Supplementary Service Request, confirm.
        USSR_CONFIRM = 18, "ussr_confirm";
        /// Unstructured Supplementary Service Notify, confirm.
        USSN_CONFIRM = 19, "ussn_confirm";
    }
    between {
        32..=255 => "vendor";
    }
}
