//! `outbind`.

use crate::field::{PASSWORD, SYSTEM_ID};
use crate::prim::Limit;

pdu! {
    /// `outbind`: a message centre has connected, and asks the ESME to bind.
    ///
    /// Layout (octets): `system_id` C-octet 1 to 16, `password` C-octet 1 to 9. No TLVs, and no
    /// response: the ESME binds, or closes the connection. SMPP 3.4 and 5.0.
    ///
    /// Spec: SMPP 3.4 section 4.1.7; SMPP 5.0, `outbind`.
    pub struct Outbind<'a>, tlvs Undefined {
        /// Who the message centre is; at most 15 octets.
        pub system_id: &'a [u8] = c_octets(&SYSTEM_ID, Limit::all(16)),
        /// At most 8 octets, in clear.
        pub password: &'a [u8] = last_c_octets(&PASSWORD, Limit::all(9)),
    }
}

impl<'a> Outbind<'a> {
    /// Who the message centre is.
    ///
    /// ```
    /// use smpp_codec::{Pdu, pdu::Outbind};
    ///
    /// let pdu = Pdu::new(1, Outbind::new(b"mc", b"secret"));
    /// ```
    #[must_use]
    pub fn new(system_id: &'a [u8], password: &'a [u8]) -> Self {
        Self {
            system_id,
            password,
            ..Self::default()
        }
    }
}
