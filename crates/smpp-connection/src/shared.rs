//! What the handles of a connection and its driver share, under one short lock.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time;

use smpp_codec::frame::{self, Frame, FrameSplit};
use smpp_codec::{CommandId, CommandStatus, Header};
use smpp_session::{CloseReason, Instant, Pacer, Session, TimedEvent, WindowSlot};

use crate::admission::{Admission, Permit};
use crate::bulk::Queues;
use crate::incoming::Arrivals;
use crate::link_check::LinkCheck;
use crate::metrics::{Meter, Metrics};
use crate::outbox::Outbox;
use crate::replies::Replies;
use crate::settings::Settings;
use crate::tap::{Direction, Link};
use crate::token::Token;
use crate::trace::Trace;
use crate::waiters::Waiters;

type Window = Vec<WindowSlot<Token>>;

/// One connection: the session, the octets it wants sent, and those who wait for it.
pub(crate) struct Shared {
    inner: Mutex<Inner>,
    /// The origin of the session's time, on the clock of the runtime.
    start: time::Instant,
    clock: fn() -> time::Instant,
    pub(crate) settings: Settings,
    pub(crate) link: Link,
    pub(crate) trace: Trace,
}

pub(crate) struct Inner {
    pub(crate) session: Session<Token, Window>,
    /// When the driver last looked at the clock, or somebody woke it.
    pub(crate) now: Instant,
    pub(crate) pacer: Option<Pacer>,
    pub(crate) meter: Meter,
    /// The `enquire_link` of this side that is unanswered.
    pub(crate) link_check: LinkCheck,
    /// This connection's place among those of a listener.
    pub(crate) permit: Option<Permit>,
    /// What is to be sent, and has not been handed to the driver yet.
    pub(crate) out: Outbox,
    /// How many octets the driver is still writing.
    pub(crate) writing: usize,
    /// When the peer must have read some of it.
    pub(crate) stalled_at: Option<Instant>,
    /// When the peer has ended its direction: how long its requests may stay unanswered.
    pub(crate) eof: Option<Instant>,
    /// The driver, if it sleeps.
    pub(crate) driver: Option<Waker>,
    pub(crate) replies: Replies,
    pub(crate) bulk: Queues,
    pub(crate) arrivals: Arrivals,
    /// Those who wait for a place in the window, or in the outgoing buffer.
    pub(crate) waiters: Waiters,
    /// Those who wait no longer than until then.
    pub(crate) deadlines: BTreeMap<(Instant, u64), Waker>,
    last_number: u64,
    /// Whom to tell how our bind ended, and how it did.
    pub(crate) bind_waker: Option<Waker>,
    pub(crate) bound: Option<Result<Frame, CommandStatus>>,
    /// Whom to tell of the end.
    pub(crate) until_closed: Waiters,
    pub(crate) closed: Option<CloseReason>,
    /// Whom to wake when the lock has been released.
    pub(crate) wake: Vec<Waker>,
}

impl Shared {
    pub(crate) fn new(
        link: Link,
        settings: Settings,
        clock: fn() -> time::Instant,
        session: impl FnOnce(Window, Instant) -> Session<Token, Window>,
    ) -> Self {
        let now = Instant::from_micros(0);
        let slots = std::iter::repeat_with(WindowSlot::default)
            .take(settings.window)
            .collect();
        Self {
            inner: Mutex::new(Inner {
                session: session(slots, now),
                now,
                pacer: settings.pacing.map(|config| Pacer::new(config, now)),
                meter: Meter::default(),
                link_check: LinkCheck::default(),
                permit: None,
                out: Outbox::default(),
                writing: 0,
                stalled_at: None,
                eof: None,
                driver: None,
                replies: Replies::new(),
                bulk: Queues::new(),
                arrivals: Arrivals::default(),
                waiters: Waiters::default(),
                deadlines: BTreeMap::new(),
                last_number: 0,
                bind_waker: None,
                bound: None,
                until_closed: Waiters::default(),
                closed: None,
                wake: Vec::new(),
            }),
            start: clock(),
            clock,
            settings,
            trace: Trace::new(&link),
            link,
        }
    }

    pub(crate) fn now(&self) -> Instant {
        let since = (self.clock)().saturating_duration_since(self.start);
        Instant::from_duration(since)
    }

    /// Now, as a driver that is on its way sees it: reading the clock costs as much as encoding,
    /// and what is sent before the driver has run is sent at once. While it sleeps, the clock's.
    pub(crate) fn batch_now(&self, inner: &mut Inner) -> Instant {
        if inner.driver.is_some() {
            inner.now = self.now();
        }
        inner.now
    }

    /// Now, as a listener's limits take it.
    pub(crate) fn admission_time(&self) -> Instant {
        Admission::time((self.clock)())
    }

    /// When `at` is, on the clock of the runtime.
    pub(crate) fn deadline(&self, at: Instant) -> Option<time::Instant> {
        self.start.checked_add(at.as_duration())
    }

