//! Pacing and reconnection, each alone.

use core::time::Duration;

use proptest::prelude::*;
use smpp_codec::CommandStatus;
use smpp_session::{Instant, Pacer, PacerConfig, Reconnect, ReconnectConfig, SessionEnd};

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
        let config = PacerConfig::new()
            .with_messages_per_second(rate)
            .with_burst(burst);
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
    let config = PacerConfig::new()
        .with_messages_per_second(10)
        .with_burst(3);
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
    let config = PacerConfig::new().with_messages_per_second(100);
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
        let config = PacerConfig::new()
            .with_messages_per_second(1_000)
            .with_burst(burst);
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
    let config = PacerConfig::new().with_messages_per_second(100);
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
        let config = PacerConfig::new().with_messages_per_second(rate).with_burst(burst).with_least_per_second(least);
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
        let config = ReconnectConfig::new()
            .with_first(SECOND * 100)
            .with_longest(SECOND * 100);
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
