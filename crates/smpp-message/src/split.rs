//! Long messages: cutting a text into parts.
//!
//! Spec: 3GPP TS 23.040 §9.2.3.24.1 and §9.2.3.24.8 (user data header); SMPP
//! 3.4 §5.3.2.22 to 24 (`sar_*` TLVs) and §5.3.2.32 (`message_payload`).

use core::error::Error;
use core::fmt;

use crate::alphabet::{Alphabet, Unit, pack_text};
use crate::error::{TextError, TextErrorKind};
use crate::grapheme::boundary_at_or_before;
use crate::gsm7::{Language, packed};
use crate::udh::{Concatenation, Element, Iei, Udh, UdhBuilder};

/// User data octets in one SMS on GSM and UMTS.
pub const SMS_OCTETS: u8 = 140;

/// How the parts of a long message say that they belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Method {
    /// A header with element 0x00, reference of one octet: 6 octets of each
    /// part. What handsets know best.
    #[default]
    Udh8,
    /// A header with element 0x08, reference of two octets: 7 octets of each
    /// part.
    Udh16,
    /// TLVs `sar_msg_ref_num`, `sar_total_segments`, `sar_segment_seqnum`. The
    /// message centre turns them into a header, for which 6 octets of each
    /// part stay free.
    Sar,
    /// One `message_payload` TLV, up to 65535 octets: the message centre cuts.
    Payload,
}

/// What a part may hold, and what stands before it.
///
/// # Examples
///
/// ```
/// use smpp_message::split::{Limits, Method};
///
/// let mut limits = Limits::default();
/// limits.method = Method::Udh16;
/// limits.octets = 139; // a peer that wants an octet to spare
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits<'a> {
    /// How parts say that they belong together. Default: [`Method::Udh8`].
    pub method: Method,
    /// User data octets in one part, header included, packed as on the radio:
    /// default [`SMS_OCTETS`]. CDMA and TDMA networks have limits of their
    /// own; some peers want a spare octet. Of no effect with
    /// [`Method::Payload`].
    pub octets: u8,
    /// A header for every part: ports, for instance. Concatenation and
    /// national language elements are added as needed and may not be in it.
    pub header: Option<Udh<'a>>,
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self {
            method: Method::default(),
            octets: SMS_OCTETS,
            header: None,
        }
    }
}

/// A message that is not yet cut, with all that is known before it is.
///
/// Borrows the text, or the octets, and the header of [`Limits`].
///
/// # Examples
///
/// ```
/// use smpp_message::Alphabet;
/// use smpp_message::split::{Limits, Split};
///
/// let text = "0123456789".repeat(20);
/// let split = Split::text(&text, Alphabet::GSM7, &Limits::default())?;
/// assert_eq!((split.parts(), split.capacity(), split.room()), (2, 153, 106));
///
/// let mut short_message = [0; 255];
/// for part in split.with_reference(0x2A) {
///     let octets = part.encode(&mut short_message)?;
///     assert_eq!(octets[..6], [0x05, 0x00, 0x03, 0x2A, 0x02, part.number()]);
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Split<'a> {
    body: Body<'a>,
    frame: Frame<'a>,
    /// Units of the whole message.
    units: usize,
    total: u8,
}

/// What is cut.
#[derive(Clone, Copy)]
enum Body<'a> {
    Text(&'a str, Alphabet),
    Octets(&'a [u8]),
}

/// What all parts have in common.
#[derive(Clone, Copy)]
struct Frame<'a> {
    method: Method,
    header: Option<Udh<'a>>,
    /// User data octets in one part.
    octets: usize,
    /// Units that fit in one part.
    capacity: usize,
    /// Each character takes one octet of UTF-8 and one unit.
    uniform: bool,
}

impl<'a> Split<'a> {
    /// Prepares a text. One that fits in one part stays one, without a
    /// concatenation element.
    ///
    /// # Errors
    ///
    /// - [`SplitErrorKind::Unrepresentable`] with the position, in octets of
    ///   `text`, of the first character the alphabet lacks.
    /// - [`SplitErrorKind::TooLong`] for more than 255 parts, or a payload
    ///   above 65535 octets.
    /// - [`SplitErrorKind::NoRoom`] if the headers fill a part.
    /// - [`SplitErrorKind::HeaderNotAllowed`] if the header of `limits` has a
    ///   concatenation or national language element.
    pub fn text(
        text: &'a str,
        alphabet: Alphabet,
        limits: &Limits<'a>,
    ) -> Result<Self, SplitError> {
        Self::counted(text, alphabet, alphabet.units(text)?, limits)
    }

