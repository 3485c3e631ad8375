//! The future of a connection's end.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use smpp_session::CloseReason;

use crate::shared::Shared;

/// The future of [`Connection::closed`](super::Connection::closed).
pub(super) struct Closed {
    shared: Arc<Shared>,
    /// This one among those who wait.
    number: u64,
}

impl Closed {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let number = shared.lock().next_number();
        Self { shared, number }
    }
}

impl Future for Closed {
    type Output = CloseReason;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<CloseReason> {
        let mut inner = self.shared.lock();
        if let Some(reason) = inner.closed {
            return Poll::Ready(reason);
        }
        inner.until_closed.wait(self.number, cx.waker());
        Poll::Pending
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        self.shared.lock().until_closed.leave(self.number);
    }
}
