//! The types that a TLV's value can have.

use core::fmt;

use crate::command_status::CommandStatus;
use crate::values::{
    AddrSubunit, AlertOnMessageDelivery, BearerType, BroadcastAreaSuccess,
    BroadcastChannelIndicator, BroadcastMessageClass, CallbackNumPresInd, CongestionState,
    DeliveryFailureReason, DestAddrNpResolution, DisplayTime, DpfResult, InterfaceVersion,
    ItsReplyType, LanguageIndicator, MessageState, MoreMessagesToSend, MsAvailabilityStatus,
    MsMsgWaitFacilities, NetworkType, PayloadType, PrivacyIndicator, SetDpf, TelematicsId,
    UssdServiceOp,
};

/// How a value is laid out, for those who print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// A big-endian integer as wide as the value.
    Integer,
    /// A C-octet string.
    CString,
    /// Anything else.
    Octets,
}

/// The value of a TLV on its way out: octets that stand somewhere, or a few made on the spot.
///
/// `Debug` shows how many they are.
#[derive(Clone, Copy)]
pub struct TlvOctets<'a>(pub(crate) Octets<'a>);

impl fmt::Debug for TlvOctets<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TlvOctets(<{} octets>)", self.len())
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Octets<'a> {
    Slice(&'a [u8]),
    /// A NUL is added.
    CString(&'a [u8]),
    /// An integer or a small structure: so many octets of these, 1 to 4.
    Integer([u8; 4], u8),
}

impl<'a> TlvOctets<'a> {
    /// These octets.
    #[must_use]
    pub const fn from_octets(octets: &'a [u8]) -> Self {
        Self(Octets::Slice(octets))
    }

    /// These octets and a NUL, which they must not contain.
    #[must_use]
    pub const fn from_c_octets(octets: &'a [u8]) -> Self {
        Self(Octets::CString(octets))
    }

    /// An integer of one octet.
    #[must_use]
    pub const fn integer1(value: u8) -> Self {
        Self(Octets::Integer([value, 0, 0, 0], 1))
    }

    /// An integer of two octets.
    #[must_use]
    pub const fn integer2(value: u16) -> Self {
        let [a, b] = value.to_be_bytes();
        Self(Octets::Integer([a, b, 0, 0], 2))
    }

    /// An integer of four octets.
    #[must_use]
    pub const fn integer4(value: u32) -> Self {
        Self(Octets::Integer(value.to_be_bytes(), 4))
    }

    /// These few octets, which stand nowhere: at most four, or it does not compile.
    #[must_use]
    pub const fn from_array<const N: usize>(octets: [u8; N]) -> Self {
        const { assert!(N <= 4, "more than four octets must stand somewhere") };
        if N == 0 {
            return Self(Octets::Slice(&[]));
        }
        let (mut few, mut count) = ([0; 4], 0u8);
        let (mut from, mut to): (&[u8], &mut [u8]) = (&octets, &mut few);
        while let ([octet, after @ ..], [room, free @ ..]) = (from, to) {
            *room = *octet;
            count = count.wrapping_add(1);
            (from, to) = (after, free);
        }
        Self(Octets::Integer(few, count))
    }

    /// The value in two pieces: octets, and a NUL or nothing.
    pub(crate) fn pieces(&self) -> (&[u8], &'static [u8]) {
        match &self.0 {
            Octets::Slice(octets) => (octets, &[]),
            Octets::CString(octets) => (octets, &[0]),
            Octets::Integer(octets, length) => {
                (octets.get(..usize::from(*length)).unwrap_or(&[]), &[])
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        let (octets, nul) = self.pieces();
        octets.len().saturating_add(nul.len())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &u8> {
        let (octets, nul) = self.pieces();
        octets.iter().chain(nul)
    }
}

/// A type that the value of a TLV can have.
///
/// Implemented here for `u8`, `u16`, `u32`, for [`COctetString`] and [`OctetString`], and for what
/// [`values`](crate::values) has for the TLVs of the specification. Implement it for the structure
/// that a vendor's TLV has, and its key reads and builds that structure:
///
/// ```
/// use smpp_codec::tlv::{Shape, Tlv, TlvKey, TlvOctets, TlvTag, TlvValue, Tlvs};
///
/// #[derive(Debug, PartialEq)]
/// struct Route { carrier: u16, hop: u8 }
///
/// impl TlvValue for Route {
///     type Value<'a> = Self;
///     const SHAPE: Shape = Shape::Octets;
///     fn allows(octets: usize) -> bool { octets == 3 }
///     fn decode(octets: &[u8]) -> Option<Self> {
///         let &[high, low, hop] = octets else { return None };
///         Some(Self { carrier: u16::from_be_bytes([high, low]), hop })
///     }
///     fn encode<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
///         let [high, low] = value.carrier.to_be_bytes();
///         TlvOctets::from_array([high, low, value.hop])
///     }
/// }
///
/// const ROUTE: TlvKey<Route> = TlvKey::new(TlvTag(0x1502), "route");
/// let list = [Tlv::new(ROUTE, Route { carrier: 300, hop: 1 })];
/// assert_eq!(Tlvs::from(&list).get(ROUTE), Ok(Some(Route { carrier: 300, hop: 1 })));
/// ```
pub trait TlvValue {
    /// What reading gives and building takes; may borrow the frame.
    type Value<'a>;

    /// How it is laid out.
    const SHAPE: Shape;

    /// Whether a value may have so many octets.
    fn allows(octets: usize) -> bool;

    /// Reads a value; `None` if the octets are not one.
    fn decode(octets: &[u8]) -> Option<Self::Value<'_>>;

    /// The octets of a value.
    fn encode<'a>(value: Self::Value<'a>) -> TlvOctets<'a>;

    /// The specification's name for a value.
    #[must_use]
    fn name(_octets: &[u8]) -> Option<&'static str> {
        None
    }
}

macro_rules! integer {
    ($($Type:ty, $octets:literal, $constructor:ident;)*) => {$(
        impl TlvValue for $Type {
            type Value<'a> = Self;

            const SHAPE: Shape = Shape::Integer;

            fn allows(octets: usize) -> bool {
                octets == $octets
            }

            fn decode(octets: &[u8]) -> Option<Self> {
                octets.try_into().ok().map(Self::from_be_bytes)
            }

            fn encode<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
                TlvOctets::$constructor(value)
            }
        }
    )*};
}

integer! {
    u8, 1, integer1;
    u16, 2, integer2;
    u32, 4, integer4;
}

macro_rules! named_integer {
    ($($Type:ident, $Int:ty;)*) => {$(
        impl TlvValue for $Type {
            type Value<'a> = Self;

            const SHAPE: Shape = Shape::Integer;

            fn allows(octets: usize) -> bool {
                <$Int>::allows(octets)
            }

            fn decode(octets: &[u8]) -> Option<Self> {
                <$Int>::decode(octets).map($Type)
            }

            fn encode<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
                <$Int>::encode(value.0)
            }

            fn name(octets: &[u8]) -> Option<&'static str> {
                Self::decode(octets)?.name()
            }
        }
    )*};
}

