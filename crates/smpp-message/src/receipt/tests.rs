use std::format;
use std::vec::Vec;

use proptest::prelude::*;
use smpp_codec::pdu::{DataSm, DeliverSm};
use smpp_codec::tlv::Tlv;
use smpp_codec::values::{DataCoding, EsmClass};

use super::*;

mod recognition;

/// A text's fields, and what was reported.
fn read(text: &[u8]) -> (ReceiptText<'_>, Vec<(ProblemKind, usize)>) {
    let mut problems = Vec::new();
    let receipt = ReceiptText::decode(text, false, &mut |problem| {
        problems.push((problem.kind, problem.offset));
    });
    (receipt, problems)
}

const WHOLE: &[u8] = b"id:0123456789 sub:001 dlvrd:001 submit date:2302101454 done date:2302101455 stat:DELIVRD err:000 Text: hello world";

#[test]
fn the_form_of_appendix_b_reads_without_a_word() {
    let (receipt, problems) = read(WHOLE);
    assert_eq!(problems, []);
    assert_eq!(receipt.id, Some(&b"0123456789"[..]));
    assert_eq!((receipt.sub(), receipt.dlvrd()), (Some(1), Some(1)));
    assert_eq!(receipt.submit_date(), Date::new(2023, 2, 10, 14, 54));
    assert_eq!(receipt.done_date(), Date::new(2023, 2, 10, 14, 55));
    assert_eq!(receipt.state(), Some(MessageState::DELIVERED));
    assert_eq!(receipt.err, Some(&b"000"[..]));
    assert_eq!(receipt.text, Some(&b"hello world"[..]));
}

#[test]
fn every_odd_form_of_the_quirks() {
    use ProblemKind as P;
    type Case<'a> = (&'a str, [Option<&'a str>; 8], &'a [(P, usize)]);
    let cases: [Case<'_>; 18] = [
        // Q52: sub, dlvrd and text missing.
        (
            "id:0654354026 submit date:2302101454 done date:2302101454 stat:DELIVRD err:000",
            [
                Some("0654354026"),
                None,
                None,
                Some("2302101454"),
                Some("2302101454"),
                Some("DELIVRD"),
                Some("000"),
                None,
            ],
            &[],
        ),
        // Error codes of any form.
        (
            "id:1 err:21b",
            [Some("1"), None, None, None, None, None, Some("21b"), None],
            &[],
        ),
        (
            "id:1 err:-5",
            [Some("1"), None, None, None, None, None, Some("-5"), None],
            &[],
        ),
        (
            "id:1 err:",
            [Some("1"), None, None, None, None, None, Some(""), None],
            &[],
        ),
        // Q53: dates.
        (
            "done date:201012101112 submit date:0000000000",
            [
                None,
                None,
                None,
                Some("0000000000"),
                Some("201012101112"),
                None,
                None,
                None,
            ],
            &[
                (P::AmbiguousDate(Key::DoneDate), 0),
                (P::Unreadable(Key::SubmitDate), 23),
            ],
        ),
        // Q54: a state without its key.
        (
            "id:1 done date:2302101454 DELIVRD err:000",
            [
                Some("1"),
                None,
                None,
                None,
                Some("2302101454"),
                Some("DELIVRD"),
                Some("000"),
                None,
            ],
            &[(P::StateWithoutKey, 26)],
        ),
        // One beside its key is junk.
        (
            "stat:DELIVRD EXPIRED",
            [None, None, None, None, None, Some("DELIVRD"), None, None],
            &[(P::Junk, 13)],
        ),
        // Unknown states stay text.
        (
            "id:1 stat:BUFFRED",
            [
                Some("1"),
                None,
                None,
                None,
                None,
                Some("BUFFRED"),
                None,
                None,
            ],
            &[(P::UnknownState, 5)],
        ),
        // Keys in any case and order, `text:` too.
        (
            "STAT:EXPIRED ID:a-b_c DlvRd:0 TEXT:x",
            [
                Some("a-b_c"),
                None,
                Some("0"),
                None,
                None,
                Some("EXPIRED"),
                None,
                Some("x"),
            ],
            &[],
        ),
        // Junk stuck to a key.
        (
            "id:1 dfdfsub:0 stat:DELIVRD",
            [
                Some("1"),
                Some("0"),
                None,
                None,
                None,
                Some("DELIVRD"),
                None,
                None,
            ],
            &[(P::Junk, 5)],
        ),
        // An id is not guessed.
        (
            "grid:7 context:9",
            [None; 8],
            &[(P::UnknownKey, 0), (P::UnknownKey, 7)],
        ),
        // Unknown keys and junk between.
        (
            "id:1 nmsc:26201 ?? stat:DELIVRD",
            [
                Some("1"),
                None,
                None,
                None,
                None,
                Some("DELIVRD"),
                None,
                None,
            ],
            &[(P::UnknownKey, 5), (P::Junk, 16)],
        ),
        // Empty values before the next key, and a value after a space.
        (
            "id: sub:001 dlvrd: 001 submit date: done date:2302101454",
            [
                Some(""),
                Some("001"),
                Some("001"),
                Some(""),
                Some("2302101454"),
                None,
                None,
                None,
            ],
            &[
                (P::SpaceBeforeValue(Key::Dlvrd), 18),
                (P::Unreadable(Key::SubmitDate), 23),
            ],
        ),
        // Keys whose words are joined otherwise.
        (
            "submit_date:2302101454 DoneDate:2302101455",
            [
                None,
                None,
                None,
                Some("2302101454"),
                Some("2302101455"),
                None,
                None,
                None,
            ],
            &[],
        ),
        // The text runs to the end: what its sender wrote is no field.
        (
            "id:1 text:hi id:2 stat:DELIVRD",
            [
                Some("1"),
                None,
                None,
                None,
                None,
                None,
                None,
                Some("hi id:2 stat:DELIVRD"),
            ],
            &[],
        ),
        // The first of two counts.
        (
            "id:1 id:2",
            [Some("1"), None, None, None, None, None, None, None],
            &[(P::Repeated(Key::Id), 5)],
        ),
        // Q56: NULs at the end.
        (
            "id:1 sub:x\0\0",
            [Some("1"), Some("x"), None, None, None, None, None, None],
            &[(P::TrailingNul, 10), (P::Unreadable(Key::Sub), 5)],
        ),
        ("", [None; 8], &[]),
    ];
    for (text, fields, expected) in cases {
        let (receipt, problems) = read(text.as_bytes());
        for (key, field) in Key::ALL.into_iter().zip(fields) {
            assert_eq!(
                receipt.field(key),
                field.map(str::as_bytes),
                "{text} {key:?}"
            );
        }
        assert_eq!(problems, expected, "{text}");
    }
}

