//! Every input up to a size, instead of some of them: what a model checker would prove.
//!
//! Most of it takes long without optimisation, and is left out there:
//!
//! ```sh
//! cargo test --release -p smpp-message --test exhaustive
//! ```

use smpp_fuzz_oracles as oracles;
use smpp_message::data_coding::{DataCoding, Meaning, Peer};
use smpp_message::udh::Udh;

/// How many alphabets `oracles::text` knows: its first octet chooses one.
const ALPHABETS: u8 = 10;

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_user_data_header_of_up_to_3_octets() {
    oracles::header(&[]);
    for word in 0..1_u32 << 24 {
        let [_, octets @ ..] = word.to_be_bytes();
        oracles::header(&octets);
        if octets[2] == 0 {
            oracles::header(&octets[..2]);
            oracles::header(&octets[..1]);
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_header_of_one_element_of_up_to_1_octet() {
    for word in 0..1_u32 << 24 {
        let [_, iei, length, data] = word.to_be_bytes();
        oracles::header(&[3, iei, length, data]);
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_concatenation_of_every_reference_total_and_number() {
    for word in 0..1_u32 << 24 {
        let [_, reference, total, number] = word.to_be_bytes();
        let narrow = [5, 0, 3, reference, total, number];
        let (udh, _) = Udh::split(&narrow).expect("a header that is whole");
        let valid = total > 0 && (1..=total).contains(&number);
        let found = udh.concatenation();
        assert_eq!(found.is_some(), valid, "{narrow:?}");
        if let Some(part) = found {
            let read = (part.reference, part.total, part.number);
            assert_eq!(read, (u16::from(reference), total, number));
            assert!(!part.wide);
        }
        let wide = [6, 8, 4, reference, !reference, total, number];
        let (udh, _) = Udh::split(&wide).expect("a header that is whole");
        let found = udh.concatenation().map(|part| (part.wide, part.reference));
        let expected = u16::from_be_bytes([reference, !reference]);
        assert_eq!(found, valid.then_some((true, expected)));
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_string_of_up_to_3_septets_behind_every_fill() {
    for fill in 0..7 {
        for word in 0..1_u32 << 21 {
            let septets = [0, 7, 14].map(|shift| (word >> shift & 0x7F) as u8);
            let [one, two, three] = septets;
            oracles::septets(&[fill, one, two, three]);
            if three == 0 {
                oracles::septets(&[fill, one, two]);
            }
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_text_of_up_to_2_octets_in_every_alphabet() {
    for alphabet in 0..ALPHABETS {
        oracles::text(&[alphabet, 0]);
        for pair in 0..=u16::MAX {
            let [one, two] = pair.to_be_bytes();
            oracles::text(&[alphabet, 0, one, two]);
            if two == 0 {
                oracles::text(&[alphabet, 0, one]);
            }
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_septet_behind_every_septet_in_every_pair_of_languages() {
    for languages in 0..=u8::MAX {
        for pair in 0..1_u16 << 14 {
            let [one, two] = [pair >> 7, pair & 0x7F].map(|septet| septet as u8);
            oracles::text(&[0, languages, one, two]);
        }
    }
}

#[test]
#[cfg_attr(debug_assertions, ignore = "slow without optimisation")]
fn every_character_in_every_alphabet() {
    let mut utf8 = [0; 4];
    for char in (0..=0x0010_FFFF).filter_map(char::from_u32) {
        let text = char.encode_utf8(&mut utf8).as_bytes();
        for alphabet in 0..ALPHABETS {
            let mut data = [alphabet, 0, 0, 0, 0, 0];
            data[2..2 + text.len()].copy_from_slice(text);
            oracles::text(&data[..2 + text.len()]);
        }
    }
}

/// Those that have a meaning are what their meaning says.
#[test]
fn every_data_coding_means_what_is_written_for_its_meaning() {
    let peer = Peer::default();
    let mut meant = 0;
    for value in 0..=u8::MAX {
        let meaning = Meaning::of(DataCoding(value), &peer);
        let Some(written) = meaning.data_coding(&peer) else {
            continue;
        };
        assert_eq!(Meaning::of(written, &peer), meaning, "{value:#04x}");
        meant += 1;
    }
    assert!(meant > 100, "{meant}");
}
