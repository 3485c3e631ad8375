//! Target `text`: text in any alphabet decodes and encodes to the same.

use smpp_message::gsm7::{Gsm7, Language};
use smpp_message::{Alphabet, TextError, TextErrorKind};

use crate::{TEXT_BUFFER, cut_text, failed};

/// The encoder that [`text`] checks.
type Encode = for<'b> fn(Alphabet, &str, &'b mut [u8]) -> Result<&'b [u8], TextError>;

/// Decodes any octets in any alphabet, strictly and lossily, and encodes the text again.
///
/// The first octet selects the alphabet, the second the national language tables.
pub fn text(data: &[u8]) {
    text_by(data, |alphabet, text, out| alphabet.encode(text, out));
}

fn text_by(data: &[u8], encode: Encode) {
    let Some((alphabet, octets)) = alphabet_of(data) else {
        return;
    };
    let (mut one, mut two, mut three) = ([0; TEXT_BUFFER], [0; TEXT_BUFFER], [0; TEXT_BUFFER]);
    let lossy = alphabet.decode_lossy(octets, &mut one);
    let lossy = lossy.unwrap_or_else(|error| failed("lossy decoding", error));
    assert!(alphabet.chars_lossy(octets).eq(lossy.chars()));
    match alphabet.decode(octets, &mut two) {
        Ok(strict) => {
            assert_eq!(strict, lossy, "a strict reading is the lossy one");
            assert!(alphabet.chars(octets).eq(strict.chars().map(Ok)));
            round_trip(alphabet, strict, encode, &mut three);
        }
        Err(error) => {
            let last = alphabet.chars(octets).last();
            assert_eq!(last, Some(Err(error)), "both readings end at one place");
            assert!(error.position() <= octets.len().saturating_mul(8) / 7);
        }
    }
    if let Ok(text) = std::str::from_utf8(octets) {
        round_trip(alphabet, text, encode, &mut three);
    }
}

fn round_trip(alphabet: Alphabet, text: &str, encode: Encode, out: &mut [u8; TEXT_BUFFER]) {
    match encode(alphabet, text, out) {
        Ok(octets) => {
            assert_eq!(alphabet.encoded_len(text), Ok(octets.len()), "encoded_len");
            let mut back = [0; TEXT_BUFFER];
            let back = alphabet.decode(octets, &mut back);
            let back = back.unwrap_or_else(|error| failed("decoding what was encoded", error));
            let spared = matches!(alphabet, Alphabet::Gsm7Packed(_)) && text.ends_with('\r');
            assert!(
                back == text || (spared && back.strip_suffix('\r') == Some(text)),
                "encoding and decoding give the same text"
            );
            if let Some(short) = octets.len().checked_sub(1) {
                let mut small = [0; TEXT_BUFFER];
                let small = small.get_mut(..short).unwrap_or_default();
                let refused = alphabet.encode(text, small).map_err(|error| error.kind());
                let needed = octets.len();
                assert_eq!(refused, Err(TextErrorKind::BufferTooSmall { needed }));
            }
        }
        Err(error) => {
            assert_eq!(error.kind(), TextErrorKind::Unrepresentable);
            let stranger = text
                .get(error.position()..)
                .and_then(|rest| rest.chars().next());
            let stranger = stranger.map(|char| alphabet.units_of(char));
            assert_eq!(stranger, Some(None), "the character is lacking");
            let before = text.get(..error.position()).unwrap_or_default();
            assert!(alphabet.units(before).is_ok(), "and is the first that is");
        }
    }
}

/// Returns the alphabet that the first two octets select, and the rest.
fn alphabet_of(data: &[u8]) -> Option<(Alphabet, &[u8])> {
    let (&[kind, languages], octets) = cut_text(data).split_first_chunk::<2>()?;
    let gsm7 = Gsm7 {
        locking: Language(languages >> 4),
        single: Language(languages & 0x0F),
    };
    let alphabet = match kind % 10 {
        0 => Alphabet::Gsm7(gsm7),
        1 => Alphabet::Gsm7Packed(gsm7),
        2 => Alphabet::Ia5,
        3 => Alphabet::Latin1,
        4 => Alphabet::Cyrillic,
        5 => Alphabet::Hebrew,
        6 => Alphabet::Ucs2,
        7 => Alphabet::Utf16,
        8 => Alphabet::Utf16Le,
        _ => Alphabet::Utf8,
    };
    Some((alphabet, octets))
}

#[cfg(test)]
mod tests {
    use smpp_message::Alphabet;

    use super::{text, text_by};
    use crate::testing::caught;

    const HELLO: &[u8] = b"\x00\x00hello";

    #[test]
    fn a_lost_character_is_caught() {
        text(HELLO);
        caught("encoded_len", || {
            text_by(HELLO, |alphabet, text, out| {
                alphabet.encode(text.strip_suffix('o').unwrap_or(text), out)
            });
        });
    }

    #[test]
    fn a_refused_character_is_caught() {
        caught("the character is lacking", || {
            text_by(HELLO, |_, _, out| Alphabet::Ia5.encode("\u{20AC}", out));
        });
    }
}