    /// Prepares octets: binary content. They are cut anywhere.
    ///
    /// # Errors
    ///
    /// As [`text`](Self::text), but for the alphabet.
    pub fn octets(octets: &'a [u8], limits: &Limits<'a>) -> Result<Self, SplitError> {
        Self::new(Body::Octets(octets), octets.len(), true, limits)
    }

    /// As [`text`](Self::text), of a text known to take so many units.
    pub(crate) fn counted(
        text: &'a str,
        alphabet: Alphabet,
        units: usize,
        limits: &Limits<'a>,
    ) -> Result<Self, SplitError> {
        let uniform = units == text.len() && text.is_ascii();
        Self::new(Body::Text(text, alphabet), units, uniform, limits)
    }

    /// The fewest parts that so many units could take, whatever the text.
    pub(crate) fn fewest(
        alphabet: Alphabet,
        units: usize,
        limits: &Limits<'a>,
    ) -> Result<u8, SplitError> {
        Self::new(Body::Text("", alphabet), units, true, limits).map(|split| split.total)
    }

    fn new(
        body: Body<'a>,
        units: usize,
        uniform: bool,
        limits: &Limits<'a>,
    ) -> Result<Self, SplitError> {
        if let Some(bad) = limits.header.and_then(not_allowed) {
            return Err(SplitError::new(SplitErrorKind::HeaderNotAllowed, bad));
        }
        let mut frame = Frame {
            method: limits.method,
            header: limits.header,
            octets: usize::from(limits.octets),
            capacity: 0,
            uniform,
        };
        if matches!(limits.method, Method::Payload) {
            frame.octets = usize::from(u16::MAX);
        }
        let own = frame.header_octets(body, None);
        frame.capacity = capacity(body, frame.octets, own).ok_or(SplitError::NO_ROOM)?;
        let whole = Self {
            body,
            frame,
            units,
            total: 1,
        };
        if units <= frame.capacity {
            return Ok(whole);
        }
        let with_concatenation = match limits.method {
            Method::Payload => {
                return Err(SplitError::new(SplitErrorKind::TooLong { parts: None }, 0));
            }
            Method::Udh8 | Method::Sar => header_len(own, 5),
            Method::Udh16 => header_len(own, 6),
        };
        frame.capacity =
            capacity(body, frame.octets, with_concatenation).ok_or(SplitError::NO_ROOM)?;
        if frame.capacity < body.widest() {
            return Err(SplitError::NO_ROOM);
        }
        let parts = count_parts(body, units, &frame);
        let total = u8::try_from(parts)
            .map_err(|_| SplitError::new(SplitErrorKind::TooLong { parts: Some(parts) }, 0))?;
        Ok(Self {
            frame,
            total,
            ..whole
        })
    }

    /// How many parts there will be: 1 to 255.
    #[must_use]
    pub const fn parts(&self) -> u8 {
        self.total
    }

    /// How many septets (GSM 7-bit), octets or 16-bit units the message takes.
    #[must_use]
    pub const fn units(&self) -> usize {
        self.units
    }

    /// How many septets, octets or 16-bit units fit in each part.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.frame.capacity
    }

    /// How many septets, octets or 16-bit units the last part has left.
    #[must_use]
    pub fn room(&self) -> usize {
        let last = self.with_reference(0).last();
        let used = last.map_or(0, |part| part.units);
        self.frame.capacity.saturating_sub(used)
    }

    /// The parts, under a reference that [`References`](crate::References)
    /// counts per destination. [`Method::Udh8`] uses its low eight bits; a
    /// message of one part, none of it.
    #[must_use]
    pub const fn with_reference(&self, reference: u16) -> Parts<'a> {
        Parts {
            body: self.body,
            frame: self.frame,
            units: self.units,
            reference,
            total: self.total,
            number: 1,
        }
    }
}

impl fmt::Debug for Split<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Split")
            .field("parts", &self.total)
            .field("units", &self.units)
            .field("capacity", &self.frame.capacity)
            .finish()
    }
}

