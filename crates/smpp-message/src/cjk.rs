//! The Japanese and Korean codings, through `encoding_rs`. Feature `cjk`.
//!
//! Spec: SMPP 3.4 §5.2.19, `data_coding` 5, 10, 13 and 14. It names character
//! sets; which octets carry them is the usual reading, not the only one.
//!
//! A character takes one to eight octets, and what it takes depends on what is
//! before it: these codings are no [`Alphabet`](crate::Alphabet), and long
//! texts are not cut. Cut the text, and encode each part.

use encoding_rs::{DecoderResult, EUC_JP, EUC_KR, EncoderResult, Encoding, ISO_2022_JP, SHIFT_JIS};

use crate::error::{TextError, TextErrorKind};
use crate::step::as_text;
use smpp_codec::values::DataCoding;

/// A Japanese or Korean coding.
///
/// # Examples
///
/// ```
/// use smpp_message::cjk::Cjk;
/// use smpp_message::data_coding::DataCoding;
///
/// let coding = Cjk::of(DataCoding::KS_C_5601).unwrap();
/// let (mut octets, mut text) = ([0; 32], [0; 32]);
/// let octets = coding.encode("안녕", &mut octets)?;
/// assert_eq!(octets, [0xBE, 0xC8, 0xB3, 0xE7]);
/// assert_eq!(coding.decode(octets, &mut text)?, "안녕");
/// # Ok::<(), smpp_message::TextError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cjk {
    /// Shift JIS: the usual reading of 5, JIS X 0208.
    ShiftJis,
    /// ISO-2022-JP: 10.
    Iso2022Jp,
    /// EUC-JP: the usual reading of 13, JIS X 0212, of which it can be read
    /// and not written.
    EucJp,
    /// EUC-KR: 14, KS C 5601.
    EucKr,
}

impl Cjk {
    /// The usual reading of a `data_coding`; `None` if it is none of these.
    #[must_use]
    pub const fn of(data_coding: DataCoding) -> Option<Self> {
        Some(match data_coding {
            DataCoding::JIS => Self::ShiftJis,
            DataCoding::MUSIC_CODES => Self::Iso2022Jp,
            DataCoding::EXTENDED_KANJI_JIS => Self::EucJp,
            DataCoding::KS_C_5601 => Self::EucKr,
            _ => return None,
        })
    }

    /// The `data_coding` it is the usual reading of.
    #[must_use]
    pub const fn data_coding(self) -> DataCoding {
        match self {
            Self::ShiftJis => DataCoding::JIS,
            Self::Iso2022Jp => DataCoding::MUSIC_CODES,
            Self::EucJp => DataCoding::EXTENDED_KANJI_JIS,
            Self::EucKr => DataCoding::KS_C_5601,
        }
    }

