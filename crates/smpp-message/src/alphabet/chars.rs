//! Reading characters one by one.

use super::Alphabet;
use crate::error::{TextError, TextErrorKind};
use crate::gsm7::packed;
use crate::step::Step;
use crate::utf16::Order;

/// The characters of some octets: see [`Alphabet::chars`].
///
/// Ends after the first error. `Debug` does not show the text.
#[derive(Clone, Copy)]
pub struct Chars<'a> {
    alphabet: Alphabet,
    octets: &'a [u8],
    /// Of packed text only: the bits before it, and how many septets the
    /// octets hold.
    fill_bits: u8,
    septets: usize,
    /// Octets, or septets of packed text, already read.
    position: usize,
}

impl<'a> Chars<'a> {
    pub(super) fn after(alphabet: Alphabet, octets: &'a [u8], fill_bits: u8) -> Self {
        let septets = match alphabet {
            Alphabet::Gsm7Packed(_) => packed::padded_septets(octets, fill_bits),
            _ => 0,
        };
        Self {
            alphabet,
            octets,
            fill_bits,
            septets,
            position: 0,
        }
    }

    /// The next sixteen characters, if they are ASCII and not packed.
    #[inline]
    pub(super) fn ascii_block(&self) -> Option<[u8; 16]> {
        let rest = self.octets.get(self.position..)?;
        match self.alphabet {
            Alphabet::Gsm7(_) | Alphabet::Gsm7Packed(_) => None,
            Alphabet::Ucs2 | Alphabet::Utf16 => Order::Big.narrow(rest.first_chunk()?),
            Alphabet::Utf16Le => Order::Little.narrow(rest.first_chunk()?),
            _ => rest.first_chunk().copied().filter(|block| block.is_ascii()),
        }
    }

    /// Passes over what [`ascii_block`](Self::ascii_block) answered.
    pub(super) const fn skip_ascii_block(&mut self, octets: usize) {
        self.position = self.position.saturating_add(octets);
    }

    /// The next character and its position.
    #[inline]
    pub(super) fn step(&mut self) -> Option<(usize, Step)> {
        let position = self.position;
        let rest = self.octets.get(position..).unwrap_or_default();
        let step = match self.alphabet {
            Alphabet::Gsm7(gsm7) => gsm7.step(rest.first().copied(), rest.get(1).copied()),
            Alphabet::Gsm7Packed(gsm7) => {
                let septet = |index| {
                    (index < self.septets)
                        .then(|| packed::septet(self.octets, self.fill_bits, index))
                        .flatten()
                };
                gsm7.step(septet(position), septet(position.saturating_add(1)))
            }
            Alphabet::Ucs2 => Order::Big.step(rest).map(|step| {
                if step.char > '\u{FFFF}' {
                    Step::bad(step.char, TextErrorKind::LoneSurrogate, step.used)
                } else {
                    step
                }
            }),
            Alphabet::Utf16 => Order::Big.step(rest),
            Alphabet::Utf16Le => Order::Little.step(rest),
            Alphabet::Utf8 => utf8_step(rest),
            _ => self.alphabet.eight_bit().and_then(|set| set.step(rest)),
        }?;
        self.position = position.saturating_add(step.used);
        Some((position, step))
    }
}

impl Iterator for Chars<'_> {
    type Item = Result<char, TextError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (position, step) = self.step()?;
        Some(match step.fault {
            None => Ok(step.char),
            Some(kind) => {
                self.octets = &[];
                self.septets = 0;
                Err(TextError::new(kind, position))
            }
        })
    }
}

impl core::iter::FusedIterator for Chars<'_> {}

impl core::fmt::Debug for Chars<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Chars")
            .field("alphabet", &self.alphabet)
            .field("octets", &self.octets.len())
            .field("position", &self.position)
            .finish()
    }
}

/// The characters of some octets, errors replaced: see
/// [`Alphabet::chars_lossy`].
///
/// `Display` writes the characters left; `Debug` does not show them.
#[derive(Clone, Copy, Debug)]
pub struct CharsLossy<'a> {
    chars: Chars<'a>,
}

impl<'a> CharsLossy<'a> {
    pub(crate) fn after(alphabet: Alphabet, octets: &'a [u8], fill_bits: u8) -> Self {
        Self {
            chars: Chars::after(alphabet, octets, fill_bits),
        }
    }
}

impl Iterator for CharsLossy<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        self.chars.step().map(|(_, step)| step.char)
    }
}

impl core::iter::FusedIterator for CharsLossy<'_> {}

impl core::fmt::Display for CharsLossy<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        use core::fmt::Write as _;

        self.into_iter().try_for_each(|char| f.write_char(char))
    }
}

/// One character of UTF-8; what is not UTF-8 is read as one U+FFFD per
/// maximal part of a character, as Unicode recommends.
fn utf8_step(octets: &[u8]) -> Option<Step> {
    let front = octets.get(..octets.len().min(4))?;
    let (good, bad) = match core::str::from_utf8(front) {
        Ok(text) => (text, None),
        Err(error) => {
            let good = front.get(..error.valid_up_to()).unwrap_or_default();
            (core::str::from_utf8(good).ok()?, Some(error.error_len()))
        }
    };
    if let Some(char) = good.chars().next() {
        return Some(Step::good(char, char.len_utf8()));
    }
    Some(match bad? {
        Some(used) => Step::bad('\u{FFFD}', TextErrorKind::InvalidOctet, used.max(1)),
        None => Step::bad('\u{FFFD}', TextErrorKind::Incomplete, front.len().max(1)),
    })
}
