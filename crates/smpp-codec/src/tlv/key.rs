//! One TLV, and the key that reads and builds it.

use core::fmt;
use core::marker::PhantomData;

use super::list::Entry;
use super::spec::Spec;
use super::tag::TlvTag;
use super::value::{Shape, TlvOctets, TlvValue};
use crate::error::DecodeError;

/// What reads and builds one TLV: its tag, its name, the type of its value.
///
/// The constants of [`tlv`](crate::tlv) are keys; a vendor defines its own with [`new`](Self::new).
pub struct TlvKey<V> {
    tag: TlvTag,
    name: &'static str,
    allows: fn(usize) -> bool,
    /// Defined outside of this crate, so that the tag alone tells neither name nor lengths.
    vendor: bool,
    value: PhantomData<fn() -> V>,
}

impl<V: TlvValue> TlvKey<V> {
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
            vendor: true,
            value: PhantomData,
        }
    }

    /// The key of a TLV of the specification.
    pub(super) const fn standard(
        tag: TlvTag,
        name: &'static str,
        allows: fn(usize) -> bool,
    ) -> Self {
        Self {
            tag,
            name,
            allows,
            vendor: false,
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

impl<V> Clone for TlvKey<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for TlvKey<V> {}

impl<V> fmt::Debug for TlvKey<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TlvKey({}, {:#06x})", self.name, self.tag.0)
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
    /// The tag whose rules encoding applies: [`Spec::REFUSED`], which allows nothing, if the
    /// vendor's key does not allow the length of the value. A flag would cost instructions.
    checked: TlvTag,
    value: TlvOctets<'a>,
    /// The name of the vendor's key that built it.
    name: Option<&'static str>,
}

impl<'a> Tlv<'a> {
    /// Builds a TLV through its key.
    ///
    /// A value that the TLV cannot have is refused when the PDU is encoded. A length that a
    /// vendor's key does not allow is refused under every dialect, as [`Tlvs::get`] refuses it;
    /// [`raw`](Self::raw) builds a TLV of any length.
    ///
    /// [`Tlvs::get`]: super::Tlvs::get
    ///
    /// ```
    /// use smpp_codec::tlv::{OctetString, Tlv, TlvKey, TlvTag, Tlvs};
    /// use smpp_codec::{Dialect, Kind};
    ///
    /// const ROUTE: TlvKey<OctetString> = TlvKey::sized(TlvTag(0x1501), "acme_route", |n| n <= 5);
    ///
    /// let list = [Tlv::new(ROUTE, b"thirteen octs")];
    /// let refused = Tlvs::from(&list).encoded_len(Dialect::TOLERANT).unwrap_err();
    /// assert_eq!((refused.kind(), refused.field()), (Kind::Length, "acme_route"));
    /// assert_eq!(refused.tag(), Some(ROUTE.tag()));
    /// ```
    #[must_use]
    #[inline]
    pub fn new<V: TlvValue>(key: TlvKey<V>, value: V::Value<'a>) -> Self {
        let value = V::encode(value);
        if !key.vendor {
            return Self::with(key.tag, value);
        }
        let allowed = key.allows(value.len());
        Self {
            tag: key.tag,
            checked: if allowed { key.tag } else { Spec::REFUSED },
            value,
            name: Some(key.name),
        }
    }

    /// Builds any TLV from its octets.
    #[must_use]
    pub const fn raw(tag: TlvTag, value: &'a [u8]) -> Self {
        Self {
            tag,
            checked: tag,
            value: TlvOctets::from_octets(value),
            name: None,
        }
    }

    /// The tag.
    #[must_use]
    pub const fn tag(&self) -> TlvTag {
        self.tag
    }

    /// Reads the value through a key; `None` if the key has another tag.
    ///
    /// ```
    /// use smpp_codec::tlv::{self, Tlv, Tlvs};
    ///
    /// let list = [Tlv::new(tlv::SOURCE_PORT, 80), Tlv::new(tlv::DEST_PORT, 9200)];
    /// for tlv in &Tlvs::from(&list) {
    ///     if let Some(port) = tlv.get(tlv::DEST_PORT)? {
    ///         assert_eq!(port, 9200);
    ///     }
    /// }
    /// # Ok::<(), smpp_codec::DecodeError>(())
    /// ```
    ///
    /// # Errors
    /// [`Kind::Length`](crate::Kind::Length) if the key does not allow the length,
    /// [`Kind::Value`](crate::Kind::Value) if the octets are not a value of its type. The offset
    /// is 0: a single TLV does not know where it was.
    pub fn get<V: TlvValue>(&self, key: TlvKey<V>) -> Result<Option<V::Value<'_>>, DecodeError> {
        if self.tag != key.tag {
            return Ok(None);
        }
        Entry::of(self).decode(key, 0).map(Some)
    }

    /// How many octets the value has, a NUL included.
    #[must_use]
    pub fn value_len(&self) -> usize {
        self.value.len()
    }

    /// The octets of the value, a NUL included.
    pub fn value_octets(&self) -> impl Iterator<Item = u8> + '_ {
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

    /// A TLV of any tag, with any value.
    pub(super) const fn with(tag: TlvTag, value: TlvOctets<'a>) -> Self {
        Self {
            tag,
            checked: tag,
            value,
            name: None,
        }
    }

    /// The tag whose rules encoding applies.
    #[inline(always)]
    pub(super) const fn checked(&self) -> TlvTag {
        self.checked
    }

    /// The name that errors give: that of its key, or that of its tag.
    pub(super) fn field_name(&self) -> &'static str {
        self.name.unwrap_or_else(|| self.tag.field().name())
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
