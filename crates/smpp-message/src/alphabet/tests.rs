//! Every alphabet there and back, and where its errors are.

use std::string::String;

use proptest::prelude::*;

use super::*;

const ALL: [Alphabet; 10] = [
    Alphabet::GSM7,
    Alphabet::Gsm7Packed(Gsm7::DEFAULT),
    Alphabet::Ia5,
    Alphabet::Latin1,
    Alphabet::Cyrillic,
    Alphabet::Hebrew,
    Alphabet::Ucs2,
    Alphabet::Utf16,
    Alphabet::Utf16Le,
    Alphabet::Utf8,
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,70}",
        "[@£$a-zÄÖÑÜ€\\[\\]\r\n]{0,70}",
        "[ -~à-ÿ]{0,40}",
        "[ -~А-я№§]{0,40}",
        "[ -~א-ת‗]{0,40}",
        "[ -~😀-😏]{0,30}",
        ".{0,40}",
    ]
}

proptest! {
    #[test]
    fn what_encodes_reads_back_and_the_length_is_known(text in text()) {
        for alphabet in ALL {
            let mut out = [0; 400];
            match alphabet.encode(&text, &mut out) {
                Ok(octets) => {
                    prop_assert_eq!(octets.len(), alphabet.encoded_len(&text).unwrap());
                    let mut back = [0; 400];
                    let back = alphabet.decode(octets, &mut back).unwrap();
                    // The packed form may gain the carriage return that
                    // keeps one from being taken for padding.
                    let gained = matches!(alphabet, Alphabet::Gsm7Packed(_))
                        && text.ends_with('\r');
                    prop_assert!(
                        back == text || (gained && back.strip_suffix('\r') == Some(&text)),
                        "{alphabet:?}"
                    );
                    prop_assert!(alphabet.chars(octets).eq(back.chars().map(Ok)));
                    prop_assert!(alphabet.chars_lossy(octets).eq(back.chars()));
                    let size = octets.len();
                    if let Some(short) = size.checked_sub(1) {
                        let error = alphabet.encode(&text, &mut [0; 400][..short]).unwrap_err();
                        let TextErrorKind::BufferTooSmall { needed } = error.kind() else {
                            panic!("{error}")
                        };
                        prop_assert_eq!(needed, size);
                        let error = alphabet
                            .decode(octets, &mut [0; 400][..back.len() - 1])
                            .unwrap_err();
                        prop_assert_eq!(error, TextError::too_small(back.len()));
                    }
                }
                Err(error) => {
                    prop_assert_eq!(error.kind(), TextErrorKind::Unrepresentable);
                    prop_assert_eq!(alphabet.units(&text), Err(error));
                    let stranger = text[error.position()..].chars().next().unwrap();
                    prop_assert_eq!(alphabet.units_of(stranger), None);
                    prop_assert!(alphabet.units(&text[..error.position()]).is_ok());
                    let strangers = text.chars().filter(|&c| alphabet.units_of(c).is_none());
                    let (_, replaced) = alphabet.encode_lossy(&text, &mut out).unwrap();
                    prop_assert_eq!(replaced, strangers.count());
                }
            }
        }
    }

    #[test]
    fn any_octets_decode_or_are_located(octets in prop::collection::vec(any::<u8>(), 0..60)) {
        for alphabet in ALL {
            let mut out = [0; 400];
            let lossy: String = alphabet.chars_lossy(&octets).collect();
            prop_assert_eq!(alphabet.decode_lossy(&octets, &mut out).unwrap(), &lossy);
            match alphabet.decode(&octets, &mut out) {
                Ok(text) => {
                    prop_assert_eq!(text, &lossy);
                    prop_assert!(alphabet.chars(&octets).all(|char| char.is_ok()));
                }
                Err(error) => {
                    prop_assert_eq!(alphabet.chars(&octets).last(), Some(Err(error)));
                    prop_assert!(error.position() <= octets.len() * 8 / 7);
                }
            }
        }
    }

    #[test]
    fn lossy_utf8_is_that_of_the_standard_library(
        octets in prop::collection::vec(prop_oneof![any::<u8>(), 0xE0..0xF5_u8, 0x80..0xC0_u8], 0..30),
    ) {
        let expected = String::from_utf8_lossy(&octets).into_owned();
        prop_assert_eq!(Alphabet::Utf8.chars_lossy(&octets).collect::<String>(), expected);
    }
}

#[test]
fn broken_units_are_located() {
    let cases: [(Alphabet, &[u8], TextErrorKind, usize, &str); 6] = [
        (
            Alphabet::Utf16,
            &[0, 0x61, 0],
            TextErrorKind::Incomplete,
            2,
            "a\u{FFFD}",
        ),
        (
            Alphabet::Utf16,
            &[0, 0x61, 0xD8, 0x3D, 0, 0x62],
            TextErrorKind::LoneSurrogate,
            2,
            "a\u{FFFD}b",
        ),
        (
            Alphabet::Utf16Le,
            &[0x61, 0, 0x00, 0xDE],
            TextErrorKind::LoneSurrogate,
            2,
            "a\u{FFFD}",
        ),
        (
            Alphabet::Ucs2,
            &[0xD8, 0x3D, 0xDE, 0x00],
            TextErrorKind::LoneSurrogate,
            0,
            "😀",
        ),
        (
            Alphabet::Ia5,
            b"a\x80",
            TextErrorKind::InvalidOctet,
            1,
            "a\u{FFFD}",
        ),
        (
            Alphabet::Hebrew,
            b"\xE0\xA1",
            TextErrorKind::InvalidOctet,
            1,
            "א\u{FFFD}",
        ),
    ];
    for (alphabet, octets, kind, position, lossy) in cases {
        let error = alphabet.decode(octets, &mut [0; 16]).unwrap_err();
        assert_eq!((error.kind(), error.position()), (kind, position));
        assert!(alphabet.chars_lossy(octets).eq(lossy.chars()));
    }
}
