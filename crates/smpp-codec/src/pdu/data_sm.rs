//! `data_sm` and its response.

use crate::field::{
    DATA_CODING, DESTINATION_ADDR, ESM_CLASS, MESSAGE_ID, REGISTERED_DELIVERY, SERVICE_TYPE,
    SOURCE_ADDR,
};
use crate::pdu::submit_sm::MESSAGE_ID_OCTETS;
use crate::prim::Limit;
use crate::tlv::Tlvs;
use crate::values::{Address, DataCoding, EsmClass, RegisteredDelivery};

pdu! {
    /// `data_sm`: a message in either direction, its text in the TLV `message_payload`.
    ///
    /// Layout (octets): `service_type` C-octet 1 to 6; `source_addr_ton` 1, `source_addr_npi` 1,
    /// `source_addr` C-octet 1 to 65; `dest_addr_ton` 1, `dest_addr_npi` 1, `destination_addr`
    /// C-octet 1 to 65; `esm_class` 1; `registered_delivery` 1; `data_coding` 1. TLVs.
    /// SMPP 3.4 and 5.0.
    ///
    /// Spec: SMPP 3.4 section 4.7.1; SMPP 5.0, `data_sm`.
    pub struct DataSm<'a>, tlvs Defined {
        /// Which service; at most 5 octets, usually empty.
        pub service_type: &'a [u8] = c_octets(&SERVICE_TYPE, Limit::all(6)),
        /// Who sends.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(65)),
        /// Who is to receive.
        pub destination_addr: Address<'a> = address(&DESTINATION_ADDR, Limit::all(65)),
        /// What kind of message.
        pub esm_class: EsmClass = octet(&ESM_CLASS),
        /// Which receipts and acknowledgements are asked for.
        pub registered_delivery: RegisteredDelivery = octet(&REGISTERED_DELIVERY),
        /// How the payload is coded.
        pub data_coding: DataCoding = octet(&DATA_CODING),
    }
}

impl<'a> DataSm<'a> {
    /// A message whose text is among the TLVs, and everything else at its default.
    ///
    /// ```
    /// use smpp_codec::pdu::DataSm;
    /// use smpp_codec::tlv::{self, Tlv};
    /// use smpp_codec::values::Address;
    /// use smpp_codec::{Dialect, Pdu};
    ///
    /// let payload = [Tlv::new(tlv::MESSAGE_PAYLOAD, b"a text of any length")];
    /// let data = DataSm::new(Address::alphanumeric(b"BANK"), Address::international(b"447700900123"), &payload);
    /// assert_eq!(Pdu::new(1, data).encoded_len(Dialect::STRICT), Ok(66));
    /// ```
    #[must_use]
    pub fn new(
        source_addr: Address<'a>,
        destination_addr: Address<'a>,
        tlvs: impl Into<Tlvs<'a>>,
    ) -> Self {
        Self {
            source_addr,
            destination_addr,
            tlvs: tlvs.into(),
            ..Self::default()
        }
    }
}

pdu! {
    /// `data_sm_resp`: answers `data_sm`.
    ///
    /// Layout (octets): `message_id` C-octet 1 to 65. TLVs tell why a delivery failed.
    /// An error response may have a body, unlike others.
    ///
    /// Spec: SMPP 3.4 section 4.7.2; SMPP 5.0, `data_sm_resp`.
    pub struct DataSmResp<'a>, tlvs Defined {
        optional {
            /// What the message centre calls the message; at most 64 octets of its choice.
            pub message_id: &'a [u8] = last_c_octets(&MESSAGE_ID, MESSAGE_ID_OCTETS),
        }
    }
}

impl<'a> DataSmResp<'a> {
    /// The answer to a message that was accepted.
    #[must_use]
    pub fn accepted(message_id: &'a [u8]) -> Self {
        Self {
            message_id: Some(message_id),
            ..Self::default()
        }
    }
}
