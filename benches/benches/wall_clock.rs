//! The six cases, decoded and encoded, each beside the hand-written codec and a `memcpy`.
#![allow(missing_docs, reason = "criterion's macros define the entry points")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};
use smpp_benches::cases::Case;
use smpp_benches::hand;
use smpp_codec::{Dialect, Pdu};

// Lies in memory, as a program's configuration does.
static DIALECT: Dialect = Dialect::STRICT;

fn decode(criterion: &mut Criterion) {
    for case in Case::ALL {
        let mut group = criterion.benchmark_group(format!("decode/{}", case.name()));
        let frame = case.frame();
        let frame = frame.as_slice();
        let mut copy = vec![0; frame.len()];
        group.bench_function("memcpy", |bencher| {
            bencher.iter(|| black_box(copy.as_mut_slice()).copy_from_slice(black_box(frame)));
        });
        group.bench_function("hand", |bencher| {
            bencher.iter(|| {
                black_box(&hand::decode(black_box(frame)));
            });
        });
        group.bench_function("ours", |bencher| {
            bencher.iter(|| {
                black_box(&Pdu::decode(black_box(frame), *black_box(&DIALECT)));
            });
        });
        group.finish();
    }
}

fn encode(criterion: &mut Criterion) {
    for case in Case::ALL {
        let mut group = criterion.benchmark_group(format!("encode/{}", case.name()));
        let mut room = [0; 2048];
        let by_hand = case.hand();
        group.bench_function("hand", |bencher| {
            bencher.iter(|| {
                let out = black_box(room.as_mut_slice());
                black_box(&hand::encode(black_box(&by_hand), out));
            });
        });
        let tlvs = case.tlvs();
        let pdu = case.pdu(&tlvs);
        group.bench_function("ours", |bencher| {
            bencher.iter(|| {
                let mut out = black_box(room.as_mut_slice());
                let dialect = *black_box(&DIALECT);
                black_box(&black_box(&pdu).encode(dialect, &mut out));
            });
        });
        group.finish();
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1));
    targets = decode, encode
}
criterion_main!(benches);
