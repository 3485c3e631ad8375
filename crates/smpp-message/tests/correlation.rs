//! Receipts go to the message they are about, and to no other.

use core::time::Duration;

use proptest::prelude::*;
use smpp_message::Instant;
use smpp_message::correlate::{Correlated, Correlator, CorrelatorConfig, Discarded, Entry};

const NOW: Instant = Instant::from_micros(0);
const START: Instant = Instant::from_micros(1_000_000);
const SECOND: Duration = Duration::from_secs(1);
const TO: &[u8] = b"447700900123";

/// A message centre that counts in decimal: `10` read as hexadecimal is 16, which is another
/// message of the same destination, and a newer one.
#[test]
fn the_same_text_goes_before_the_same_number() {
    let mut correlator = Correlator::new(CorrelatorConfig::default(), [Entry::EMPTY; 32]);
    for id in 0..32 {
        let sent = correlator.submitted(NOW, id.to_string().as_bytes(), TO, id);
        assert_eq!(sent, None);
    }
    for id in 0..32 {
        let ids = [id.to_string()];
        let ids = ids.iter().map(String::as_bytes);
        let matched = correlator.receipt(NOW, ids, TO, true, ());
        assert_eq!(matched, Correlated::Matched(id, ()));
    }
    assert!(correlator.is_empty());
}

#[test]
fn a_receipt_that_came_first_waits_for_the_same_text() {
    let mut correlator = Correlator::new(CorrelatorConfig::default(), [Entry::EMPTY; 4]);
    for id in [b"10", b"16"] {
        let waits = correlator.receipt(NOW, [&id[..]], TO, true, id);
        assert_eq!(waits, Correlated::Waiting(None));
    }
    assert_eq!(correlator.submitted(NOW, b"10", TO, "ten"), None);
    assert_eq!(correlator.held(b"10", TO), Some(("ten", b"10")));
}

type Plain = Correlator<u32, char, Vec<Entry<u32, char>>>;

fn correlator(entries: usize) -> Plain {
    let entries = (0..entries).map(|_| Entry::EMPTY).collect();
    Correlator::new(CorrelatorConfig::default(), entries)
}

fn finds(submitted: &[u8], receipted: &[u8]) -> bool {
    let mut correlator = correlator(4);
    correlator.submitted(START, submitted, b"4477", 1);
    let found = correlator.receipt(START, [receipted], b"4477", true, 'r');
    // Both orders agree.
    let mut other = self::correlator(4);
    other.receipt(START, [receipted], b"4477", true, 'r');
    other.submitted(START, submitted, b"4477", 1);
    let held = other.held(submitted, b"4477");
    assert_eq!(held.is_some(), matches!(found, Correlated::Matched(1, 'r')));
    held.is_some()
}

#[test]
fn ids_match_as_text_and_as_numbers() {
    for (one, other) in [
        (&b"42"[..], &b"42"[..]),
        (b"abc-DEF", b"ABC-def"),
        (b"0000000042", b"42"),
        (b"42", b"0042\0"),
        (b" 42", b"42 "),
        (b"1A2B", b"6699"),
        (b"6699", b"1a2b"),
        (b"0000001A2B", b"0000006699"),
        (b"D2D3A04", b"221067780"),
        (b"221067780", b"d2d3a04"),
        (b"00ABCDEF", b"abcdef"),
        (b"ABC-1", b"abc-1"),
        (b"0", b"000"),
        (b"ffffffffffffffff", b"18446744073709551615"),
    ] {
        assert!(finds(one, other), "{one:?} {other:?}");
    }
    for (one, other) in [
        (&b"42"[..], &b"43"[..]),
        (b"", b""),
        (b"42", b""),
        (b"1A2B", b"6698"),
        (b"1G", b"16"),
        (b"A-1", b"A-2"),
        (b"abc", b"abcd"),
        (b"0", b""),
    ] {
        assert!(!finds(one, other), "{one:?} {other:?}");
    }
}

