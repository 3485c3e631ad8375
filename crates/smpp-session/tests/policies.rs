//! Pacing, reconnection and correlation, each alone.

use core::time::Duration;

use proptest::prelude::*;
use smpp_codec::CommandStatus;
use smpp_session::{
    Correlated, Correlator, CorrelatorConfig, Discarded, Entry, Instant, Pacer, PacerConfig,
    Reconnect, ReconnectConfig, SessionEnd,
};

const START: Instant = Instant::from_micros(1_000_000);
const ROK: CommandStatus = CommandStatus::ESME_ROK;
const SECOND: Duration = Duration::from_secs(1);

//------- Pacing -----

/// Sends as fast as it may for so long; how many went.
fn drive(
    pacer: &mut Pacer,
    now: &mut Instant,
    time: Duration,
    mut answer: impl FnMut(Instant) -> (CommandStatus, Option<u8>),
) -> u32 {
    let end = *now + time;
    let mut sent = 0;
    loop {
        let ready = pacer.ready_at(*now);
        assert!(ready >= *now, "never in the past");
        if ready >= end {
            *now = end;
            return sent;
        }
        *now = ready;
        assert_eq!(pacer.ready_at(ready), ready, "when it says so, it is ready");
        pacer.sent(*now);
        let (status, congestion) = answer(*now);
        pacer.answered(*now, status, congestion);
        sent += 1;
        assert!(sent < 1_000_000);
    }
}

#[test]
fn the_rate_is_held() {
    for (rate, burst) in [(1, 1), (10, 1), (10, 5), (333, 1), (1_000, 100)] {
        let config = PacerConfig {
            messages_per_second: rate,
            burst,
            ..PacerConfig::default()
        };
        let (mut pacer, mut now) = (Pacer::new(config, START), START);
        let sent = drive(&mut pacer, &mut now, SECOND * 20, |_| (ROK, None));
        let expected = rate * 20 + burst;
        assert!(
            sent.abs_diff(expected) <= 1 + expected / 1_000,
            "{rate} a second, {burst} at once: {sent}"
        );
    }
}

#[test]
fn a_burst_goes_at_once_and_no_more_than_a_burst() {
    let config = PacerConfig {
        messages_per_second: 10,
        burst: 3,
        ..PacerConfig::default()
    };
    let mut pacer = Pacer::new(config, START);
    let later = START + SECOND * 3600;
    for _ in 0..3 {
        assert_eq!(pacer.ready_at(later), later);
        pacer.sent(later);
    }
    assert_eq!(pacer.ready_at(later), later + SECOND / 10);
}

#[test]
fn without_a_limit_nothing_waits_until_the_peer_complains() {
    let (mut pacer, mut now) = (Pacer::new(PacerConfig::default(), START), START);
    assert_eq!(pacer.rate(), u32::MAX);
    for _ in 0..500 {
        assert_eq!(pacer.ready_at(now), now);
        pacer.sent(now);
        now = now + SECOND / 100;
        pacer.answered(now, ROK, None);
    }
    pacer.answered(now, CommandStatus::ESME_RTHROTTLED, None);
    // 100 a second went, so 50 from here on, and nothing for a second.
    assert_eq!(pacer.rate(), 50);
    assert_eq!(pacer.ready_at(now), now + SECOND);
    // What was on its way complains too, but that is the same complaint.
    for _ in 0..10 {
        pacer.answered(now + SECOND / 10, CommandStatus::ESME_RTHROTTLED, None);
    }
    assert_eq!(pacer.rate(), 50);
    // A full queue takes longer.
    let later = now + SECOND * 2;
    pacer.answered(later, CommandStatus::ESME_RMSGQFUL, None);
    assert_eq!(pacer.ready_at(later), later + SECOND * 5);
}

