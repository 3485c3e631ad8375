//! Many sessions in which nothing happens but their timers, and a queue that drives them.
//!
//! Which is an example too: one queue of deadlines is all that a driver of many sessions needs. A
//! session has at most one entry in it, for the time that its `poll_timeout` told last.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use smpp_codec::pdu::Bind;
use smpp_codec::{Dialect, Pdu};
use smpp_session::{BindType, Config, Event, Instant, Session, WindowSlot};

/// A session with a window of 10 in itself.
pub type Side = Session<u32, [WindowSlot<u32>; 10]>;

/// Message centre's sessions, all bound, each with an `enquire_link` every 30 seconds.
#[derive(Debug)]
pub struct Idle {
    sessions: Vec<Side>,
    /// When each is to be woken, the first on top.
    queue: BinaryHeap<Reverse<(Instant, u32)>>,
    out: Vec<u8>,
}

impl Idle {
    /// So many sessions, bound one after the other within 30 seconds.
    ///
    /// # Panics
    /// If one cannot be bound.
    #[must_use]
    pub fn new(count: u32) -> Self {
        let mut bind = Vec::with_capacity(64);
        let request = BindType::Transceiver.request(Bind::default());
        let encoded = Pdu::new(1, request).encode(Dialect::STRICT, &mut bind);
        encoded.expect("a bind");
        let mut idle = Self {
            sessions: Vec::with_capacity(count as usize),
            queue: BinaryHeap::with_capacity(count as usize),
            out: Vec::with_capacity(64),
        };
        for index in 0..count {
            let micros = u64::from(index) * 30_000_000 / u64::from(count);
            let now = Instant::from_micros(micros);
            let mut session =
                Session::message_center(Config::default(), [WindowSlot::EMPTY; 10], now);
            let Ok(Event::Bind { responder, .. }) = session.handle_frame(now, &bind, &mut idle.out)
            else {
                panic!("a bind")
            };
            let bound = session.accept_bind(now, responder, b"mc", &mut idle.out);
            bound.expect("asked");
            idle.out.clear();
            let due = session.poll_timeout().expect("its timers are on");
            idle.queue.push(Reverse((due, index)));
            idle.sessions.push(session);
        }
        idle
    }

    /// What is due next happens: an `enquire_link` is sent, and the peer answers at once.
    ///
    /// # Panics
    /// If a session ends.
    pub fn next_event(&mut self) {
        let Some(Reverse((due, index))) = self.queue.pop() else {
            panic!("every session has a timer")
        };
        let session = &mut self.sessions[index as usize];
        session.handle_timeout(due, &mut self.out);
        assert!(session.poll_event().is_none());
        // The answer is the same with bit 31.
        self.out[4] |= 0x80;
        let nothing = &mut [0_u8; 0][..];
        let answered = session.handle_frame(due, &self.out, &mut { nothing });
        assert!(matches!(answered, Ok(Event::None)));
        self.out.clear();
        let next = session.poll_timeout().expect("its timers are on");
        self.queue.push(Reverse((next, index)));
    }
}
