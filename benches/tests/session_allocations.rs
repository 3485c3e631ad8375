//! What a session allocates, which is nothing, and what 100,000 idle ones weigh: counted.

use std::hint::black_box;

use smpp_benches::exchange::Exchange;
use smpp_benches::idle::{Idle, Side};

#[test]
fn the_counter_counts() {
    let counted = allocation_counter::measure(|| drop(black_box(vec![1_u8; 100])));
    assert_eq!((counted.count_total, counted.bytes_max), (1, 100));
}

#[test]
fn an_exchange_allocates_nothing_at_any_window() {
    for window in [1, 10, 100, 1000] {
        let mut exchange = Exchange::new(window);
        let counted = allocation_counter::measure(|| {
            for _ in 0..2_500 {
                exchange.run();
                exchange.run_codec_alone();
            }
        });
        assert_eq!(counted.count_total, 0, "window {window}: {counted:?}");
    }
}

#[test]
fn a_timer_allocates_nothing() {
    let mut idle = Idle::new(100);
    let counted = allocation_counter::measure(|| {
        for _ in 0..1_000 {
            idle.next_event();
        }
    });
    assert_eq!(counted.count_total, 0, "{counted:?}");
}

/// With the queue of their timers.
#[test]
fn a_hundred_thousand_idle_sessions_take_less_than_100_megabytes() {
    let counted = allocation_counter::measure(|| {
        black_box(Idle::new(100_000));
    });
    println!(
        "100,000 sessions of {} octets: {:.1} MB",
        size_of::<Side>(),
        counted.bytes_max as f64 / 1e6
    );
    assert!(counted.bytes_max < 100_000_000, "{counted:?}");
}
