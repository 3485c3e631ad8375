//! The alphabets of a message, under one roof.

mod chars;
mod pack;

pub use self::chars::{Chars, CharsLossy};
pub(crate) use self::pack::pack_text;

use crate::eight_bit::EightBit;
use crate::error::{TextError, TextErrorKind};
use crate::gsm7::{Gsm7, packed};
use crate::step::as_text;
use crate::utf16::Order;
use crate::writer::{Full, Writer};

/// How text is written in octets.
///
/// Which of them a message uses follows from its `data_coding`, from what its
/// peer means by 0, and for [`Gsm7`] from its user data header.
///
/// # Examples
///
/// ```
/// use smpp_message::Alphabet;
///
/// let mut octets = [0; 8];
/// let octets = Alphabet::Utf16.encode("é😀", &mut octets)?;
/// assert_eq!(octets, [0x00, 0xE9, 0xD8, 0x3D, 0xDE, 0x00]);
/// assert!(Alphabet::Utf16.chars_lossy(octets).eq("é😀".chars()));
/// assert_eq!(Alphabet::Latin1.encode("é😀", &mut [0; 8]).unwrap_err().position(), 2);
/// # Ok::<(), smpp_message::TextError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Alphabet {
    /// GSM 7-bit, one septet per octet: the usual form in SMPP.
    Gsm7(Gsm7),
    /// GSM 7-bit, eight septets in seven octets, from the first bit on, with
    /// the carriage return rule of 3GPP TS 23.038 §6.1.2.3.1.
    ///
    /// After a user data header the text starts at a septet boundary: that
    /// needs the number of fill bits, and so [`gsm7::packed`](crate::gsm7::packed).
    Gsm7Packed(Gsm7),
    /// IA5, international reference version: ASCII.
    Ia5,
    /// ISO/IEC 8859-1.
    Latin1,
    /// ISO/IEC 8859-5.
    Cyrillic,
    /// ISO/IEC 8859-8.
    Hebrew,
    /// UCS-2 as defined: big-endian, no character above U+FFFF.
    Ucs2,
    /// UCS-2 as practised: UTF-16, big-endian, with surrogate pairs.
    Utf16,
    /// UTF-16, little-endian: a departure of some peers.
    Utf16Le,
    /// UTF-8: what some peers mean by `data_coding` 0.
    Utf8,
}

/// What the length of a text is counted in, where the radio limits it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Seven bits; 160 in an SMS without a header.
    Septet,
    /// Eight bits; 140 in an SMS without a header.
    Octet,
    /// Sixteen bits; 70 in an SMS without a header.
    Word,
}

impl Alphabet {
    /// GSM 7-bit with the default tables.
    pub const GSM7: Self = Self::Gsm7(Gsm7::DEFAULT);

