//! Texts long enough for the ways that take many characters at once: they read as one by one.

use smpp_message::Alphabet;
use smpp_message::gsm7::Gsm7;

const ALPHABETS: [Alphabet; 10] = [
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

/// Lengths about one, two and four blocks.
const LENGTHS: [usize; 7] = [15, 16, 17, 31, 32, 33, 66];

#[test]
fn a_character_is_coded_the_same_alone_and_among_others() {
    let mut one = [0; 8];
    let mut many = [0; 300];
    let mut read = [0; 300];
    for alphabet in ALPHABETS {
        if matches!(alphabet, Alphabet::Gsm7Packed(_)) {
            continue;
        }
        for char in '\0'..='\u{2FF}' {
            for length in LENGTHS {
                let text: String = [char, 'a'].into_iter().cycle().take(length).collect();
                match alphabet.encode(char.encode_utf8(&mut [0; 4]), &mut one) {
                    Ok(alone) => {
                        let a = alphabet.encode("a", &mut read).expect("a letter").to_vec();
                        let expected: Vec<u8> = [alone, &a]
                            .into_iter()
                            .cycle()
                            .take(length)
                            .flatten()
                            .copied()
                            .collect();
                        let octets = alphabet.encode(&text, &mut many).expect("each one is");
                        assert_eq!(octets, expected, "{alphabet:?} {char:?}");
                        let back = alphabet.decode(octets, &mut read);
                        assert_eq!(back, Ok(text.as_str()), "{alphabet:?} {char:?}");
                    }
                    Err(error) => {
                        assert_eq!(alphabet.encode(&text, &mut many), Err(error));
                        assert_eq!(error.position(), 0);
                    }
                }
            }
        }
    }
}

#[test]
fn every_octet_among_others_is_read_as_one_by_one() {
    let mut room = [0; 600];
    for alphabet in ALPHABETS {
        for octet in 0..=255 {
            for other in [octet, b'a', 0, 0xD8] {
                for length in LENGTHS {
                    let octets: Vec<u8> = [octet, other].into_iter().cycle().take(length).collect();
                    let expected: Result<String, _> = alphabet.chars(&octets).collect();
                    let found = alphabet.decode(&octets, &mut room).map(str::to_owned);
                    assert_eq!(
                        found, expected,
                        "{alphabet:?} {octet:#x} {other:#x} {length}"
                    );
                }
            }
        }
    }
}
