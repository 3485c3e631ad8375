//! The state of a connection, which its lock protects: the session, its output and its waiters.

use std::collections::BTreeMap;
use std::task::Waker;
use std::time::Duration;

use smpp_codec::CommandStatus;
use smpp_codec::frame::Frame;
use smpp_session::{CloseReason, Instant, Pacer, Session, TimedEvent, WindowSlot};

use crate::bulk::queues::Queues;
use crate::error::Error;
use crate::metrics::Metrics;
use crate::receive_queue::ReceiveQueue;
use crate::response_slots::{Outcome, ResponseSlots};
use crate::settings::Settings;
use crate::token::Token;
use crate::waiters::Waiters;
use crate::wire::Wire;

pub(crate) type Window = Vec<WindowSlot<Token>>;

pub(crate) struct Inner {
    pub(crate) session: Session<Token, Window>,
    /// The clock as the driver last read it, or the first caller since.
    pub(crate) now: Instant,
    pub(crate) pacer: Option<Pacer>,
    /// The session's sink: output that the driver has not taken yet.
    pub(crate) out: Wire,
    /// How many octets the driver is still writing.
    pub(crate) writing: usize,
    pub(crate) max_unsent_octets: usize,
    pub(crate) write_timeout: Option<Duration>,
    /// When the peer must have read some of the output.
    pub(crate) stalled_at: Option<Instant>,
    /// After a half-close: until when the peer's requests may stay unanswered.
    pub(crate) eof: Option<Instant>,
    /// The driver's waker, unless the driver was woken since its last turn.
    pub(crate) driver: Option<Waker>,
    pub(crate) responses: ResponseSlots,
    pub(crate) bulk: Queues,
    pub(crate) receive_queue: ReceiveQueue,
    /// Tasks that wait for capacity.
    pub(crate) waiters: Waiters,
    /// Tasks that stop waiting at a time.
    pub(crate) deadlines: BTreeMap<(Instant, u64), Waker>,
    last_number: u64,
    /// The task that binds, and the answer to its bind.
    pub(crate) bind_waker: Option<Waker>,
    pub(crate) bound: Option<Result<Frame, CommandStatus>>,
    /// Tasks that wait for the end.
    pub(crate) until_closed: Waiters,
    pub(crate) closed: Option<CloseReason>,
    /// Tasks to wake when the lock has been released.
    pub(crate) wake: Vec<Waker>,
}

impl Inner {
    pub(crate) fn new(
        session: Session<Token, Window>,
        settings: &Settings,
        out: Wire,
        now: Instant,
    ) -> Self {
        Self {
            session,
            now,
            pacer: settings.pacing.map(|config| Pacer::new(config, now)),
            out,
            writing: 0,
            max_unsent_octets: settings.max_unsent_octets,
            write_timeout: settings.write_timeout,
            stalled_at: None,
            eof: None,
            driver: None,
            responses: ResponseSlots::new(),
            bulk: Queues::new(),
            receive_queue: ReceiveQueue::default(),
            waiters: Waiters::default(),
            deadlines: BTreeMap::new(),
            last_number: 0,
            bind_waker: None,
            bound: None,
            until_closed: Waiters::default(),
            closed: None,
            wake: Vec::new(),
        }
    }

    /// A copy of the counters.
    pub(crate) fn snapshot(&self) -> Metrics {
        self.out.meter.snapshot()
    }

    /// A number that was not given before.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.last_number = self.last_number.wrapping_add(1);
        self.last_number
    }

    /// Hands the session's events to the tasks that wait for them. Called at the end of each use.
    #[inline]
    pub(crate) fn settle(&mut self, now: Instant) {
        self.out.settle(now);
        if let Some(until) = self.eof {
            if !self.session.owes_answers() || now >= until {
                self.session.handle_eof(now);
            }
        }
        while let Some(event) = self.session.poll_event() {
            match event {
                TimedEvent::Failed { token, reason, .. } => self.finish(token, Err(reason)),
                TimedEvent::Closed(reason) => {
                    self.close(reason);
                    self.out.closed(reason);
                }
                _ => {}
            }
        }
    }

    /// Gives a request's outcome to the task that waits for it. Inlined, so that a frame goes to
    /// its slot without a stop in memory.
    #[inline(always)]
    pub(crate) fn finish(&mut self, token: Token, outcome: Outcome) {
        let waker = match token.to.whose() {
            (Some(queue), tag) => {
                let session = &self.session;
                let result = outcome.map_err(|error| Error::failed(error, session.close_reason()));
                self.bulk.finish(queue, tag, result)
            }
            (None, slot) => self.responses.finish(slot, outcome),
        };
        if let Some(waker) = waker {
            self.wake.push(waker);
        }
        // A window slot has become free.
        if let Some(waker) = self.waiters.pop() {
            self.wake.push(waker);
        }
    }

    fn close(&mut self, reason: CloseReason) {
        self.closed = Some(reason);
        self.eof = None;
        self.stalled_at = None;
        while let Some(waker) = self.until_closed.pop() {
            self.wake.push(waker);
        }
        self.wake.extend(self.bind_waker.take());
        self.wake.extend(self.receive_queue.end());
        self.out.link_check.wake(&mut self.wake);
        self.wake_all_waiters();
    }

    /// Wakes every task that waits for capacity: most of them will find the session ended.
    pub(crate) fn wake_all_waiters(&mut self) {
        while let Some(waker) = self.waiters.pop() {
            self.wake.push(waker);
        }
        self.wake.extend(self.bulk.senders());
    }

    /// Wakes this task when the lock has been released.
    pub(crate) fn wake_later(&mut self, waker: Option<Waker>) {
        self.wake.extend(waker);
    }

    /// Notes how many octets the driver has left to write.
    pub(crate) fn set_writing(&mut self, now: Instant, octets: usize) {
        self.writing = octets;
        let timeout = self.write_timeout.filter(|_| octets > 0);
        self.stalled_at = timeout.map(|timeout| now + timeout);
    }

    /// Octets that the application has sent and the stream has not taken.
    pub(crate) const fn unsent(&self) -> usize {
        self.out.buffer.len().saturating_add(self.writing)
    }

    /// Whether other tasks will probably add output soon: one write then sends everything.
    pub(crate) const fn is_batching(&self) -> bool {
        let is_busy = self.responses.taken() > 1 || self.session.unanswered() > 0;
        is_busy && self.closed.is_none() && !self.out.buffer.is_empty()
    }
}