/// The parts of a message, in order: see [`Split::with_reference`].
///
/// A part ends before a character that does not fit whole, and before a
/// grapheme cluster that does not, unless that would cost a part more.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// What is left.
    body: Body<'a>,
    frame: Frame<'a>,
    /// Units of what is left.
    units: usize,
    reference: u16,
    total: u8,
    /// The part to come; 0 after the last.
    number: u8,
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if self.number == 0 {
            return None;
        }
        let after = usize::from(self.total.saturating_sub(self.number));
        let (body, rest, units) = self.body.cut(self.units, after, &self.frame);
        let concatenation = (self.total > 1).then_some(Concatenation {
            reference: match self.frame.method {
                Method::Udh8 => self.reference & 0xFF,
                _ => self.reference,
            },
            wide: !matches!(self.frame.method, Method::Udh8),
            total: self.total,
            number: self.number,
        });
        let part = Part {
            body,
            frame: self.frame,
            concatenation,
            units,
        };
        self.body = rest;
        self.units = self.units.saturating_sub(units);
        self.number = if self.number == self.total {
            0
        } else {
            self.number.saturating_add(1)
        };
        Some(part)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = match self.number {
            0 => 0,
            number => usize::from(self.total.saturating_sub(number)).saturating_add(1),
        };
        (left, Some(left))
    }
}

impl ExactSizeIterator for Parts<'_> {}
impl core::iter::FusedIterator for Parts<'_> {}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("number", &self.number)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

/// One part, ready to be written.
///
/// `Debug` does not show the text.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    body: Body<'a>,
    frame: Frame<'a>,
    concatenation: Option<Concatenation>,
    units: usize,
}

impl<'a> Part<'a> {
    /// Which part this is, from 1.
    #[must_use]
    pub const fn number(&self) -> u8 {
        match self.concatenation {
            Some(part) => part.number,
            None => 1,
        }
    }

    /// How many parts the message has.
    #[must_use]
    pub const fn total(&self) -> u8 {
        match self.concatenation {
            Some(part) => part.total,
            None => 1,
        }
    }

    /// How many septets, octets or 16-bit units of content the part has.
    #[must_use]
    pub const fn units(&self) -> usize {
        self.units
    }

    /// The text of the part; `None` of binary content.
    #[must_use]
    pub const fn as_text(&self) -> Option<&'a str> {
        match self.body {
            Body::Text(text, _) => Some(text),
            Body::Octets(_) => None,
        }
    }

    /// What goes into the `sar_*` TLVs; `None` where none are to be sent.
    #[must_use]
    pub const fn sar(&self) -> Option<Concatenation> {
        match self.frame.method {
            Method::Sar => self.concatenation,
            _ => None,
        }
    }

    /// Whether the part has a header, so that `esm_class` needs 0x40.
    #[must_use]
    pub fn has_udh(&self) -> bool {
        self.header_octets() > 0
    }

    /// Whether the octets go into `message_payload`, with `sm_length` 0,
    /// instead of `short_message`.
    #[must_use]
    pub const fn in_payload(&self) -> bool {
        matches!(self.frame.method, Method::Payload)
    }

    /// How many octets [`encode`](Self::encode) writes.
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        let header = self.header_octets();
        let content = match self.body {
            Body::Octets(octets) => octets.len(),
            Body::Text(text, alphabet) => match alphabet {
                Alphabet::Gsm7Packed(_) => {
                    let fill = packed::fill_bits(header);
                    let padded = self.padded(text, fill);
                    packed::packed_len(self.units.saturating_add(padded), fill)
                }
                _ => match alphabet.unit() {
                    Unit::Word => self.units.saturating_mul(2),
                    Unit::Septet | Unit::Octet => self.units,
                },
            },
        };
        header.saturating_add(content)
    }

    /// Writes the header, if there is one, and the content; answers what was
    /// written.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`] with the size that suffices.
    pub fn encode<'b>(&self, out: &'b mut [u8]) -> Result<&'b [u8], TextError> {
        let too_small = || TextError::too_small(self.encoded_len());
        let header = self.header_octets();
        let (udh, place) = out.split_at_mut_checked(header).ok_or_else(too_small)?;
        if header > 0 {
            let mut builder = UdhBuilder::new(udh);
            self.push_elements(&mut builder).ok_or_else(too_small)?;
        }
        let content = match self.body {
            Body::Octets(octets) => place
                .get_mut(..octets.len())
                .map(|place| place.copy_from_slice(octets))
                .map(|()| octets.len()),
            Body::Text(text, Alphabet::Gsm7Packed(gsm7)) => {
                let fill = packed::fill_bits(header);
                let pad = self.padded(text, fill) > 0;
                pack_text(gsm7, text, None, fill, pad, place)
                    .map(|(octets, _)| octets.len())
                    .ok()
            }
            Body::Text(text, alphabet) => alphabet.encode(text, place).map(<[u8]>::len).ok(),
        };
        let len = content.ok_or_else(too_small)?.saturating_add(header);
        Ok(out.get(..len).unwrap_or_default())
    }

    fn header_octets(&self) -> usize {
        self.frame.header_octets(self.body, self.concatenation)
    }

    fn push_elements(&self, builder: &mut UdhBuilder<'_>) -> Option<()> {
        if let (Some(part), Method::Udh8 | Method::Udh16) = (self.concatenation, self.frame.method)
        {
            builder.push(&Element::Concatenation(part)).ok()?;
        }
        if let Body::Text(_, Alphabet::Gsm7(gsm7) | Alphabet::Gsm7Packed(gsm7)) = self.body {
            if gsm7.single != Language::DEFAULT {
                builder.push(&Element::SingleShift(gsm7.single)).ok()?;
            }
            if gsm7.locking != Language::DEFAULT {
                builder.push(&Element::LockingShift(gsm7.locking)).ok()?;
            }
        }
        match self.frame.header {
            Some(header) => builder.extend(header).ok(),
            None => Some(()),
        }
    }

    /// How many carriage returns the packed form adds: 0 or 1. None where the
    /// part is full, which leaves no bits for a reader to take for an `@`.
    fn padded(&self, text: &str, fill: u8) -> usize {
        let full = self.units >= self.frame.capacity;
        packed::padding(self.units, text.ends_with('\r') && !full, fill)
    }
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("number", &self.number())
            .field("total", &self.total())
            .field("units", &self.units)
            .field("octets", &self.encoded_len())
            .finish()
    }
}

