//! What a text would take with each pair of national tables.

use super::table::{LOCKING, SINGLE};
use super::{Gsm7, Language};

/// Which pairs of tables hold a whole text, and how many septets it takes.
pub(crate) struct Survey {
    /// Characters of the text.
    chars: usize,
    /// By language of the locking shift table.
    tallies: [Tally; 14],
}

/// For one locking shift table.
#[derive(Clone, Copy)]
struct Tally {
    /// Characters it has itself; any other takes two septets.
    own: usize,
    /// The languages, a bit each, whose single shift table has all others.
    singles: u16,
}

impl Survey {
    /// Looks at every character once, in at most 27 tables; stops where no
    /// pair of tables is left.
    pub(crate) fn of(text: &str) -> Self {
        let mut tallies = [Tally {
            own: 0,
            singles: 0x3FFF,
        }; 14];
        for (tally, table) in tallies.iter_mut().zip(&LOCKING) {
            if table.is_none() {
                tally.singles = 0;
            }
        }
        let mut chars = 0_usize;
        for char in text.chars() {
            chars = chars.saturating_add(1);
            let mut needed = 0;
            for (tally, table) in tallies.iter_mut().zip(&LOCKING) {
                if tally.singles == 0 {
                    continue;
                }
                if table
                    .as_ref()
                    .is_some_and(|table| table.septet(char).is_some())
                {
                    tally.own = tally.own.saturating_add(1);
                } else {
                    needed |= tally.singles;
                    // Marked until it is known which tables have the character.
                    tally.singles |= LACKING;
                }
            }
            if needed == 0 {
                continue;
            }
            let mut having = 0;
            for (bit, table) in bits().zip(&SINGLE) {
                if needed & bit != 0 && table.septet(char).is_some() {
                    having |= bit;
                }
            }
            for tally in &mut tallies {
                if tally.singles & LACKING != 0 {
                    tally.singles &= having;
                }
            }
            if tallies.iter().all(|tally| tally.singles == 0) {
                break;
            }
        }
        Self { chars, tallies }
    }

    /// The pairs of tables that hold the text, at most one per locking table,
    /// and the septets it takes. A pair needs as few header elements as it can.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (Gsm7, usize)> {
        Language::ALL
            .into_iter()
            .zip(&self.tallies)
            .filter_map(|(locking, tally)| {
                let has = |language: Language| {
                    let bit = 1_u16.checked_shl(language.0.into()).unwrap_or(0);
                    tally.singles & bit != 0
                };
                let single = [Language::DEFAULT, locking]
                    .into_iter()
                    .chain(Language::ALL)
                    .find(|&language| has(language))?;
                let escaped = self.chars.saturating_sub(tally.own);
                let septets = self.chars.saturating_add(escaped);
                Some((Gsm7 { locking, single }, septets))
            })
    }
}

/// A bit that no language has.
const LACKING: u16 = 0x8000;

/// The bits of the languages, in order.
fn bits() -> impl Iterator<Item = u16> {
    (0..14).map(|shift| 1 << shift)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_encoding_by_every_pair(
            text in prop_oneof![
                "[a-zA-Z0-9 \\[\\]€]{0,40}",
                "[a-zşğıİç€]{0,40}",
                "[a-záéíóúãõçÀ]{0,40}",
                "[अ-ह ]{0,30}",
                "[अ-हA-Z€]{0,30}",
                ".{0,10}",
            ],
        ) {
            let found: std::vec::Vec<(Gsm7, usize)> = Survey::of(&text).pairs().collect();
            for locking in Language::ALL {
                if !locking.has_locking_table() {
                    continue;
                }
                let best = Language::ALL
                    .into_iter()
                    .filter_map(|single| Gsm7 { locking, single }.septets(&text).ok())
                    .min();
                let pair = found.iter().find(|(gsm7, _)| gsm7.locking == locking);
                prop_assert_eq!(pair.map(|&(_, septets)| septets), best);
                if let Some(&(gsm7, septets)) = pair {
                    prop_assert_eq!(gsm7.septets(&text), Ok(septets));
                    let plain = Gsm7 { locking, single: Language::DEFAULT };
                    prop_assert!(gsm7 == plain || plain.septets(&text).is_err());
                }
            }
        }
    }
}
