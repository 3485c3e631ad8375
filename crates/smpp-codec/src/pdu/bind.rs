//! Binding: one body for the three requests, one for their responses.

use crate::field::{
    ADDR_NPI, ADDR_TON, ADDRESS_RANGE, INTERFACE_VERSION, PASSWORD, SYSTEM_ID, SYSTEM_TYPE,
};
use crate::prim::Limit;
use crate::values::{InterfaceVersion, Npi, Ton};

use super::Body;

pdu! {
    /// `bind_receiver`, `bind_transmitter` and `bind_transceiver`: an ESME opens a session.
    ///
    /// Layout (octets): `system_id` C-octet 1 to 16, `password` C-octet 1 to 9, `system_type`
    /// C-octet 1 to 13, `interface_version` 1, `addr_ton` 1, `addr_npi` 1, `address_range`
    /// C-octet 1 to 41; each NUL counted. No TLVs. `bind_transceiver` came with SMPP 3.4.
    ///
    /// `Debug` shows neither the password nor the address range.
    ///
    /// Spec: SMPP 3.4 section 4.1; SMPP 5.0, `bind_transmitter`.
    ///
    /// ```
    /// use smpp_codec::pdu::{Bind, Body};
    /// use smpp_codec::values::InterfaceVersion;
    /// use smpp_codec::Pdu;
    ///
    /// let bind = Bind { system_type: b"VMS", ..Bind::new(b"bank", b"secret", InterfaceVersion::V3_4) };
    /// let pdu = Pdu::new(1, Body::BindTransceiver(bind));
    /// assert!(!format!("{pdu:?}").contains("secret"));
    /// ```
    pub struct Bind<'a>, tlvs Undefined {
        /// Who the ESME is; at most 15 octets.
        pub system_id: &'a [u8] = c_octets(&SYSTEM_ID, Limit::all(16)),
        /// At most 8 octets, in clear. [`Tolerance::TOO_LONG`](crate::Tolerance::TOO_LONG) encodes
        /// and decodes the longer passwords that some providers issue.
        pub password: &'a [u8] = c_octets(&PASSWORD, Limit::all(9)),
        /// What kind of system it is, such as `VMS`; at most 12 octets, usually empty.
        pub system_type: &'a [u8] = c_octets(&SYSTEM_TYPE, Limit::all(13)),
        /// The version that the ESME speaks. The default, 0, is 3.3 or older.
        pub interface_version: InterfaceVersion = octet(&INTERFACE_VERSION),
        /// Type of number of `address_range`.
        pub addr_ton: Ton = octet(&ADDR_TON),
        /// Numbering plan of `address_range`.
        pub addr_npi: Npi = octet(&ADDR_NPI),
        /// Which addresses the ESME receives for: an address or a regular expression; at most 40
        /// octets, empty when not known.
        pub address_range: &'a [u8] = last_c_octets(&ADDRESS_RANGE, Limit::all(41)),
    }
}

pdu! {
    /// `bind_receiver_resp`, `bind_transmitter_resp` and `bind_transceiver_resp`.
    ///
    /// Layout (octets): `system_id` C-octet 1 to 16. TLVs: `sc_interface_version`, not to a peer
    /// of SMPP 3.3; `congestion_state` in 5.0. An error response has no body.
    ///
    /// Spec: SMPP 3.4 section 4.1; SMPP 5.0, `bind_transmitter`.
    pub struct BindResp<'a>, tlvs Defined {
        optional {
            /// Who the message centre is; at most 15 octets.
            pub system_id: &'a [u8] = last_c_octets(&SYSTEM_ID, Limit::all(16)),
        }
    }
}

impl<'a> Bind<'a> {
    /// Who the ESME is, and which version it speaks; for every address that the message centre
    /// has for it.
    ///
    /// ```
    /// use smpp_codec::pdu::{Bind, Body};
    /// use smpp_codec::values::InterfaceVersion;
    /// use smpp_codec::Pdu;
    ///
    /// let bind = Bind::new(b"bank", b"secret", InterfaceVersion::V3_4);
    /// let pdu = Pdu::new(1, Body::BindTransceiver(bind));
    /// ```
    #[must_use]
    pub fn new(
        system_id: &'a [u8],
        password: &'a [u8],
        interface_version: InterfaceVersion,
    ) -> Self {
        Self {
            system_id,
            password,
            interface_version,
            ..Self::default()
        }
    }
}

impl<'a> BindResp<'a> {
    /// The answer to a bind that was accepted. From SMPP 3.4 on, `sc_interface_version` belongs to
    /// it:
    ///
    /// ```
    /// use smpp_codec::pdu::{BindResp, Body};
    /// use smpp_codec::tlv::{self, Tlv};
    /// use smpp_codec::values::InterfaceVersion;
    ///
    /// let version = [Tlv::new(tlv::SC_INTERFACE_VERSION, InterfaceVersion::V5_0)];
    /// let resp = BindResp { tlvs: (&version).into(), ..BindResp::accepted(b"mc") };
    /// let body = Body::BindTransceiverResp(resp);
    /// ```
    #[must_use]
    pub fn accepted(system_id: &'a [u8]) -> Self {
        Self {
            system_id: Some(system_id),
            ..Self::default()
        }
    }
}

impl<'a> Body<'a> {
    /// The body of a bind request, whichever of the three it is.
    #[must_use]
    pub const fn bind(&self) -> Option<&Bind<'a>> {
        match self {
            Self::BindReceiver(bind)
            | Self::BindTransmitter(bind)
            | Self::BindTransceiver(bind) => Some(bind),
            _ => None,
        }
    }

    /// The body of a bind response, whichever of the three it is.
    #[must_use]
    pub const fn bind_resp(&self) -> Option<&BindResp<'a>> {
        match self {
            Self::BindReceiverResp(resp)
            | Self::BindTransmitterResp(resp)
            | Self::BindTransceiverResp(resp) => Some(resp),
            _ => None,
        }
    }
}
