use std::string::String;
use std::vec::Vec;

use proptest::prelude::*;

use super::*;
use crate::alphabet::Unit;
use crate::data_coding::{Content, Meaning, Peer};
use crate::error::TextError;
use crate::gsm7::{Gsm7, Language, packed};
use crate::udh::{Element, Ports, UdhBuilder};

mod limits;

#[test]
fn wire_form_of_each_method() {
    let text = "x".repeat(161);
    let mut out = [0; 255];
    let first = |method, out: &mut [u8]| -> (Vec<u8>, Part<'static>) {
        let text: &'static str = std::boxed::Box::leak(text.clone().into_boxed_str());
        let limits = Limits {
            method,
            ..Limits::default()
        };
        let split = Splitter::from_text(text, Alphabet::GSM7, &limits).unwrap();
        let part = split.with_reference(0x1234).next().unwrap();
        (part.encode(out).unwrap().to_vec(), part)
    };
    let (octets, part) = first(Method::Udh8, &mut out);
    assert_eq!(octets[..7], [5, 0, 3, 0x34, 2, 1, b'x']);
    assert_eq!(octets.len(), 159);
    assert!(part.has_udh() && part.sar().is_none() && !part.in_payload());
    let (octets, _) = first(Method::Udh16, &mut out);
    assert_eq!(octets[..8], [6, 8, 4, 0x12, 0x34, 2, 1, b'x']);
    assert_eq!(octets.len(), 159);
    let (octets, part) = first(Method::Sar, &mut out);
    assert_eq!(octets, [b'x'; 153]);
    let sar = part.sar().unwrap();
    assert_eq!((sar.reference, sar.total, sar.number), (0x1234, 2, 1));
    assert!(!part.has_udh());
    let (octets, part) = first(Method::Payload, &mut out);
    assert_eq!(octets, [b'x'; 161]);
    assert!(part.in_payload() && !part.has_udh() && part.sar().is_none());
}

#[test]
fn a_carriage_return_pads_a_packed_part_and_never_a_full_one() {
    let alphabet = Alphabet::Gsm7Packed(Gsm7::DEFAULT);
    let octets = |text: &str| -> Vec<u8> {
        let split = Splitter::from_text(text, alphabet, &Limits::default()).unwrap();
        let part = split.with_reference(0).next().unwrap();
        let mut out = [0; 200];
        let octets = part.encode(&mut out).unwrap();
        assert_eq!(octets.len(), part.encoded_len());
        octets.to_vec()
    };
    // Eight septets that end in one, on an octet boundary: another is added.
    assert_eq!(octets("AAAAAAA\r").len(), 8);
    assert_eq!(octets("AAAAAAA").len(), 7);
    // 160 are all that fit: 140 octets, and no more.
    assert_eq!(octets(&std::format!("{}\r", "A".repeat(159))).len(), 140);
    // The same after a header: 153 septets and a fill bit.
    let text = std::format!("{}\r{}", "A".repeat(152), "B".repeat(20));
    assert_eq!(octets(&text).len(), 140);
}

#[test]
fn more_than_255_parts_is_an_error() {
    let text = "x".repeat(255 * 153);
    let limits = Limits::default();
    assert_eq!(
        Splitter::from_text(&text, Alphabet::GSM7, &limits)
            .unwrap()
            .parts(),
        255
    );
    let text = "x".repeat(255 * 153 + 1);
    let error = Splitter::from_text(&text, Alphabet::GSM7, &limits).unwrap_err();
    assert_eq!(error.kind(), SplitErrorKind::TooLong { parts: Some(256) });
    let limits = Limits {
        method: Method::Payload,
        ..limits
    };
    assert_eq!(
        Splitter::from_text(&text, Alphabet::GSM7, &limits)
            .unwrap()
            .parts(),
        1
    );
    let text = "x".repeat(65536);
    let error = Splitter::from_text(&text, Alphabet::GSM7, &limits).unwrap_err();
    assert_eq!(error.kind(), SplitErrorKind::TooLong { parts: None });
    assert!(Splitter::from_text(&text[1..], Alphabet::GSM7, &limits).is_ok());
}

