//! What decoding and encoding ask of a tag, in one look.

use super::tag::TlvTag;
use super::value::Shape;
use crate::dialect::Version;

/// What the specification says of one TLV, as far as it decides whether a TLV is as it should be.
#[derive(Clone, Copy)]
pub(crate) struct Spec {
    tag: u16,
    /// Lengths that are right: `least` to `most`. The few others that a TLV may have as well are
    /// left to [`TlvTag::allows`].
    most: u16,
    least: u8,
    marks: u8,
}

impl Spec {
    /// On every TLV, known or not.
    pub(crate) const ANY: u8 = 1;
    /// From SMPP 5.0 on.
    pub(crate) const V5_0: u8 = 2;
    /// A C-octet string.
    pub(crate) const STRING: u8 = 4;
    /// `message_payload`.
    pub(crate) const PAYLOAD: u8 = 8;

    /// The tag of a TLV that its own key refuses: no length is right. It is a reserved tag, so
    /// that a received TLV with this tag is merely looked at twice.
    pub(crate) const REFUSED: TlvTag = TlvTag(0);

    /// A TLV that no specification lists may be anything.
    const UNKNOWN: Self = Self {
        tag: 0,
        most: u16::MAX,
        least: 0,
        marks: Self::ANY,
    };

    pub(crate) const fn new(
        tag: u16,
        least: u8,
        most: u16,
        since: Version,
        shape: Shape,
        payload: bool,
    ) -> Self {
        let mut marks = Self::ANY;
        if matches!(since, Version::V5_0) {
            marks |= Self::V5_0;
        }
        if matches!(shape, Shape::CString) {
            marks |= Self::STRING;
        }
        if payload {
            marks |= Self::PAYLOAD;
        }
        Self {
            tag,
            most,
            least,
            marks,
        }
    }

    /// That of a tag.
    #[inline(always)]
    pub(crate) fn of(tag: TlvTag) -> Self {
        match SLOTS.get(slot(tag.0)) {
            Some(spec) if spec.tag == tag.0 => *spec,
            _ => Self::UNKNOWN,
        }
    }

    /// Whether a value of so many octets is right, and the TLV has none of these marks.
    #[inline(always)]
    pub(crate) const fn allows(self, octets: usize, without: u8) -> bool {
        octets >= self.least as usize && octets <= self.most as usize && self.marks & without == 0
    }

    #[inline(always)]
    pub(crate) const fn is_string(self) -> bool {
        self.marks & Self::STRING != 0
    }
}

const SLOT_BITS: u32 = 7;
const SLOT_COUNT: usize = 1 << SLOT_BITS;

/// The slot of a tag: the upper bits of a product, as Fibonacci hashing takes them.
#[inline(always)]
const fn slot(tag: u16) -> usize {
    ((tag as u32).wrapping_mul(MULTIPLIER) >> (u32::BITS - SLOT_BITS)) as usize
}

/// A multiplier that gives every known tag a slot of its own. About one odd number in a thousand
/// does: when the tags change and this one does not, compiling fails, and another is tried.
const MULTIPLIER: u32 = 0x1228_5643;

static SLOTS: [Spec; SLOT_COUNT] = fill();

/// The table with every known tag in its slot.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler, where a panic is an error"
)]
const fn fill() -> [Spec; SLOT_COUNT] {
    let mut slots = [Spec::UNKNOWN; SLOT_COUNT];
    slots[slot(Spec::REFUSED.0)] = Spec {
        least: 1,
        most: 0,
        ..Spec::UNKNOWN
    };
    let mut rest = super::keys::SPECS;
    while let [spec, after @ ..] = rest {
        let slot = &mut slots[slot(spec.tag)];
        assert!(
            slot.tag == Spec::UNKNOWN.tag && slot.least == 0,
            "two tags in one slot"
        );
        *slot = *spec;
        rest = after;
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::Spec;
    use crate::dialect::Version;
    use crate::tlv::{self, Shape, TlvTag};

    #[test]
    fn the_table_says_of_every_tag_what_the_definitions_say() {
        let refused = Spec::of(Spec::REFUSED);
        assert!((0..=70_000).all(|octets| !refused.allows(octets, 0)));
        for tag in (1..=u16::MAX).map(TlvTag) {
            let spec = Spec::of(tag);
            assert!(!spec.allows(0, Spec::ANY) && !spec.allows(9, Spec::ANY));
            assert_eq!(
                spec.is_string(),
                tag.shape() == Some(Shape::CString),
                "{tag}"
            );
            let lengths = |without| (0..=1100).find(|octets| spec.allows(*octets, without));
            let newest = tag.since() == Some(Version::V5_0);
            assert_eq!(lengths(Spec::V5_0).is_none(), newest, "{tag}");
            let payload = tag == tlv::MESSAGE_PAYLOAD.tag();
            assert_eq!(lengths(Spec::PAYLOAD).is_none(), payload, "{tag}");
        }
    }

    #[test]
    fn a_length_that_the_table_allows_is_allowed_and_few_others_are() {
        let mut others = std::vec::Vec::new();
        for tag in TlvTag::KNOWN
            .iter()
            .copied()
            .chain([TlvTag(1), TlvTag(0x1501)])
        {
            for octets in (0..=1100).chain([65_534, 65_535]) {
                let exact = tag.allows(octets) != Some(false);
                match Spec::of(tag).allows(octets, 0) {
                    true => assert!(exact, "{tag} {octets}"),
                    false if exact => others.push((tag, octets)),
                    false => {}
                }
            }
            assert!(!Spec::of(tag).allows(65_536, 0));
        }
        assert_eq!(others, [(tlv::MS_VALIDITY.tag(), 4)]);
    }
}