    /// Writes octets as UTF-8, and answers the text.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::InvalidOctet`] with the position, in octets, of the
    /// first sequence that is no character, or
    /// [`TextErrorKind::BufferTooSmall`] with a size that suffices.
    pub fn decode<'b>(self, octets: &[u8], out: &'b mut [u8]) -> Result<&'b str, TextError> {
        self.decode_or(octets, None, out)
    }

    /// As [`decode`](Self::decode), with U+FFFD for what is no character.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`] with a size that suffices.
    pub fn decode_lossy<'b>(self, octets: &[u8], out: &'b mut [u8]) -> Result<&'b str, TextError> {
        self.decode_or(octets, Some('\u{FFFD}'), out)
    }

    /// Writes text, and answers the octets.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::Unrepresentable`] with the position, in octets of
    /// `text`, of the first character the coding lacks, or
    /// [`TextErrorKind::BufferTooSmall`] with a size that suffices.
    pub fn encode<'b>(self, text: &str, out: &'b mut [u8]) -> Result<&'b [u8], TextError> {
        let folded = text.find(|char| self.folds(char));
        let front = text.get(..folded.unwrap_or(text.len()));
        let (octets, _) = self.encode_or(front.unwrap_or_default(), None, out)?;
        match folded {
            Some(position) => Err(TextError::new(TextErrorKind::Unrepresentable, position)),
            None => Ok(octets),
        }
    }

    /// Writes text with `?` for each character the coding lacks, and answers
    /// the octets and how many were replaced. A yen sign, an overline, a minus
    /// sign and half width kana become what looks like them.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`] with a size that suffices.
    pub fn encode_lossy<'b>(
        self,
        text: &str,
        out: &'b mut [u8],
    ) -> Result<(&'b [u8], usize), TextError> {
        self.encode_or(text, Some("?"), out)
    }

    /// Whether `encoding_rs` writes another character for this one, which
    /// would be read back instead.
    const fn folds(self, char: char) -> bool {
        match (self, char) {
            (Self::EucKr, _) => false,
            (Self::Iso2022Jp, '\u{FF61}'..='\u{FF9F}') => true,
            (Self::ShiftJis | Self::EucJp, '\u{A5}' | '\u{203E}') => true,
            (_, char) => char == '\u{2212}',
        }
    }

    const fn encoding(self) -> &'static Encoding {
        match self {
            Self::ShiftJis => SHIFT_JIS,
            Self::Iso2022Jp => ISO_2022_JP,
            Self::EucJp => EUC_JP,
            Self::EucKr => EUC_KR,
        }
    }

    fn decode_or<'b>(
        self,
        octets: &[u8],
        replacement: Option<char>,
        out: &'b mut [u8],
    ) -> Result<&'b str, TextError> {
        // The most that a character takes, with room for one more at the end.
        let too_small = || TextError::too_small(octets.len().saturating_mul(3).saturating_add(16));
        let mut decoder = self.encoding().new_decoder_without_bom_handling();
        let (mut read, mut written) = (0_usize, 0_usize);
        loop {
            let rest = octets.get(read..).unwrap_or_default();
            let place = out.get_mut(written..).unwrap_or_default();
            let (result, more, wrote) =
                decoder.decode_to_utf8_without_replacement(rest, place, true);
            read = read.saturating_add(more);
            written = written.saturating_add(wrote);
            match (result, replacement) {
                (DecoderResult::InputEmpty, _) => {
                    return as_text(out.get(..written).unwrap_or_default());
                }
                (DecoderResult::OutputFull, _) => return Err(too_small()),
                (DecoderResult::Malformed(len, after), None) => {
                    let back = usize::from(len).saturating_add(after.into());
                    let position = read.saturating_sub(back);
                    return Err(TextError::new(TextErrorKind::InvalidOctet, position));
                }
                (DecoderResult::Malformed(..), Some(replacement)) => {
                    let len = replacement.len_utf8();
                    let place = out.get_mut(written..).and_then(|rest| rest.get_mut(..len));
                    replacement.encode_utf8(place.ok_or_else(too_small)?);
                    written = written.saturating_add(len);
                }
            }
        }
    }

    fn encode_or<'b>(
        self,
        text: &str,
        replacement: Option<&str>,
        out: &'b mut [u8],
    ) -> Result<(&'b [u8], usize), TextError> {
        // An escape sequence before a character of two octets, and one behind.
        let too_small = || TextError::too_small(text.len().saturating_mul(8).saturating_add(16));
        let mut encoder = self.encoding().new_encoder();
        let (mut read, mut written, mut replaced) = (0_usize, 0_usize, 0_usize);
        loop {
            let rest = text.get(read..).unwrap_or_default();
            let place = out.get_mut(written..).unwrap_or_default();
            let (result, more, wrote) =
                encoder.encode_from_utf8_without_replacement(rest, place, true);
            read = read.saturating_add(more);
            written = written.saturating_add(wrote);
            match (result, replacement) {
                (EncoderResult::InputEmpty, _) => {
                    return Ok((out.get(..written).unwrap_or_default(), replaced));
                }
                (EncoderResult::OutputFull, _) => return Err(too_small()),
                (EncoderResult::Unmappable(char), None) => {
                    let position = read.saturating_sub(char.len_utf8());
                    return Err(TextError::new(TextErrorKind::Unrepresentable, position));
                }
                (EncoderResult::Unmappable(_), Some(replacement)) => {
                    let place = out.get_mut(written..).unwrap_or_default();
                    let (result, _, wrote) =
                        encoder.encode_from_utf8_without_replacement(replacement, place, false);
                    if result != EncoderResult::InputEmpty {
                        return Err(too_small());
                    }
                    written = written.saturating_add(wrote);
                    replaced = replaced.saturating_add(1);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
