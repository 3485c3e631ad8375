//! The load that every client is put under, and what it reports.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Where to connect, and how much may be unanswered.
#[derive(Clone, Debug)]
pub struct Load {
    /// The server.
    pub address: std::net::SocketAddr,
    /// How many messages may be unanswered on each connection.
    pub window: usize,
    /// How many connections.
    pub connections: usize,
}

/// A client that is bound. Each phase sends until its budget is used up, and ends when every
/// message was answered.
pub trait Client {
    /// One phase.
    ///
    /// # Errors
    /// The connection's.
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error>;
}

/// How much one phase sends: a number of messages or a time, whichever ends first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Phase {
    /// Messages.
    pub messages: u64,
    /// Milliseconds.
    pub millis: u64,
}

/// Counts down one phase's budget, and counts up what was answered; shared by all its senders.
#[derive(Debug)]
pub struct Tally {
    end: Instant,
    left: AtomicU64,
    sent: AtomicU64,
    answers: Mutex<Answers>,
}

#[derive(Debug)]
struct Answers {
    latency: Histogram<u64>,
    refused: u64,
}

impl Tally {
    /// A phase that begins now.
    ///
    /// # Errors
    /// None: the histogram's limits are right.
    pub fn new(phase: Phase) -> Result<Self, Error> {
        Ok(Self {
            end: Instant::now() + Duration::from_millis(phase.millis),
            left: AtomicU64::new(phase.messages),
            sent: AtomicU64::new(0),
            answers: Mutex::new(Answers {
                // Up to a minute, in nanoseconds, to two digits.
                latency: Histogram::new_with_bounds(1, 60_000_000_000, 2)?,
                refused: 0,
            }),
        })
    }

    /// When its time is over.
    #[must_use]
    pub const fn end(&self) -> Instant {
        self.end
    }

    /// How many of `wanted` messages may be sent at `now`; none when the budget is used up.
    pub fn take(&self, wanted: usize, now: Instant) -> usize {
        if now >= self.end {
            return 0;
        }
        let wanted = wanted as u64;
        let taken = self
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(wanted.min(left))
            });
        let taken = taken.map_or(0, |left| wanted.min(left));
        self.sent.fetch_add(taken, Ordering::Relaxed);
        usize::try_from(taken).unwrap_or(0)
    }

    /// `count` messages sent at `sent` are answered at `now`.
    pub fn answered(&self, count: usize, sent: Instant, now: Instant, accepted: bool) {
        let nanos = u64::try_from((now - sent).as_nanos()).unwrap_or(u64::MAX);
        let mut answers = self.answers.lock().unwrap_or_else(|p| p.into_inner());
        answers.latency.saturating_record_n(nanos, count as u64);
        if !accepted {
            answers.refused += count as u64;
        }
    }

    /// What came of it.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let answers = self.answers.lock().unwrap_or_else(|p| p.into_inner());
        let at = |quantile| answers.latency.value_at_quantile(quantile);
        Outcome {
            sent: self.sent.load(Ordering::Relaxed),
            answered: answers.latency.len(),
            refused: answers.refused,
            p50: at(0.5),
            p99: at(0.99),
            p999: at(0.999),
        }
    }
}

/// What came of one phase. Latencies are in nanoseconds.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Messages sent.
    pub sent: u64,
    /// Messages answered.
    pub answered: u64,
    /// Of these, not with `ESME_ROK`.
    pub refused: u64,
    /// Half of the answers came within this.
    pub p50: u64,
    /// 99 percent did.
    pub p99: u64,
    /// 99.9 percent did.
    pub p999: u64,
}
