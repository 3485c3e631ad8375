//! One shift table, with what encoding and decoding by table look-up need.

use super::tables::{
    LOCKING_BENGALI_ASSAMESE, LOCKING_DEFAULT, LOCKING_GUJARATI, LOCKING_HINDI, LOCKING_KANNADA,
    LOCKING_MALAYALAM, LOCKING_ORIYA, LOCKING_PORTUGUESE, LOCKING_PUNJABI, LOCKING_TAMIL,
    LOCKING_TELUGU, LOCKING_TURKISH, LOCKING_URDU, SINGLE_BENGALI_ASSAMESE, SINGLE_DEFAULT,
    SINGLE_GUJARATI, SINGLE_HINDI, SINGLE_KANNADA, SINGLE_MALAYALAM, SINGLE_ORIYA,
    SINGLE_PORTUGUESE, SINGLE_PUNJABI, SINGLE_SPANISH, SINGLE_TAMIL, SINGLE_TELUGU, SINGLE_TURKISH,
    SINGLE_URDU, UNASSIGNED,
};

/// Set in every octet of a look-up that has no plain answer: septets and ASCII
/// octets are below it, so that a block is checked by or-ing its answers.
const NONE: u8 = 0x80;

/// A locking or single shift table.
pub(super) struct Table {
    /// Septet to code point, or [`UNASSIGNED`].
    points: [u16; 128],
    /// Septet to ASCII octet, or [`NONE`]: the decoder's fast path.
    to_ascii: [u8; 128],
    /// ASCII octet to septet, or [`NONE`]: the encoder's fast path.
    from_ascii: [u8; 128],
    /// Whether every [plain](is_plain) octet is its own septet here.
    plain: bool,
    /// Code points above ASCII in ascending order, each with its septet;
    /// [`UNASSIGNED`] pads the end.
    others: [(u16, u8); 128],
}

impl Table {
    #[expect(
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        reason = "evaluated by the compiler only: a wrong index fails the build"
    )]
    const fn new(points: &[u16; 128], decode_only: Option<u8>) -> Self {
        let mut to_ascii = [NONE; 128];
        let mut from_ascii = [NONE; 128];
        let mut others = [(UNASSIGNED, 0); 128];
        let mut used = 0;
        let mut septet = 0;
        while septet < 128 {
            let point = points[septet];
            let encodable = match decode_only {
                Some(code) => code as usize != septet,
                None => true,
            };
            if point < 0x80 {
                to_ascii[septet] = point as u8;
                // The lower code wins where a table lists a character twice.
                if encodable && from_ascii[point as usize] == NONE {
                    from_ascii[point as usize] = septet as u8;
                }
            } else if point != UNASSIGNED && encodable {
                let mut at = used;
                while at > 0 && others[at - 1].0 > point {
                    at -= 1;
                }
                if at == 0 || others[at - 1].0 != point {
                    let mut end = used;
                    while end > at {
                        others[end] = others[end - 1];
                        end -= 1;
                    }
                    others[at] = (point, septet as u8);
                    used += 1;
                }
            }
            septet += 1;
        }
        let mut plain = true;
        let mut octet = 0;
        while octet < 0x80 {
            if is_plain(octet) {
                plain &= from_ascii[octet as usize] == octet && to_ascii[octet as usize] == octet;
            }
            octet += 1;
        }
        Self {
            points: *points,
            to_ascii,
            from_ascii,
            plain,
            others,
        }
    }

    /// The character of a septet; `None` if unassigned, or above 0x7F.
    #[inline]
    pub(super) fn char(&self, septet: u8) -> Option<char> {
        match self.points.get(usize::from(septet)) {
            Some(&point) if point != UNASSIGNED => char::from_u32(u32::from(point)),
            _ => None,
        }
    }

    /// The septet of a character; `None` if the table has none.
    #[inline]
    pub(super) fn septet(&self, char: char) -> Option<u8> {
        let point = u16::try_from(u32::from(char)).ok()?;
        if let Some(&septet) = self.from_ascii.get(usize::from(point)) {
            return (septet != NONE).then_some(septet);
        }
        if point == UNASSIGNED {
            return None;
        }
        let at = self
            .others
            .binary_search_by_key(&point, |&(point, _)| point)
            .ok()?;
        self.others.get(at).map(|&(_, septet)| septet)
    }

    /// The ASCII text of a block of septets, if it is ASCII.
    #[inline]
    pub(super) fn ascii_of_septets<const N: usize>(&self, block: &[u8; N]) -> Option<[u8; N]> {
        self.through(&self.to_ascii, block)
    }

    /// The septets of a block of ASCII text, if each character has one.
    #[inline]
    pub(super) fn septets_of_ascii<const N: usize>(&self, block: &[u8; N]) -> Option<[u8; N]> {
        self.through(&self.from_ascii, block)
    }

    #[inline]
    fn through<const N: usize>(&self, table: &[u8; 128], block: &[u8; N]) -> Option<[u8; N]> {
        // Without a branch in it, this compiles to a few vector comparisons.
        if self.plain && block.iter().fold(true, |all, &octet| all & is_plain(octet)) {
            return Some(*block);
        }
        let answers = block.map(|octet| look_up(table, octet));
        let all = answers.iter().fold(0, |all, answer| all | answer);
        (all & NONE == 0).then_some(answers)
    }
}