#[test]
fn fields_after_the_text_only_when_asked() {
    let text = b"id:1 text:hi there stat:DELIVRD err:0";
    let receipt = ReceiptText::decode(text, true, &mut |_| {});
    assert_eq!(receipt.text, Some(&b"hi there"[..]));
    assert_eq!(receipt.state(), Some(MessageState::DELIVERED));
    assert_eq!(receipt.err, Some(&b"0"[..]));
}

#[test]
fn words_and_full_names_are_states() {
    for (word, state) in text::WORDS {
        assert_eq!(text::state(word.to_lowercase().as_bytes()), Some(state));
    }
    for state in MessageState::KNOWN {
        let name = state.name().unwrap();
        assert_eq!(text::state(name.as_bytes()), Some(*state));
    }
    for stat in ["FAILED", "BADSTAT", "ACKED", "", "DELIVR"] {
        assert_eq!(text::state(stat.as_bytes()), None);
    }
}

#[test]
fn what_is_written_has_no_departure_and_reads_the_same() {
    let date = Date::new(2023, 2, 10, 14, 54).unwrap();
    for (word, state) in text::WORDS {
        let mut receipt = AppendixB {
            id: b"42",
            sub: 1,
            dlvrd: 1000,
            submit_date: date,
            done_date: date,
            state,
            err: b"000",
            text: b"twenty characters, \x1Be and more",
        };
        let mut out = [0; 160];
        let octets = receipt.encode(&mut out).unwrap();
        let expected = format!(
            "id:42 sub:001 dlvrd:999 submit date:2302101454 done date:2302101454 stat:{word} err:000 Text: twenty characters, "
        );
        assert_eq!(octets, expected.as_bytes());
        let (read, problems) = read(octets);
        assert_eq!(problems, []);
        assert_eq!((read.state(), read.done_date()), (Some(state), Some(date)));
        let size = octets.len();
        assert_eq!(
            receipt.encode(&mut [0; 160][..size - 1]).unwrap_err(),
            crate::TextError::too_small(size)
        );
        receipt.state = MessageState(77);
        let mut out = [0; 160];
        let octets = receipt.encode(&mut out).unwrap();
        assert!(octets.windows(12).any(|window| window == b"stat:UNKNOWN"));
    }
}

proptest! {
    #[test]
    fn any_octets_are_read_within_themselves(
        octets in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..80),
            "((id|sub|dlvrd|submit date|done date|stat|err|text|x)?:?[ 0-9a-z]{0,6} ?){0,12}"
                .prop_map(std::string::String::into_bytes),
        ],
        anywhere: bool,
    ) {
        let mut offsets = Vec::new();
        let receipt = ReceiptText::decode(&octets, anywhere, &mut |problem| offsets.push(problem.offset));
        prop_assert!(offsets.iter().all(|&offset| offset <= octets.len()));
        prop_assert!(offsets.len() <= octets.len() + 1);
        let range = octets.as_ptr_range();
        for key in Key::ALL {
            if let Some(field) = receipt.field(key) {
                let field = field.as_ptr_range();
                prop_assert!(field.is_empty() || (range.start <= field.start && field.end <= range.end));
            }
        }
    }

    #[test]
    fn what_is_written_reads_back(
        id in "[0-9A-Za-z-]{1,20}",
        sub in 0..1000_u16,
        dlvrd in 0..1000_u16,
        err in "[0-9a-z]{1,4}",
        text in "[ -~]{0,20}",
        date in (2000..2070_u16, 1..=12_u8, 1..=28_u8, 0..24_u8, 0..60_u8),
    ) {
        let date = Date::new(date.0, date.1, date.2, date.3, date.4).unwrap();
        let written = AppendixB {
            id: id.as_bytes(),
            sub,
            dlvrd,
            submit_date: date,
            done_date: date,
            state: MessageState::REJECTED,
            err: err.as_bytes(),
            text: text.as_bytes(),
        };
        let mut out = [0; 200];
        let (receipt, problems) = read(written.encode(&mut out).unwrap());
        prop_assert_eq!(problems, []);
        prop_assert_eq!(receipt.id, Some(id.as_bytes()));
        prop_assert_eq!((receipt.sub(), receipt.dlvrd()), (Some(sub.into()), Some(dlvrd.into())));
        prop_assert_eq!(receipt.submit_date(), Some(date));
        prop_assert_eq!(receipt.err, Some(err.as_bytes()));
        prop_assert_eq!(receipt.text, Some(text.as_bytes()));
    }
}
