//! Where one visible character ends and the next begins.
//!
//! Spec: Unicode Standard Annex 29, extended grapheme clusters. Only the
//! question that splitting asks is answered: is this a boundary?

mod table;

use self::table::TABLE;

/// What a character does to a boundary beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Category {
    Other,
    /// Ends a cluster, before and behind; carriage return and line feed too.
    Control,
    /// Belongs to what is before it, in a conjunct as well.
    Extend,
    /// Belongs to what is before it, and ends a conjunct.
    ExtendOnly,
    /// Belongs to what is before it, and joins consonants.
    Linker,
    /// Zero width joiner: belongs to what is before it, and joins pictographs.
    Joiner,
    SpacingMark,
    Prepend,
    /// One half of a flag.
    Regional,
    Pictograph,
    /// A letter that conjuncts are made of.
    Consonant,
    HangulL,
    HangulV,
    HangulT,
    HangulLv,
    HangulLvt,
}

/// Whether `text` may be cut at `at` without cutting a character or an
/// extended grapheme cluster.
///
/// Looks back as far as a sequence of flags, joiners or marks reaches.
pub(crate) fn is_boundary(text: &str, at: usize) -> bool {
    let Some((before, after)) = text.split_at_checked(at) else {
        return false;
    };
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return true;
    };
    if last.is_ascii() && first.is_ascii() {
        return (last, first) != ('\r', '\n');
    }
    match (Category::of(last), Category::of(first)) {
        (Category::Control, _) | (_, Category::Control) => true,
        (
            Category::HangulL,
            Category::HangulL | Category::HangulV | Category::HangulLv | Category::HangulLvt,
        )
        | (Category::HangulLv | Category::HangulV, Category::HangulV | Category::HangulT)
        | (Category::HangulLvt | Category::HangulT, Category::HangulT)
        | (
            _,
            Category::Extend
            | Category::ExtendOnly
            | Category::Linker
            | Category::Joiner
            | Category::SpacingMark,
        )
        | (Category::Prepend, _) => false,
        (_, Category::Consonant) => !ends_in_linked_consonant(before),
        (Category::Joiner, Category::Pictograph) => !ends_in_joined_pictograph(before),
        (Category::Regional, Category::Regional) => halves_at_end(before) % 2 == 0,
        _ => true,
    }
}

/// The last boundary in `text` at or before `at`, or 0.
pub(crate) fn boundary_at_or_before(text: &str, at: usize) -> usize {
    if is_boundary(text, at) {
        return at;
    }
    text.get(..at)
        .unwrap_or_default()
        .char_indices()
        .rev()
        .map(|(index, _)| index)
        .find(|&index| is_boundary(text, index))
        .unwrap_or(0)
}

//------- Private helpers -----

impl Category {
    fn of(char: char) -> Self {
        let point = u32::from(char);
        if let Some(syllable) = point
            .checked_sub(0xAC00)
            .filter(|syllable| *syllable < 11172)
        {
            // 28 endings to each pair of consonant and vowel, the first none.
            return if syllable % 28 == 0 {
                Self::HangulLv
            } else {
                Self::HangulLvt
            };
        }
        let next = TABLE.partition_point(|&(first, _, _)| first <= point);
        match next.checked_sub(1).and_then(|index| TABLE.get(index)) {
            Some(&(first, more, category)) if point.saturating_sub(first) <= more.into() => {
                category
            }
            _ => Self::Other,
        }
    }
}

/// A consonant, then marks of which one links.
fn ends_in_linked_consonant(text: &str) -> bool {
    let mut linked = false;
    for char in text.chars().rev() {
        match Category::of(char) {
            Category::Linker => linked = true,
            Category::Extend | Category::Joiner => {}
            category => return linked && category == Category::Consonant,
        }
    }
    false
}

/// A pictograph, then marks, then the joiner at the end.
fn ends_in_joined_pictograph(text: &str) -> bool {
    let mut categories = text.chars().rev().skip(1).map(Category::of);
    let marked = categories.find(|category| {
        !matches!(
            category,
            Category::Extend | Category::ExtendOnly | Category::Linker
        )
    });
    marked == Some(Category::Pictograph)
}

/// How many halves of flags stand at the end.
fn halves_at_end(text: &str) -> usize {
    let halves = text.chars().rev();
    halves
        .take_while(|&char| Category::of(char) == Category::Regional)
        .count()
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    fn boundaries(text: &str) -> Vec<usize> {
        (0..=text.len())
            .filter(|&at| is_boundary(text, at))
            .collect()
    }

    fn expected(text: &str) -> Vec<usize> {
        let starts = text.grapheme_indices(true).map(|(at, _)| at);
        starts.chain([text.len()]).collect()
    }

    #[test]
    fn what_is_seen_as_one_stays_one() {
        for (text, at) in [
            ("e\u{301}x", 1),
            ("👩\u{200D}👩\u{200D}👧", 4),
            ("👩\u{200D}👩\u{200D}👧", 7),
            ("👍🏽", 4),
            ("🇨🇭🇫🇷", 4),
            ("❤\u{FE0F}", 3),
            ("\r\n", 1),
            ("क\u{94D}ष", 3),
            ("각", 0),
            ("각", 1),
        ] {
            let boundary = boundary_at_or_before(text, at);
            assert_eq!(boundary, 0, "{text:?}");
        }
        assert_eq!(boundary_at_or_before("🇨🇭🇫🇷", 12), 8);
        assert_eq!(boundary_at_or_before("ab", 1), 1);
        assert_eq!(boundary_at_or_before("éa", 2), 2);
    }

    #[test]
    fn every_code_point_beside_one_of_each_kind_is_as_in_unicode_segmentation() {
        let kinds = [
            "a",
            "\r",
            "\n",
            "\u{301}",
            "\u{94D}",
            "\u{200C}",
            "\u{200D}",
            "\u{903}",
            "\u{600}",
            "🇨",
            "😀",
            "क",
            "\u{1100}",
            "\u{1161}",
            "\u{11A8}",
            "가",
            "각",
            "क\u{94D}",
            "😀\u{200D}",
        ];
        for char in '\0'..=char::MAX {
            // Ideographs, private use and most of the higher planes are alike.
            let alike = matches!(char, '\u{3400}'..='\u{9FFF}' | '\u{E000}'..='\u{F8FF}'
                | '\u{17000}'..='\u{1AFEF}' | '\u{20000}'..='\u{DFFFF}' | '\u{E1000}'..);
            if alike && u32::from(char) % 0x100 != 0 {
                continue;
            }
            for kind in kinds {
                let mut text = String::from(kind);
                text.push(char);
                text.push_str(kind);
                assert_eq!(
                    boundaries(&text),
                    expected(&text),
                    "{text:?} {:04X}",
                    u32::from(char)
                );
            }
        }
    }

    proptest! {
        #[test]
        fn boundaries_are_those_of_unicode_segmentation(
            text in prop_oneof![
                "[a\r\nकष\u{94D}\u{200D}\u{200C}\u{301}\u{903}😀❤\u{FE0F}🇨🇭👩가각\u{1100}\u{1161}\u{11A8}\u{600}]{0,16}",
                ".{0,16}",
            ],
        ) {
            prop_assert_eq!(boundaries(&text), expected(&text));
        }
    }
}