/// Space, digits, letters and what stands between them in both ASCII and the
/// default alphabet.
#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    reason = "a lazy operator is a branch, and a branch forbids vector code"
)]
const fn is_plain(octet: u8) -> bool {
    ((octet >= 0x25) & (octet <= 0x3F))
        | ((octet >= 0x41) & (octet <= 0x5A))
        | ((octet >= 0x61) & (octet <= 0x7A))
        | ((octet >= 0x20) & (octet <= 0x23))
        | (octet == 0x0A)
}

/// The answer for an octet; one above 0x7F keeps its high bit, [`NONE`].
#[inline]
fn look_up(table: &[u8; 128], octet: u8) -> u8 {
    // The mask makes the index fit the array, so that no check is left.
    let answer = table.get(usize::from(octet & 0x7F)).copied();
    answer.unwrap_or(NONE) | (octet & NONE)
}

/// Locking shift tables by language identifier; `None` where there is none.
#[rustfmt::skip]
pub(super) static LOCKING: [Option<Table>; 14] = [
    Some(Table::new(&LOCKING_DEFAULT, None)),
    Some(Table::new(&LOCKING_TURKISH, None)),
    None,
    Some(Table::new(&LOCKING_PORTUGUESE, None)),
    Some(Table::new(&LOCKING_BENGALI_ASSAMESE, None)),
    Some(Table::new(&LOCKING_GUJARATI, None)),
    Some(Table::new(&LOCKING_HINDI, None)),
    Some(Table::new(&LOCKING_KANNADA, None)),
    Some(Table::new(&LOCKING_MALAYALAM, None)),
    Some(Table::new(&LOCKING_ORIYA, None)),
    Some(Table::new(&LOCKING_PUNJABI, None)),
    Some(Table::new(&LOCKING_TAMIL, None)),
    Some(Table::new(&LOCKING_TELUGU, None)),
    Some(Table::new(&LOCKING_URDU, None)),
];

/// The default locking shift table, for every identifier without one.
pub(super) static LOCKING_FALLBACK: Table = Table::new(&LOCKING_DEFAULT, None);

/// Single shift tables by language identifier.
#[rustfmt::skip]
pub(super) static SINGLE: [Table; 14] = [
    Table::new(&SINGLE_DEFAULT, None),
    Table::new(&SINGLE_TURKISH, None),
    Table::new(&SINGLE_SPANISH, None),
    Table::new(&SINGLE_PORTUGUESE, None),
    Table::new(&SINGLE_BENGALI_ASSAMESE, None),
    Table::new(&SINGLE_GUJARATI, None),
    Table::new(&SINGLE_HINDI, None),
    Table::new(&SINGLE_KANNADA, None),
    Table::new(&SINGLE_MALAYALAM, None),
    Table::new(&SINGLE_ORIYA, None),
    Table::new(&SINGLE_PUNJABI, None),
    Table::new(&SINGLE_TAMIL, None),
    // Later releases leave the euro out of the Telugu table: read it, never write it.
    Table::new(&SINGLE_TELUGU, Some(0x65)),
    Table::new(&SINGLE_URDU, None),
];

/// The default single shift table, for every unknown identifier.
pub(super) static SINGLE_FALLBACK: Table = Table::new(&SINGLE_DEFAULT, None);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_latin_letters_take_the_fast_path() {
        for language in [0, 1, 3] {
            assert!(LOCKING[language].as_ref().unwrap().plain, "{language}");
        }
        assert!(LOCKING_FALLBACK.plain);
        assert!(!LOCKING[4].as_ref().unwrap().plain);
    }
}
