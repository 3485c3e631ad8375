//! `generic_nack`.

pdu! {
    /// `generic_nack`: a PDU came whose header made no sense.
    ///
    /// Its `sequence_number` is that of the PDU, or 0 where none could be read. No body.
    /// Spec: SMPP 3.4 section 4.3.1; SMPP 5.0, `generic_nack`.
    pub struct GenericNack<'a>, tlvs Undefined {}
}
