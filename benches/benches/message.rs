//! What a message says: alphabets, packing, splitting and receipts, beside a `memcpy`.
#![allow(missing_docs, reason = "criterion's macros define the entry points")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use smpp_message::Alphabet;
use smpp_message::gsm7::packed;
use smpp_message::receipt::ReceiptText;
use smpp_message::split::{Limits, Splitter};

const TEXT: &str = "The quick brown fox jumps over the lazy dog, 0123456789 times. ";
const RECEIPT: &[u8] = b"id:0123456789 sub:001 dlvrd:001 submit date:2302101454 \
    done date:2302101455 stat:DELIVRD err:000 Text: hello there";

fn text(criterion: &mut Criterion) {
    let long = TEXT.repeat(64);
    for text in [&long[..160], &long[..4000]] {
        let mut group = criterion.benchmark_group(format!("gsm7/{}", text.len()));
        group.throughput(Throughput::Bytes(text.len().try_into().expect("short")));
        let mut out = vec![0; text.len()];
        group.bench_function("memcpy", |bencher| {
            bencher.iter(|| {
                black_box(out.as_mut_slice()).copy_from_slice(black_box(text.as_bytes()));
            });
        });
        group.bench_function("encode", |bencher| {
            bencher.iter(|| {
                black_box(Alphabet::GSM7.encode(black_box(text), black_box(&mut out))).is_ok()
            });
        });
        let octets = Alphabet::GSM7
            .encode(text, &mut out)
            .expect("fits")
            .to_vec();
        group.bench_function("decode", |bencher| {
            bencher.iter(|| {
                black_box(Alphabet::GSM7.decode(black_box(&octets), black_box(&mut out))).is_ok()
            });
        });
        group.bench_function("pack", |bencher| {
            bencher.iter(|| {
                black_box(packed::pack(
                    black_box(&octets),
                    black_box(0),
                    black_box(&mut out),
                ))
                .is_ok()
            });
        });
        group.bench_function("pack-1-fill-bit", |bencher| {
            bencher.iter(|| {
                black_box(packed::pack(
                    black_box(&octets),
                    black_box(1),
                    black_box(&mut out),
                ))
                .is_ok()
            });
        });
        let mut room = vec![0; text.len()];
        let tight = packed::pack(&octets, 0, &mut room).expect("fits");
        group.bench_function("unpack", |bencher| {
            bencher
                .iter(|| black_box(packed::unpack(black_box(tight), 0, black_box(&mut out))).len());
        });
        group.finish();
    }
}

fn whole(criterion: &mut Criterion) {
    let text = &TEXT.repeat(16)[..1000];
    let mut group = criterion.benchmark_group("message");
    group.bench_function("split-1000", |bencher| {
        bencher.iter(|| {
            let limits = Limits::default();
            let split =
                Splitter::from_text(black_box(text), Alphabet::GSM7, &limits).expect("fits");
            let mut units = 0;
            for part in split.with_reference(1) {
                units += part.units();
                black_box(&part);
            }
            units
        });
    });
    group.bench_function("split-1000-and-encode", |bencher| {
        let mut out = [0; 255];
        bencher.iter(|| {
            let limits = Limits::default();
            let split =
                Splitter::from_text(black_box(text), Alphabet::GSM7, &limits).expect("fits");
            for part in split.with_reference(1) {
                let _ = black_box(part.encode(black_box(&mut out)));
            }
        });
    });
    group.bench_function("receipt", |bencher| {
        bencher.iter(|| black_box(ReceiptText::decode(black_box(RECEIPT), false, &mut |_| {})));
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(500));
    targets = text, whole
}
criterion_main!(benches);
