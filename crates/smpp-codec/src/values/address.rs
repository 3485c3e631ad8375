//! Addresses: type of number, numbering plan, digits.

use core::fmt;

open_enum! {
    /// Type of number: `addr_ton`, `source_addr_ton`, `dest_addr_ton`, `esme_addr_ton`.
    ///
    /// One octet; 0 when unused; 7 and above are reserved. The same in all versions.
    ///
    /// Spec: SMPP 3.4 section 5.2.5; SMPP 5.0, `addr_ton`.
    pub struct Ton(u8) {
        /// Unknown: the message centre decides.
        UNKNOWN = 0, "unknown";
        /// International: digits with the country code and without a leading `+`.
        INTERNATIONAL = 1, "international";
        /// National.
        NATIONAL = 2, "national";
        /// Network specific, as short codes often are.
        NETWORK_SPECIFIC = 3, "network_specific";
        /// Subscriber number.
        SUBSCRIBER_NUMBER = 4, "subscriber_number";
        /// Alphanumeric: text, of which a GSM handset shows 11 characters.
        ALPHANUMERIC = 5, "alphanumeric";
        /// Abbreviated.
        ABBREVIATED = 6, "abbreviated";
    }
}

open_enum! {
    /// Numbering plan indicator: `addr_npi`, `source_addr_npi`, `dest_addr_npi`, `esme_addr_npi`.
    ///
    /// One octet; 0 when unused; what is not listed is reserved.
    ///
    /// Spec: SMPP 3.4 section 5.2.6; SMPP 5.0, `addr_npi`.
    pub struct Npi(u8) {
        /// Unknown.
        UNKNOWN = 0, "unknown";
        /// ISDN, E.163 and E.164: ordinary telephone numbers.
        ISDN = 1, "isdn";
        /// Data, X.121.
        DATA = 3, "data";
        /// Telex, F.69.
        TELEX = 4, "telex";
        /// Land mobile, E.212.
        LAND_MOBILE = 6, "land_mobile";
        /// National.
        NATIONAL = 8, "national";
        /// Private.
        PRIVATE = 9, "private";
        /// ERMES.
        ERMES = 10, "ermes";
        /// Internet: a dotted IPv4 address. SMPP 3.4 and 5.0.
        INTERNET = 14, "internet";
        /// WAP client id. SMPP 3.4 and 5.0.
        WAP_CLIENT_ID = 18, "wap_client_id";
    }
}

open_enum! {
    /// What an entry of a `submit_multi` destination list is.
    ///
    /// One octet. Spec: SMPP 3.4 section 5.2.25; SMPP 5.0 section 4.7.9.
    pub struct DestFlag(u8) {
        /// An SME address: ton, npi and address follow.
        SME_ADDRESS = 1, "sme_address";
        /// The name of a distribution list follows.
        DISTRIBUTION_LIST = 2, "distribution_list";
    }
}

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