#[test]
fn headers_that_cannot_be_are_refused() {
    let octets = [7, 0x05, 4, 0, 1, 0, 1, 0x24, 1, 1];
    let (udh, _) = Udh::split(&[9, 0x05, 4, 0, 1, 0, 1, 0x24, 1, 1]).unwrap();
    let limits = Limits {
        header: Some(udh),
        ..Limits::default()
    };
    let error = Splitter::from_octets(&octets, &limits).unwrap_err();
    assert_eq!(error.kind(), SplitErrorKind::HeaderNotAllowed);
    assert_eq!(error.position(), 7);
    let limits = Limits {
        octets: 6,
        ..Limits::default()
    };
    assert_eq!(
        Splitter::from_octets(&octets[..6], &limits)
            .unwrap()
            .parts(),
        1
    );
    assert_eq!(
        Splitter::from_octets(&octets, &limits).unwrap_err(),
        SplitError::NO_ROOM
    );
    // Seven octets leave one for a septet, and none for an escape sequence.
    let limits = Limits {
        octets: 7,
        ..Limits::default()
    };
    let error = Splitter::from_text("xxxxxxxxx", Alphabet::GSM7, &limits).unwrap_err();
    assert_eq!(error, SplitError::NO_ROOM);
    let error = Splitter::from_text("aж", Alphabet::GSM7, &limits).unwrap_err();
    assert_eq!(
        (error.kind(), error.position()),
        (SplitErrorKind::Unrepresentable, 1)
    );
}

#[test]
fn cuts_spare_what_belongs_together_where_that_is_free() {
    let parts = |text: &str, alphabet| -> Vec<String> {
        let split = Splitter::from_text(text, alphabet, &Limits::default()).unwrap();
        let parts = split.with_reference(0);
        parts.map(|part| part.as_text().unwrap().into()).collect()
    };
    // An escape sequence at the seam.
    let text = std::format!("{}€{}", "x".repeat(152), "y".repeat(20));
    assert_eq!(parts(&text, Alphabet::GSM7)[0], "x".repeat(152));
    // A surrogate pair at the seam.
    let text = std::format!("{}😀{}", "ж".repeat(66), "y".repeat(20));
    assert_eq!(parts(&text, Alphabet::Utf16)[0], "ж".repeat(66));
    // A combining mark, a flag and a family at the seam.
    for cluster in ["e\u{301}", "🇨🇭", "👩\u{200D}👩\u{200D}👧"] {
        let text = std::format!("{}{cluster}{}", "ж".repeat(66), "y".repeat(20));
        assert_eq!(parts(&text, Alphabet::Utf16)[0], "ж".repeat(66));
    }
    // Carriage return and line feed.
    let text = std::format!("{}\r\n{}", "x".repeat(152), "y".repeat(20));
    assert_eq!(parts(&text, Alphabet::GSM7)[0], "x".repeat(152));
    // Two full parts: sparing the cluster would cost a third.
    let text = std::format!("{}e\u{301}{}", "ж".repeat(66), "y".repeat(66));
    assert_eq!(parts(&text, Alphabet::Utf16).len(), 2);
    assert_eq!(
        parts(&text, Alphabet::Utf16)[0],
        std::format!("{}e", "ж".repeat(66))
    );
    // A cluster longer than a part is cut between characters.
    let text = std::format!("e{}", "\u{301}".repeat(200));
    assert_eq!(parts(&text, Alphabet::Utf16).concat(), text);
}

/// The fewest parts, by trying every place to cut.
fn fewest(text: &str, alphabet: Alphabet, capacity: usize) -> usize {
    let places: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let mut best = std::vec![0; places.len()];
    for end in 1..places.len() {
        best[end] = (0..end)
            .filter(|&start| alphabet.units(&text[places[start]..places[end]]).unwrap() <= capacity)
            .map(|start| best[start] + 1)
            .min()
            .unwrap();
    }
    *best.last().unwrap()
}

