//! One direction of a connection.

use std::collections::VecDeque;

use core::time::Duration;

use smpp_session::Instant;

/// Octets on their way: late, held up or cut off, but never out of order.
#[derive(Debug, Default)]
pub struct Link {
    on_their_way: VecDeque<(Instant, Vec<u8>)>,
    last_arrival: Instant,
    /// Nothing arrives before this.
    stalled_until: Instant,
    cut: bool,
    /// When the end of the stream arrives, once the sender has closed.
    eof: Option<Instant>,
}

impl Link {
    /// Takes what the sender has written.
    pub fn send(&mut self, now: Instant, latency: Duration, octets: Vec<u8>) {
        if octets.is_empty() || self.cut || self.eof.is_some() {
            return;
        }
        let arrival = self.next_arrival(now, latency);
        self.on_their_way.push_back((arrival, octets));
    }

    fn next_arrival(&mut self, now: Instant, latency: Duration) -> Instant {
        let arrival = (now + latency)
            .max(self.last_arrival)
            .max(self.stalled_until);
        self.last_arrival = arrival;
        arrival
    }

    /// The sender has closed its side.
    pub fn close(&mut self, now: Instant, latency: Duration) {
        if self.eof.is_none() {
            self.eof = Some(self.next_arrival(now, latency));
        }
    }

    /// Nothing that is sent from now on arrives before then.
    pub fn stall(&mut self, until: Instant) {
        self.stalled_until = self.stalled_until.max(until);
    }

    /// Everything on its way is lost, and all that follows; the receiver sees the end.
    pub fn cut(&mut self, now: Instant) {
        self.on_their_way.clear();
        self.cut = true;
        self.eof.get_or_insert(now);
    }

    /// When something arrives next.
    #[must_use]
    pub fn next(&self) -> Option<Instant> {
        self.on_their_way
            .front()
            .map(|(arrival, _)| *arrival)
            .or(self.eof)
    }

    /// Whether nothing is on its way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.on_their_way.is_empty()
    }

    /// What has arrived; `None` for the end of the stream.
    pub fn receive(&mut self, now: Instant) -> Option<Option<Vec<u8>>> {
        match self.on_their_way.front() {
            Some((arrival, _)) if *arrival <= now => self
                .on_their_way
                .pop_front()
                .map(|(_, octets)| Some(octets)),
            Some(_) => None,
            None if self.eof? <= now => Some(None),
            None => None,
        }
    }
}
