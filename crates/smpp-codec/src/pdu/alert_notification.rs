//! `alert_notification`.

use crate::field::{ESME_ADDR, SOURCE_ADDR};
use crate::prim::Limit;
use crate::values::Address;

pdu! {
    /// `alert_notification`: a mobile that could not be reached is available again.
    ///
    /// Layout (octets): `source_addr_ton` 1, `source_addr_npi` 1, `source_addr` C-octet 1 to 65;
    /// `esme_addr_ton` 1, `esme_addr_npi` 1, `esme_addr` C-octet 1 to 65. TLV:
    /// `ms_availability_status`. No response. SMPP 3.4 and 5.0.
    ///
    /// Spec: SMPP 3.4 section 4.12.1; SMPP 5.0, `alert_notification`.
    pub struct AlertNotification<'a>, tlvs Defined {
        /// The mobile.
        pub source_addr: Address<'a> = address(&SOURCE_ADDR, Limit::all(65)),
        /// The ESME that asked to be told.
        pub esme_addr: Address<'a> = last_address(&ESME_ADDR, Limit::all(65)),
    }
}

impl<'a> AlertNotification<'a> {
    /// The mobile that is available again, and the ESME that asked.
    ///
    /// ```
    /// use smpp_codec::pdu::AlertNotification;
    /// use smpp_codec::values::Address;
    /// use smpp_codec::Pdu;
    ///
    /// let mobile = Address::international(b"447700900123");
    /// let pdu = Pdu::new(1, AlertNotification::new(mobile, Address::short_code(b"88888")));
    /// ```
    #[must_use]
    pub fn new(source_addr: Address<'a>, esme_addr: Address<'a>) -> Self {
        Self {
            source_addr,
            esme_addr,
            ..Self::default()
        }
    }
}
