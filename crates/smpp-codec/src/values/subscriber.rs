//! Who a subscriber is, beyond the number: an extension, a network, a node, an account.

use core::fmt;

use crate::error::EncodeError;
use crate::tlv::{Shape, TlvOctets, TlvValue};

open_enum! {
    /// How a subaddress is to be read, its first octet; others are reserved.
    pub struct SubaddressType(u8) {
        /// NSAP, of an even number of digits.
        NSAP_EVEN = 0x80, "nsap_even";
        /// NSAP, of an odd number of digits.
        NSAP_ODD = 0x88, "nsap_odd";
        /// As the user says.
        USER_SPECIFIED = 0xA0, "user_specified";
    }
}

octets_view! {
    /// `source_subaddress` and `dest_subaddress`: an extension behind a number. CDMA and TDMA.
    ///
    /// Layout (octets): type 1, subaddress 1 to 22.
    ///
    /// Borrows the frame, or the room that it is built in. `Debug` does not show the subaddress.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    ///
    /// ```
    /// use smpp_codec::values::{Subaddress, SubaddressType};
    ///
    /// let mut room = [0; Subaddress::MAX_OCTETS];
    /// let extension = Subaddress::build(&mut room, SubaddressType::USER_SPECIFIED, b"17")?;
    /// assert_eq!(extension.as_octets(), b"\xA017");
    /// # Ok::<(), smpp_codec::EncodeError>(())
    /// ```
    pub struct Subaddress<'a>("subaddress", 2..=23);
}

impl<'a> Subaddress<'a> {
    /// Writes one into `room`.
    ///
    /// # Errors
    /// If the subaddress does not have 1 to 22 octets.
    pub fn build(
        room: &'a mut [u8; Subaddress::MAX_OCTETS],
        kind: SubaddressType,
        subaddress: &[u8],
    ) -> Result<Self, EncodeError> {
        Self::build_in(room, [kind.0], subaddress)
    }

    /// How it is to be read.
    #[must_use]
    pub const fn kind(&self) -> SubaddressType {
        SubaddressType(self.head(0))
    }

    /// The subaddress itself.
    #[must_use]
    pub const fn subaddress(&self) -> &'a [u8] {
        self.tail(1)
    }
}

impl fmt::Debug for Subaddress<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, octets) = (self.kind(), self.subaddress().len());
        write!(f, "Subaddress({kind}, <{octets} octets>)")
    }
}

octets_view! {
    /// `billing_identification`: what to bill a message by. SMPP 5.0.
    ///
    /// Layout (octets): format 1, of which bit 7 set means a vendor's and clear is reserved; data
    /// 0 to 1023.
    ///
    /// Borrows the frame, or the room that it is built in. `Debug` does not show the data.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct BillingIdentification<'a>("billing_identification", 1..=1024);
}

impl<'a> BillingIdentification<'a> {
    /// Writes one into `room`.
    ///
    /// # Errors
    /// If there are more than 1023 octets of data.
    pub fn build(
        room: &'a mut [u8; BillingIdentification::MAX_OCTETS],
        format: u8,
        data: &[u8],
    ) -> Result<Self, EncodeError> {
        Self::build_in(room, [format], data)
    }

    /// The format.
    #[must_use]
    pub const fn format(&self) -> u8 {
        self.head(0)
    }

    /// Whether the format is a vendor's, as all but the reserved ones are.
    #[must_use]
    pub const fn is_vendor_specific(&self) -> bool {
        self.format() & 0x80 != 0
    }

    /// The data.
    #[must_use]
    pub const fn data(&self) -> &'a [u8] {
        self.tail(1)
    }
}

impl fmt::Debug for BillingIdentification<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (format, octets) = (self.format(), self.data().len());
        write!(f, "BillingIdentification({format:#04x}, <{octets} octets>)")
    }
}

open_enum! {
    /// `dest_addr_np_resolution`: what is known of the destination's number portability. SMPP 5.0,
    /// CDMA and TDMA in the USA.
    ///
    /// One octet. Default when absent: no query made. With 2, `dest_addr_np_information`, the ten
    /// digits of the location routing number, and `dest_addr_np_country` must be there; of the
    /// latter the specification gives a type that no integer has, so that it is octets here.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct DestAddrNpResolution(u8) {
        /// Nobody has asked.
        NO_QUERY = 0, "no_query";
        /// Asked: not ported.
        NOT_PORTED = 1, "not_ported";
        /// Asked: ported.
        PORTED = 2, "ported";
    }
}

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

/// `source_node_id` and `dest_node_id`: a node of the network that the network id of the same side
/// names. SMPP 5.0.
///
/// Six decimal digits without a NUL.
///
/// Spec: SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::tlv::{self, Tlv};
/// use smpp_codec::values::NodeId;
///
/// let digits = NodeId::digits(42).unwrap();
/// assert_eq!(&digits, b"000042");
/// let tlv = Tlv::new(tlv::DEST_NODE_ID, NodeId(&digits));
/// assert_eq!(NodeId(&digits).number(), Some(42));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the octets of the wire")]
pub struct NodeId<'a>(pub &'a [u8; 6]);

impl NodeId<'_> {
    /// The six digits of a number; `None` above 999,999.
    #[must_use]
    pub const fn digits(number: u32) -> Option<[u8; 6]> {
        if number > 999_999 {
            return None;
        }
        let mut digits = [b'0'; 6];
        let mut rest = number;
        let mut room: &mut [u8] = &mut digits;
        while let [before @ .., digit] = room {
            let units = (rest % 10) as u8;
            *digit = b'0'.wrapping_add(units);
            rest /= 10;
            room = before;
        }
        Some(digits)
    }

    /// The number that the digits make; `None` if they are not all digits.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.0.iter().try_fold(0u32, |number, octet| match octet {
            b'0'..=b'9' => Some(
                number
                    .wrapping_mul(10)
                    .wrapping_add(u32::from(octet & 0x0F)),
            ),
            _ => None,
        })
    }
}

impl TlvValue for NodeId<'_> {
    type Value<'v> = NodeId<'v>;

    const SHAPE: Shape = Shape::Octets;

    fn allows(octets: usize) -> bool {
        octets == 6
    }

    fn decode(octets: &[u8]) -> Option<NodeId<'_>> {
        octets.try_into().ok().map(NodeId)
    }

    fn encode<'v>(value: Self::Value<'v>) -> TlvOctets<'v> {
        TlvOctets::from_octets(value.0)
    }
}

impl fmt::Debug for NodeId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeId(\"{}\")", self.0.escape_ascii())
    }
}
