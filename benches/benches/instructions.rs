//! The six cases, and two joined connections, under callgrind: instructions, the same each time.
#![allow(
    missing_docs,
    unused_qualifications,
    reason = "what gungraun's macros make of it"
)]

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use smpp_benches::cases::Case;
use smpp_benches::connection::Pair;
use smpp_benches::hand;
use smpp_codec::tlv::Tlv;
use smpp_codec::{Dialect, Pdu};

// Lies in memory, as a program's configuration does.
static DIALECT: Dialect = Dialect::STRICT;

fn frame(case: Case) -> &'static [u8] {
    case.frame().leak()
}

fn value(case: Case) -> (&'static Pdu<'static>, &'static mut [u8]) {
    let tlvs: &[Tlv<'_>] = case.tlvs().leak();
    (Box::leak(Box::new(case.pdu(tlvs))), vec![0; 2048].leak())
}

fn by_hand(case: Case) -> (&'static hand::Pdu<'static>, &'static mut [u8]) {
    (Box::leak(Box::new(case.hand())), vec![0; 2048].leak())
}

#[library_benchmark]
#[bench::a(frame(Case::SubmitSm))]
#[bench::b(frame(Case::DeliverSm))]
#[bench::c(frame(Case::SubmitSmResp))]
#[bench::d(frame(Case::EnquireLink))]
#[bench::e(frame(Case::Payload))]
#[bench::f(frame(Case::Bind))]
fn decode(frame: &[u8]) {
    black_box(&Pdu::decode(black_box(frame), *black_box(&DIALECT)));
}

#[library_benchmark]
#[bench::a(frame(Case::SubmitSm))]
#[bench::b(frame(Case::DeliverSm))]
#[bench::c(frame(Case::SubmitSmResp))]
#[bench::d(frame(Case::EnquireLink))]
#[bench::e(frame(Case::Payload))]
#[bench::f(frame(Case::Bind))]
fn decode_by_hand(frame: &[u8]) {
    black_box(&hand::decode(black_box(frame)));
}

#[library_benchmark]
#[bench::a(value(Case::SubmitSm))]
#[bench::b(value(Case::DeliverSm))]
#[bench::c(value(Case::SubmitSmResp))]
#[bench::d(value(Case::EnquireLink))]
#[bench::e(value(Case::Payload))]
#[bench::f(value(Case::Bind))]
fn encode((pdu, room): (&Pdu<'static>, &'static mut [u8])) {
    let mut out = black_box(room);
    black_box(&black_box(pdu).encode(*black_box(&DIALECT), &mut out));
}

#[library_benchmark]
#[bench::a(by_hand(Case::SubmitSm))]
#[bench::b(by_hand(Case::DeliverSm))]
#[bench::c(by_hand(Case::SubmitSmResp))]
#[bench::d(by_hand(Case::EnquireLink))]
#[bench::e(by_hand(Case::Payload))]
#[bench::f(by_hand(Case::Bind))]
fn encode_by_hand((pdu, room): (&hand::Pdu<'static>, &'static mut [u8])) {
    black_box(&hand::encode(black_box(pdu), black_box(room)));
}

/// A pair that has reached its memory's final size.
fn joined(window: usize) -> Pair {
    let mut pair = Pair::new(window);
    pair.run(10 * window);
    pair.run_bulk(10 * window);
    pair
}

// 10,000 messages, each a request and its response, on both sides.
#[library_benchmark]
#[bench::window_100(joined(100))]
fn connection(mut pair: Pair) -> Pair {
    pair.run(10_000);
    pair
}

#[library_benchmark]
#[bench::window_100(joined(100))]
fn connection_bulk(mut pair: Pair) -> Pair {
    pair.run_bulk(10_000);
    pair
}

library_benchmark_group!(
    name = connections,
    benchmarks = [connection, connection_bulk]
);

library_benchmark_group!(
    name = codec,
    benchmarks = [decode, decode_by_hand, encode, encode_by_hand]
);
main!(library_benchmark_groups = [codec, connections]);
