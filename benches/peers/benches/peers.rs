//! The six cases: ours, the hand-written codec, `memcpy` and every peer, in one run.

use std::hint::black_box;
use std::time::Duration;

use bytes::BytesMut;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use ours::{Dialect, Pdu};
use smpp_benches::cases::Case;
use smpp_benches::hand;
use smpp_peers::{borrowed, j93d, owned, smpp34};

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
        group.bench_function("rusmpp-core", |bencher| {
            bencher.iter(|| {
                black_box(&borrowed::decode(black_box(frame)));
            });
        });
        group.bench_function("rusmpp", |bencher| {
            bencher.iter_batched(
                || BytesMut::from(&frame[4..]),
                |mut rest| {
                    black_box(&owned::decode(black_box(&mut rest)));
                },
                BatchSize::SmallInput,
            );
        });
        group.bench_function("smpp34", |bencher| {
            bencher.iter(|| {
                black_box(&smpp34::decode(black_box(frame)));
            });
        });
        group.bench_function("smpp-codec-j93d", |bencher| {
            bencher.iter(|| {
                black_box(&j93d::decode(black_box(frame)));
            });
        });
        group.bench_function("smpp-core", |bencher| {
            bencher.iter(|| {
                black_box(&smpp_core::codec::decode(black_box(frame)));
            });
        });
        group.finish();
    }
}

fn encode(criterion: &mut Criterion) {
    for case in Case::ALL {
        let mut group = criterion.benchmark_group(format!("encode/{}", case.name()));
        let frame = case.frame();
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
        let (pdu, _) = borrowed::decode(&frame).expect("the cases are valid");
        group.bench_function("rusmpp-core", |bencher| {
            bencher.iter(|| {
                let out = black_box(room.as_mut_slice());
                black_box(&borrowed::encode(black_box(&pdu), out));
            });
        });
        let (pdu, _) = owned::decode(&mut BytesMut::from(&frame[4..])).expect("likewise");
        let mut buffer = BytesMut::with_capacity(2048);
        group.bench_function("rusmpp", |bencher| {
            bencher.iter(|| owned::encode(black_box(&pdu), black_box(&mut buffer)));
        });
        let pdu = smpp34::decode(&frame)
            .expect("a known id")
            .expect("likewise");
        group.bench_function("smpp34", |bencher| {
            bencher.iter_batched(
                || pdu.clone(),
                |pdu| {
                    black_box(&smpp34::encode(black_box(pdu)));
                },
                BatchSize::SmallInput,
            );
        });
        let pdu = j93d::decode(&frame).expect("a known id").expect("likewise");
        group.bench_function("smpp-codec-j93d", |bencher| {
            bencher.iter(|| {
                let out = black_box(room.as_mut_slice());
                black_box(&j93d::encode(black_box(&pdu), out))
                    .as_ref()
                    .expect("room");
            });
        });
        let pdu = smpp_core::codec::decode(&frame).expect("likewise");
        group.bench_function("smpp-core", |bencher| {
            bencher.iter(|| {
                black_box(&smpp_core::codec::encode(black_box(&pdu)));
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
