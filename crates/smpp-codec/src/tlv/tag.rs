//! The tag of a TLV. Its names and rules are in the table of `keys.rs`.

use core::fmt;

/// The tag of a TLV: two octets, of which any value is carried.
///
/// 0x1400 to 0x3FFF belong to message centre vendors.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
#[allow(
    clippy::exhaustive_structs,
    reason = "an open value is its integer, for ever"
)]
pub struct TlvTag(pub u16);

impl fmt::Display for TlvTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "{:#06x}", self.0),
        }
    }
}

impl fmt::Debug for TlvTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