/// A message that cannot be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitError {
    kind: SplitErrorKind,
    position: usize,
}

/// Why a message cannot be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SplitErrorKind {
    /// The alphabet lacks a character.
    Unrepresentable,
    /// More than 255 parts (so many), or a payload above 65535 octets.
    TooLong {
        /// How many parts it would be; `None` for a payload.
        parts: Option<usize>,
    },
    /// The headers leave no room for a character.
    NoRoom,
    /// The header of the limits has an element that the splitter adds itself.
    HeaderNotAllowed,
}

impl SplitError {
    const NO_ROOM: Self = Self::new(SplitErrorKind::NoRoom, 0);

    const fn new(kind: SplitErrorKind, position: usize) -> Self {
        Self { kind, position }
    }

    /// Why.
    #[must_use]
    pub const fn kind(&self) -> SplitErrorKind {
        self.kind
    }

    /// Where: octets of the text to the character in question, or of the
    /// header, from UDHL, to the element; else 0.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }
}

impl From<TextError> for SplitError {
    fn from(error: TextError) -> Self {
        debug_assert_eq!(error.kind(), TextErrorKind::Unrepresentable);
        Self::new(SplitErrorKind::Unrepresentable, error.position())
    }
}

impl fmt::Display for SplitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            SplitErrorKind::Unrepresentable => write!(
                f,
                "the alphabet lacks a character, at offset {}",
                self.position
            ),
            SplitErrorKind::TooLong { parts: Some(parts) } => {
                write!(f, "the message takes {parts} parts: 255 are possible")
            }
            SplitErrorKind::TooLong { parts: None } => {
                f.write_str("the message takes more than 65535 octets")
            }
            SplitErrorKind::NoRoom => f.write_str("the headers leave no room for a character"),
            SplitErrorKind::HeaderNotAllowed => write!(
                f,
                "the splitter adds this element itself, at offset {}",
                self.position
            ),
        }
    }
}

impl Error for SplitError {}

//------- Private helpers -----

impl Frame<'_> {
    /// Octets of the header, UDHL included; 0 for none.
    fn header_octets(&self, body: Body<'_>, concatenation: Option<Concatenation>) -> usize {
        let shifts = match body {
            Body::Text(_, Alphabet::Gsm7(gsm7) | Alphabet::Gsm7Packed(gsm7)) => {
                let count = u8::from(gsm7.single != Language::DEFAULT)
                    .saturating_add(u8::from(gsm7.locking != Language::DEFAULT));
                usize::from(count).saturating_mul(3)
            }
            _ => 0,
        };
        let own = self.header.map_or(0, |header| header.octets().len());
        let concatenation = match (concatenation, self.method) {
            (Some(_), Method::Udh8) => 5,
            (Some(_), Method::Udh16) => 6,
            _ => 0,
        };
        match own.saturating_add(shifts).saturating_add(concatenation) {
            0 => 0,
            elements => elements.saturating_add(1),
        }
    }
}

/// A header's length with so many octets of elements more.
const fn header_len(octets: usize, more: usize) -> usize {
    if octets == 0 {
        more.saturating_add(1)
    } else {
        octets.saturating_add(more)
    }
}

