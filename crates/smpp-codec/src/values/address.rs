//! Addresses: type of number, numbering plan, digits.

use core::fmt;

use super::{Npi, Ton};

/// An address: type of number, numbering plan and the address itself.
///
/// On the wire: ton (1 octet), npi (1 octet), a C-octet string of at most 21 octets with its NUL,
/// or of 65 in `data_sm` and `alert_notification`. The NUL is not part of `addr`.
///
/// Borrows the frame it was decoded from, or what the application lends. The octets are whatever
/// the peer sent, not necessarily ASCII. `Debug` shows their number, not the address.
///
/// ```
/// use smpp_codec::values::{Address, Npi, Ton};
///
/// let from = Address::alphanumeric(b"BANK");
/// let to = Address::international(b"447700900123");
/// assert_eq!((to.ton, to.npi), (Ton::INTERNATIONAL, Npi::ISDN));
/// assert_eq!(format!("{from:?}"), "Address { ton: alphanumeric, npi: unknown, addr: <4 octets> }");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the three fields of the wire")]
pub struct Address<'a> {
    /// Type of number.
    pub ton: Ton,
    /// Numbering plan indicator.
    pub npi: Npi,
    /// The address without its NUL.
    pub addr: &'a [u8],
}

impl<'a> Address<'a> {
    /// An address of any type.
    #[must_use]
    pub const fn new(ton: Ton, npi: Npi, addr: &'a [u8]) -> Self {
        Self { ton, npi, addr }
    }

    /// A telephone number with its country code, without a leading `+`.
    #[must_use]
    pub const fn international(digits: &'a [u8]) -> Self {
        Self::new(Ton::INTERNATIONAL, Npi::ISDN, digits)
    }

    /// A sender's name.
    #[must_use]
    pub const fn alphanumeric(name: &'a [u8]) -> Self {
        Self::new(Ton::ALPHANUMERIC, Npi::UNKNOWN, name)
    }

    /// A short code.
    #[must_use]
    pub const fn short_code(digits: &'a [u8]) -> Self {
        Self::new(Ton::NETWORK_SPECIFIC, Npi::UNKNOWN, digits)
    }

    /// An address whose type the message centre is to find out.
    #[must_use]
    pub const fn unknown(addr: &'a [u8]) -> Self {
        Self::new(Ton::UNKNOWN, Npi::UNKNOWN, addr)
    }
}

impl fmt::Debug for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Address")
            .field("ton", &self.ton)
            .field("npi", &self.npi)
            .field("addr", &format_args!("<{} octets>", self.addr.len()))
            .finish()
    }
}
