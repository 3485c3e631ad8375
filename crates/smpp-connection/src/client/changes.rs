//! The stream of a client's changes of state.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::shared::Shared;
use super::state::ClientState;

/// The changes of a client's state, in their order.
///
/// A slow reader finds the latest 32 changes. Does not keep the client running.
pub struct Changes {
    shared: Arc<Shared>,
    /// The number of the next change to tell.
    next: u64,
    /// This one among those who wait.
    number: u64,
}

impl Changes {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        let mut inner = shared.lock();
        let (next, number) = (inner.last_change(), inner.next_number());
        drop(inner);
        Self {
            shared,
            next,
            number,
        }
    }

    /// The next change; the first time, the present state. `None` when the client has stopped.
    ///
    /// Cancel safe: nothing is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<ClientState> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// As [`next`](Self::next), for futures that are written by hand.
    pub fn poll_next(&mut self, cx: &Context<'_>) -> Poll<Option<ClientState>> {
        let mut inner = self.shared.lock();
        inner.poll_change(&mut self.next, self.number, cx)
    }
}

impl Drop for Changes {
    fn drop(&mut self) {
        self.shared.lock().unwatch(self.number);
    }
}

impl fmt::Debug for Changes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Changes")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}
