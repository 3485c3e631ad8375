//! What is cut, and where.

use super::method::Method;
use crate::alphabet::{Alphabet, Unit};
use crate::data_coding::DataCoding;
use crate::grapheme::boundary_at_or_before;
use crate::gsm7::{Language, packed};
use crate::udh::{Concatenation, Udh};

/// What is cut.
#[derive(Clone, Copy)]
pub(super) enum Body<'a> {
    Text(&'a str, Alphabet),
    Octets(&'a [u8]),
}

/// What all parts have in common.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    pub(super) method: Method,
    pub(super) header: Option<Udh<'a>>,
    /// User data octets in one part.
    pub(super) octets: usize,
    /// Units that fit in one part.
    pub(super) capacity: usize,
    /// Each character takes one octet of UTF-8 and one unit.
    pub(super) uniform: bool,
    pub(super) data_coding: DataCoding,
}

impl Frame<'_> {
    /// Octets of the header, UDHL included; 0 for none.
    pub(super) fn header_octets(
        &self,
        body: Body<'_>,
        concatenation: Option<Concatenation>,
    ) -> usize {
        let shifts = match body {
            Body::Text(_, Alphabet::Gsm7(gsm7) | Alphabet::Gsm7Packed(gsm7)) => {
                let count = u8::from(gsm7.single != Language::DEFAULT)
                    .saturating_add(u8::from(gsm7.locking != Language::DEFAULT));
                usize::from(count).saturating_mul(3)
            }
            _ => 0,
        };
        let own = self.header.map_or(0, |header| header.as_octets().len());
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
pub(super) const fn header_len(octets: usize, more: usize) -> usize {
    if octets == 0 {
        more.saturating_add(1)
    } else {
        octets.saturating_add(more)
    }
}

/// Units of content in `octets` octets after a header of `header`.
pub(super) fn capacity(body: Body<'_>, octets: usize, header: usize) -> Option<usize> {
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

/// How many parts a message takes if cut between any two characters. Cutting
/// as late as possible takes the fewest.
pub(super) fn count_parts(body: Body<'_>, units: usize, frame: &Frame<'_>) -> usize {
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
    /// The value of SMPP 3.4 for the alphabet; of alphabets without one, the default's.
    pub(super) const fn data_coding(self) -> DataCoding {
        match self {
            Self::Octets(_) => DataCoding(4),
            Self::Text(_, alphabet) => match alphabet {
                Alphabet::Gsm7(_) | Alphabet::Gsm7Packed(_) | Alphabet::Utf8 => DataCoding::DEFAULT,
                Alphabet::Ia5 => DataCoding(1),
                Alphabet::Latin1 => DataCoding::LATIN_1,
                Alphabet::Cyrillic => DataCoding(6),
                Alphabet::Hebrew => DataCoding(7),
                Alphabet::Ucs2 | Alphabet::Utf16 | Alphabet::Utf16Le => DataCoding::UCS2,
            },
        }
    }

    /// Units of the widest character.
    pub(super) const fn widest(self) -> usize {
        match self {
            Self::Text(_, Alphabet::Gsm7(_) | Alphabet::Gsm7Packed(_)) => 2,
            Self::Text(_, Alphabet::Utf16 | Alphabet::Utf16Le) => 2,
            Self::Text(_, Alphabet::Utf8) => 4,
            Self::Text(..) | Self::Octets(_) => 1,
        }
    }

    /// The next part, the rest, and the units of the part. `units` is what
    /// there is, `after` the number of parts the rest has.
    pub(super) fn cut(self, units: usize, after: usize, frame: &Frame<'_>) -> (Self, Self, usize) {
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
