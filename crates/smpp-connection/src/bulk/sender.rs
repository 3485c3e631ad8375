//! The end that requests go into.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use smpp_codec::frame::Frame;
use smpp_codec::pdu::Body;
use smpp_session::Instant;

use crate::error::{Congestion, Error};
use crate::handle::Handle;
use crate::outgoing_pdu::OutgoingPdu;
use crate::token::{Number, To};

/// How long a sender waits for answers to be taken if the session has no `response_timeout`.
const ANSWERS_TIMEOUT: Duration = Duration::from_secs(60);

/// Sends requests without waiting for their answers: see
/// [`Connection::bulk`](crate::Connection::bulk).
pub struct BulkSender {
    pub(super) handle: Arc<Handle>,
    pub(super) queue: Number,
    /// How many answers may be left untaken.
    pub(super) untaken: usize,
    /// While so many are left: when sending fails.
    pub(super) give_up: Option<Instant>,
    /// This sender among those who wait for room.
    pub(super) number: u64,
    pub(super) waiting: bool,
}

impl BulkSender {
    /// Sends a request; its answer comes out of [`Answers`](super::Answers) under this tag, which
    /// may be anything.
    ///
    /// Waits while the window or the outgoing buffer is full, and while too many answers have not
    /// been taken: see [`Connection::bulk`](crate::Connection::bulk). A task that takes the answers
    /// that have arrived before each send never waits for itself. Cancel safe: if dropped before
    /// it is ready, nothing was sent.
    ///
    /// # Errors
    /// [`Error::Local`] if the PDU cannot be sent; [`Error::Congested`] if nobody takes the
    /// answers; [`Error::Closed`] if the session has ended.
    pub async fn send<'a>(&mut self, tag: u64, body: impl Into<Body<'a>>) -> Result<(), Error> {
        self.send_outgoing(tag, OutgoingPdu::Body(body.into()))
            .await
    }

    /// Passes on a request that another connection has received, under a sequence number of this
    /// one, and otherwise to the octet as it came: see
    /// [`Connection::forward`](crate::Connection::forward). Waits as [`send`](Self::send) does.
    ///
    /// # Errors
    /// [`Error::Local`] if the frame cannot be sent as it is.
    pub async fn forward(&mut self, tag: u64, frame: &Frame) -> Result<(), Error> {
        self.send_outgoing(tag, OutgoingPdu::Frame(frame)).await
    }

    async fn send_outgoing(&mut self, tag: u64, outgoing: OutgoingPdu<'_>) -> Result<(), Error> {
        let sending = Sending(self);
        poll_fn(move |cx| sending.0.poll_send(Some(cx), tag, outgoing)).await
    }

    /// Waits no longer; whoever is next may have the room.
    fn leave(&mut self) {
        self.waiting = false;
        let shared = self.handle.shared();
        shared.act(|inner, now| {
            inner.waiters.leave(self.number);
            inner.pass_capacity_on(now);
        });
    }

    /// Sends a request if there is room for it now.
    ///
    /// # Errors
    /// [`Error::Congested`] if there is not; then as [`send`](Self::send).
    pub fn try_send<'a>(&mut self, tag: u64, body: impl Into<Body<'a>>) -> Result<(), Error> {
        match self.poll_send(None, tag, OutgoingPdu::Body(body.into())) {
            Poll::Ready(sent) => sent,
            Poll::Pending => Err(Error::Congested(self.congestion())),
        }
    }

    /// Sends all of these, as far as there is room each time under one lock: what costs least.
    ///
    /// Waits as [`send`](Self::send) does; so the answers are to be taken by another task, or by
    /// another branch of the same. Cancel safe: what was taken out of `requests` has been sent,
    /// but for one that may have waited for room.
    ///
    /// # Errors
    /// As [`send`](Self::send), with the tag of the request that cannot be sent; those behind it
    /// are still in `requests`.
    pub async fn send_all<'a, B: Into<Body<'a>>>(
        &mut self,
        requests: &mut impl Iterator<Item = (u64, B)>,
    ) -> Result<(), (u64, Error)> {
        let mut waiting = None;
        let sending = Sending(self);
        poll_fn(move |cx| {
            let mut next = || {
                waiting.take().or_else(|| {
                    requests
                        .next()
                        .map(|(tag, body)| (tag, OutgoingPdu::Body(body.into())))
                })
            };
            let (unsent, sent) = sending.0.poll_batch(Some(cx), &mut next);
            waiting = unsent;
            sent
        })
        .await
    }

    /// What the next request has to wait for.
    fn congestion(&self) -> Congestion {
        let shared = self.handle.shared();
        let mut inner = shared.lock();
        let queue = inner.bulk.get(self.queue);
        if queue.is_some_and(|queue| queue.answers.len() >= self.untaken) {
            return Congestion::Answers;
        }
        inner.congestion(shared.now()).unwrap_or(Congestion::Window)
    }

    fn poll_send(
        &mut self,
        cx: Option<&Context<'_>>,
        tag: u64,
        outgoing: OutgoingPdu<'_>,
    ) -> Poll<Result<(), Error>> {
        let mut request = Some((tag, outgoing));
        let (_, sent) = self.poll_batch(cx, &mut || request.take());
        sent.map_err(|(_, error)| error)
    }

    /// Sends what `next` gives while there is room. Gives back the one that there was none for.
    fn poll_batch<'a>(
        &mut self,
        cx: Option<&Context<'_>>,
        next: &mut dyn FnMut() -> Option<Tagged<'a>>,
    ) -> (Option<Tagged<'a>>, Poll<Batch>) {
        let Self {
            handle,
            queue: number_of_queue,
            untaken,
            give_up,
            number,
            waiting,
        } = self;
        let shared = handle.shared();
        shared.act(|inner, now| {
            let was_waiting = std::mem::take(waiting);
            let is_closed = inner.closed.is_some();
            let queue = inner.bulk.get(*number_of_queue);
            let is_full = queue.is_some_and(|queue| queue.answers.len() >= *untaken) && !is_closed;
            if !is_full {
                if let Some(until) = give_up.take() {
                    inner.deadlines.remove(&(until, *number));
                }
            }
            let mut sent = 0_usize;
            let outcome = loop {
                let Some((tag, outgoing)) = next() else {
                    break (None, Poll::Ready(Ok(())));
                };
                if is_full {
                    let limit = shared.settings.session.response_timeout;
                    let until = *give_up.get_or_insert(now + limit.unwrap_or(ANSWERS_TIMEOUT));
                    if until <= now {
                        *give_up = None;
                        break (
                            None,
                            Poll::Ready(Err((tag, Error::Congested(Congestion::Answers)))),
                        );
                    }
                    if let Some(cx) = cx {
                        let waker = cx.waker().clone();
                        inner.deadlines.insert((until, *number), waker);
                    }
                    // Room is for somebody else until some answers have been taken.
                    if let Some(queue) = inner.bulk.get(*number_of_queue) {
                        queue.sender = cx.map(|cx| cx.waker().clone());
                    }
                    break (Some((tag, outgoing)), Poll::Pending);
                }
                match inner.send(now, &outgoing, |_| To::bulk(*number_of_queue, tag)) {
                    Ok(_) => sent = sent.saturating_add(1),
                    Err(Error::Congested(_)) => {
                        *waiting = cx.is_some();
                        break (Some((tag, outgoing)), Poll::Pending);
                    }
                    Err(error) => break (None, Poll::Ready(Err((tag, error)))),
                }
            };
            if let Some(queue) = inner.bulk.get(*number_of_queue) {
                queue.outstanding = queue.outstanding.saturating_add(sent);
            }
            match cx.filter(|_| *waiting) {
                Some(cx) => inner.waiters.wait(*number, cx.waker()),
                None if was_waiting => {
                    inner.waiters.leave(*number);
                    inner.pass_capacity_on(now);
                }
                None => {}
            }
            outcome
        })
    }
}

/// Whether all went out; the tag of the one that did not.
type Batch = Result<(), (u64, Error)>;

/// A request, and what its sender calls it.
type Tagged<'a> = (u64, OutgoingPdu<'a>);

/// Leaves those who wait when the future is dropped.
struct Sending<'s>(&'s mut BulkSender);

impl Drop for Sending<'_> {
    fn drop(&mut self) {
        if let Some(until) = self.0.give_up.take() {
            let mut inner = self.0.handle.shared().lock();
            inner.deadlines.remove(&(until, self.0.number));
        }
        if self.0.waiting {
            self.0.leave();
        }
    }
}

impl Drop for BulkSender {
    fn drop(&mut self) {
        let shared = self.handle.shared();
        shared.act(|inner, now| {
            inner.waiters.leave(self.number);
            inner.pass_capacity_on(now);
            let taker = inner.bulk.get(self.queue).and_then(|queue| {
                queue.sent_all = true;
                queue.taker.take()
            });
            inner.wake_later(taker);
            inner.bulk.prune();
        });
    }
}

impl fmt::Debug for BulkSender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkSender").finish_non_exhaustive()
    }
}