proptest! {
    #[test]
    fn parts_join_to_the_text_and_are_the_fewest(
        text in prop_oneof![
            "[ -~]{0,120}",
            "[a-c€{}\r\n]{0,100}",
            "[a-cж😀\u{301}\u{200D}🇨🇭]{0,80}",
        ],
        octets in 20..40_u8,
        packed in any::<bool>(),
    ) {
        let gsm = Alphabet::GSM7.units(&text).is_ok();
        let alphabet = match (gsm, packed) {
            (true, true) => Alphabet::Gsm7Packed(Gsm7::DEFAULT),
            (true, false) => Alphabet::GSM7,
            (false, true) => Alphabet::Utf8,
            (false, false) => Alphabet::Utf16,
        };
        let limits = Limits { octets, ..Limits::default() };
        let split = Splitter::from_text(&text, alphabet, &limits).unwrap();
        let parts: Vec<Part<'_>> = split.with_reference(9).collect();
        prop_assert_eq!(parts.len(), usize::from(split.parts()));
        prop_assert_eq!(parts.len(), fewest(&text, alphabet, split.capacity()).max(1));
        let joined: String = parts.iter().map(|part| part.as_text().unwrap()).collect();
        prop_assert_eq!(&joined, &text);
        let mut units = 0;
        for part in &parts {
            prop_assert!(part.units() <= split.capacity());
            prop_assert_eq!(part.units(), alphabet.units(part.as_text().unwrap()).unwrap());
            units += part.units();
            let mut out = [0; 300];
            let octets = part.encode(&mut out).unwrap();
            prop_assert_eq!(octets.len(), part.encoded_len());
            prop_assert_eq!(part.total(), split.parts());
            let (udh, content) = if part.has_udh() {
                Udh::split(octets).unwrap()
            } else {
                (Udh::EMPTY, octets)
            };
            prop_assert_eq!(udh.concatenation().is_some(), parts.len() > 1);
            let mut text = [0; 400];
            let text = if let Alphabet::Gsm7Packed(gsm7) = alphabet {
                prop_assert!(octets.len() <= usize::from(limits.octets));
                let fill = if udh.is_empty() { 0 } else { packed::fill_bits(udh.len()) };
                let mut septets = [0; 300];
                let septets = packed::unpack(content, fill, &mut septets);
                gsm7.decode(&septets[..part.units()], &mut text).unwrap()
            } else {
                alphabet.decode(content, &mut text).unwrap()
            };
            prop_assert_eq!(Some(text), part.as_text());
            for size in 0..octets.len() {
                let error = part.encode(&mut [0; 300][..size]).unwrap_err();
                prop_assert_eq!(error, TextError::too_small(octets.len()));
            }
        }
        prop_assert_eq!(units, split.units());
    }
}

#[test]
fn every_part_has_the_data_coding_of_its_alphabet() {
    let text = "x".repeat(300);
    let limits = Limits::new();
    for alphabet in [
        Alphabet::GSM7,
        Alphabet::Gsm7Packed(Gsm7::DEFAULT),
        Alphabet::Ia5,
        Alphabet::Latin1,
        Alphabet::Cyrillic,
        Alphabet::Hebrew,
        Alphabet::Ucs2,
        Alphabet::Utf16,
        Alphabet::Utf8,
    ] {
        let split = Splitter::from_text(&text, alphabet, &limits).unwrap();
        let meaning = Meaning::new(Content::Text(alphabet));
        let zero = match alphabet.unit() {
            Unit::Septet => Content::Text(alphabet),
            _ if alphabet == Alphabet::Utf8 => Content::Text(alphabet),
            _ => Content::Text(Alphabet::GSM7),
        };
        let expected = meaning.data_coding(&Peer::new().with_zero(zero)).unwrap();
        assert_eq!(split.data_coding(), expected, "{alphabet}");
        assert!(
            split
                .with_reference(1)
                .all(|part| part.data_coding() == expected)
        );
        let flash = split.with_data_coding(DataCoding(0x18));
        let parts: Vec<Part<'_>> = flash.with_reference(1).collect();
        assert!(parts.len() > 1);
        assert!(
            parts
                .iter()
                .all(|part| part.data_coding() == DataCoding(0x18))
        );
    }
    let octets = Splitter::from_octets(&[7; 300], &limits).unwrap();
    let binary = Meaning::new(Content::Octets).data_coding(&Peer::new());
    assert_eq!(Some(octets.data_coding()), binary);
}
