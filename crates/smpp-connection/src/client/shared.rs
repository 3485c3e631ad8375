//! What a client's handles and its driver share, under one short lock.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use smpp_codec::Instant;

use super::settings::ClientSettings;
use super::state::ClientState;
use crate::clock::Clock;
use crate::connection::Connection;
use crate::error::Error;
use crate::incoming::Incoming;
use crate::waiters::Waiters;

/// How many changes of state are kept for those who are slow.
const HISTORY: usize = 32;

/// Whether, and how, the client is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stop {
    No,
    /// Unbinds first.
    Unbind,
    /// Nobody is left to wait for it.
    Abort,
}

pub(super) struct Shared {
    inner: Mutex<Inner>,
    pub(super) settings: ClientSettings,
    clock: Clock,
}

pub(super) struct Inner {
    /// The latest changes, and the number of the last of them.
    changes: VecDeque<ClientState>,
    last_change: u64,
    watchers: Waiters,
    /// The connection that is bound, and which one it is.
    pub(super) connection: Option<Connection>,
    pub(super) generation: u64,
    /// Requests that wait for one, and how many.
    pub(super) waiting: Waiters,
    pub(super) waiting_count: usize,
    /// Those of them that wait no longer than until then.
    pub(super) deadlines: BTreeMap<(Instant, u64), Waker>,
    /// What is received by the connection that was bound last, until the application takes it.
    incoming: Option<Incoming>,
    incoming_waker: Option<Waker>,
    incoming_unwanted: bool,
    /// The error that ended the last connection or attempt, until one is bound.
    last_error: Option<Arc<Error>>,
    stop: Stop,
    pub(super) driver: Option<Waker>,
    last_number: u64,
}

impl Shared {
    pub(super) fn new(settings: ClientSettings, clock: Clock) -> Self {
        Self {
            inner: Mutex::new(Inner {
                changes: VecDeque::from([ClientState::Connecting]),
                last_change: 0,
                watchers: Waiters::default(),
                connection: None,
                generation: 0,
                waiting: Waiters::default(),
                waiting_count: 0,
                deadlines: BTreeMap::new(),
                incoming: None,
                incoming_waker: None,
                incoming_unwanted: false,
                last_error: None,
                stop: Stop::No,
                driver: None,
                last_number: 0,
            }),
            settings,
            clock,
        }
    }

    pub(super) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The client under its lock. A panic while it was held left it whole: every call is.
    pub(super) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells all of a change, unless it is over already.
    pub(super) fn change(&self, state: ClientState) {
        let mut inner = self.lock();
        if inner.is_stopped() {
            return;
        }
        let stopped = matches!(state, ClientState::Stopped(_));
        match &state {
            ClientState::Waiting { error, .. } => inner.last_error = Some(Arc::clone(error)),
            ClientState::Bound(_) => inner.last_error = None,
            _ => {}
        }
        if inner.changes.len() == HISTORY {
            inner.changes.pop_front();
        }
        inner.changes.push_back(state);
        inner.last_change = inner.last_change.saturating_add(1);
        let mut wake: Vec<_> = std::iter::from_fn(|| inner.watchers.pop()).collect();
        if stopped {
            wake.extend(inner.incoming_waker.take());
            wake.extend(std::iter::from_fn(|| inner.waiting.pop()));
        }
        drop(inner);
        wake.into_iter().for_each(Waker::wake);
    }

    /// A connection is bound: those who wait go on.
    pub(super) fn bound(&self, connection: &Connection, incoming: Incoming) {
        let mut inner = self.lock();
        inner.connection = Some(connection.clone());
        inner.generation = inner.generation.wrapping_add(1);
        // What nobody took of the connection before, nobody can answer any more.
        let unwanted = match inner.incoming_unwanted {
            true => Some(incoming),
            false => inner.incoming.replace(incoming),
        };
        let mut wake: Vec<_> = std::iter::from_fn(|| inner.waiting.pop()).collect();
        wake.extend(inner.incoming_waker.take());
        drop(inner);
        drop(unwanted);
        wake.into_iter().for_each(Waker::wake);
        self.change(ClientState::Bound(*connection.link()));
    }

    /// The connection has ended.
    pub(super) fn unbound(&self) {
        let connection = self.lock().connection.take();
        drop(connection);
    }

