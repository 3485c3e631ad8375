//! `source_network_id` and `dest_network_id`: the network of a subscriber, or an ESME.

use core::fmt;

use crate::tlv::{Shape, TlvOctets, TlvValue};

open_enum! {
    /// What a [`NetworkId`] identifies: its first character.
    pub struct NetworkIdFormat(u8) {
        /// A GSM or UMTS network: mobile country code, three digits, and mobile network code, two
        /// or three.
        GSM = b'1', "gsm";
        /// A TDMA or CDMA network: mobile country code, three digits, and system id, five.
        ANSI = b'2', "ansi";
        /// An ESME: mobile country code, three digits; then one that says what follows, 1 an IP
        /// address, 2 a domain name, 3 an E.164 number, 4 an X.212 one; then that.
        ESME = b'3', "esme";
    }
}

/// `source_network_id` and `dest_network_id`: the network of a subscriber, or an ESME. SMPP 5.0.
///
/// A C-octet string of 6 to 64 characters and its NUL; the first character says what follows. It
/// comes with the node id of the same side.
///
/// Spec: SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::values::{NetworkId, NetworkIdFormat};
///
/// let id = NetworkId(b"123415");
/// assert_eq!(id.format(), NetworkIdFormat::GSM);
/// assert_eq!((id.country_code(), id.details()), (&b"234"[..], &b"15"[..]));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the string of the wire")]
pub struct NetworkId<'a>(pub &'a [u8]);

impl<'a> NetworkId<'a> {
    /// What it identifies; 0 if it is empty.
    #[must_use]
    pub const fn format(&self) -> NetworkIdFormat {
        match self.0 {
            [format, ..] => NetworkIdFormat(*format),
            [] => NetworkIdFormat(0),
        }
    }

    /// The mobile country code: three digits, or as many octets as there are.
    #[must_use]
    pub fn country_code(&self) -> &'a [u8] {
        self.0.get(1..4).or_else(|| self.0.get(1..)).unwrap_or(&[])
    }

    /// What is behind the mobile country code.
    #[must_use]
    pub fn details(&self) -> &'a [u8] {
        self.0.get(4..).unwrap_or(&[])
    }
}

impl TlvValue for NetworkId<'_> {
    type Value<'v> = NetworkId<'v>;

    const SHAPE: Shape = Shape::CString;

    fn allows(octets: usize) -> bool {
        matches!(octets, 7..=65)
    }

    fn decode(octets: &[u8]) -> Option<NetworkId<'_>> {
        octets.split(|octet| *octet == 0).next().map(NetworkId)
    }

    fn encode<'v>(value: Self::Value<'v>) -> TlvOctets<'v> {
        TlvOctets::from_c_octets(value.0)
    }
}

impl fmt::Debug for NetworkId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NetworkId({}, <{} octets>)", self.format(), self.0.len())
    }
}
