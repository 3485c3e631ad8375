//! One TLV, and the key that reads and builds it.

use core::fmt;
use core::marker::PhantomData;

use super::value::{Shape, TlvOctets, TlvValue};

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

/// What reads and builds one TLV: its tag, its name, the type of its value.
///
/// The constants of [`tlv`](crate::tlv) are keys; a vendor defines its own with [`new`](Self::new).
pub struct Key<V> {
    tag: TlvTag,
    name: &'static str,
    allows: fn(usize) -> bool,
    value: PhantomData<fn() -> V>,
}

impl<V: TlvValue> Key<V> {
    /// The key of a TLV that this crate does not know, of any length its type allows.
    #[must_use]
    pub const fn new(tag: TlvTag, name: &'static str) -> Self {
        Self::sized(tag, name, V::allows)
    }

    /// The same, for a value whose length `allows` tells.
    #[must_use]
    pub const fn sized(tag: TlvTag, name: &'static str, allows: fn(usize) -> bool) -> Self {
        Self {
            tag,
            name,
            allows,
            value: PhantomData,
        }
    }

    /// The tag.
    #[must_use]
    pub const fn tag(self) -> TlvTag {
        self.tag
    }

    /// The name, which errors give.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Whether a value may have so many octets.
    #[must_use]
    pub fn allows(self, octets: usize) -> bool {
        (self.allows)(octets)
    }
}

impl<V> Clone for Key<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for Key<V> {}

impl<V> fmt::Debug for Key<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({}, {:#06x})", self.name, self.tag.0)
    }
}

/// One TLV: a tag and the octets of its value.
///
/// On the wire: tag (2 octets), length of the value (2), value (0 to 65,535). The length is
/// authoritative, whatever the type of the value says.
///
/// Borrows the value from the frame it was decoded from, or from the application. `Debug` shows
/// how long the value is, not what it is.
#[derive(Clone, Copy)]
pub struct Tlv<'a> {
    tag: TlvTag,
    value: TlvOctets<'a>,
}

impl<'a> Tlv<'a> {
    /// Builds a TLV through its key.
    ///
    /// A value that the TLV cannot have is refused when the PDU is encoded.
    #[must_use]
    pub fn new<V: TlvValue>(key: Key<V>, value: V::Value<'a>) -> Self {
        Self {
            tag: key.tag,
            value: V::write(value),
        }
    }

    /// Builds any TLV from its octets.
    #[must_use]
    pub const fn raw(tag: TlvTag, value: &'a [u8]) -> Self {
        Self {
            tag,
            value: TlvOctets::octets(value),
        }
    }

    /// The tag.
    #[must_use]
    pub const fn tag(&self) -> TlvTag {
        self.tag
    }

    /// How many octets the value has, a NUL included.
    #[must_use]
    pub fn value_len(&self) -> usize {
        self.value.len()
    }

    /// The octets of the value, a NUL included.
    pub fn octets(&self) -> impl Iterator<Item = u8> + '_ {
        self.value.iter().copied()
    }

    /// The value as its type says, for printing; see [`TlvView`].
    #[must_use]
    pub fn view(&self) -> TlvView<'_> {
        let (octets, _) = self.value.pieces();
        let allowed = self.tag.allows(self.value_len()) != Some(false);
        match self.tag.shape() {
            Some(Shape::Integer) if allowed && !octets.is_empty() => TlvView::Integer(
                octets
                    .iter()
                    .fold(0, |value: u32, octet| value << 8 | u32::from(*octet)),
                self.tag.value_name(octets),
            ),
            Some(Shape::CString) => {
                TlvView::CString(octets.split(|octet| *octet == 0).next().unwrap_or(octets))
            }
            _ => TlvView::Octets(octets),
        }
    }

    /// Of any tag, with any value.
    #[cfg(test)]
    pub(super) const fn with(tag: TlvTag, value: TlvOctets<'a>) -> Self {
        Self { tag, value }
    }

    pub(crate) const fn value(&self) -> &TlvOctets<'a> {
        &self.value
    }
}

impl PartialEq for Tlv<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag && self.value.iter().eq(other.value.iter())
    }
}

impl Eq for Tlv<'_> {}

impl fmt::Debug for Tlv<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: <{} octets>", self.tag, self.value_len())
    }
}

/// The value of a TLV as the specification types it, whatever the TLV is.
///
/// `Debug` shows integers, and of octets how many they are: they may be an address or a text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TlvView<'a> {
    /// An integer, with its name if it has one.
    Integer(u32, Option<&'static str>),
    /// A C-octet string without its NUL.
    CString(&'a [u8]),
    /// Octets: of a structured, an unknown or an ill-sized TLV.
    Octets(&'a [u8]),
}

impl fmt::Debug for TlvView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(_, Some(name)) => write!(f, "Integer({name})"),
            Self::Integer(value, None) => write!(f, "Integer({value})"),
            Self::CString(octets) => write!(f, "CString(<{} octets>)", octets.len()),
            Self::Octets(octets) => write!(f, "Octets(<{} octets>)", octets.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use crate::tlv::{self, Tlv};
    use crate::values::MessageState;

    #[test]
    fn debug_of_a_view_shows_no_octets() {
        let text = Tlv::new(tlv::MESSAGE_PAYLOAD, b"secret");
        let id = Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"secret");
        let state = Tlv::new(tlv::MESSAGE_STATE, MessageState::DELIVERED);
        assert_eq!(format!("{:?}", text.view()), "Octets(<6 octets>)");
        assert_eq!(format!("{:?}", id.view()), "CString(<6 octets>)");
        assert_eq!(format!("{:?}", state.view()), "Integer(DELIVERED)");
    }
}
