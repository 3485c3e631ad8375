//! All the TLVs of a PDU.
//!
//! Longer than most: decoding, measuring and writing ask the same private rules.

use core::fmt;

use super::key::{Key, Tlv, TlvTag};
use super::spec::Spec;
use super::value::{Octets, Shape, TlvValue};
use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Tolerance, Version};
use crate::error::{DecodeError, EncodeError, Kind};
use crate::field;
use crate::prim::{Context, Ending, Fault, Parsed};
use crate::put::{Fill, has_nul};

/// Octets of a TLV's tag and length.
const HEADER: usize = 4;

/// Whether a PDU has TLVs at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TlvUse {
    /// Any may be there.
    Defined,
    /// The specification lists none for this PDU.
    Undefined,
}

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
    /// [`Kind::Length`] if its length is not the key's, [`Kind::Value`] if its octets are not;
    /// `offset` counts from the first TLV. The octets themselves stay with [`iter`](Self::iter).
    pub fn get<V: TlvValue>(&self, key: Key<V>) -> Result<Option<V::Value<'a>>, DecodeError> {
        self.get_all(key).next().transpose()
    }

    /// The value of each TLV of this key, in their order.
    pub fn get_all<V: TlvValue>(
        &self,
        key: Key<V>,
    ) -> impl Iterator<Item = Result<V::Value<'a>, DecodeError>> + use<'a, V> {
        let mut offset = 0usize;
        self.entries().filter_map(move |entry| {
            let here = offset;
            offset = here.saturating_add(HEADER).saturating_add(entry.len());
            (entry.tag == key.tag()).then(|| entry.read(key, here))
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
    pub const fn ending(&self) -> Ending {
        match self.0 {
            Form::Unterminated(_) => Ending::Unterminated,
            Form::Omitted(_) => Ending::Omitted,
            Form::Wire(_) | Form::List(_) | Form::OlderWire(_) | Form::OlderList(_) => {
                Ending::Whole
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

    /// Checks what [`Fill`] will write, and counts it.
    #[inline(never)]
    pub(crate) fn measure(
        &self,
        dialect: Dialect,
        defined: TlvUse,
        short_message: bool,
    ) -> Result<usize, EncodeError> {
        let rules = Rules::new(dialect, defined, short_message);
        match self.0 {
            Form::Wire(octets) => {
                let mut rest = octets;
                while let Some((tag, value, after)) = split(rest) {
                    if !rules.are_kept(tag, value, &[]) {
                        rules.refuse(tag, value, &[], dialect.tolerance)?;
                    }
                    rest = after;
                }
                match tail(rest) {
                    Some((flag, kind)) if !dialect.tolerance.contains(flag) => {
                        Err(EncodeError::new(kind, &field::TLVS, rest.len()))
                    }
                    _ => Ok(octets.len()),
                }
            }
            Form::List(list) => {
                let mut sum = 0usize;
                for tlv in list {
                    let octets = rules.count(tlv, dialect.tolerance)?;
                    sum = sum.saturating_add(HEADER).saturating_add(octets);
                }
                Ok(sum)
            }
            Form::OlderWire(_) | Form::OlderList(_) => self.iter().try_fold(0usize, |sum, tlv| {
                let octets = rules.count(&tlv, dialect.tolerance)?;
                Ok(sum.saturating_add(HEADER).saturating_add(octets))
            }),
            Form::Unterminated(_) | Form::Omitted(_) => Ok(0),
        }
    }

    /// Writes them, and answers the room behind them.
    #[inline(never)]
    pub(crate) fn fill<'b>(&self, room: &'b mut [u8]) -> &'b mut [u8] {
        let mut out = Fill::new(room, Ending::Whole);
        match self.0 {
            Form::Wire(octets) => out.write(octets),
            Form::List(list) => {
                for tlv in list {
                    fill_one(tlv, &mut out);
                }
            }
            Form::OlderWire(_) | Form::OlderList(_) => {
                for tlv in self.iter() {
                    fill_one(&tlv, &mut out);
                }
            }
            Form::Unterminated(_) | Form::Omitted(_) => {}
        }
        out.into_rest()
    }
}

/// Writes one TLV. What is small goes in one piece of a constant size: the ordinary TLV is an
/// octet behind its header.
#[inline(always)]
fn fill_one(tlv: &Tlv<'_>, out: &mut Fill<'_>) {
    let [t0, t1] = tlv.tag().0.to_be_bytes();
    // Measuring has refused what does not fit.
    let length = |octets| u16::try_from(octets).unwrap_or(u16::MAX).to_be_bytes();
    match tlv.value().0 {
        Octets::Integer([a, ..], 1) => out.write_chunk([t0, t1, 0, 1, a]),
        Octets::Integer([a, b, ..], 2) => out.write_chunk([t0, t1, 0, 2, a, b]),
        Octets::Integer([a, b, c, _], 3) => out.write_chunk([t0, t1, 0, 3, a, b, c]),
        Octets::Integer([a, b, c, d], _) => out.write_chunk([t0, t1, 0, 4, a, b, c, d]),
        Octets::Slice(value) => {
            let [l0, l1] = length(value.len());
            out.write_chunk([t0, t1, l0, l1]);
            out.write(value);
        }
        Octets::CString(value) => {
            let [l0, l1] = length(value.len().saturating_add(1));
            out.write_chunk([t0, t1, l0, l1]);
            out.write(value);
            out.write_chunk([0]);
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

/// The TLVs of a PDU one by one; see [`Tlvs::iter`].
#[derive(Clone)]
pub struct Iter<'a>(Form<'a>);

impl<'a> Iter<'a> {
    fn entry(&mut self) -> Option<Entry<'a>> {
        match &mut self.0 {
            Form::Wire(octets) => {
                let (tag, value, rest) = split(octets)?;
                *octets = rest;
                Some(Entry {
                    tag,
                    value,
                    nul: &[],
                })
            }
            Form::List(list) => {
                let (tlv, rest) = list.split_first()?;
                *list = rest;
                Some(Entry::of(tlv))
            }
            Form::OlderWire(octets) => {
                let (tag, value) = older(octets)?;
                Some(Entry {
                    tag,
                    value,
                    nul: &[],
                })
            }
            Form::OlderList(list) => older_of(list).map(Entry::of),
            Form::Unterminated(_) | Form::Omitted(_) => None,
        }
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = Tlv<'a>;

    fn next(&mut self) -> Option<Tlv<'a>> {
        match &mut self.0 {
            Form::Wire(octets) => {
                let (tag, value, rest) = split(octets)?;
                *octets = rest;
                Some(Tlv::raw(tag, value))
            }
            Form::List(list) => {
                let (tlv, rest) = list.split_first()?;
                *list = rest;
                Some(*tlv)
            }
            Form::OlderWire(octets) => {
                let (tag, value) = older(octets)?;
                Some(Tlv::raw(tag, value))
            }
            Form::OlderList(list) => older_of(list).copied(),
            Form::Unterminated(_) | Form::Omitted(_) => None,
        }
    }
}

impl fmt::Debug for Iter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// One TLV with its value in the pieces that stand on the wire one behind the other.
struct Entry<'a> {
    tag: TlvTag,
    value: &'a [u8],
    nul: &'static [u8],
}

impl<'a> Entry<'a> {
    #[inline]
    fn of(tlv: &'a Tlv<'a>) -> Self {
        let (value, nul) = tlv.value().pieces();
        Self {
            tag: tlv.tag(),
            value,
            nul,
        }
    }

    #[inline]
    fn len(&self) -> usize {
        self.value.len().saturating_add(self.nul.len())
    }

    fn read<V: TlvValue>(&self, key: Key<V>, offset: usize) -> Result<V::Value<'a>, DecodeError> {
        let allowed = key.allows(self.len());
        let value = allowed.then(|| V::read(self.value)).flatten();
        value.ok_or_else(|| {
            let (kind, status) = if allowed {
                (Kind::Value, CommandStatus::ESME_RINVTLVVAL)
            } else {
                (Kind::Length, CommandStatus::ESME_RINVTLVLEN)
            };
            let offset = u32::try_from(offset).unwrap_or(u32::MAX);
            DecodeError::named(kind, key.name(), status, offset)
        })
    }
}

/// Splits the first TLV off, if it is whole.
#[inline(always)]
fn split(octets: &[u8]) -> Option<(TlvTag, &[u8], &[u8])> {
    let ([t0, t1, l0, l1], after) = octets.split_first_chunk::<HEADER>()?;
    let length = usize::from(u16::from_be_bytes([*l0, *l1]));
    let (value, rest) = after.split_at_checked(length)?;
    Some((TlvTag(u16::from_be_bytes([*t0, *t1])), value, rest))
}

/// Takes the first whole TLV that SMPP 3.4 knows, and those before it.
fn older<'a>(octets: &mut &'a [u8]) -> Option<(TlvTag, &'a [u8])> {
    while let Some((tag, value, rest)) = split(octets) {
        *octets = rest;
        if !tag.is_newer(value.len(), Version::V3_4) {
            return Some((tag, value));
        }
    }
    None
}

/// The same of a list.
fn older_of<'a>(list: &mut &'a [Tlv<'a>]) -> Option<&'a Tlv<'a>> {
    while let Some((tlv, rest)) = list.split_first() {
        *list = rest;
        if !tlv.tag().is_newer(tlv.value_len(), Version::V3_4) {
            return Some(tlv);
        }
    }
    None
}

/// What is unusual about octets behind the last whole TLV.
const fn tail(octets: &[u8]) -> Option<(Tolerance, Kind)> {
    match octets.len() {
        0 => None,
        1..HEADER => Some((Tolerance::TRAILING_OCTETS, Kind::Trailing)),
        _ => Some((Tolerance::TLV_OVERRUN, Kind::Overrun)),
    }
}

/// What decides whether a TLV is as the specification has it. Decoding and encoding ask the same
/// rules, so that each accepts what the other does.
struct Rules {
    version: Version,
    defined: TlvUse,
    short_message: bool,
    /// The marks of a [`Spec`] that make a TLV a departure here.
    departing: u8,
}

impl Rules {
    const fn new(dialect: Dialect, defined: TlvUse, short_message: bool) -> Self {
        let mut departing = match (dialect.version, defined) {
            (Version::V3_3, _) | (_, TlvUse::Undefined) => Spec::ANY,
            (Version::V3_4, TlvUse::Defined) => Spec::V5_0,
            (Version::V5_0, TlvUse::Defined) => 0,
        };
        if short_message {
            departing |= Spec::PAYLOAD;
        }
        Self {
            version: dialect.version,
            defined,
            short_message,
            departing,
        }
    }

    /// Whether a TLV is as it should be: one look at the table decides nearly all. Where it says
    /// no, [`departures`](Self::departures) says what is unusual, or that nothing is.
    #[inline(always)]
    fn are_kept(&self, tag: TlvTag, value: &[u8], nul: &[u8]) -> bool {
        let spec = Spec::of(tag);
        let octets = value.len().saturating_add(nul.len());
        let string = match (spec.is_string(), nul.is_empty()) {
            (true, true) => is_c_string(value),
            // A NUL will be added: there must be none yet.
            (_, false) => !has_nul(value),
            (false, true) => true,
        };
        string && spec.allows(octets, self.departing)
    }

    /// How many octets the value of a TLV to send has, if it may be sent.
    #[inline(always)]
    fn count(&self, tlv: &Tlv<'_>, tolerance: Tolerance) -> Result<usize, EncodeError> {
        let (value, nul) = match &tlv.value().0 {
            Octets::Integer(_, octets) => {
                let octets = usize::from(*octets);
                let spec = Spec::of(tlv.tag());
                if !spec.is_string() && spec.allows(octets, self.departing) {
                    return Ok(octets);
                }
                tlv.value().pieces()
            }
            Octets::Slice(value) => (*value, &[][..]),
            Octets::CString(value) => (*value, &[0][..]),
        };
        if !self.are_kept(tlv.tag(), value, nul) {
            self.refuse(tlv.tag(), value, nul, tolerance)?;
        }
        Ok(value.len().saturating_add(nul.len()))
    }

    /// Everything that is unusual about one TLV, and the flag that accepts it.
    fn departures(
        &self,
        tag: TlvTag,
        value: &[u8],
        nul: &[u8],
    ) -> impl Iterator<Item = (Tolerance, Kind)> + use<> {
        let octets = value.len().saturating_add(nul.len());
        let newer = tag.is_newer(octets, self.version);
        let not_allowed = self.version == Version::V3_3
            || self.defined == TlvUse::Undefined
            || (newer && tag.since() > Some(self.version));
        let length = tag.allows(octets) == Some(false) || (newer && !not_allowed);
        let unterminated =
            tag.shape() == Some(Shape::CString) && nul.is_empty() && !is_c_string(value);
        let conflict = self.short_message && tag == super::MESSAGE_PAYLOAD.tag();
        [
            not_allowed.then_some((Tolerance::TLV_NOT_ALLOWED, Kind::NotAllowed)),
            length.then_some((Tolerance::TLV_LENGTH, Kind::Length)),
            unterminated.then_some((Tolerance::TLV_STRING, Kind::Unterminated)),
            conflict.then_some((Tolerance::PAYLOAD_AND_SHORT_MESSAGE, Kind::Conflict)),
        ]
        .into_iter()
        .flatten()
    }

    /// Reports the departures of a decoded TLV, which begins at `input`.
    #[cold]
    #[inline(never)]
    fn report(
        &self,
        input: &[u8],
        cx: &mut Context<'_>,
        tag: TlvTag,
        value: &[u8],
    ) -> Result<(), nom::Err<Fault>> {
        for (flag, kind) in self.departures(tag, value, &[]) {
            cx.deviate(input, flag, tag.field(), kind)?;
        }
        Ok(())
    }

    /// Refuses a TLV that decoding would not give back under this tolerance.
    #[cold]
    #[inline(never)]
    fn refuse(
        &self,
        tag: TlvTag,
        value: &[u8],
        nul: &[u8],
        tolerance: Tolerance,
    ) -> Result<(), EncodeError> {
        let octets = value.len().saturating_add(nul.len());
        let refuse = |kind| Err(EncodeError::new(kind, tag.field(), octets));
        if octets > usize::from(u16::MAX) {
            return refuse(Kind::TooLong);
        }
        if !nul.is_empty() && has_nul(value) {
            return refuse(Kind::EmbeddedNul);
        }
        for (flag, kind) in self.departures(tag, value, nul) {
            if !tolerance.contains(flag) {
                return refuse(kind);
            }
        }
        Ok(())
    }
}

/// Whether the one NUL is the last octet. Of no octets only the length is wrong.
#[inline(always)]
fn is_c_string(value: &[u8]) -> bool {
    match value {
        [before @ .., last] => *last == 0 && !has_nul(before),
        [] => true,
    }
}

/// Reads what follows the mandatory fields, to the end of the frame.
#[inline(always)]
pub(crate) fn tlvs<'a>(
    input: &'a [u8],
    cx: &mut Context<'_>,
    defined: TlvUse,
) -> Parsed<'a, Tlvs<'a>> {
    if input.is_empty() {
        let form = match cx.ending() {
            Ending::Whole => Form::Wire(input),
            Ending::Unterminated => Form::Unterminated(&[]),
            Ending::Omitted => Form::Omitted(&[]),
        };
        return Ok((input, Tlvs(form)));
    }
    check(input, cx, defined)?;
    Ok((&[], Tlvs(Form::Wire(input))))
}

/// Whether octets to the end of the frame are TLVs, as far as the tolerance goes.
#[inline(never)]
fn check(input: &[u8], cx: &mut Context<'_>, defined: TlvUse) -> Result<(), nom::Err<Fault>> {
    let rules = Rules::new(cx.dialect(), defined, cx.has_short_message());
    let mut rest = input;
    while let Some((tag, value, after)) = split(rest) {
        if !rules.are_kept(tag, value, &[]) {
            rules.report(rest, cx, tag, value)?;
        }
        rest = after;
    }
    if let Some((flag, kind)) = tail(rest) {
        cx.deviate(rest, flag, &field::TLVS, kind)?;
    }
    Ok(())
}

/// Whether octets are whole TLVs to their end, and at least one.
pub(crate) fn tile(octets: &[u8]) -> bool {
    let tlvs = Tlvs(Form::Wire(octets));
    !octets.is_empty() && tlvs.trailing().is_empty()
}

#[cfg(test)]
mod tests;
