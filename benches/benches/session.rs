//! One exchange at windows of 1 to 1000 beside its codec work, and the timers of 100,000 sessions.
#![allow(missing_docs, reason = "criterion's macros define the entry points")]

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use smpp_benches::exchange::Exchange;
use smpp_benches::idle::Idle;

fn exchange(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("session/exchange");
    group.bench_function("codec", |bencher| {
        let mut exchange = Exchange::new(1);
        bencher.iter(|| exchange.run_codec_alone());
    });
    for window in [1, 10, 100, 1000] {
        group.bench_function(format!("window {window:4}"), |bencher| {
            let mut exchange = Exchange::new(window);
            bencher.iter(|| exchange.run());
        });
    }
    group.finish();
}

fn timers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("session/timer event");
    for count in [1, 1_000, 100_000] {
        group.bench_function(format!("{count:6} sessions"), |bencher| {
            let mut idle = Idle::new(count);
            bencher.iter(|| idle.next_event());
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = exchange, timers
}
criterion_main!(benches);
