//! What a client does at present, and each change of it.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use smpp_session::SessionEnd;

use super::shared::Shared;
use crate::error::Error;
use crate::tap::Link;

/// What a [`Client`](super::Client) does at present.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ClientState {
    /// A connection is being made, or bound.
    Connecting,
    /// Bound: requests are sent.
    Bound(Link),
    /// The connection was lost, or did not come about; the next attempt follows.
    Waiting {
        /// Why, as the policy sees it.
        ending: SessionEnd,
        /// Why, in full.
        error: Arc<Error>,
        /// How long until the next attempt, from when this state began.
        wait: Duration,
    },
    /// There are no more attempts: it was stopped; or, with an error, no attempt can ever succeed,
    /// since the bind request cannot be encoded.
    Stopped(Option<Arc<Error>>),
}

impl fmt::Display for ClientState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connecting => f.write_str("connecting"),
            Self::Bound(link) => write!(f, "bound: connection {link}"),
            Self::Waiting { error, wait, .. } => write!(f, "{error}; next attempt in {wait:.1?}"),
            Self::Stopped(None) => f.write_str("stopped"),
            Self::Stopped(Some(error)) => write!(f, "stopped: {error}"),
        }
    }
}

/// The changes of a client's state, in their order.
///
/// Whoever is slow finds the latest 32 of them. Does not keep the client running.
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
