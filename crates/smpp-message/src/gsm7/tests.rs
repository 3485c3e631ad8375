use std::string::String;
use std::vec::Vec;

use proptest::prelude::*;

use super::packed::{self, capacity, fill_bits, pack, pack_padded, packed_len, padded_septets};
use super::*;
use crate::error::TextErrorKind;

#[test]
fn every_cell_of_every_table_reads_back() {
    let mut cells = 0;
    for language in Language::ALL {
        for septet in 0..=0xFF {
            if let Some(char) = locking_char(language, septet) {
                assert!(septet < 0x80 && septet != ESCAPE);
                assert_eq!(locking_septet(language, char), Some(septet));
                cells += 1;
            }
            if let Some(char) = single_char(language, septet) {
                assert!(septet < 0x80 && septet != ESCAPE && septet != 0x0D);
                let back = single_septet(language, char);
                match (language, septet, char) {
                    (Language::TELUGU, 0x65, '€') => assert_eq!(back, None),
                    (_, 0x18, '*') if language.0 >= 4 => assert_eq!(back, Some(0x0B)),
                    (_, 0x15, '¡') if language.0 >= 4 => assert_eq!(back, Some(0x13)),
                    _ => assert_eq!(back, Some(septet)),
                }
                cells += 1;
            }
        }
    }
    // 13 locking tables less their empty cells, and the single shift cells
    // that the tables list.
    let locking = 13 * 128 - (5 + 14 + 8 + 8 + 8 + 12 + 18 + 26 + 8);
    let single = 10 + 17 + 19 + 37 + 82 + 70 + 88 + 73 + 82 + 75 + 76 + 77 + 78 + 90;
    assert_eq!(cells, locking + single);
}

#[test]
fn every_code_point_encodes_only_where_a_table_lists_it() {
    for language in Language::ALL {
        let mut locking: Vec<char> = (0..0x80)
            .filter_map(|s| locking_char(language, s))
            .collect();
        let mut single: Vec<char> = (0..0x80)
            .filter(|&septet| !(language == Language::TELUGU && septet == 0x65))
            .filter_map(|septet| single_char(language, septet))
            .collect();
        locking.sort_unstable();
        locking.dedup();
        single.sort_unstable();
        single.dedup();
        let (mut in_locking, mut in_single) = (Vec::new(), Vec::new());
        for char in ('\0'..='\u{10000}').chain(['\u{1F600}', char::MAX]) {
            in_locking.extend(locking_septet(language, char).map(|_| char));
            in_single.extend(single_septet(language, char).map(|_| char));
        }
        assert_eq!(in_locking, locking, "{language}");
        assert_eq!(in_single, single, "{language}");
    }
}

#[test]
fn every_pair_of_septets_decodes_strictly_only_if_it_reads_back() {
    for language in Language::ALL {
        let gsm7 = Gsm7 {
            locking: language,
            single: language,
        };
        for first in 0..=0xFF_u8 {
            for second in 0..=0xFF_u8 {
                let septets = [first, second];
                let mut text = [0; 6];
                let lossy = gsm7.decode_lossy(&septets, &mut [0; 6]).unwrap().len();
                assert!(lossy > 0);
                let Ok(text) = gsm7.decode(&septets, &mut text) else {
                    continue;
                };
                let mut again = [0; 4];
                // A character both tables have, or one listed twice, comes
                // back as its first or shorter code; Telugu keeps no euro.
                match gsm7.encode(text, &mut again) {
                    Ok(again) => {
                        let mut back = [0; 6];
                        assert_eq!(gsm7.decode(again, &mut back).unwrap(), text);
                        assert!(again.len() <= 2);
                    }
                    Err(error) => {
                        assert_eq!(language, Language::TELUGU);
                        assert_eq!(error.kind(), TextErrorKind::Unrepresentable);
                    }
                }
            }
        }
    }
}

#[test]
fn national_and_default_examples() {
    let turkish = Gsm7 {
        locking: Language::TURKISH,
        single: Language::TURKISH,
    };
    let mut out = [0; 8];
    assert_eq!(turkish.encode("ş€", &mut out).unwrap(), [0x1D, 0x04]);
    let single = Gsm7::single(Language::TURKISH);
    assert_eq!(
        single.encode("ş€", &mut out).unwrap(),
        [0x1B, 0x73, 0x1B, 0x65]
    );
    let error = Gsm7::DEFAULT.encode("aş", &mut out).unwrap_err();
    assert_eq!(error.kind(), TextErrorKind::Unrepresentable);
    assert_eq!(error.position(), 1);
    assert_eq!(
        Gsm7::DEFAULT.encode_lossy("aş", &mut out).unwrap(),
        (&b"a?"[..], 1)
    );
    // An unknown language is the default one.
    let unknown = Gsm7 {
        locking: Language(200),
        single: Language(14),
    };
    assert_eq!(unknown.encode("[", &mut out).unwrap(), [ESCAPE, 0x3C]);
}

