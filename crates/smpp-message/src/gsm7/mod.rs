//! The GSM 7-bit alphabet with its extension and national language tables.
//!
//! Spec: 3GPP TS 23.038 §6.2.1. A text is a sequence of septets; 0x1B escapes
//! one character of the single shift table. In SMPP a septet usually travels
//! in an octet of its own, the high bit zero ([`Gsm7`]); the radio form packs
//! eight septets into seven octets ([`packed`]).

mod language;
pub mod packed;
mod packer;
mod pair;
mod survey;
mod table;
mod tables;

pub use self::language::Language;

pub(crate) use self::packer::Packer;
use self::pair::{Refusal, Tables, Undecoded};
pub(crate) use self::survey::Survey;
use self::table::{LOCKING, SINGLE};
use crate::error::TextError;
#[cfg(doc)]
use crate::error::TextErrorKind;
use crate::step::{Step, as_text};
use crate::writer::Writer;

/// The septet that escapes to the single shift table.
pub const ESCAPE: u8 = 0x1B;

/// The GSM 7-bit alphabet: a locking shift table and a single shift table.
///
/// Spec: 3GPP TS 23.038 §6.2.1. A character of the locking table takes one
/// septet; one of the single shift table takes two, [`ESCAPE`] and its code.
/// Anything but [`Gsm7::DEFAULT`] has to be announced in the user data header,
/// by elements 0x25 (locking) and 0x24 (single).
///
/// Encoding and decoding read and write unpacked septets, one per octet.
///
/// # Examples
///
/// ```
/// use smpp_message::gsm7::Gsm7;
///
/// let mut octets = [0; 16];
/// let encoded = Gsm7::DEFAULT.encode("@ 5€", &mut octets)?;
/// assert_eq!(encoded, [0x00, 0x20, 0x35, 0x1B, 0x65]);
///
/// let mut text = [0; 16];
/// assert_eq!(Gsm7::DEFAULT.decode(encoded, &mut text)?, "@ 5€");
/// # Ok::<(), smpp_message::TextError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a locking and a single shift table, and nothing else"
)]
pub struct Gsm7 {
    /// The language of the locking shift table, which all septets but escaped
    /// ones use.
    pub locking: Language,
    /// The language of the single shift table, which an escape selects.
    pub single: Language,
}

impl Gsm7 {
    /// The default alphabet with the default extension: needs no header.
    pub const DEFAULT: Self = Self {
        locking: Language::DEFAULT,
        single: Language::DEFAULT,
    };

    /// The default alphabet with a language's single shift table.
    #[must_use]
    pub const fn single(language: Language) -> Self {
        Self {
            locking: Language::DEFAULT,
            single: language,
        }
    }

    /// How many septets, and so octets of unpacked text, `text` takes.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::Unrepresentable`] with the position of the first
    /// character, in octets of `text`, that neither table has.
    pub fn septets(self, text: &str) -> Result<usize, TextError> {
        self.tables().septets(text)
    }

    /// How many septets `char` takes: 1, or 2 with the escape.
    ///
    /// `None` if neither table has it.
    #[must_use]
    #[inline]
    pub fn septets_of(self, char: char) -> Option<usize> {
        self.tables().count(char)
    }

