//! All the TLVs of a PDU.
//!
//! Import cycle: a list is made of single TLVs, a single TLV decodes its value as an entry of a list
//! does, and the rules and the iterator take the list's form.

mod decode;
mod encode;
mod iter;
mod rules;

use core::fmt;

pub(super) use self::iter::Entry;
pub use self::iter::Iter;
pub(crate) use self::rules::{TlvUse, tlvs};
use super::key::{Tlv, TlvKey};
use super::tag::TlvTag;
use super::value::TlvValue;
use crate::dialect::Version;
use crate::error::DecodeError;
use crate::prim::BodyEnding;

/// Octets of a TLV's tag and length.
const HEADER: usize = 4;

/// The TLVs of a PDU, in their order: what follows its mandatory fields.
///
/// Decoded, it borrows the rest of the frame, and iterating cannot fail: octets at the end that
/// are no whole TLV were accepted as a deviation, and stand in [`trailing`](Self::trailing).
/// For sending, it borrows a slice of [`Tlv`]. Both are the same type, and equal if they encode
/// to the same octets.
///
/// Order and duplicates are kept. [`get`](Self::get) takes the first of a kind,
/// [`get_all`](Self::get_all) gives each: the k-th `callback_num_atag` belongs to the k-th
/// `callback_num`.
///
/// ```
/// use smpp_codec::tlv::{self, Tlv, Tlvs};
///
/// let list = [
///     Tlv::new(tlv::SAR_MSG_REF_NUM, 0x0102),
///     Tlv::new(tlv::SAR_TOTAL_SEGMENTS, 3),
///     Tlv::new(tlv::SAR_SEGMENT_SEQNUM, 1),
/// ];
/// let tlvs = Tlvs::from(&list);
/// assert_eq!(tlvs.get(tlv::SAR_MSG_REF_NUM), Ok(Some(0x0102)));
/// assert_eq!(tlvs.iter().count(), 3);
/// ```
#[derive(Clone, Copy)]
pub struct Tlvs<'a>(Form<'a>);

/// The marks at the end cost nothing here, where a field of their own would cost every PDU eight
/// octets: nothing can follow a string without a NUL, or a field that is not there.
#[derive(Clone, Copy)]
enum Form<'a> {
    Wire(&'a [u8]),
    List(&'a [Tlv<'a>]),
    /// Of these, what SMPP 3.4 knows: at least one, and not all.
    OlderWire(&'a [u8]),
    /// The same of a list.
    OlderList(&'a [Tlv<'a>]),
    /// None, and the length of none stands where the others have theirs: whether there are any
    /// TLVs is one comparison.
    Unterminated(&'a [u8]),
    Omitted(&'a [u8]),
}

impl Default for Tlvs<'_> {
    fn default() -> Self {
        Self(Form::List(&[]))
    }
}

impl<'a> Tlvs<'a> {
    /// No TLVs.
    pub const EMPTY: Self = Self(Form::List(&[]));