#[test]
fn what_is_no_character_is_located_or_read_as_3gpp_says() {
    let cases: [(&[u8], TextErrorKind, usize, &str); 8] = [
        (b"ab\x1B", TextErrorKind::DanglingEscape, 2, "ab "),
        (b"a\x1B\x1Bb", TextErrorKind::DanglingEscape, 1, "a b"),
        (b"a\x1B\x1Be", TextErrorKind::DanglingEscape, 1, "a e"),
        (b"a\x1Bb", TextErrorKind::Unassigned, 1, "ab"),
        (b"a\x1B\x0D", TextErrorKind::Unassigned, 1, "a\r"),
        (b"a\x80", TextErrorKind::InvalidOctet, 1, "a\u{FFFD}"),
        (b"\x1B\xFFa", TextErrorKind::DanglingEscape, 0, " \u{FFFD}a"),
        (
            b"aaaaaaaaaaaaaaaaaaaa\x9B",
            TextErrorKind::InvalidOctet,
            20,
            "aaaaaaaaaaaaaaaaaaaa\u{FFFD}",
        ),
    ];
    for (septets, kind, position, lossy) in cases {
        let mut text = [0; 64];
        let error = Gsm7::DEFAULT.decode(septets, &mut text).unwrap_err();
        assert_eq!((error.kind(), error.position()), (kind, position));
        assert_eq!(
            Gsm7::DEFAULT.decode_lossy(septets, &mut text).unwrap(),
            lossy
        );
    }
    let bengali = Gsm7 {
        locking: Language::BENGALI,
        single: Language::BENGALI,
    };
    let error = bengali.decode(&[0x0C], &mut [0; 8]).unwrap_err();
    assert_eq!(error.kind(), TextErrorKind::Unassigned);
}

#[test]
fn a_small_buffer_learns_the_size_that_does() {
    for text in ["", "a", "hello [world] €", "0123456789abcdefABCDEF€"] {
        let septets = Gsm7::DEFAULT.septets(text).unwrap();
        for size in 0..septets {
            let mut out = [0; 64];
            assert_eq!(
                Gsm7::DEFAULT.encode(text, &mut out[..size]),
                Err(TextError::too_small(septets))
            );
        }
        let mut out = [0; 64];
        let octets = Gsm7::DEFAULT.encode(text, &mut out[..septets]).unwrap();
        for size in 0..text.len() {
            let mut out = [0; 64];
            assert_eq!(
                Gsm7::DEFAULT.decode(octets, &mut out[..size]),
                Err(TextError::too_small(text.len()))
            );
        }
        let mut out = [0; 64];
        assert_eq!(
            Gsm7::DEFAULT
                .decode(octets, &mut out[..text.len()])
                .unwrap(),
            text
        );
    }
}

#[test]
fn fill_bits_and_header_septets_are_those_of_the_specification() {
    let rows = [
        (3, 4, 4),
        (4, 3, 5),
        (5, 2, 6),
        (6, 1, 7),
        (7, 0, 8),
        (8, 6, 10),
        (9, 5, 11),
        (10, 4, 12),
        (11, 3, 13),
        (12, 2, 14),
        (13, 1, 15),
        (14, 0, 16),
    ];
    for (header, fill, septets) in rows {
        assert_eq!(fill_bits(header), fill);
        assert_eq!((header * 8 + usize::from(fill)) / 7, septets);
    }
}

#[test]
fn packed_lengths_follow_the_bits() {
    for fill in 0..7_u8 {
        for septets in 0..400 {
            let bits = septets * 7 + usize::from(fill);
            assert_eq!(packed_len(septets, fill), bits.div_ceil(8));
        }
        for octets in 0..400 {
            let septets = (octets * 8_usize).saturating_sub(usize::from(fill)) / 7;
            assert_eq!(capacity(octets, fill), septets, "{octets} {fill}");
            let packed = std::vec![0xFF; octets];
            let there = (0..=septets).map(|index| packed::septet(&packed, fill, index));
            let expected = (0..septets).map(|_| Some(0x7F)).chain([None]);
            assert!(there.eq(expected), "{octets} {fill}");
        }
    }
}

#[test]
fn carriage_returns_follow_the_rule() {
    let mut out = [0; 16];
    // Seven septets leave seven bits: a carriage return fills them.
    let octets = pack_padded(b"AAAAAAA", 0, &mut out).unwrap();
    assert_eq!(octets.len(), 7);
    assert_eq!(packed::septet(octets, 0, 7), Some(0x0D));
    assert_eq!(padded_septets(octets, 0), 7);
    // Without it, an `@` appears.
    let octets = pack(b"AAAAAAA", 0, &mut out).unwrap();
    assert_eq!(padded_septets(octets, 0), 8);
    // Eight septets that end in one: another is added, and stays.
    let octets = pack_padded(b"AAAAAAA\r", 0, &mut out).unwrap();
    assert_eq!(octets.len(), 8);
    assert_eq!(padded_septets(octets, 0), 9);
    assert_eq!(padded_septets(&[], 0), 0);
    assert_eq!(padded_septets(&[], 3), 0);
}