    /// Asks the driver to end.
    pub(super) fn stop(&self, stop: Stop) {
        let mut inner = self.lock();
        inner.stop = inner.stop.max(stop);
        let mut wake: Vec<_> = std::iter::from_fn(|| inner.waiting.pop()).collect();
        wake.extend(inner.driver.take());
        drop(inner);
        wake.into_iter().for_each(Waker::wake);
    }

    /// Wakes those whose time is over, and tells when the next one's is.
    pub(super) fn expire(&self) -> Option<Instant> {
        let now = self.now();
        let mut wake = Vec::new();
        let mut inner = self.lock();
        let next = loop {
            match inner.deadlines.first_entry() {
                Some(first) if first.key().0 <= now => wake.push(first.remove()),
                first => break first.map(|first| first.key().0),
            }
        };
        drop(inner);
        wake.into_iter().for_each(Waker::wake);
        next
    }
}

impl Inner {
    pub(super) fn state(&self) -> ClientState {
        let state = self.changes.back().cloned();
        state.unwrap_or(ClientState::Stopped(None))
    }

    pub(super) fn connection(&self) -> Option<Connection> {
        self.connection.clone()
    }

    pub(super) const fn last_change(&self) -> u64 {
        self.last_change
    }

    pub(super) fn next_number(&mut self) -> u64 {
        self.last_number = self.last_number.wrapping_add(1);
        self.last_number
    }

    /// The error of a request to a client that is ending, or has ended.
    pub(super) fn stopped(&self) -> Option<Error> {
        match self.changes.back() {
            Some(ClientState::Stopped(cause)) => Some(Error::Stopped(cause.clone())),
            _ if self.stop != Stop::No => Some(Error::Stopped(None)),
            _ => None,
        }
    }

    /// The error of a request that waits no longer for a connection.
    pub(super) fn not_connected(&self) -> Error {
        Error::NotConnected(self.last_error.clone())
    }

    fn is_stopped(&self) -> bool {
        matches!(self.changes.back(), Some(ClientState::Stopped(_)))
    }

    /// Whether the driver is to end, and whom to wake when it is.
    pub(super) fn poll_stop(&mut self, cx: &Context<'_>) -> Stop {
        match &mut self.driver {
            Some(waker) => waker.clone_from(cx.waker()),
            None => self.driver = Some(cx.waker().clone()),
        }
        self.stop
    }

    pub(super) fn poll_change(
        &mut self,
        next: &mut u64,
        number: u64,
        cx: &Context<'_>,
    ) -> Poll<Option<ClientState>> {
        let kept = u64::try_from(self.changes.len()).unwrap_or(u64::MAX);
        let oldest = self.last_change.saturating_add(1).saturating_sub(kept);
        let told = (*next).max(oldest);
        let index = usize::try_from(told - oldest).unwrap_or(usize::MAX);
        match self.changes.get(index) {
            Some(change) => {
                *next = told.saturating_add(1);
                Poll::Ready(Some(change.clone()))
            }
            None if self.is_stopped() => Poll::Ready(None),
            None => {
                self.watchers.wait(number, cx.waker());
                Poll::Pending
            }
        }
    }

    pub(super) fn unwatch(&mut self, number: u64) {
        self.watchers.leave(number);
    }

    /// What the application receives by next. Ready with none at the end.
    pub(super) fn poll_incoming(&mut self, cx: &Context<'_>) -> Poll<Option<Incoming>> {
        if self.incoming.is_some() || self.is_stopped() {
            return Poll::Ready(self.incoming.take());
        }
        match &mut self.incoming_waker {
            Some(waker) => waker.clone_from(cx.waker()),
            None => self.incoming_waker = Some(cx.waker().clone()),
        }
        Poll::Pending
    }

    /// The application receives nothing any more.
    pub(super) fn refuse_incoming(&mut self) -> Option<Incoming> {
        self.incoming_unwanted = true;
        self.incoming.take()
    }
}

/// Ends the client when the last of these has gone.
pub(super) struct Handle(pub(super) Arc<Shared>);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.stop(Stop::Abort);
    }
}

/// The end of a client that cannot connect.
pub(super) fn stopped(error: Option<Error>) -> ClientState {
    ClientState::Stopped(error.map(Arc::new))
}
