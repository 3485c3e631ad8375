//! The scanner: a receipt's fields, one after the other.
//!
//! What departs from SMPP 3.4 Appendix B is read all the same, and reported.

use super::date::{Date, Reading};
use super::text::{ReceiptText, WORDS, number, state};
use super::{Key, Problem, ProblemKind};

/// Where the scan of a text stands, and what it found.
pub(super) struct Scan<'a, 'r> {
    fields: ReceiptText<'a>,
    octets: &'a [u8],
    at: usize,
    text_anywhere: bool,
    report: &'r mut dyn FnMut(Problem),
}

impl<'a, 'r> Scan<'a, 'r> {
    pub(super) fn new(
        octets: &'a [u8],
        text_anywhere: bool,
        report: &'r mut dyn FnMut(Problem),
    ) -> Self {
        Self {
            fields: ReceiptText::default(),
            octets,
            at: 0,
            text_anywhere,
            report,
        }
    }

    pub(super) fn run(mut self) -> ReceiptText<'a> {
        self.drop_nuls();
        while !self.skip_spaces().is_empty() {
            let start = self.at;
            if let Some((key, after)) = key_at(self.rest()) {
                self.at = self.at.saturating_add(after);
                self.value(key, start);
            } else {
                self.stranger();
            }
        }
        self.fields
    }

    /// A value, from behind its key to the next space, or for the text to the
    /// end.
    fn value(&mut self, key: Key, start: usize) {
        let value = if key == Key::Text {
            let rest = self.rest();
            // Appendix B prints a space after `Text:`.
            let skip = usize::from(rest.first() == Some(&b' '));
            let text = rest.get(skip..).unwrap_or_default();
            let end = if self.text_anywhere {
                next_key(text).unwrap_or(text.len())
            } else {
                text.len()
            };
            self.at = self.at.saturating_add(skip).saturating_add(end);
            text.get(..end).unwrap_or_default()
        } else {
            let value = self.word();
            if value.is_empty() {
                self.spaced_value(key)
            } else {
                value
            }
        };
        self.set(key, value, start);
    }

    /// A value after spaces, unless what follows is the next key.
    fn spaced_value(&mut self, key: Key) -> &'a [u8] {
        let before = self.at;
        let rest = self.skip_spaces();
        if key_at(rest).is_some() || word_of(rest).contains(&b':') {
            return &[];
        }
        let value = self.word();
        if !value.is_empty() {
            self.problem(ProblemKind::SpaceBeforeValue(key), before);
        }
        value
    }

    fn set(&mut self, key: Key, value: &'a [u8], start: usize) {
        let field = self.fields.field_mut(key);
        if field.is_some() {
            self.problem(ProblemKind::Repeated(key), start);
            return;
        }
        *field = Some(value);
        match key {
            Key::Sub | Key::Dlvrd if number(value).is_none() => {
                self.problem(ProblemKind::Unreadable(key), start);
            }
            Key::SubmitDate | Key::DoneDate => match Date::read(value) {
                Reading::One(_) => {}
                Reading::Two(_) => self.problem(ProblemKind::AmbiguousDate(key), start),
                Reading::None => self.problem(ProblemKind::Unreadable(key), start),
            },
            Key::Stat if state(value).is_none() => {
                self.problem(ProblemKind::UnknownState, start);
            }
            _ => {}
        }
    }

    /// A word that is no key: an unknown one, junk stuck to a key, a state
    /// without its key, or junk.
    fn stranger(&mut self) {
        let start = self.at;
        let word = word_of(self.rest());
        let Some(colon) = word.iter().position(|&octet| octet == b':') else {
            self.at = self.at.saturating_add(word.len());
            if self.fields.stat.is_none() && WORDS.iter().any(|(name, _)| name.as_bytes() == word) {
                self.problem(ProblemKind::StateWithoutKey, start);
                self.fields.stat = Some(word);
            } else {
                self.problem(ProblemKind::Junk, start);
            }
            return;
        };
        let name = word.get(..colon).unwrap_or_default();
        // An id or a text is never guessed: too much hangs on them.
        let stuck = [Key::Dlvrd, Key::Sub, Key::Stat].into_iter().find(|key| {
            let split = name.len().checked_sub(key.name().len());
            let end = split.and_then(|split| name.get(split..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(key.name().as_bytes()))
        });
        self.at = self.at.saturating_add(colon).saturating_add(1);
        match stuck {
            Some(key) if self.fields.field(key).is_none() => {
                self.problem(ProblemKind::Junk, start);
                self.value(key, start);
            }
            _ => {
                self.problem(ProblemKind::UnknownKey, start);
                self.word();
            }
        }
    }

    /// Text after C habits: NULs at the end are no part of it.
    fn drop_nuls(&mut self) {
        let whole = self
            .octets
            .iter()
            .rposition(|&octet| octet != 0)
            .map_or(0, |last| last.saturating_add(1));
        if whole < self.octets.len() {
            self.octets = self.octets.get(..whole).unwrap_or_default();
            self.problem(ProblemKind::TrailingNul, whole);
        }
    }

    fn rest(&self) -> &'a [u8] {
        self.octets.get(self.at..).unwrap_or_default()
    }

    fn skip_spaces(&mut self) -> &'a [u8] {
        let spaces = self.rest().iter().take_while(|octet| is_space(**octet));
        self.at = self.at.saturating_add(spaces.count());
        self.rest()
    }

    fn word(&mut self) -> &'a [u8] {
        let word = word_of(self.rest());
        self.at = self.at.saturating_add(word.len());
        word
    }

    fn problem(&mut self, kind: ProblemKind, offset: usize) {
        (self.report)(Problem { kind, offset });
    }
}

const fn is_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}

/// Up to the next space.
fn word_of(octets: &[u8]) -> &[u8] {
    let end = octets.iter().position(|octet| is_space(*octet));
    octets
        .get(..end.unwrap_or(octets.len()))
        .unwrap_or_default()
}

/// A key at the front, and where its value begins.
fn key_at(octets: &[u8]) -> Option<(Key, usize)> {
    let first = octets.first()?.to_ascii_lowercase();
    // At most two keys begin with a letter.
    Key::ALL
        .into_iter()
        .filter(|key| key.name().as_bytes().first() == Some(&first))
        .find_map(|key| Some((key, after_key(octets, key)?)))
}

/// Where the value begins if `octets` begin with `key`, with any or no
/// separator between its words.
fn after_key(octets: &[u8], key: Key) -> Option<usize> {
    let mut rest = octets;
    for word in key.name().split(' ') {
        let spaces = rest
            .iter()
            .take_while(|octet| matches!(octet, b' ' | b'_' | b'-'))
            .count();
        // Between words only: a key begins with a letter.
        rest = rest.get(spaces..)?;
        let (front, after) = rest.split_at_checked(word.len())?;
        if !front.eq_ignore_ascii_case(word.as_bytes()) {
            return None;
        }
        rest = after;
    }
    let after = rest.strip_prefix(b":")?;
    Some(octets.len().saturating_sub(after.len()))
}

/// Where in a text a known key begins after a space.
fn next_key(text: &[u8]) -> Option<usize> {
    let starts = text
        .iter()
        .enumerate()
        .filter(|(_, octet)| is_space(**octet));
    starts.map(|(at, _)| at).find(|&at| {
        let after = text.get(at.saturating_add(1)..).unwrap_or_default();
        key_at(after).is_some()
    })
}
