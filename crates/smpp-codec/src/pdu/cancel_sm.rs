//! `cancel_sm` and its response.

use crate::field::{DESTINATION_ADDR, MESSAGE_ID, SERVICE_TYPE, SOURCE_ADDR};
use crate::pdu::submit_sm::MESSAGE_ID_OCTETS;
use crate::prim::Limit;
use crate::values::Address;

pdu! {
    /// `cancel_sm`: cancels one pending message, or all that match.
    ///
    /// Layout (octets): `service_type` C-octet 1 to 6; `message_id` C-octet 1 to 65 (3.3: 9);
    /// `source_addr_ton` 1, `source_addr_npi` 1, `source_addr` C-octet 1 to 21; `dest_addr_ton` 1,
    /// `dest_addr_npi` 1, `destination_addr` C-octet 1 to 21. No TLVs.
    ///
    /// With a `message_id`, the destination stays empty; without, source, destination and
    /// `service_type` all have to match.
    ///
    /// Spec: SMPP 3.4 section 4.9.1; SMPP 5.0, `cancel_sm`.
    pub struct CancelSm<'a>, tlvs Undefined {
        /// Which service; for a cancellation by match.
        pub service_type: &'a [u8] = c_octets(&SERVICE_TYPE, Limit::all(6)),
        /// The message, or empty.
        pub message_id: &'a [u8] = c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        /// Its sender, as it was submitted.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(21)),
        /// Its destination, for a cancellation by match.
        pub destination_addr: Address<'a> = last_address(&DESTINATION_ADDR, Limit::all(21)),
    }
}

impl<'a> CancelSm<'a> {
    /// One message, by its id and its sender as it was submitted.
    ///
    /// ```
    /// use smpp_codec::pdu::CancelSm;
    /// use smpp_codec::values::Address;
    /// use smpp_codec::Pdu;
    ///
    /// let pdu = Pdu::new(1, CancelSm::one(b"42", Address::alphanumeric(b"BANK")));
    /// ```
    #[must_use]
    pub fn one(message_id: &'a [u8], source_addr: Address<'a>) -> Self {
        Self {
            message_id,
            source_addr,
            ..Self::default()
        }
    }

    /// All pending messages of this sender to this destination, and of the default
    /// `service_type` unless another is filled in.
    ///
    /// ```
    /// use smpp_codec::pdu::CancelSm;
    /// use smpp_codec::values::Address;
    ///
    /// let to = Address::international(b"447700900123");
    /// let cancel = CancelSm { service_type: b"CMT", ..CancelSm::all(Address::alphanumeric(b"BANK"), to) };
    /// assert!(cancel.message_id.is_empty());
    /// ```
    #[must_use]
    pub fn all(source_addr: Address<'a>, destination_addr: Address<'a>) -> Self {
        Self {
            source_addr,
            destination_addr,
            ..Self::default()
        }
    }
}

pdu! {
    /// `cancel_sm_resp`: answers `cancel_sm`.
    ///
    /// No body; `congestion_state` may follow in SMPP 5.0. Spec: SMPP 3.4 section 4.9.2;
    /// SMPP 5.0, `cancel_sm_resp`.
    pub struct CancelSmResp<'a>, tlvs Defined {}
}