#[test]
fn the_rate_recovers_but_not_while_nobody_uses_it() {
    let config = PacerConfig {
        messages_per_second: 100,
        ..PacerConfig::default()
    };
    let (mut pacer, mut now) = (Pacer::new(config, START), START);
    drive(&mut pacer, &mut now, SECOND * 2, |_| (ROK, None));
    pacer.answered(now, CommandStatus::ESME_RTHROTTLED, None);
    now = now + SECOND * 2;
    pacer.answered(now, CommandStatus::ESME_RTHROTTLED, None);
    assert!(pacer.rate().abs_diff(26) <= 2, "{}", pacer.rate());
    drive(&mut pacer, &mut now, SECOND * 40, |_| (ROK, None));
    assert_eq!(pacer.rate(), 100, "as configured, and no more");

    let (mut quiet, mut now) = (Pacer::new(PacerConfig::default(), START), START);
    drive_slowly(&mut quiet, &mut now);
    quiet.answered(now, CommandStatus::ESME_RTHROTTLED, None);
    drive_slowly(&mut quiet, &mut now);
    assert!(
        quiet.rate() <= 20,
        "twice what is used at most: {}",
        quiet.rate()
    );
}

/// Ten a second for an hour.
fn drive_slowly(pacer: &mut Pacer, now: &mut Instant) {
    for _ in 0..36_000 {
        *now = pacer.ready_at(*now + SECOND / 10);
        pacer.sent(*now);
        pacer.answered(*now, ROK, None);
    }
}

/// A message centre that can do 100 a second, and tells how loaded it is.
#[test]
fn congestion_is_held_in_the_optimum() {
    for burst in [1, 10] {
        let config = PacerConfig {
            messages_per_second: 1_000,
            burst,
            ..PacerConfig::default()
        };
        let (mut pacer, mut now) = (Pacer::new(config, START), START);
        let mut times: std::collections::VecDeque<Instant> = std::collections::VecDeque::new();
        let (mut states, start) = (Vec::new(), now);
        drive(&mut pacer, &mut now, SECOND * 120, |now| {
            times.push_back(now);
            while times
                .front()
                .is_some_and(|first| now.since(*first) > SECOND)
            {
                times.pop_front();
            }
            let state = u8::try_from(times.len().min(100)).unwrap();
            if now.since(start) > SECOND * 60 {
                states.push(state);
            }
            (ROK, Some(state))
        });
        let good = states
            .iter()
            .filter(|state| (80..90).contains(*state))
            .count();
        assert!(
            good * 100 >= states.len() * 95,
            "{good} of {}: {:?}",
            states.len(),
            pacer.rate()
        );
    }
}

#[test]
fn reserved_congestion_states_say_nothing() {
    let config = PacerConfig {
        messages_per_second: 100,
        ..PacerConfig::default()
    };
    for state in 101..=255 {
        let mut pacer = Pacer::new(config, START);
        pacer.answered(START, ROK, Some(state));
        assert_eq!(
            (pacer.rate(), pacer.ready_at(START)),
            (100, START),
            "{state}"
        );
    }
    let mut pacer = Pacer::new(config, START);
    pacer.answered(START, ROK, Some(100));
    assert_eq!((pacer.rate(), pacer.ready_at(START)), (50, START + SECOND));
}

proptest! {
    #[test]
    fn a_pacer_never_stops_for_good(
        rate in any::<u32>(), burst in any::<u32>(), least in any::<u32>(),
        steps in prop::collection::vec((any::<u32>(), 0..5_u8, any::<u8>()), 0..60),
    ) {
        let config = PacerConfig {
            messages_per_second: rate, burst, least_per_second: least, ..PacerConfig::default()
        };
        let (mut pacer, mut now) = (Pacer::new(config, START), START);
        for (micros, what, congestion) in steps {
            now = now + Duration::from_micros(micros.into());
            match what {
                0 | 1 => pacer.sent(now),
                2 => pacer.answered(now, CommandStatus::ESME_RTHROTTLED, None),
                3 => pacer.answered(now, CommandStatus::ESME_RMSGQFUL, Some(congestion)),
                _ => pacer.answered(now, ROK, Some(congestion)),
            }
            let ready = pacer.ready_at(now);
            prop_assert!(ready >= now);
            // A pause of five seconds at most, then a message at one a second.
            prop_assert!(ready.since(now) <= SECOND * 6, "{:?}", ready.since(now));
            if rate != 0 {
                prop_assert!(pacer.rate() <= rate);
            }
        }
    }
}

