//! `unbind` and its response.

pdu! {
    /// `unbind`: the sender wants to end the session, and sends no more requests.
    ///
    /// Sent by either side when bound; no body. Spec: SMPP 3.4 section 4.2.1;
    /// SMPP 5.0, `unbind`.
    pub struct Unbind<'a>, tlvs Undefined {}
}

pdu! {
    /// `unbind_resp`: the session has ended, whatever its status.
    ///
    /// No body; in SMPP 5.0 `congestion_state` may follow. Spec: SMPP 3.4 section 4.2.2;
    /// SMPP 5.0, `unbind_resp`.
    pub struct UnbindResp<'a>, tlvs Defined {}
}
