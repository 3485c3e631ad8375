//! Encoding and decoding with a pair of tables.

use super::table::{LOCKING, LOCKING_FALLBACK, SINGLE, SINGLE_FALLBACK, Table};
use super::{ESCAPE, Gsm7};
use crate::error::{TextError, TextErrorKind};
use crate::step::Step;
use crate::writer::{Full, Writer};

/// Octets handled at a time while all of them are plain.
pub(super) const BLOCK: usize = 16;

/// Why encoding stopped.
pub(super) enum Refusal<'t> {
    /// Neither table has one of the next characters, those of `rest`.
    Missing {
        rest: &'t str,
    },
    Full,
}

impl From<Full> for Refusal<'_> {
    fn from(_: Full) -> Self {
        Self::Full
    }
}

/// Why decoding stopped.
pub(super) enum Undecoded<'s> {
    Fault { kind: TextErrorKind, rest: &'s [u8] },
    Full,
}

impl From<Full> for Undecoded<'_> {
    fn from(_: Full) -> Self {
        Self::Full
    }
}

#[derive(Clone, Copy)]
pub(super) struct Tables {
    locking: &'static Table,
    single: &'static Table,
}

impl Tables {
    /// The tables to encode and decode with; unknown languages stand for the
    /// default ones.
    #[inline]
    pub(super) fn of(gsm7: Gsm7) -> Self {
        Self {
            locking: match LOCKING.get(usize::from(gsm7.locking.0)) {
                Some(Some(table)) => table,
                _ => &LOCKING_FALLBACK,
            },
            single: SINGLE
                .get(usize::from(gsm7.single.0))
                .unwrap_or(&SINGLE_FALLBACK),
        }
    }

    #[inline]
    pub(super) fn count(self, char: char) -> Option<usize> {
        if self.locking.septet(char).is_some() {
            Some(1)
        } else {
            self.single.septet(char).map(|_| 2)
        }
    }

    /// How many septets a text takes.
    pub(super) fn septets(self, text: &str) -> Result<usize, TextError> {
        let mut septets = 0_usize;
        let mut rest = text;
        while !rest.is_empty() {
            if let Some((block, after)) = front_block(rest) {
                if self.locking.septets_of_ascii(block).is_some() {
                    septets = septets.saturating_add(BLOCK);
                    rest = after;
                    continue;
                }
            }
            let mut chars = rest.chars();
            for char in chars.by_ref().take(BLOCK) {
                let Some(count) = self.count(char) else {
                    return Err(self.unrepresentable(text, rest));
                };
                septets = septets.saturating_add(count);
            }
            rest = chars.as_str();
        }
        Ok(septets)
    }

    /// Writes septets; a replacement stands for what neither table has.
    #[inline]
    pub(super) fn encode<'t>(
        self,
        text: &'t str,
        replacement: Option<char>,
        writer: &mut Writer<'_>,
        replaced: &mut usize,
    ) -> Result<(), Refusal<'t>> {
        let mut rest = text;
        while !rest.is_empty() {
            if let Some((block, after)) = front_block(rest) {
                if let Some(septets) = self.locking.septets_of_ascii(block) {
                    writer.push_block(&septets)?;
                    rest = after;
                    continue;
                }
            }
            let mut chars = rest.chars();
            for char in chars.by_ref().take(BLOCK) {
                if let Some(septet) = self.locking.septet(char) {
                    writer.push(septet)?;
                } else if let Some(septet) = self.single.septet(char) {
                    writer.push_block(&[ESCAPE, septet])?;
                } else {
                    let instead = replacement.and_then(|char| self.locking.septet(char));
                    writer.push(instead.ok_or(Refusal::Missing { rest })?)?;
                    *replaced = replaced.saturating_add(1);
                }
            }
            rest = chars.as_str();
        }
        Ok(())
    }

    #[inline]
    pub(super) fn decode<'s>(
        self,
        septets: &'s [u8],
        lossy: bool,
        writer: &mut Writer<'_>,
    ) -> Result<(), Undecoded<'s>> {
        let mut rest = septets;
        while !rest.is_empty() {
            if let Some((block, after)) = rest.split_first_chunk::<BLOCK>() {
                if let Some(ascii) = self.locking.ascii_of_septets(block) {
                    writer.push_block(&ascii)?;
                    rest = after;
                    continue;
                }
            }
            // Steps, not octets: an escape and its code stay together.
            for _ in 0..BLOCK {
                let (first, second) = (rest.first().copied(), rest.get(1).copied());
                let Some(step) = self.step(first, second) else {
                    break;
                };
                if let (Some(kind), false) = (step.fault, lossy) {
                    return Err(Undecoded::Fault { kind, rest });
                }
                writer.push_char(step.char)?;
                rest = rest.get(step.used..).unwrap_or_default();
            }
        }
        Ok(())
    }

    /// The error for the first character of `rest`, the end of `text`, that
    /// neither table has.
    #[cold]
    pub(super) fn unrepresentable(self, text: &str, rest: &str) -> TextError {
        let within = rest
            .find(|char| self.count(char).is_none())
            .unwrap_or(rest.len());
        let before = text.len().saturating_sub(rest.len());
        TextError::new(
            TextErrorKind::Unrepresentable,
            before.saturating_add(within),
        )
    }

    /// The error for a buffer too small for `text`, unless a character further
    /// on makes the size beside the point.
    #[cold]
    pub(super) fn too_small(self, text: &str, replacement: Option<char>) -> TextError {
        let mut needed = 0_usize;
        for char in text.chars() {
            match self.count(char).or_else(|| replacement.map(|_| 1)) {
                Some(count) => needed = needed.saturating_add(count),
                None => return self.unrepresentable(text, text),
            }
        }
        TextError::too_small(needed)
    }

    #[inline]
    pub(super) fn step(self, first: Option<u8>, second: Option<u8>) -> Option<Step> {
        let first = first?;
        if first != ESCAPE {
            return Some(match self.locking.char(first) {
                Some(char) => Step::good(char, 1),
                None if first > 0x7F => Step::bad('\u{FFFD}', TextErrorKind::InvalidOctet, 1),
                None => Step::bad('\u{FFFD}', TextErrorKind::Unassigned, 1),
            });
        }
        Some(match second {
            Some(ESCAPE) => Step::bad(' ', TextErrorKind::DanglingEscape, 2),
            Some(code) if code <= 0x7F => match self.single.char(code) {
                Some(char) => Step::good(char, 2),
                None => {
                    let char = self.locking.char(code).unwrap_or('\u{FFFD}');
                    Step::bad(char, TextErrorKind::Unassigned, 2)
                }
            },
            _ => Step::bad(' ', TextErrorKind::DanglingEscape, 1),
        })
    }
}

/// The first block, and what is after it, unless a character straddles its end.
#[inline]
pub(super) fn front_block(text: &str) -> Option<(&[u8; BLOCK], &str)> {
    let (block, _) = text.as_bytes().split_first_chunk::<BLOCK>()?;
    Some((block, text.get(BLOCK..)?))
}