//------- Reconnection -----

fn waits(ending: SessionEnd, count: usize, random: u32) -> Vec<Duration> {
    let mut reconnect = Reconnect::new(ReconnectConfig::default());
    (0..count)
        .map(|_| reconnect.after(ending, Duration::ZERO, random))
        .collect()
}

#[test]
fn waits_double_to_a_limit() {
    let seconds = |ending| -> Vec<u64> {
        waits(ending, 8, u32::MAX)
            .iter()
            .map(Duration::as_secs)
            .collect()
    };
    assert_eq!(seconds(SessionEnd::Lost), [1, 2, 4, 8, 16, 32, 60, 60]);
    assert_eq!(
        seconds(SessionEnd::Unbound),
        [5, 10, 20, 40, 60, 60, 60, 60]
    );
    assert_eq!(
        seconds(SessionEnd::Credentials),
        [60, 120, 240, 480, 900, 900, 900, 900]
    );
    assert_eq!(seconds(SessionEnd::AlreadyBound)[..2], [90, 180]);
    assert_eq!(
        *waits(SessionEnd::Lost, 100, u32::MAX).last().unwrap(),
        SECOND * 60
    );
}

#[test]
fn jitter_is_between_half_and_all() {
    for (random, least, most) in [(0, 50, 51), (u32::MAX / 2, 74, 76), (u32::MAX, 100, 100)] {
        let config = ReconnectConfig {
            first: SECOND * 100,
            longest: SECOND * 100,
            ..ReconnectConfig::default()
        };
        let wait = Reconnect::new(config).after(SessionEnd::Lost, Duration::ZERO, random);
        assert!(
            (SECOND * least..=SECOND * most).contains(&wait),
            "{random}: {wait:?}"
        );
    }
}

#[test]
fn a_session_that_lasted_begins_again_and_so_does_another_ending() {
    let mut reconnect = Reconnect::new(ReconnectConfig::default());
    let mut wait = |ending, bound| reconnect.after(ending, bound, u32::MAX).as_secs();
    assert_eq!(
        [
            wait(SessionEnd::Lost, Duration::ZERO),
            wait(SessionEnd::Lost, SECOND)
        ],
        [1, 2]
    );
    assert_eq!(wait(SessionEnd::Lost, SECOND * 30), 1);
    assert_eq!(wait(SessionEnd::Lost, Duration::ZERO), 2);
    assert_eq!(wait(SessionEnd::AlreadyBound, Duration::ZERO), 90);
}

#[test]
fn refusals_are_told_apart() {
    for (status, ending) in [
        (0x0D, SessionEnd::Credentials),
        (0x0E, SessionEnd::Credentials),
        (0x0F, SessionEnd::Credentials),
        (0x53, SessionEnd::Credentials),
        (0x05, SessionEnd::AlreadyBound),
        (0x08, SessionEnd::Refused),
        (0x03, SessionEnd::Refused),
        (0x45F, SessionEnd::Refused),
    ] {
        assert_eq!(
            SessionEnd::of_bind(CommandStatus(status)),
            ending,
            "{status:#x}"
        );
    }
}

//------- Correlation -----

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
        (b"abc", b"abcd"),
        (b"0", b""),
    ] {
        assert!(!finds(one, other), "{one:?} {other:?}");
    }
}

#[test]
fn numbers_match_only_if_wanted() {
    let config = CorrelatorConfig {
        numbers: false,
        ..CorrelatorConfig::default()
    };
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
