//! What the handles of a connection and its driver share, under one short lock.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time;

use bytes::{Bytes, BytesMut};
use smpp_codec::frame::{self, Frame, Split};
use smpp_codec::{CommandId, CommandStatus, Header, tlv};
use smpp_session::{
    CloseReason, Event, Instant, LocalError, Pacer, Responder, Session, Slot, TimedEvent,
};

use crate::admission::{Admission, Permit};
use crate::bulk::Queues;
use crate::incoming::{Arrival, Arrivals};
use crate::metrics::{Meter, Metrics};
use crate::outbox::Outbox;
use crate::outgoing::Outgoing;
use crate::replies::{Outcome, Replies};
use crate::settings::Settings;
use crate::tap::{Direction, Link};
use crate::token::{To, Token};
use crate::trace::Trace;
use crate::waiters::Waiters;

type Window = Vec<Slot<Token>>;

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
    pacer: Option<Pacer>,
    meter: Meter,
    /// When our last `enquire_link` was written, until it is answered.
    link_asked: Option<Instant>,
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
    wake: Vec<Waker>,
}

impl Shared {
    pub(crate) fn new(
        link: Link,
        settings: Settings,
        clock: fn() -> time::Instant,
        session: impl FnOnce(Window, Instant) -> Session<Token, Window>,
    ) -> Self {
        let now = Instant::from_micros(0);
        let slots = std::iter::repeat_with(Slot::default)
            .take(settings.window)
            .collect();
        Self {
            inner: Mutex::new(Inner {
                session: session(slots, now),
                now,
                pacer: settings.pacing.map(|config| Pacer::new(config, now)),
                meter: Meter::default(),
                link_asked: None,
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
        // Asked for with every message: in 64 bits, which last for half a million years.
        let seconds = since.as_secs().saturating_mul(1_000_000);
        Instant::from_micros(seconds.saturating_add(since.subsec_micros().into()))
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
        self.start.checked_add(at.since(Instant::from_micros(0)))
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
            link_asked,
            ..
        } = inner;
        let mut rest = out.behind(before);
        while let Ok(Split::Frame { frame, rest: after }) = frame::split(rest, usize::MAX) {
            if self.passed(meter, Direction::Sent, frame).command_id == CommandId::ENQUIRE_LINK {
                *link_asked = Some(*now);
            }
            rest = after;
        }
    }

    /// Counts and shows a frame, and answers what it is.
    #[inline]
    fn passed(&self, meter: &mut Meter, direction: Direction, frame: &[u8]) -> Header {
        let header = Header::read(frame).unwrap_or_default();
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

    /// Whether a request has to wait until something was sent.
    pub(crate) fn is_congested(&self, inner: &Inner) -> bool {
        inner.unsent() > self.settings.max_unsent_octets
    }

    /// Whether the driver should read: while the session wants it, and what is read may be
    /// answered.
    pub(crate) fn wants_input(&self, inner: &Inner) -> bool {
        let limit = self.settings.max_unsent_octets.saturating_mul(2);
        inner.eof.is_none() && inner.session.wants_input() && inner.unsent() <= limit
    }

    /// Whether a request may be sent now, as far as room is concerned.
    pub(crate) fn has_room(&self, inner: &Inner, now: Instant) -> bool {
        !inner.session.is_window_full()
            && !self.is_congested(inner)
            && inner
                .pacer
                .as_ref()
                .is_none_or(|pacer| pacer.ready_at(now) <= now)
    }

    /// Sends a request, if there is room for it.
    pub(crate) fn send(
        &self,
        inner: &mut Inner,
        now: Instant,
        outgoing: &Outgoing<'_>,
        to: To,
    ) -> Result<(), LocalError> {
        if !self.has_room(inner, now) {
            // A session that is ending says so, room or not.
            let may_send = inner.session.may_send(outgoing.command_id());
            return Err(may_send.err().unwrap_or(LocalError::WindowFull));
        }
        let token = Token { to, sent: now };
        match outgoing.send(&mut inner.session, now, token, &mut inner.out) {
            Ok(_) => {
                if let Some(pacer) = &mut inner.pacer {
                    pacer.sent(now);
                }
                inner.meter.outstanding(inner.session.outstanding());
                Ok(())
            }
            Err(refused) => Err(refused.error),
        }
    }

    /// Handles every whole frame of `buffer`, and answers whether none is left. Work is bounded by
    /// what the buffer holds.
    pub(crate) fn receive(&self, inner: &mut Inner, now: Instant, buffer: &mut BytesMut) -> bool {
        while self.wants_input(inner) {
            let before = inner.out.len();
            let found = inner.session.next_frame(now, buffer, &mut inner.out);
            let Some(octets) = found.map(<[u8]>::len) else {
                self.sent(inner, before);
                return true;
            };
            let frame = buffer.split_to(octets).freeze();
            let header = self.passed(&mut inner.meter, Direction::Received, &frame);
            if header.command_id == CommandId::ENQUIRE_LINK_RESP {
                if let Some(asked) = inner.link_asked.take() {
                    inner.meter.link_answered(now.since(asked));
                }
            }
            self.handle(inner, now, &header, frame);
            if inner.out.len() != before {
                self.sent(inner, before);
            }
        }
        false
    }

    #[inline]
    fn handle(&self, inner: &mut Inner, now: Instant, header: &Header, octets: Bytes) {
        // The event borrows the frame, and the application is to own it: see what it is, then
        // hand the frame over. Nothing here looks into the event's PDU: moving it out again would
        // cost as much as decoding it.
        enum Found {
            Response(Token),
            Bound(bool),
            Bind(Responder),
            Request(Responder),
            Notice,
            Unbind,
            Nothing,
        }
        let dialect = inner.session.dialect();
        let found = match inner.session.handle_frame(now, &octets, &mut inner.out) {
            Ok(Event::Response { token, .. }) => Found::Response(token),
            Ok(Event::Bound(_)) => Found::Bound(true),
            Ok(Event::BindRefused(_)) => Found::Bound(false),
            Ok(Event::Bind { responder, .. }) => Found::Bind(responder),
            Ok(Event::Request { responder, .. }) => Found::Request(responder),
            Ok(Event::Notice(_)) => Found::Notice,
            Ok(Event::Unbind) => Found::Unbind,
            Ok(_) => Found::Nothing,
            Err(error) => {
                self.trace.fault(&error);
                if let Some(tap) = &self.settings.tap {
                    tap.fault(&self.link, &error);
                }
                Found::Nothing
            }
        };
        let frame = Frame::decoded(octets, dialect);
        match found {
            Found::Response(token) => {
                let latency = now.since(token.sent);
                if let Some(pacer) = &mut inner.pacer {
                    let tlvs = frame.pdu().body.tlvs();
                    let congestion = tlvs.get(tlv::CONGESTION_STATE).ok().flatten();
                    let congestion = congestion.map(|state| state.0);
                    pacer.answered(now, header.command_status, congestion);
                }
                inner.meter.answered(latency);
                inner.meter.outstanding(inner.session.outstanding());
                self.trace.answered(header, latency);
                inner.finish(token, Ok(frame));
            }
            Found::Bound(accepted) => {
                if accepted {
                    self.trace.bound();
                }
                let status = header.command_status;
                inner.bound = Some(accepted.then_some(frame).ok_or(status));
                inner.wake.extend(inner.bind_waker.take());
            }
            Found::Bind(responder) => {
                if let Some(bind) = frame.pdu().body.bind() {
                    self.trace.system_id(bind.system_id);
                }
                inner.arrive_request(now, frame, responder);
            }
            Found::Request(responder) => inner.arrive_request(now, frame, responder),
            // A notice wants no answer: one too many is dropped.
            Found::Notice => drop(inner.arrive(Arrival::Notice(frame))),
            Found::Unbind => {
                drop(inner.arrive(Arrival::Unbind));
                inner.wake_all_waiters();
            }
            Found::Nothing => {}
        }
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

    /// Wakes the next of those who wait, if there is room: after the one before it has used some
    /// or has left, and when time or the peer has made some.
    pub(crate) fn pass_room_on(&self, inner: &mut Inner, now: Instant) {
        if !inner.waiters.is_empty() && self.has_room(inner, now) {
            inner.wake.extend(inner.waiters.pop());
        }
    }
}

impl Inner {
    /// What the connection did until now.
    pub(crate) fn snapshot(&self) -> Metrics {
        self.meter.snapshot()
    }

    fn unsent(&self) -> usize {
        self.out.len().saturating_add(self.writing)
    }

    /// A number that was not given before.
    pub(crate) fn next_number(&mut self) -> u64 {
        self.last_number = self.last_number.wrapping_add(1);
        self.last_number
    }

    /// Hands something to the application; gives it back if nobody wants it.
    fn arrive(&mut self, arrival: Arrival) -> Option<Arrival> {
        let unanswered = self.session.unanswered() as usize;
        match self.arrivals.push(arrival, unanswered) {
            Ok(waker) => {
                self.wake.extend(waker);
                None
            }
            Err(arrival) => Some(arrival),
        }
    }

    /// Hands a request to the application; declines it if nobody wants it.
    fn arrive_request(&mut self, now: Instant, frame: Frame, responder: Responder) {
        let request = Arrival::Request(frame, responder);
        if let Some(Arrival::Request(_, responder)) = self.arrive(request) {
            self.session.decline(now, responder, &mut self.out);
        }
    }

    /// Tells whoever asked. Inlined, so that a frame goes to where it is awaited without a stop in
    /// memory.
    #[inline(always)]
    fn finish(&mut self, token: Token, outcome: Outcome) {
        let waker = match token.to.whose() {
            (Some(queue), tag) => self.bulk.finish(queue, tag, outcome),
            (None, place) => self.replies.finish(place, outcome),
        };
        self.wake.extend(waker);
        // A place in the window has become free.
        self.wake.extend(self.waiters.pop());
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