#[test]
fn numbers_match_only_if_wanted() {
    let config = CorrelatorConfig::new().with_numbers(false);
    let mut correlator = Correlator::new(config, [Entry::<u32, char>::EMPTY; 2]);
    correlator.submitted(START, b"1A2B", b"1", 1);
    let found = correlator.receipt(START, [&b"6699"[..]], b"1", true, 'r');
    assert_eq!(found, Correlated::Waiting(None));
    let found = correlator.receipt(START, [&b"1a2b"[..]], b"1", true, 's');
    assert_eq!(found, Correlated::Matched(1, 's'));
}

#[test]
fn any_of_the_receipts_ids_will_do() {
    let mut correlator = correlator(4);
    correlator.submitted(START, b"42", b"1", 1);
    let found = correlator.receipt(START, [&b"other"[..], b"42"], b"1", true, 'r');
    assert_eq!(found, Correlated::Matched(1, 'r'));
    assert!(correlator.is_empty());
}

/// A guessed id is not enough.
#[test]
fn the_address_must_match() {
    let mut correlator = correlator(4);
    correlator.submitted(START, b"42", b"447700900123", 1);
    for wrong in [&b"447700900124"[..], b"", b"7700900123", b"44770090012"] {
        let found = correlator.receipt(START, [&b"42"[..]], wrong, true, 'r');
        assert!(matches!(found, Correlated::Waiting(_)), "{wrong:?}");
    }
    let mut correlator = self::correlator(4);
    for (token, address) in [
        (1, &b"+447700900123"[..]),
        (2, b"00447700900123"),
        (3, b"BANK"),
    ] {
        correlator.submitted(START, b"42", address, token);
    }
    // The newest of two that cannot be told apart.
    let found = correlator.receipt(START, [&b"42"[..]], b"447700900123", true, 'r');
    assert_eq!(found, Correlated::Matched(2, 'r'));
    let found = correlator.receipt(START, [&b"42"[..]], b"BANK", true, 'r');
    assert_eq!(found, Correlated::Matched(3, 'r'));
}

#[test]
fn more_receipts_may_come_until_the_final_one() {
    let mut correlator = correlator(4);
    let id = [&b"42"[..]];
    // One before the response, two after.
    assert_eq!(
        correlator.receipt(START, id, b"1", false, 'a'),
        Correlated::Waiting(None)
    );
    assert_eq!(correlator.submitted(START, b"42", b"1", 1), None);
    assert_eq!(correlator.held(b"42", b"1"), Some((1, 'a')));
    assert_eq!(correlator.held(b"42", b"1"), None);
    assert_eq!(
        correlator.receipt(START, id, b"1", false, 'b'),
        Correlated::Matched(1, 'b')
    );
    assert_eq!(
        correlator.receipt(START, id, b"1", true, 'c'),
        Correlated::Matched(1, 'c')
    );
    assert!(correlator.is_empty());
}

#[test]
fn the_oldest_makes_room_and_age_is_bounded() {
    let mut correlator = correlator(2);
    let id = |number: u8| [b'0' + number];
    assert_eq!(correlator.submitted(START, &id(1), b"1", 1), None);
    correlator.receipt(START + SECOND, [&id(2)[..]], b"2", true, 'r');
    let full = correlator.submitted(START + SECOND * 2, &id(3), b"3", 3);
    assert_eq!(full, Some(Discarded::Message(1)));
    let full = correlator.receipt(START, [&id(4)[..]], b"4", true, 's');
    assert_eq!(full, Correlated::Waiting(Some(Discarded::Receipt('r'))));
    let day = SECOND * 24 * 60 * 60;
    let due = START + SECOND * 2 + day * 3;
    assert_eq!(correlator.poll_timeout(), Some(due));
    assert_eq!(correlator.poll_discarded(due), Some(Discarded::Message(3)));
    assert_eq!(
        correlator.poll_discarded(due),
        Some(Discarded::Receipt('s'))
    );
    assert_eq!(
        (correlator.poll_discarded(due), correlator.poll_timeout()),
        (None, None)
    );
}

