//! What keeps a client connected: attempt after attempt, as the policy says.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::future::{Future, poll_fn};
use std::hash::{BuildHasher, Hasher};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use smpp_session::{CloseReason, LocalError, Reconnect, SessionEnd};

use super::shared::{Shared, Stop, stopped};
use super::state::ClientState;
use crate::connection::Connection;
use crate::error::Error;
use crate::incoming::Incoming;

/// What a client needs of its runtime.
pub trait Connector: Send + Sync {
    /// Connects, and binds. It should not take for ever; dropped, it is given up.
    fn connect(&self) -> impl Future<Output = Result<(Connection, Incoming), Error>> + Send;

    /// Waits.
    fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send;

    /// A number that differs from one client to the next, so that they do not all come back at
    /// once. As given: from the random keys of the standard library's hash maps.
    fn random(&self) -> u32 {
        let [.., a, b, c, d] = RandomState::new().build_hasher().finish().to_be_bytes();
        u32::from_be_bytes([a, b, c, d])
    }
}

/// Keeps a [`Client`](crate::Client) connected while it is run: by a task, or a thread.
///
/// Dropped before it is done, the client has stopped, without an unbind.
pub struct ClientDriver<C> {
    shared: Arc<Shared>,
    connector: C,
}

impl<C: Connector> ClientDriver<C> {
    pub(super) const fn new(shared: Arc<Shared>, connector: C) -> Self {
        Self { shared, connector }
    }

    /// Connects, and connects again, until the client is told to stop, nobody has it any more, or
    /// no attempt can succeed.
    pub async fn run(self) {
        let (shared, connector) = (&self.shared, &self.connector);
        let mut policy = Reconnect::new(shared.settings.reconnect);
        let error = loop {
            let Some(connected) = self.unless_stopped(connector.connect()).await else {
                break None;
            };
            let (error, bound) = match connected {
                Ok((connection, incoming)) => {
                    let since = shared.now();
                    shared.bound(&connection, incoming);
                    let Some(reason) = self.unless_stopped(connection.closed()).await else {
                        self.end(&connection).await;
                        break None;
                    };
                    shared.unbound();
                    let bound = shared.now().since(since);
                    (Error::closed(reason), bound)
                }
                Err(error) => (error, Duration::ZERO),
            };
            let Some(ending) = ending(&error) else {
                break Some(error);
            };
            let wait = policy.after(ending, bound, connector.random());
            shared.change(ClientState::Waiting {
                ending,
                error: Arc::new(error),
                wait,
            });
            if self.unless_stopped(connector.sleep(wait)).await.is_none() {
                break None;
            }
            shared.change(ClientState::Connecting);
        };
        shared.change(stopped(error));
    }

    /// Unbinds, if somebody waits for it.
    async fn end(&self, connection: &Connection) {
        let mut unbind = pin!(connection.unbind());
        poll_fn(|cx| {
            let stop = self.shared.lock().poll_stop(cx);
            if stop == Stop::Abort {
                return Poll::Ready(());
            }
            unbind.as_mut().poll(cx).map(drop)
        })
        .await;
        self.shared.unbound();
    }

    /// Does something until the client is to stop. Meanwhile those who have waited long enough
    /// hear of it.
    async fn unless_stopped<F: Future>(&self, work: F) -> Option<F::Output> {
        let (shared, connector) = (&self.shared, &self.connector);
        let mut work = pin!(work);
        let mut timer = pin!(None);
        let mut armed = None;
        poll_fn(|cx| {
            if shared.lock().poll_stop(cx) != Stop::No {
                return Poll::Ready(None);
            }
            if let Poll::Ready(output) = work.as_mut().poll(cx) {
                return Poll::Ready(Some(output));
            }
            loop {
                let due = shared.expire();
                if due != armed {
                    armed = due;
                    let left = due.map(|due| due.since(shared.now()));
                    timer.set(left.map(|left| connector.sleep(left)));
                }
                match timer.as_mut().as_pin_mut().map(|timer| timer.poll(cx)) {
                    Some(Poll::Ready(())) => armed = None,
                    _ => return Poll::Pending,
                }
            }
        })
        .await
    }
}

impl<C> Drop for ClientDriver<C> {
    fn drop(&mut self) {
        self.shared.unbound();
        self.shared.change(stopped(None));
    }
}

impl<C> fmt::Debug for ClientDriver<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientDriver").finish_non_exhaustive()
    }
}

/// What the policy is told; none if no attempt can succeed.
const fn ending(error: &Error) -> Option<SessionEnd> {
    match error {
        Error::Refused(status) => Some(SessionEnd::of_bind(*status)),
        Error::Closed {
            reason: CloseReason::Unbound,
            ..
        } => Some(SessionEnd::Unbound),
        Error::Local(LocalError::Encode(_)) => None,
        _ => Some(SessionEnd::Lost),
    }
}
