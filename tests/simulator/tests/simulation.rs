//! Seeded runs of a pair: laws 3, 7 and 8 as oracles, and every quirk of a misbehaving peer.
//!
//! `SMPP_SIMULATION_OPERATIONS` sets how many operations, `SMPP_SIMULATION_SEED` runs one seed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use proptest::prelude::*;
use smpp_simulator::{Statistics, octets_of, run};

/// A million in an optimised run, which takes less than a second; fewer where each costs more.
const DEFAULT: u64 = if cfg!(debug_assertions) {
    100_000
} else {
    1_000_000
};

const OPERATIONS_OF_A_RUN: usize = 250;

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn seeded_runs_break_no_law() {
    let operations = variable("SMPP_SIMULATION_OPERATIONS").unwrap_or(DEFAULT);
    let only = variable("SMPP_SIMULATION_SEED");
    let runs = operations.div_ceil(OPERATIONS_OF_A_RUN as u64);
    let seeds = match only {
        Some(seed) => seed..seed + 1,
        None => 0..runs,
    };
    let (start, runs) = (Instant::now(), seeds.end - seeds.start);
    let mut total = Statistics::default();
    for seed in seeds {
        let octets = octets_of(seed, OPERATIONS_OF_A_RUN);
        let run = catch_unwind(AssertUnwindSafe(|| run(&octets)));
        let Ok(run) = run else {
            panic!("seed {seed} breaks a law: SMPP_SIMULATION_SEED={seed} repeats it")
        };
        total.requests += run.requests;
        total.answered += run.answered;
        total.bound += run.bound;
        total.frames += run.frames;
        total.connections += run.connections;
    }
    println!(
        "{runs} runs of {OPERATIONS_OF_A_RUN} operations in {:?}: {total:?}",
        start.elapsed()
    );
    if only.is_none() {
        // A run in which nothing happens proves nothing.
        assert!(total.requests as u64 > operations / 100, "{total:?}");
        assert!(total.answered * 4 > total.requests, "{total:?}");
        assert!(total.bound * 2 > total.connections, "{total:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The same language, so that a failure shrinks.
    #[test]
    fn any_operations_break_no_law(octets in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = run(&octets);
    }
}
