//! A request that waits for a connection to be bound.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use smpp_codec::Instant;

use super::shared::Shared;
use crate::connection::Connection;
use crate::error::Error;

/// A request that waits for a connection. Ready with [`Error::NotConnected`] if too many wait, or
/// if it takes too long; with [`Error::Stopped`] if the client is ending.
pub(super) struct Waiting<'c> {
    shared: &'c Shared,
    /// The connection that has ended for this request.
    after: u64,
    until: Option<Instant>,
    /// This one among those who wait.
    number: Option<u64>,
}

impl<'c> Waiting<'c> {
    pub(super) fn new(shared: &'c Shared, after: u64, until: Option<Instant>) -> Self {
        Self {
            shared,
            after,
            until,
            number: None,
        }
    }
}

impl Future for Waiting<'_> {
    type Output = Result<(u64, Connection), Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let settings = &this.shared.settings;
        let now = this.shared.now();
        let mut inner = this.shared.lock();
        if let Some(stopped) = inner.stopped() {
            return Poll::Ready(Err(stopped));
        }
        if let Some(connection) = &inner.connection {
            if inner.generation != this.after {
                return Poll::Ready(Ok((inner.generation, connection.clone())));
            }
        }
        let number = match this.number {
            Some(number) => number,
            None if inner.waiting_count >= settings.max_waiting => {
                return Poll::Ready(Err(inner.not_connected()));
            }
            None => {
                let most = settings.max_wait.map(|most| now + most);
                this.until = this.until.into_iter().chain(most).min();
                inner.waiting_count += 1;
                *this.number.insert(inner.next_number())
            }
        };
        inner.waiting.wait(number, cx.waker());
        let Some(until) = this.until else {
            return Poll::Pending;
        };
        if until <= now {
            return Poll::Ready(Err(inner.not_connected()));
        }
        inner.deadlines.insert((until, number), cx.waker().clone());
        // The driver may have to wake earlier than it thought.
        let driver = inner.driver.take();
        drop(inner);
        driver.into_iter().for_each(Waker::wake);
        Poll::Pending
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        let Some(number) = self.number else {
            return;
        };
        let mut inner = self.shared.lock();
        inner.waiting.leave(number);
        inner.waiting_count = inner.waiting_count.saturating_sub(1);
        if let Some(until) = self.until {
            inner.deadlines.remove(&(until, number));
        }
    }
}
