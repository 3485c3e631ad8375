//! `enquire_link` and its response.

pdu! {
    /// `enquire_link`: asks whether the peer is there.
    ///
    /// Sent by either side in every state; no body. Spec: SMPP 3.4 section 4.11.1;
    /// SMPP 5.0, `enquire_link`.
    pub struct EnquireLink<'a>, tlvs Undefined {}
}

pdu! {
    /// `enquire_link_resp`: answers `enquire_link`; its status is always `ESME_ROK`.
    ///
    /// No body; in SMPP 5.0 `congestion_state` may follow. Spec: SMPP 3.4 section 4.11.2;
    /// SMPP 5.0, `enquire_link_resp`.
    pub struct EnquireLinkResp<'a>, tlvs Defined {}
}