    /// Whether nothing follows the mandatory fields.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        match self.0 {
            Form::Wire(octets) | Form::OlderWire(octets) => octets.is_empty(),
            Form::List(list) | Form::OlderList(list) => list.is_empty(),
            Form::Unterminated(none) | Form::Omitted(none) => none.is_empty(),
        }
    }

    /// Those that `version` knows, in their order: what may be sent to an older peer.
    ///
    /// Encoding refuses a TLV that the peer's version does not have; this is how to drop it on
    /// purpose. SMPP 3.3 has no TLVs, so that none is left; to 3.4 goes what it defines, and what
    /// nobody does, such as a vendor's. What is no TLV at the end is dropped with the first that
    /// is. Nothing is copied.
    ///
    /// ```
    /// use smpp_codec::tlv::{self, Tlv, Tlvs};
    /// use smpp_codec::values::CongestionState;
    /// use smpp_codec::Version;
    ///
    /// let list = [
    ///     Tlv::new(tlv::CONGESTION_STATE, CongestionState(40)),
    ///     Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"42"),
    /// ];
    /// let known = Tlvs::from(&list).known_to(Version::V3_4);
    /// assert_eq!(known.iter().map(|tlv| tlv.tag()).collect::<Vec<_>>(), [tlv::RECEIPTED_MESSAGE_ID.tag()]);
    /// assert!(known.known_to(Version::V3_3).is_empty());
    /// ```
    #[must_use]
    pub fn known_to(self, version: Version) -> Self {
        let older = match (self.0, version) {
            (_, Version::V5_0) | (Form::Unterminated(_) | Form::Omitted(_), _) => return self,
            (_, Version::V3_3) => return Self::EMPTY,
            (Form::Wire(octets) | Form::OlderWire(octets), _) => Form::OlderWire(octets),
            (Form::List(list) | Form::OlderList(list), _) => Form::OlderList(list),
        };
        let known = Iter(older).count();
        if known == self.iter().count() {
            self
        } else if known == 0 {
            Self::EMPTY
        } else {
            Self(older)
        }
    }

    /// Each TLV in its order.
    #[must_use]
    pub const fn iter(&self) -> Iter<'a> {
        Iter(match self.0 {
            Form::Unterminated(_) | Form::Omitted(_) => Form::List(&[]),
            form => form,
        })
    }

    /// The value of the first TLV of this key, or `None` if there is none.
    ///
    /// # Errors
    /// [`Kind::Length`](crate::Kind::Length) if its length is not the key's,
    /// [`Kind::Value`](crate::Kind::Value) if its octets are not; `offset` counts from the first
    /// TLV. The octets themselves stay with [`iter`](Self::iter).
    pub fn get<V: TlvValue>(&self, key: TlvKey<V>) -> Result<Option<V::Value<'a>>, DecodeError> {
        self.get_all(key).next().transpose()
    }

    /// The value of each TLV of this key, in their order.
    pub fn get_all<V: TlvValue>(
        &self,
        key: TlvKey<V>,
    ) -> impl Iterator<Item = Result<V::Value<'a>, DecodeError>> + use<'a, V> {
        let mut offset = 0usize;
        self.entries().filter_map(move |entry| {
            let here = offset;
            offset = here.saturating_add(HEADER).saturating_add(entry.len());
            (entry.tag == key.tag()).then(|| entry.decode(key, here))
        })
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let mut iter = self.iter();
        core::iter::from_fn(move || iter.entry())
    }

    /// Octets at the end that are no whole TLV.
    #[must_use]
    pub fn trailing(&self) -> &'a [u8] {
        let mut iter = self.iter();
        while iter.next().is_some() {}
        match iter.0 {
            Form::Wire(rest) => rest,
            _ => &[],
        }
    }

    /// How the mandatory part before the TLVs ended.
    #[inline]
    #[must_use]
    pub const fn ending(&self) -> BodyEnding {
        match self.0 {
            Form::Unterminated(_) => BodyEnding::Unterminated,
            Form::Omitted(_) => BodyEnding::Omitted,
            Form::Wire(_) | Form::List(_) | Form::OlderWire(_) | Form::OlderList(_) => {
                BodyEnding::Whole
            }
        }
    }

    /// Which of these are not there.
    pub(crate) fn missing(
        self,
        mandatory: &'static [TlvTag],
    ) -> impl Iterator<Item = TlvTag> + use<'a> {
        let lacks = move |tag: &TlvTag| self.iter().all(|tlv| tlv.tag() != *tag);
        mandatory.iter().copied().filter(lacks)
    }

    /// The octets they were decoded from.
    pub(crate) const fn wire(&self) -> Option<&'a [u8]> {
        match self.0 {
            Form::Wire(octets) => Some(octets),
            _ => None,
        }
    }

    /// How many octets they have on the wire, what trails included.
    #[must_use]
    pub fn wire_len(&self) -> usize {
        match self.0 {
            Form::Wire(octets) => octets.len(),
            _ => self.entries().fold(0, |sum, entry| {
                sum.saturating_add(HEADER).saturating_add(entry.len())
            }),
        }
    }
}

impl<'a> From<&'a [Tlv<'a>]> for Tlvs<'a> {
    fn from(list: &'a [Tlv<'a>]) -> Self {
        Self(Form::List(list))
    }
}

impl<'a, const N: usize> From<&'a [Tlv<'a>; N]> for Tlvs<'a> {
    fn from(list: &'a [Tlv<'a>; N]) -> Self {
        Self(Form::List(list))
    }
}

impl<'a> IntoIterator for &Tlvs<'a> {
    type Item = Tlv<'a>;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl PartialEq for Tlvs<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.ending() == other.ending()
            && self.iter().eq(other.iter())
            && self.trailing() == other.trailing()
    }
}

impl Eq for Tlvs<'_> {}

impl fmt::Debug for Tlvs<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        list.entries(self.iter());
        if !self.trailing().is_empty() {
            list.entry(&format_args!(
                "trailing: <{} octets>",
                self.trailing().len()
            ));
        }
        list.finish()
    }
}

/// Whether octets are whole TLVs to their end, and at least one.
pub(crate) fn tile(octets: &[u8]) -> bool {
    let tlvs = Tlvs(Form::Wire(octets));
    !octets.is_empty() && tlvs.trailing().is_empty()
}
