//! The types that a TLV's value can have.

use crate::command_status::CommandStatus;
use crate::values::{InterfaceVersion, MessageState};

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
#[derive(Clone, Copy, Debug)]
pub struct TlvOctets<'a>(pub(crate) Octets<'a>);

#[derive(Clone, Copy, Debug)]
pub(crate) enum Octets<'a> {
    Slice(&'a [u8]),
    /// A NUL is added.
    CString(&'a [u8]),
    Integer([u8; 4], u8),
}

impl<'a> TlvOctets<'a> {
    /// These octets.
    #[must_use]
    pub const fn octets(octets: &'a [u8]) -> Self {
        Self(Octets::Slice(octets))
    }

    /// These octets and a NUL, which they must not contain.
    #[must_use]
    pub const fn c_octets(octets: &'a [u8]) -> Self {
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
/// Implemented here for `u8`, `u16`, `u32`, for the open values that have TLVs, and for
/// [`COctetString`], [`OctetString`] and [`OptionalOctet`]. Implement it for the structure that
/// a vendor's TLV has, and its key reads and builds that structure.
pub trait TlvValue {
    /// What reading gives and building takes; may borrow the frame.
    type Value<'a>;

    /// How it is laid out.
    const SHAPE: Shape;

    /// Whether a value may have so many octets.
    fn allows(octets: usize) -> bool;

    /// Reads a value; `None` if the octets are not one.
    fn read(octets: &[u8]) -> Option<Self::Value<'_>>;

    /// The octets of a value.
    fn write<'a>(value: Self::Value<'a>) -> TlvOctets<'a>;

    /// The specification's name for a value.
    #[must_use]
    fn name(_octets: &[u8]) -> Option<&'static str> {
        None
    }
}

macro_rules! integer {
    ($($Type:ty, $octets:literal, $write:ident;)*) => {$(
        impl TlvValue for $Type {
            type Value<'a> = Self;

            const SHAPE: Shape = Shape::Integer;

            fn allows(octets: usize) -> bool {
                octets == $octets
            }

            fn read(octets: &[u8]) -> Option<Self> {
                octets.try_into().ok().map(Self::from_be_bytes)
            }

            fn write<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
                TlvOctets::$write(value)
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

            fn read(octets: &[u8]) -> Option<Self> {
                <$Int>::read(octets).map($Type)
            }

            fn write<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
                <$Int>::write(value.0)
            }

            fn name(octets: &[u8]) -> Option<&'static str> {
                Self::read(octets)?.name()
            }
        }
    )*};
}

named_integer! {
    CommandStatus, u32;
    InterfaceVersion, u8;
    MessageState, u8;
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

    fn read(octets: &[u8]) -> Option<&[u8]> {
        octets.split(|octet| *octet == 0).next()
    }

    fn write<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
        TlvOctets::c_octets(value)
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

    fn read(octets: &[u8]) -> Option<&[u8]> {
        Some(octets)
    }

    fn write<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
        TlvOctets::octets(value)
    }
}

/// One octet or none: `alert_on_message_delivery` has none in SMPP 3.4.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OptionalOctet;

impl TlvValue for OptionalOctet {
    type Value<'a> = Option<u8>;

    const SHAPE: Shape = Shape::Integer;

    fn allows(octets: usize) -> bool {
        octets <= 1
    }

    fn read(octets: &[u8]) -> Option<Option<u8>> {
        match octets {
            [] => Some(None),
            [value] => Some(Some(*value)),
            _ => None,
        }
    }

    fn write<'a>(value: Self::Value<'a>) -> TlvOctets<'a> {
        match value {
            Some(value) => TlvOctets::integer1(value),
            None => TlvOctets::octets(&[]),
        }
    }
}