proptest! {
    #[test]
    fn text_reads_back_in_every_pair_of_tables(
        locking in 0..14_u8,
        single in 0..14_u8,
        picks in prop::collection::vec((any::<bool>(), 0..128_u8), 0..90),
    ) {
        let gsm7 = Gsm7 { locking: Language(locking), single: Language(single) };
        let text: String = picks
            .iter()
            .filter_map(|&(escaped, septet)| if escaped {
                single_char(gsm7.single, septet)
            } else {
                locking_char(gsm7.locking, septet)
            })
            .filter(|&char| gsm7.septets_of(char).is_some())
            .collect();
        let mut octets = [0; 200];
        let octets = gsm7.encode(&text, &mut octets).unwrap();
        prop_assert_eq!(octets.len(), gsm7.septets(&text).unwrap());
        let mut back = [0; 300];
        prop_assert_eq!(gsm7.decode(octets, &mut back).unwrap(), &text);
        let mut back = [0; 300];
        prop_assert_eq!(gsm7.decode_lossy(octets, &mut back).unwrap(), &text);
    }

    #[test]
    fn any_text_encodes_or_names_its_first_stranger(text in ".{0,60}") {
        let mut out = [0; 400];
        match Gsm7::DEFAULT.encode(&text, &mut out) {
            Ok(octets) => {
                let mut back = [0; 400];
                prop_assert_eq!(Gsm7::DEFAULT.decode(octets, &mut back).unwrap(), &text);
            }
            Err(error) => {
                prop_assert_eq!(error.kind(), TextErrorKind::Unrepresentable);
                prop_assert_eq!(Gsm7::DEFAULT.septets(&text), Err(error));
                let (before, after) = text.split_at(error.position());
                prop_assert!(Gsm7::DEFAULT.septets(before).is_ok());
                let stranger = after.chars().next().unwrap();
                prop_assert_eq!(Gsm7::DEFAULT.septets_of(stranger), None);
                let strangers = text
                    .chars()
                    .filter(|&char| Gsm7::DEFAULT.septets_of(char).is_none())
                    .count();
                prop_assert_eq!(Gsm7::DEFAULT.encode_lossy(&text, &mut out).unwrap().1, strangers);
            }
        }
    }

    #[test]
    fn packing_reads_back_for_every_length_and_fill(
        septets in prop::collection::vec(0..0x80_u8, 0..40),
        fill in 0..7_u8,
    ) {
        let mut out = [0; 64];
        let octets = pack(&septets, fill, &mut out).unwrap();
        prop_assert_eq!(octets.len(), packed_len(septets.len(), fill));
        let mut back = [0; 64];
        prop_assert_eq!(packed::unpack(octets, fill, &mut back[..septets.len()]), &septets[..]);
        // Bit by bit, as the specification words it.
        for (k, &septet) in septets.iter().enumerate() {
            for bit in 0..7 {
                let at = usize::from(fill) + 7 * k + bit;
                let there = (octets[at / 8] >> (at % 8)) & 1;
                prop_assert_eq!(there, (septet >> bit) & 1);
            }
        }
        for spare in usize::from(fill) + 7 * septets.len()..octets.len() * 8 {
            prop_assert_eq!((octets[spare / 8] >> (spare % 8)) & 1, 0);
        }
    }

    #[test]
    fn padded_packing_reads_back_without_a_count(
        mut septets in prop::collection::vec(0..0x80_u8, 0..40),
        fill in 0..7_u8,
        ends_in_cr in any::<bool>(),
    ) {
        if ends_in_cr {
            septets.push(0x0D);
        }
        let mut out = [0; 64];
        let octets = pack_padded(&septets, fill, &mut out).unwrap();
        prop_assert_eq!(octets.len(), packed::padded_len(&septets, fill));
        let count = padded_septets(octets, fill);
        let mut back = [0; 64];
        let back = packed::unpack(octets, fill, &mut back[..count]);
        let bits = septets.len() * 7 + usize::from(fill);
        if bits % 8 == 0 && septets.last() == Some(&0x0D) {
            septets.push(0x0D);
        }
        prop_assert_eq!(back, &septets[..]);
    }

    #[test]
    fn a_septet_too_large_is_located(
        mut septets in prop::collection::vec(0..0x80_u8, 1..40),
        at in any::<prop::sample::Index>(),
        fill in 0..7_u8,
    ) {
        let at = at.index(septets.len());
        septets[at] |= 0x80;
        let error = pack(&septets, fill, &mut [0; 64]).unwrap_err();
        prop_assert_eq!(error, TextError::new(TextErrorKind::InvalidOctet, at));
    }
}