#[test]
fn nothing_is_held_once_every_response_has_come() {
    let mut correlator = correlator(4);
    for (id, receipt) in [(&b"7"[..], 'a'), (b"8", 'b'), (b"9", 'c')] {
        let waits = correlator.receipt(START, [id], b"1", true, receipt);
        assert_eq!(waits, Correlated::Waiting(None));
    }
    assert_eq!(correlator.submitted(START, b"8", b"1", 8), None);
    assert_eq!(correlator.held(b"8", b"1"), Some((8, 'b')));
    assert_eq!(correlator.submitted(START, b"5", b"1", 5), None);
    assert_eq!(correlator.pop_receipt(), Some('a'));
    assert_eq!(correlator.pop_receipt(), Some('c'));
    assert_eq!(correlator.pop_receipt(), None);

    let mut ask = |id: &[u8], is_final| {
        let message = correlator.message_of([b"other", id], b"1", is_final);
        (message, correlator.len())
    };
    assert_eq!(ask(b"6", true), (None, 1));
    assert_eq!(ask(b"5", false), (Some(5), 1));
    assert_eq!(ask(b"5", true), (Some(5), 0));
    assert_eq!(ask(b"5", true), (None, 0));
}

#[test]
fn without_memory_everything_comes_back() {
    let mut correlator = correlator(0);
    let back = correlator.submitted(START, b"42", b"1", 1);
    assert_eq!(back, Some(Discarded::Message(1)));
    let back = correlator.receipt(START, [&b"42"[..]], b"1", true, 'r');
    assert_eq!(back, Correlated::Waiting(Some(Discarded::Receipt('r'))));
    assert_eq!(correlator.held(b"42", b"1"), None);
}

proptest! {
    /// Against a plain list: the same matches, the same that make room, nothing lost or doubled.
    #[test]
    fn behaves_as_a_list(
        entries in 0..6_usize,
        steps in prop::collection::vec((0..5_u8, 0..3_u8, 0..3_u8, any::<bool>()), 0..80),
    ) {
        let mut correlator = correlator(entries);
        // What waits, the oldest first: id, address, message or receipt.
        let mut list: Vec<(u8, u8, Result<u32, char>, bool)> = Vec::new();
        for (index, (what, id, address, is_final)) in steps.into_iter().enumerate() {
            let (ids, addresses) = ([b'1' + id], [b'1' + address]);
            let token = u32::try_from(index).unwrap();
            let newest = |list: &[(u8, u8, Result<u32, char>, bool)], message: bool| {
                list.iter().rposition(|entry| {
                    (entry.0, entry.1, entry.2.is_ok()) == (id, address, message)
                })
            };
            match what {
                0 | 1 => {
                    let room = correlator.submitted(START, &ids, &addresses, token);
                    list.push((id, address, Ok(token), false));
                    let expected = (list.len() > entries).then(|| match list.remove(0).2 {
                        Ok(message) => Discarded::Message(message),
                        Err(receipt) => Discarded::Receipt(receipt),
                    });
                    prop_assert_eq!(room, expected);
                }
                2 => {
                    let held = correlator.held(&ids, &addresses);
                    let expected = newest(&list, true).zip(newest(&list, false));
                    let expected = expected.map(|(message, receipt)| {
                        let token = list[message].2.unwrap();
                        let (_, _, content, is_final) = list[receipt];
                        let mut gone = vec![receipt];
                        if is_final {
                            gone.push(message);
                        }
                        gone.sort_unstable();
                        for at in gone.into_iter().rev() {
                            let _ = list.remove(at);
                        }
                        (token, content.unwrap_err())
                    });
                    prop_assert_eq!(held, expected);
                }
                _ => {
                    let name = char::from_u32(0x1000 + token).unwrap();
                    let found = correlator.receipt(START, [&ids[..]], &addresses, is_final, name);
                    if let Some(message) = newest(&list, true) {
                        let token = list[message].2.unwrap();
                        if is_final {
                            let _ = list.remove(message);
                        }
                        prop_assert_eq!(found, Correlated::Matched(token, name));
                    } else {
                        list.push((id, address, Err(name), is_final));
                        let expected = (list.len() > entries).then(|| match list.remove(0).2 {
                            Ok(message) => Discarded::Message(message),
                            Err(receipt) => Discarded::Receipt(receipt),
                        });
                        prop_assert_eq!(found, Correlated::Waiting(expected));
                    }
                }
            }
            prop_assert_eq!(correlator.len(), list.len());
        }
    }
}
