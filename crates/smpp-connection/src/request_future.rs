//! The future of a request: it waits for capacity, then for the response.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use smpp_codec::frame::Frame;
use smpp_session::Instant;

use crate::error::Error;
use crate::inner::Inner;
use crate::outgoing_pdu::OutgoingPdu;
use crate::shared::Shared;
use crate::token::To;

/// The future of [`Connection::request`](crate::Connection::request).
pub(crate) struct RequestFuture<'c, 'a> {
    shared: &'c Shared,
    outgoing: OutgoingPdu<'a>,
    /// How long waiting for capacity and for the response may take together.
    limit: Option<Duration>,
    deadline: Option<Instant>,
    /// Its number among the waiters; 0 if it never waited.
    number: u64,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    /// Not polled yet.
    New,
    /// Waits for capacity.
    Waiting,
    /// Sent; the response comes to this slot.
    Sent(u64),
    Over,
}

impl<'c, 'a> RequestFuture<'c, 'a> {
    pub(crate) const fn new(
        shared: &'c Shared,
        outgoing: OutgoingPdu<'a>,
        limit: Option<Duration>,
    ) -> Self {
        Self {
            shared,
            outgoing,
            limit,
            deadline: None,
            number: 0,
            stage: Stage::New,
        }
    }

    fn poll_send(&mut self, cx: &Context<'_>) -> Poll<Result<(), Error>> {
        let Self {
            shared,
            outgoing,
            limit,
            deadline,
            number,
            stage,
        } = self;
        shared.act(|inner, now| {
            let is_new = matches!(stage, Stage::New);
            if is_new {
                *deadline = limit.map(|limit| now + limit);
            }
            let to = |inner: &mut Inner| To::caller(inner.responses.insert(cx.waker()));
            match inner.send(now, outgoing, to) {
                Ok(to) => {
                    let (_, slot) = to.whose();
                    *stage = Stage::Sent(slot);
                    if !is_new {
                        // A task that came before its turn is still queued.
                        inner.waiters.leave(*number);
                        inner.pass_capacity_on(now);
                    }
                }
                Err(error) => {
                    let late = deadline.is_some_and(|deadline| deadline <= now);
                    if late || !matches!(error, Error::Congested(_)) {
                        *stage = Stage::Over;
                        if !is_new {
                            inner.waiters.leave(*number);
                            inner.pass_capacity_on(now);
                        }
                        return Poll::Ready(Err(error));
                    }
                    if *number == 0 {
                        *number = inner.next_number();
                    }
                    inner.waiters.wait(*number, cx.waker());
                    *stage = Stage::Waiting;
                }
            }
            if let Some(deadline) = *deadline {
                if *number == 0 {
                    *number = inner.next_number();
                }
                inner
                    .deadlines
                    .insert((deadline, *number), cx.waker().clone());
            }
            Poll::Pending
        })
    }

    fn poll_response(&mut self, slot: u64, cx: &Context<'_>) -> Poll<Result<Frame, Error>> {
        let mut inner = self.shared.lock();
        let response = inner.responses.poll(slot, cx);
        let is_late = || {
            self.deadline
                .is_some_and(|deadline| deadline <= self.shared.now())
        };
        let result = if let Poll::Ready(outcome) = response {
            outcome.map_err(|reason| Error::failed(reason, inner.session.close_reason()))
        } else if is_late() {
            inner.responses.abandon(slot);
            Err(Error::Expired)
        } else {
            if let Some(deadline) = self.deadline {
                let waker = cx.waker().clone();
                inner.deadlines.insert((deadline, self.number), waker);
            }
            return Poll::Pending;
        };
        if let Some(deadline) = self.deadline {
            inner.deadlines.remove(&(deadline, self.number));
        }
        self.stage = Stage::Over;
        Poll::Ready(result)
    }
}

impl Future for RequestFuture<'_, '_> {
    type Output = Result<Frame, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        match this.stage {
            Stage::New | Stage::Waiting => {
                ready!(this.poll_send(cx))?;
                Poll::Pending
            }
            Stage::Sent(slot) => this.poll_response(slot, cx),
            // Polled again after it was ready.
            Stage::Over => Poll::Pending,
        }
    }
}

impl Drop for RequestFuture<'_, '_> {
    fn drop(&mut self) {
        let forget = |inner: &mut Inner| {
            if let Some(deadline) = self.deadline {
                inner.deadlines.remove(&(deadline, self.number));
            }
        };
        match self.stage {
            Stage::New => {}
            Stage::Waiting => self.shared.act(|inner, now| {
                forget(inner);
                inner.waiters.leave(self.number);
                #[cfg(smpp_shuttle)]
                if crate::PlantedFault::CapacityIsNotPassedOn.is_planted() {
                    return;
                }
                inner.pass_capacity_on(now);
            }),
            Stage::Sent(slot) => {
                let mut inner = self.shared.lock();
                forget(&mut inner);
                inner.responses.abandon(slot);
            }
            Stage::Over => {
                if self.deadline.is_some() {
                    forget(&mut self.shared.lock());
                }
            }
        }
    }
}