/// Units of content in `octets` octets after a header of `header`.
fn capacity(body: Body<'_>, octets: usize, header: usize) -> Option<usize> {
    let left = octets.checked_sub(header)?;
    let unit = match body {
        // A payload has no radio form: what counts is the octets sent.
        Body::Text(_, Alphabet::Gsm7(_)) if octets > 255 => Unit::Octet,
        Body::Text(_, alphabet) => alphabet.unit(),
        Body::Octets(_) => Unit::Octet,
    };
    let units = match unit {
        Unit::Septet => packed::capacity(left, packed::fill_bits(header)),
        Unit::Octet => left,
        Unit::Word => left / 2,
    };
    // UDHL counts up to 255 octets.
    (units > 0 && header <= 256).then_some(units)
}

/// Where in a header an element is that the splitter adds itself.
fn not_allowed(header: Udh<'_>) -> Option<usize> {
    header
        .raw_elements()
        .find(|element| {
            matches!(
                element.iei(),
                Iei::CONCATENATION_8
                    | Iei::CONCATENATION_16
                    | Iei::SINGLE_SHIFT
                    | Iei::LOCKING_SHIFT
            )
        })
        .map(|element| element.offset())
}

/// How many parts a message takes if cut between any two characters. Cutting
/// as late as possible takes the fewest.
fn count_parts(body: Body<'_>, units: usize, frame: &Frame<'_>) -> usize {
    let capacity = frame.capacity.max(1);
    let fewest = units.div_ceil(capacity).max(1);
    let waste = body.widest().saturating_sub(1);
    if frame.uniform || waste == 0 {
        return fewest;
    }
    // A part wastes at most the rest of the widest character.
    let most = units.div_ceil(capacity.saturating_sub(waste).max(1));
    if fewest == most {
        return fewest;
    }
    let Body::Text(mut rest, alphabet) = body else {
        return fewest;
    };
    let mut parts = 0_usize;
    while !rest.is_empty() {
        let (at, _) = latest_cut(rest, alphabet, capacity);
        rest = rest.get(at..).unwrap_or_default();
        parts = parts.saturating_add(1);
    }
    parts.max(1)
}

/// Octets and units of the longest front of `text` that fits `capacity`. At
/// least one character, so that every loop ends.
fn latest_cut(text: &str, alphabet: Alphabet, capacity: usize) -> (usize, usize) {
    let mut used = 0_usize;
    for (at, char) in text.char_indices() {
        let with = used.saturating_add(alphabet.units_of(char).unwrap_or(0));
        if with > capacity && at > 0 {
            return (at, used);
        }
        used = with;
    }
    (text.len(), used)
}

impl<'a> Body<'a> {
    /// Units of the widest character.
    const fn widest(self) -> usize {
        match self {
            Self::Text(_, Alphabet::Gsm7(_) | Alphabet::Gsm7Packed(_)) => 2,
            Self::Text(_, Alphabet::Utf16 | Alphabet::Utf16Le) => 2,
            Self::Text(_, Alphabet::Utf8) => 4,
            Self::Text(..) | Self::Octets(_) => 1,
        }
    }

    /// The next part, the rest, and the units of the part. `units` is what
    /// there is, `after` the number of parts the rest has.
    fn cut(self, units: usize, after: usize, frame: &Frame<'_>) -> (Self, Self, usize) {
        match self {
            Self::Octets(octets) => {
                let (part, rest) = octets
                    .split_at_checked(frame.capacity)
                    .unwrap_or((octets, &[]));
                (Self::Octets(part), Self::Octets(rest), part.len())
            }
            Self::Text(text, alphabet) => {
                let (at, used) = cut_text(text, alphabet, units, after, frame);
                let (part, rest) = text.split_at_checked(at).unwrap_or((text, ""));
                (Self::Text(part, alphabet), Self::Text(rest, alphabet), used)
            }
        }
    }
}

fn cut_text(
    text: &str,
    alphabet: Alphabet,
    units: usize,
    after: usize,
    frame: &Frame<'_>,
) -> (usize, usize) {
    if units <= frame.capacity || after == 0 {
        return (text.len(), units);
    }
    let (latest, used) = if frame.uniform {
        (frame.capacity, frame.capacity)
    } else {
        latest_cut(text, alphabet, frame.capacity)
    };
    let kind = boundary_at_or_before(text, latest);
    if kind == latest || kind == 0 {
        return (latest, used);
    }
    let moved = text.get(kind..latest).unwrap_or_default();
    let moved = alphabet.units(moved).unwrap_or(0);
    let rest = text.get(kind..).unwrap_or_default();
    let kept = used.saturating_sub(moved);
    let fits = count_parts(
        Body::Text(rest, alphabet),
        units.saturating_sub(kept),
        frame,
    ) <= after;
    if fits { (kind, kept) } else { (latest, used) }
}

#[cfg(test)]
mod tests;