    /// What this alphabet's texts are counted in.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Gsm7(_) | Self::Gsm7Packed(_) => Unit::Septet,
            Self::Ucs2 | Self::Utf16 | Self::Utf16Le => Unit::Word,
            Self::Ia5 | Self::Latin1 | Self::Cyrillic | Self::Hebrew | Self::Utf8 => Unit::Octet,
        }
    }

    /// How many [units](Self::unit) `char` takes; `None` if it has none.
    #[must_use]
    #[inline]
    pub fn units_of(self, char: char) -> Option<usize> {
        match self {
            Self::Gsm7(gsm7) | Self::Gsm7Packed(gsm7) => gsm7.septets_of(char),
            Self::Ucs2 if char > '\u{FFFF}' => None,
            Self::Ucs2 | Self::Utf16 | Self::Utf16Le => Some(char.len_utf16()),
            Self::Utf8 => Some(char.len_utf8()),
            Self::Ia5 | Self::Latin1 | Self::Cyrillic | Self::Hebrew => {
                self.eight_bit()?.octet(char).map(|_| 1)
            }
        }
    }

    /// How many [units](Self::unit) `text` takes.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::Unrepresentable`] with the position, in octets of
    /// `text`, of the first character the alphabet lacks.
    pub fn units(self, text: &str) -> Result<usize, TextError> {
        if let Self::Gsm7(gsm7) | Self::Gsm7Packed(gsm7) = self {
            return gsm7.septets(text);
        }
        text.char_indices()
            .try_fold(0_usize, |sum, (position, char)| {
                let units = self
                    .units_of(char)
                    .ok_or_else(|| TextError::new(TextErrorKind::Unrepresentable, position))?;
                Ok(sum.saturating_add(units))
            })
    }

    /// How many octets [`encode`](Self::encode) writes for `text`.
    ///
    /// # Errors
    ///
    /// As [`units`](Self::units).
    pub fn encoded_len(self, text: &str) -> Result<usize, TextError> {
        let units = self.units(text)?;
        Ok(match self {
            Self::Gsm7Packed(_) => {
                let padding = packed::padding(units, text.ends_with('\r'), 0);
                packed::packed_len(units.saturating_add(padding), 0)
            }
            Self::Ucs2 | Self::Utf16 | Self::Utf16Le => units.saturating_mul(2),
            _ => units,
        })
    }

    /// Writes `text`, and answers what was written.
    ///
    /// # Errors
    ///
    /// - [`TextErrorKind::Unrepresentable`] with the position, in octets of
    ///   `text`, of the first character the alphabet lacks.
    /// - [`TextErrorKind::BufferTooSmall`] with the size that suffices.
    pub fn encode<'b>(self, text: &str, out: &'b mut [u8]) -> Result<&'b [u8], TextError> {
        self.encode_or(text, None, out).map(|(octets, _)| octets)
    }

    /// Writes `text` with `?` for each character the alphabet lacks (U+FFFD in
    /// UCS-2), and answers what was written and how many were replaced.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`] with a size that suffices.
    pub fn encode_lossy<'b>(
        self,
        text: &str,
        out: &'b mut [u8],
    ) -> Result<(&'b [u8], usize), TextError> {
        let replacement = if matches!(self, Self::Ucs2) {
            '\u{FFFD}'
        } else {
            '?'
        };
        self.encode_or(text, Some(replacement), out)
    }

    fn encode_or<'b>(
        self,
        text: &str,
        replacement: Option<char>,
        out: &'b mut [u8],
    ) -> Result<(&'b [u8], usize), TextError> {
        match self {
            Self::Gsm7(gsm7) => return gsm7.encode_or(text, replacement, out),
            Self::Gsm7Packed(gsm7) => {
                return pack_text(gsm7, text, replacement, 0, true, out);
            }
            _ => {}
        }
        let mut writer = Writer::new(out);
        let mut replaced = 0_usize;
        let mut rest = text;
        while !rest.is_empty() {
            if let Some((block, after)) = front_ascii(rest) {
                if self.put_ascii(block, &mut writer).is_err() {
                    return Err(self.too_small(text, replacement));
                }
                rest = after;
                continue;
            }
            let mut chars = rest.chars();
            for char in chars.by_ref().take(16) {
                let wrote = self.put(char, &mut writer).or_else(|| {
                    replaced = replaced.saturating_add(1);
                    self.put(replacement?, &mut writer)
                });
                match wrote {
                    Some(Ok(())) => {}
                    Some(Err(Full)) => return Err(self.too_small(text, replacement)),
                    None => return Err(self.unrepresentable(text)),
                }
            }
            rest = chars.as_str();
        }
        Ok((writer.finish(), replaced))
    }

    /// Writes octets as UTF-8, and answers the text.
    ///
    /// # Errors
    ///
    /// The first octet or code that is no character, located in `octets` (in
    /// septets for [`Gsm7Packed`](Self::Gsm7Packed)), or
    /// [`TextErrorKind::BufferTooSmall`] with the size that suffices.
    pub fn decode<'b>(self, octets: &[u8], out: &'b mut [u8]) -> Result<&'b str, TextError> {
        self.decode_after(octets, 0, false, out)
    }

    /// As [`decode`](Self::decode), with a reading of what is no character:
    /// U+FFFD, or what [`Gsm7::decode_lossy`] takes from 3GPP.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`] with the size that suffices.
    pub fn decode_lossy<'b>(self, octets: &[u8], out: &'b mut [u8]) -> Result<&'b str, TextError> {
        self.decode_after(octets, 0, true, out)
    }

    /// Decodes packed text after so many fill bits, and any other as it is.
    pub(crate) fn decode_after<'b>(
        self,
        octets: &[u8],
        fill_bits: u8,
        lossy: bool,
        out: &'b mut [u8],
    ) -> Result<&'b str, TextError> {
        if let Self::Gsm7(gsm7) = self {
            return gsm7.decode_or(octets, lossy, out);
        }
        let mut steps = Chars::after(self, octets, fill_bits);
        let mut writer = Writer::new(out);
        let mut full = false;
        let mut needed = 0_usize;
        loop {
            if let (false, Some(ascii)) = (full, steps.ascii_block()) {
                if writer.push_block(&ascii).is_ok() {
                    needed = needed.saturating_add(ascii.len());
                    steps.skip_ascii_block(self.octets_of(&ascii));
                    continue;
                }
            }
            let Some((position, step)) = steps.step() else {
                break;
            };
            if let (Some(kind), false) = (step.fault, lossy) {
                return Err(TextError::new(kind, position));
            }
            needed = needed.saturating_add(step.char.len_utf8());
            full = full || writer.push_char(step.char).is_err();
        }
        if full {
            return Err(TextError::too_small(needed));
        }
        as_text(writer.finish())
    }

    /// The characters of some octets, or the first error, then nothing more.
    #[must_use]
    pub fn chars(self, octets: &[u8]) -> Chars<'_> {
        Chars::after(self, octets, 0)
    }

    /// The characters of some octets, as [`decode_lossy`](Self::decode_lossy)
    /// reads them.
    #[must_use]
    pub fn chars_lossy(self, octets: &[u8]) -> CharsLossy<'_> {
        CharsLossy::after(self, octets, 0)
    }

    #[inline]
    pub(super) const fn eight_bit(self) -> Option<EightBit> {
        match self {
            Self::Ia5 => Some(EightBit::Ia5),
            Self::Latin1 => Some(EightBit::Latin1),
            Self::Cyrillic => Some(EightBit::Cyrillic),
            Self::Hebrew => Some(EightBit::Hebrew),
            _ => None,
        }
    }

    /// Octets that ASCII text takes, in any alphabet but GSM 7-bit.
    #[inline]
    const fn octets_of(self, ascii: &[u8; 16]) -> usize {
        match self.unit() {
            Unit::Word => ascii.len().saturating_mul(2),
            Unit::Septet | Unit::Octet => ascii.len(),
        }
    }

    /// Writes one character of any alphabet but GSM 7-bit; `None` if the
    /// alphabet lacks it.
    #[inline]
    fn put(self, char: char, writer: &mut Writer<'_>) -> Option<Result<(), Full>> {
        match self {
            Self::Ucs2 if char > '\u{FFFF}' => None,
            Self::Ucs2 | Self::Utf16 => Some(Order::Big.put(char, writer)),
            Self::Utf16Le => Some(Order::Little.put(char, writer)),
            Self::Utf8 => Some(writer.push_char(char)),
            _ => self.eight_bit()?.put(char, writer),
        }
    }

    #[inline]
    fn put_ascii(self, block: &[u8; 16], writer: &mut Writer<'_>) -> Result<(), Full> {
        match self {
            Self::Ucs2 | Self::Utf16 => writer.push_block(&Order::Big.widen(block)),
            Self::Utf16Le => writer.push_block(&Order::Little.widen(block)),
            _ => writer.push_block(block),
        }
    }

    #[cold]
    fn unrepresentable(self, text: &str) -> TextError {
        let position = text.find(|char| self.units_of(char).is_none());
        TextError::new(
            TextErrorKind::Unrepresentable,
            position.unwrap_or(text.len()),
        )
    }

    #[cold]
    fn too_small(self, text: &str, replacement: Option<char>) -> TextError {
        let octets = if matches!(self.unit(), Unit::Word) {
            2
        } else {
            1
        };
        let mut needed = 0_usize;
        for char in text.chars() {
            match self.units_of(char).or_else(|| replacement.map(|_| 1)) {
                Some(units) => needed = needed.saturating_add(units.saturating_mul(octets)),
                None => return self.unrepresentable(text),
            }
        }
        TextError::too_small(needed)
    }
}

//------- Private helpers -----

/// The first sixteen octets, and what is after them, if they are ASCII.
#[inline]
fn front_ascii(text: &str) -> Option<(&[u8; 16], &str)> {
    let (block, _) = text.as_bytes().split_first_chunk::<16>()?;
    if block.is_ascii() {
        Some((block, text.get(16..)?))
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
