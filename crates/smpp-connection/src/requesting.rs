//! A request on its way: waiting for room, then for its response.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use smpp_codec::frame::Frame;
use smpp_session::Instant;

use crate::error::Error;
use crate::outgoing::Outgoing;
use crate::shared::Shared;
use crate::token::To;

/// The future of [`Connection::request`](crate::Connection::request).
pub(crate) struct Requesting<'c, 'a> {
    shared: &'c Shared,
    outgoing: Outgoing<'a>,
    /// How long all of it may take.
    limit: Option<Duration>,
    deadline: Option<Instant>,
    /// This request among those who wait; 0 before it had to.
    number: u64,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    /// Not polled yet.
    New,
    /// Among those who wait for room.
    Waiting,
    /// Sent; its response comes to this place.
    Sent(u32),
    Over,
}

impl<'c, 'a> Requesting<'c, 'a> {
    pub(crate) const fn new(
        shared: &'c Shared,
        outgoing: Outgoing<'a>,
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
            let place = inner.replies.insert(cx.waker());
            match shared.send(inner, now, outgoing, To::caller(place)) {
                Ok(()) => {
                    *stage = Stage::Sent(place);
                    if !is_new {
                        // Whoever was woken in vain, or came before its turn, is still queued.
                        inner.waiters.leave(*number);
                        shared.pass_room_on(inner, now);
                    }
                }
                Err(error) => {
                    inner.replies.remove(place);
                    let late = deadline.is_some_and(|deadline| deadline <= now);
                    if late || !matches!(error, Error::Congested(_)) {
                        *stage = Stage::Over;
                        if !is_new {
                            inner.waiters.leave(*number);
                            shared.pass_room_on(inner, now);
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

    fn poll_reply(&mut self, place: u32, cx: &Context<'_>) -> Poll<Result<Frame, Error>> {
        let mut inner = self.shared.lock();
        let reply = inner.replies.poll(place, cx);
        let is_late = || {
            self.deadline
                .is_some_and(|deadline| deadline <= self.shared.now())
        };
        let result = if let Poll::Ready(outcome) = reply {
            outcome.map_err(|reason| Error::failed(reason, inner.session.close_reason()))
        } else if is_late() {
            inner.replies.abandon(place);
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

impl Future for Requesting<'_, '_> {
    type Output = Result<Frame, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        match this.stage {
            Stage::New | Stage::Waiting => {
                ready!(this.poll_send(cx))?;
                Poll::Pending
            }
            Stage::Sent(place) => this.poll_reply(place, cx),
            // Polled again after it was ready, which nobody should.
            Stage::Over => Poll::Pending,
        }
    }
}

impl Drop for Requesting<'_, '_> {
    fn drop(&mut self) {
        let forget = |inner: &mut crate::shared::Inner| {
            if let Some(deadline) = self.deadline {
                inner.deadlines.remove(&(deadline, self.number));
            }
        };
        match self.stage {
            Stage::New => {}
            Stage::Waiting => self.shared.act(|inner, now| {
                forget(inner);
                inner.waiters.leave(self.number);
                self.shared.pass_room_on(inner, now);
            }),
            Stage::Sent(place) => {
                let mut inner = self.shared.lock();
                forget(&mut inner);
                inner.replies.abandon(place);
            }
            Stage::Over => {
                if self.deadline.is_some() {
                    forget(&mut self.shared.lock());
                }
            }
        }
    }
}