    /// The connection under its lock. A panic while it was held left it whole: every call is.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to the connection, shows what that wrote, and wakes whom it concerns.
    pub(crate) fn act<R>(&self, act: impl FnOnce(&mut Inner, Instant) -> R) -> R {
        let mut inner = self.lock();
        let now = self.batch_now(&mut inner);
        let before = inner.out.len();
        let result = act(&mut inner, now);
        self.sent(&mut inner, before);
        self.settle(&mut inner, now);
        let driver = inner.driver.take();
        let wake = if inner.wake.is_empty() {
            Vec::new()
        } else {
            std::mem::take(&mut inner.wake)
        };
        drop(inner);
        if let Some(driver) = driver {
            driver.wake();
        }
        wake.into_iter().for_each(Waker::wake);
        result
    }

    /// Counts and shows the frames that were just appended.
    pub(crate) fn sent(&self, inner: &mut Inner, before: usize) {
        let Inner {
            out,
            meter,
            now,
            link_check,
            ..
        } = inner;
        let mut rest = out.behind(before);
        while let Ok(FrameSplit::Frame { frame, rest: after }) = frame::split(rest, usize::MAX) {
            if self.passed(meter, Direction::Sent, frame).command_id == CommandId::ENQUIRE_LINK {
                link_check.sent(*now);
            }
            rest = after;
        }
    }

    /// Counts and shows a frame, and answers what it is.
    #[inline]
    pub(crate) fn passed(&self, meter: &mut Meter, direction: Direction, frame: &[u8]) -> Header {
        let header = Header::decode(frame).unwrap_or_default();
        let (command_id, status) = (header.command_id, header.command_status);
        match direction {
            Direction::Sent => meter.sent(command_id, status, frame.len()),
            Direction::Received => meter.received(command_id, status, frame.len()),
        }
        self.trace.frame(direction, &header);
        if let Some(tap) = &self.settings.tap {
            tap.frame(&self.link, direction, frame);
        }
        header
    }

    /// Tells those who wait what has come of it.
    pub(crate) fn settle(&self, inner: &mut Inner, now: Instant) {
        if let Some(until) = inner.eof {
            if !inner.session.owes_answers() || now >= until {
                inner.session.handle_eof(now);
            }
        }
        while let Some(event) = inner.session.poll_event() {
            match event {
                TimedEvent::Failed { token, reason, .. } => inner.finish(token, Err(reason)),
                TimedEvent::Closed(reason) => {
                    inner.close(reason);
                    self.trace.closed(reason);
                    if let Some(tap) = &self.settings.tap {
                        tap.closed(&self.link);
                    }
                }
                _ => {}
            }
        }
    }

    /// When the driver must act, whatever comes.
    pub(crate) fn next_timeout(&self, inner: &Inner, now: Instant) -> Option<Instant> {
        let paced = match &inner.pacer {
            Some(pacer) if !inner.waiters.is_empty() => Some(pacer.ready_at(now)),
            _ => None,
        }
        .filter(|ready| *ready > now);
        let deadline = inner.deadlines.keys().next().map(|(deadline, _)| *deadline);
        let eof = inner.eof.filter(|_| inner.closed.is_none());
        [
            inner.session.poll_timeout(),
            inner.stalled_at,
            eof,
            deadline,
            paced,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Does what time asks for.
    pub(crate) fn handle_timeout(&self, inner: &mut Inner, now: Instant) {
        if inner.stalled_at.is_some_and(|at| at <= now) {
            inner.stalled_at = None;
            inner.session.handle_stall(now);
        }
        let before = inner.out.len();
        inner.session.handle_timeout(now, &mut inner.out);
        self.sent(inner, before);
        while let Some(first) = inner.deadlines.first_entry() {
            if first.key().0 > now {
                break;
            }
            inner.wake.push(first.remove());
        }
        self.pass_room_on(inner, now);
    }
}

impl Inner {
    /// What the connection did until now.
    pub(crate) fn snapshot(&self) -> Metrics {
        self.meter.snapshot()
    }

    /// A number that was not given before.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.last_number = self.last_number.wrapping_add(1);
        self.last_number
    }

    fn close(&mut self, reason: CloseReason) {
        self.closed = Some(reason);
        self.eof = None;
        self.stalled_at = None;
        while let Some(waker) = self.until_closed.pop() {
            self.wake.push(waker);
        }
        self.wake.extend(self.bind_waker.take());
        self.wake.extend(self.arrivals.end());
        self.link_check.end(&mut self.wake);
        self.wake_all_waiters();
    }

    /// Lets all who wait try again: most will hear that it is over.
    pub(crate) fn wake_all_waiters(&mut self) {
        while let Some(waker) = self.waiters.pop() {
            self.wake.push(waker);
        }
        self.wake.extend(self.bulk.senders());
    }

    /// Whom to wake, for a driver that keeps the memory.
    pub(crate) const fn take_wakers<'w>(
        &mut self,
        wakers: &'w mut Vec<Waker>,
    ) -> &'w mut Vec<Waker> {
        std::mem::swap(&mut self.wake, wakers);
        wakers
    }

    /// Wakes this one, later.
    pub(crate) fn wake_later(&mut self, waker: Option<Waker>) {
        self.wake.extend(waker);
    }
}
