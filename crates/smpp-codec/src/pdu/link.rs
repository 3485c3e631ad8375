//! The PDUs that are a header and nothing more.

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

pdu! {
    /// `generic_nack`: a PDU came whose header made no sense.
    ///
    /// Its `sequence_number` is that of the PDU, or 0 where none could be read. No body.
    /// Spec: SMPP 3.4 section 4.3.1; SMPP 5.0, `generic_nack`.
    pub struct GenericNack<'a>, tlvs Undefined {}
}