    /// Writes `text` as unpacked septets, and answers what was written.
    ///
    /// # Errors
    ///
    /// - [`TextErrorKind::Unrepresentable`] with the position of the first
    ///   character, in octets of `text`, that neither table has.
    /// - [`TextErrorKind::BufferTooSmall`] with the size that suffices.
    pub fn encode<'b>(self, text: &str, out: &'b mut [u8]) -> Result<&'b [u8], TextError> {
        self.encode_or(text, None, out).map(|(octets, _)| octets)
    }

    /// Writes `text` with `?` for each character that neither table has, and
    /// answers what was written and how many characters were replaced.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`] with the size that suffices.
    pub fn encode_lossy<'b>(
        self,
        text: &str,
        out: &'b mut [u8],
    ) -> Result<(&'b [u8], usize), TextError> {
        self.encode_or(text, Some('?'), out)
    }

    pub(crate) fn encode_or<'b>(
        self,
        text: &str,
        replacement: Option<char>,
        out: &'b mut [u8],
    ) -> Result<(&'b [u8], usize), TextError> {
        let mut writer = Writer::new(out);
        let mut replaced = 0_usize;
        match self
            .tables()
            .encode(text, replacement, &mut writer, &mut replaced)
        {
            Ok(()) => Ok((writer.finish(), replaced)),
            Err(Refusal::Missing { rest }) => Err(self.tables().unrepresentable(text, rest)),
            Err(Refusal::Full) => Err(self.tables().too_small(text, replacement)),
        }
    }

    /// Writes unpacked septets as UTF-8, and answers the text.
    ///
    /// A septet becomes at most three octets.
    ///
    /// # Errors
    ///
    /// Located in octets of `septets`:
    ///
    /// - [`TextErrorKind::InvalidOctet`] for one above 0x7F.
    /// - [`TextErrorKind::Unassigned`] for an empty cell of the locking table,
    ///   or an escape before an empty cell of the single shift table.
    /// - [`TextErrorKind::DanglingEscape`] for an escape at the end, or before
    ///   another.
    /// - [`TextErrorKind::BufferTooSmall`] with the size that suffices.
    pub fn decode<'b>(self, septets: &[u8], out: &'b mut [u8]) -> Result<&'b str, TextError> {
        self.decode_or(septets, false, out)
    }

    /// As [`decode`](Self::decode), with the readings 3GPP gives a handset for
    /// what is not a character.
    ///
    /// After an escape, a code the single shift table leaves empty is read in
    /// the locking table; an escape with nothing to escape, and a double one,
    /// is a space. What is left, empty cells and octets above 0x7F, becomes
    /// U+FFFD.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`] with the size that suffices.
    pub fn decode_lossy<'b>(self, septets: &[u8], out: &'b mut [u8]) -> Result<&'b str, TextError> {
        self.decode_or(septets, true, out)
    }

    pub(crate) fn decode_or<'b>(
        self,
        septets: &[u8],
        lossy: bool,
        out: &'b mut [u8],
    ) -> Result<&'b str, TextError> {
        let mut writer = Writer::new(out);
        let tables = self.tables();
        let refused =
            |kind, rest: &[u8]| TextError::new(kind, septets.len().saturating_sub(rest.len()));
        match tables.decode(septets, lossy, &mut writer) {
            Ok(()) => return as_text(writer.finish()),
            Err(Undecoded::Fault { kind, rest }) => return Err(refused(kind, rest)),
            Err(Undecoded::Full) => {}
        }
        // Slow, and only to say how large a buffer does.
        let mut needed = 0_usize;
        let mut rest = septets;
        while let Some(step) = tables.step(rest.first().copied(), rest.get(1).copied()) {
            if let (Some(kind), false) = (step.fault, lossy) {
                return Err(refused(kind, rest));
            }
            needed = needed.saturating_add(step.char.len_utf8());
            rest = rest.get(step.used..).unwrap_or_default();
        }
        Err(TextError::too_small(needed))
    }

    /// One character at the front of unpacked septets.
    #[inline]
    pub(crate) fn step(self, first: Option<u8>, second: Option<u8>) -> Option<Step> {
        self.tables().step(first, second)
    }

    #[inline]
    fn tables(self) -> Tables {
        Tables::of(self)
    }
}

/// The character of a septet in a language's locking shift table.
///
/// `None` for an empty cell, the escape, a value above 0x7F, and a language
/// without such a table.
#[must_use]
pub fn locking_char(language: Language, septet: u8) -> Option<char> {
    LOCKING.get(usize::from(language.0))?.as_ref()?.char(septet)
}

/// The character of an escaped septet in a language's single shift table.
///
/// `None` for an empty cell, a value above 0x7F, and an unknown language.
#[must_use]
pub fn single_char(language: Language, septet: u8) -> Option<char> {
    SINGLE.get(usize::from(language.0))?.char(septet)
}

/// The septet of a character in a language's locking shift table alone.
#[must_use]
pub fn locking_septet(language: Language, char: char) -> Option<u8> {
    LOCKING.get(usize::from(language.0))?.as_ref()?.septet(char)
}

/// The septet, to be escaped, of a character in a language's single shift
/// table alone.
#[must_use]
pub fn single_septet(language: Language, char: char) -> Option<u8> {
    SINGLE.get(usize::from(language.0))?.septet(char)
}

#[cfg(test)]
mod tests;