named_integer! {
    AddrSubunit, u8;
    BearerType, u8;
    BroadcastAreaSuccess, u8;
    BroadcastChannelIndicator, u8;
    BroadcastMessageClass, u8;
    CallbackNumPresInd, u8;
    CommandStatus, u32;
    CongestionState, u8;
    DeliveryFailureReason, u8;
    DestAddrNpResolution, u8;
    DisplayTime, u8;
    DpfResult, u8;
    InterfaceVersion, u8;
    ItsReplyType, u8;
    LanguageIndicator, u8;
    MessageState, u8;
    MoreMessagesToSend, u8;
    MsAvailabilityStatus, u8;
    MsMsgWaitFacilities, u8;
    NetworkType, u8;
    PayloadType, u8;
    PrivacyIndicator, u8;
    SetDpf, u8;
    TelematicsId, u16;
    UssdServiceOp, u8;
}

/// A C-octet string: its NUL is counted in the TLV's length and is no part of the value.
///
/// Reading stops at the first NUL, or at the end where there is none, as peers do not agree on
/// sending it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct COctetString;

impl TlvValue for COctetString {
    type Value<'a> = &'a [u8];

    const SHAPE: Shape = Shape::CString;

    fn allows(octets: usize) -> bool {
        octets != 0
    }

    fn decode(octets: &[u8]) -> Option<&[u8]> {
        octets.split(|octet| *octet == 0).next()
    }

    fn encode<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
        TlvOctets::from_c_octets(value)
    }
}

/// Octets of any value.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OctetString;

impl TlvValue for OctetString {
    type Value<'a> = &'a [u8];

    const SHAPE: Shape = Shape::Octets;

    fn allows(_: usize) -> bool {
        true
    }

    fn decode(octets: &[u8]) -> Option<&[u8]> {
        Some(octets)
    }

    fn encode<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
        TlvOctets::from_octets(value)
    }
}

/// One octet or none: `alert_on_message_delivery` has none in SMPP 3.4.
impl TlvValue for AlertOnMessageDelivery {
    type Value<'a> = Option<Self>;

    const SHAPE: Shape = Shape::Integer;

    fn allows(octets: usize) -> bool {
        octets <= 1
    }

    fn decode(octets: &[u8]) -> Option<Option<Self>> {
        match octets {
            [] => Some(None),
            [value] => Some(Some(Self(*value))),
            _ => None,
        }
    }

    fn encode<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
        match value {
            Some(value) => TlvOctets::integer1(value.0),
            None => TlvOctets::from_octets(&[]),
        }
    }

    fn name(octets: &[u8]) -> Option<&'static str> {
        Self::decode(octets)??.name()
    }
}
