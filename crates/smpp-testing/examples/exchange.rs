//! How long a complete exchange takes in memory, by window, and what idle sessions cost.
//!
//! `cargo run --release -p smpp-testing --example exchange`. For numbers to compare, use the
//! benches; this is to look at.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::hint::black_box;
use std::time::Instant as Clock;

use core::time::Duration;

use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Bind, SubmitSm, SubmitSmResp};
use smpp_codec::values::Address;
use smpp_session::{BindType, Config, Event, Instant, Session, Slot};

const NOW: Instant = Instant::from_micros(1);

type Owned = Session<u32, Vec<Slot<u32>>>;

fn slots(window: usize) -> Vec<Slot<u32>> {
    (0..window).map(|_| Slot::EMPTY).collect()
}

fn pump(from: &mut Vec<u8>, to: &mut Owned, out: &mut Vec<u8>) -> u32 {
    let (mut used, mut ended) = (0, 0);
    while let Some(frame) = to.next_frame(NOW, &from[used..], out) {
        used += frame.len();
        match to.handle_frame(NOW, frame, out) {
            Ok(Event::Bind { responder, .. }) => {
                to.accept_bind(NOW, responder, b"mc", out).expect("asked");
            }
            Ok(Event::Request { responder, .. }) => {
                let answer = SubmitSmResp::accepted(b"42");
                to.respond(NOW, responder, CommandStatus::ESME_ROK, answer, out)
                    .expect("asked");
            }
            Ok(Event::Response { token, .. }) => ended += token,
            _ => {}
        }
    }
    from.clear();
    ended
}

fn exchange(window: usize, exchanges: usize, times: usize) -> f64 {
    let mut esme = Session::esme(Config::default(), slots(window), NOW);
    let mut mc = Session::message_center(
        Config {
            max_unanswered: 10_000,
            ..Config::default()
        },
        slots(window),
        NOW,
    );
    let (mut to_mc, mut to_esme) = (Vec::new(), Vec::new());
    esme.bind(NOW, BindType::Transceiver, Bind::default(), &mut to_mc)
        .expect("open");
    pump(&mut to_mc, &mut mc, &mut to_esme);
    pump(&mut to_esme, &mut esme, &mut to_mc);
    let message = SubmitSm::text(
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
        b"Your code is 123456. Do not tell it to anybody, whoever may ask for it.",
    );
    // The window is full but for what one round of at most ten takes.
    let round = window.min(10);
    for _ in 0..window - round {
        esme.request(NOW, message, 0, &mut Vec::new())
            .expect("room");
    }
    let rounds = exchanges / round;
    let mut best = f64::MAX;
    for _ in 0..times {
        let start = Clock::now();
        for _ in 0..rounds {
            for _ in 0..round {
                let sent = esme.request(NOW, black_box(message), 1, &mut to_mc);
                sent.expect("room");
            }
            pump(&mut to_mc, &mut mc, &mut to_esme);
            let ended = pump(&mut to_esme, &mut esme, &mut to_mc);
            assert_eq!(ended as usize, round);
        }
        let nanos = start.elapsed().as_nanos() as f64 / (rounds * round) as f64;
        best = best.min(nanos);
    }
    best
}

fn main() {
    // For an instruction counter: one window, so many exchanges, nothing else.
    let numbers: Vec<usize> = std::env::args()
        .skip(1)
        .flat_map(|word| word.parse())
        .collect();
    if let [window, exchanges] = numbers[..] {
        exchange(window, exchanges, 1);
        return;
    }
    for window in [1, 10, 100, 1_000, 100_000] {
        println!(
            "window {window:>6}: {:.0} ns an exchange",
            exchange(window, 300_000, 7)
        );
    }

    let count = 100_000_u32;
    let each = size_of::<Session<u32, [Slot<u32>; 10]>>();
    println!(
        "session {} octets, slot {}, with a window of 10: {each}; {count} of them: {} MB",
        size_of::<Session<u32, &mut [Slot<u32>]>>(),
        size_of::<Slot<u32>>(),
        each * count as usize / 1_000_000,
    );

    // All of them bound, with an enquire_link every 30 seconds, and a queue of their timers.
    let mut queue = BinaryHeap::new();
    let mut sessions: Vec<Session<u32, [Slot<u32>; 10]>> = (0..count)
        .map(|index| {
            let now = Instant::from_micros(u64::from(index) * 300);
            let mut session = Session::message_center(Config::default(), [Slot::EMPTY; 10], now);
            let mut frame = Vec::new();
            let bind = BindType::Transceiver.request(Bind::default());
            smpp_codec::Pdu::new(1, bind)
                .encode(smpp_codec::Dialect::STRICT, &mut frame)
                .expect("a bind");
            let Ok(Event::Bind { responder, .. }) =
                session.handle_frame(now, &frame, &mut frame_out())
            else {
                panic!("a bind")
            };
            session
                .accept_bind(now, responder, b"mc", &mut frame_out())
                .expect("asked");
            session
        })
        .collect();
    for (index, session) in (0..count).zip(&sessions) {
        queue.extend(session.poll_timeout().map(|due| Reverse((due, index))));
    }
    let (mut events, mut out) = (0_u32, Vec::with_capacity(64));
    let end = Instant::from_micros(0) + Duration::from_secs(90);
    let start = Clock::now();
    while let Some(Reverse((due, index))) = queue.pop().filter(|Reverse((due, _))| *due < end) {
        let session = &mut sessions[index as usize];
        session.handle_timeout(due, &mut out);
        while session.poll_event().is_some() {}
        // The peer answers at once: with the same octets and bit 31.
        if let Some(id) = out.get_mut(4) {
            *id |= 0x80;
            let answer = core::mem::take(&mut out);
            let _ = session.handle_frame(due, &answer, &mut out);
            out = answer;
            out.clear();
        }
        queue.extend(session.poll_timeout().map(|due| Reverse((due, index))));
        events += 1;
    }
    let each = start.elapsed().as_nanos() / u128::from(events);
    println!("{events} timers of {count} sessions through a queue: {each} ns each");
}

fn frame_out() -> Vec<u8> {
    Vec::new()
}
