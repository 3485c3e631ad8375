use std::collections::BTreeMap;
use std::time::Duration;

use proptest::prelude::*;
use smpp_codec::{CommandId, CommandStatus};

use super::counts::{Counts, MAX_PAIRS};
use super::{Count, Meter, Metrics};

const ROK: CommandStatus = CommandStatus::ESME_ROK;

fn by_pair(counts: impl Iterator<Item = Count>) -> BTreeMap<(u32, u32), u64> {
    let mut map = BTreeMap::new();
    for count in counts {
        let key = (count.command_id.0, count.command_status.0);
        assert_eq!(map.insert(key, count.pdus), None, "each pair once");
    }
    map
}

proptest! {
    #[test]
    fn every_pdu_is_counted_once_and_merging_adds(
        pdus in prop::collection::vec((0..5_u32, 0..4_u32, any::<bool>(), 16..500_usize), 0..300)
    ) {
        let mut sessions = [Meter::default(), Meter::default()];
        let mut expected = BTreeMap::<(u32, u32), u64>::new();
        let mut octets = 0;
        for (id, status, which, length) in pdus {
            sessions[usize::from(which)].sent(CommandId(id), CommandStatus(status), length);
            *expected.entry((id, status)).or_default() += 1;
            octets += length as u64;
        }
        let mut all = Metrics::default();
        sessions.iter().for_each(|session| all.merge(&session.snapshot()));
        prop_assert_eq!(all.pdus_sent(), expected.values().sum::<u64>());
        prop_assert_eq!(by_pair(all.sent()), expected);
        prop_assert_eq!(all.octets_sent(), octets);
        prop_assert_eq!(all.pdus_received(), 0);
    }

    #[test]
    fn a_percentile_is_within_one_in_a_hundred_of_the_true_one(
        latencies in prop::collection::vec(0..5_000_000_u64, 1..300)
    ) {
        let mut sessions = [Meter::default(), Meter::default()];
        for (number, micros) in latencies.iter().enumerate() {
            sessions[number % 2].answered(Duration::from_micros(*micros));
        }
        let mut all = sessions[0].snapshot();
        all.merge(&sessions[1].snapshot());
        let mut sorted = latencies;
        sorted.sort_unstable();
        prop_assert_eq!(all.answered(), sorted.len() as u64);
        for part in [0.5, 0.9, 0.99, 1.0] {
            let rank = ((sorted.len() as f64 * part).ceil() as usize).clamp(1, sorted.len());
            let truly = sorted[rank - 1] as f64;
            let said = all.latency(part).unwrap().as_micros() as f64;
            // The widest step of two digits, and the microsecond that a step begins with.
            prop_assert!((said - truly).abs() <= truly / 100.0 + 1.0, "{part}: {said} for {truly}");
        }
    }
}

#[test]
fn the_frequent_come_to_the_front_whatever_came_first() {
    let mut counts = Counts::default();
    for id in 0..10 {
        counts.add(CommandId(id), ROK, 1);
    }
    for _ in 0..20 {
        counts.add(CommandId(9), ROK, 1);
    }
    assert_eq!(counts.iter().next().unwrap().command_id, CommandId(9));
}

#[test]
fn a_peer_of_many_statuses_costs_a_bounded_list() {
    let mut meter = Meter::default();
    for status in 0..1000 {
        meter.received(CommandId::SUBMIT_SM_RESP, CommandStatus(status), 16);
    }
    let metrics = meter.snapshot();
    assert_eq!(metrics.received().count(), MAX_PAIRS);
    assert_eq!(metrics.unlisted_received(), 1000 - MAX_PAIRS as u64);
    assert_eq!(metrics.pdus_received(), 1000);
}

#[test]
fn the_two_directions_are_not_mixed_up() {
    let mut meter = Meter::default();
    meter.sent(CommandId::SUBMIT_SM, ROK, 100);
    for status in 0..MAX_PAIRS as u32 + 3 {
        meter.received(CommandId::SUBMIT_SM_RESP, CommandStatus(status), 20);
        meter.sent(CommandId::DELIVER_SM_RESP, CommandStatus(status), 16);
    }
    let metrics = meter.snapshot();
    assert_eq!(
        metrics.sent().next().unwrap().command_id,
        CommandId::SUBMIT_SM
    );
    assert_eq!((metrics.pdus_sent(), metrics.pdus_received()), (68, 67));
    assert_eq!(
        (metrics.octets_sent(), metrics.octets_received()),
        (100 + 67 * 16, 67 * 20)
    );
    assert_eq!(
        (metrics.unlisted_sent(), metrics.unlisted_received()),
        (4, 3)
    );
    let mut twice = metrics.clone();
    twice.merge(&metrics);
    assert_eq!((twice.unlisted_sent(), twice.unlisted_received()), (8, 6));
    assert_eq!(
        (twice.pdus_sent(), twice.octets_received()),
        (136, 2 * 67 * 20)
    );
}

#[test]
fn window_use_is_the_last_and_the_greatest() {
    let mut meter = Meter::default();
    for in_use in [1, 2, 3, 2] {
        meter.outstanding(in_use);
    }
    let mut metrics = meter.snapshot();
    assert_eq!(
        (metrics.window_use(), metrics.greatest_window_use()),
        (2, 3)
    );
    metrics.merge(&meter.snapshot());
    assert_eq!(
        (metrics.window_use(), metrics.greatest_window_use()),
        (4, 3)
    );
}

#[test]
fn the_latency_of_the_link_is_the_last_and_of_several_the_greatest() {
    let (mut one, mut other) = (Meter::default(), Meter::default());
    for millis in [9, 5] {
        one.link_answered(Duration::from_millis(millis));
    }
    other.link_answered(Duration::from_millis(3));
    let mut all = Metrics::default();
    assert_eq!(all.link_latency(), None);
    all.merge(&one.snapshot());
    all.merge(&other.snapshot());
    assert_eq!(all.link_latency(), Some(Duration::from_millis(5)));
    assert_eq!(all.answered(), 0);
}

#[test]
fn latencies_that_make_no_sense_are_taken() {
    let mut meter = Meter::default();
    assert_eq!(meter.snapshot().latency(0.5), None);
    meter.answered(Duration::ZERO);
    assert_eq!(meter.snapshot().latency(1.0), Some(Duration::ZERO));
    meter.answered(Duration::MAX);
    let greatest = meter.snapshot().latency(1.0).unwrap();
    assert!(greatest >= Duration::from_secs(3600) && greatest < Duration::from_secs(3700));
    for part in [f64::NAN, -1.0, 2.0, f64::INFINITY] {
        let _ = meter.snapshot().latency(part);
    }
}

#[test]
fn an_idle_session_has_no_histogram_and_an_active_one_a_small_one() {
    let mut meter = Meter::default();
    assert!(size_of::<Meter>() <= 200, "{}", size_of::<Meter>());
    meter.link_answered(Duration::from_millis(300));
    assert_eq!(meter.latency_cells(), 0);
    for (micros, most) in [
        (255, 256),
        (16_383, 1_024),
        (262_143, 1_536),
        (u64::MAX, 3_500),
    ] {
        meter.answered(Duration::from_micros(micros));
        let cells = meter.latency_cells();
        assert!(
            cells > 0 && cells <= most,
            "{cells} of 4 octets for {micros} us"
        );
    }
}
