//! The round trip of `enquire_link`: measured for the metrics, and awaited by callers.

use std::task::Waker;
use std::time::Duration;

use smpp_session::Instant;

use crate::waiters::Waiters;

/// The `enquire_link` of this side that is unanswered, and the tasks that await its answer.
#[derive(Debug, Default)]
pub(crate) struct LinkCheck {
    /// When it was written, until it is answered.
    pub(crate) asked: Option<Instant>,
    /// How many were answered, and the round trip of the last one.
    pub(crate) answered: u64,
    pub(crate) round_trip: Duration,
    pub(crate) waiters: Waiters,
}

impl LinkCheck {
    /// An `enquire_link` was written.
    pub(crate) const fn sent(&mut self, now: Instant) {
        self.asked = Some(now);
    }

    /// An `enquire_link_resp` has arrived. Returns the round trip. The callers are to be
    /// [woken](Self::wake).
    pub(crate) fn answered(&mut self, now: Instant) -> Option<Duration> {
        self.round_trip = now.since(self.asked.take()?);
        self.answered = self.answered.wrapping_add(1);
        Some(self.round_trip)
    }

    /// Wakes the callers: there is an answer, or the session has ended.
    pub(crate) fn wake(&mut self, wake: &mut Vec<Waker>) {
        wake.extend(std::iter::from_fn(|| self.waiters.pop()));
    }
}
