//! The message centre: who is connected, which messages there are.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use smpp_session::{Config, RemoteError};
use smpp_tokio::{Connection, Direction, Link, Settings, Tap, TlsServer};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::events::Events;
use super::session;
use super::sessions::Sessions;
use super::store::Store;
use super::users::Users;

/// Who it says it is.
pub(crate) const SYSTEM_ID: &[u8] = b"smpp-mc";

/// Octets of messages that are kept, for each message that may be kept.
const OCTETS_PER_MESSAGE: usize = 1024;

/// How long the end waits for peers to unbind.
const GOODBYE: Duration = Duration::from_secs(5);

/// Gives each connection, by the address of its peer, what is shown its PDUs.
pub(crate) type Taps = Box<dyn Fn(SocketAddr, u64) -> Arc<dyn Tap> + Send + Sync>;

/// What a message centre is set up with.
pub(crate) struct Setup {
    pub(crate) users: Users,
    /// Without it, in clear.
    pub(crate) tls: Option<TlsServer>,
    pub(crate) receipt_after: Duration,
    pub(crate) max_sessions: usize,
    pub(crate) max_messages: usize,
    pub(crate) events: Events,
    pub(crate) taps: Option<Taps>,
}

/// A message centre.
pub(crate) struct Center {
    pub(crate) users: Users,
    pub(crate) tls: Option<TlsServer>,
    pub(crate) receipt_after: Duration,
    pub(crate) events: Events,
    /// Told whenever a session is bound.
    pub(crate) bound: Notify,
    taps: Option<Taps>,
    state: Mutex<State>,
}

/// What changes.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) sessions: Sessions,
    pub(crate) store: Store,
}

impl Center {
    pub(crate) fn new(setup: Setup) -> Arc<Self> {
        let octets = setup.max_messages.saturating_mul(OCTETS_PER_MESSAGE);
        // A single message may have a payload of 64 KiB.
        let octets = octets.max(256 * 1024);
        Arc::new(Self {
            users: setup.users,
            tls: setup.tls,
            receipt_after: setup.receipt_after,
            events: setup.events,
            bound: Notify::new(),
            taps: setup.taps,
            state: Mutex::new(State {
                sessions: Sessions::new(setup.max_sessions),
                store: Store::new(setup.max_messages, octets),
            }),
        })
    }

    /// What changes, under a lock that nobody holds for long. A panic elsewhere left it whole
    /// enough: every change is a single call.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Serves whoever connects, for ever.
    pub(crate) async fn serve(self: Arc<Self>, listener: TcpListener) {
        let mut number = 0;
        loop {
            let (stream, peer) = match listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    self.failed_to_accept(&error).await;
                    continue;
                }
            };
            number += 1;
            // Nothing of the session is known before it is noted: it waits for the same lock.
            let mut state = self.lock();
            let task = tokio::spawn(session::run(Arc::clone(&self), stream, peer, number));
            if let Some(gone) = state.sessions.connected(number, task.abort_handle()) {
                self.events.tell(format_args!(
                    "#{gone} closed: too many connections do not bind"
                ));
            }
        }
    }

    /// Too many open files, or a peer that has gone already: it may pass.
    async fn failed_to_accept(&self, error: &io::Error) {
        self.events
            .tell(format_args!("cannot accept a connection: {error}"));
        sleep(Duration::from_millis(100)).await;
    }

    /// What a connection is set up with.
    pub(crate) fn settings(&self, peer: SocketAddr, number: u64) -> Settings {
        let taps = self.taps.as_ref();
        Settings::new()
            .with_session(Config::new().with_response_timeout(Some(Duration::from_secs(10))))
            .with_tap(Some(Arc::new(Watch {
                events: self.events.clone(),
                number,
                wire: taps.map(|taps| taps(peer, number)),
            })))
    }

    /// A session of a user, if one is bound.
    pub(crate) fn connection_of(&self, system_id: &str) -> Option<Connection> {
        let state = self.lock();
        let mut bound = state.sessions.all().iter();
        let bound = bound.find(|bound| bound.user.system_id == system_id);
        bound.map(|bound| bound.connection.clone())
    }

    /// Unbinds every session, and waits for the peers to answer; not for ever.
    pub(crate) async fn unbind_all(&self) {
        let bound = self.lock().sessions.all().to_vec();
        self.events
            .tell(format_args!("unbinding {} sessions", bound.len()));
        let mut unbinding = JoinSet::new();
        for bound in bound {
            // What a session answers instead is in its own line.
            unbinding.spawn(async move { bound.connection.unbind().await.is_ok() });
        }
        let all = async { while unbinding.join_next().await.is_some() {} };
        if timeout(GOODBYE, all).await.is_err() {
            self.events
                .tell(format_args!("some did not answer in time"));
        }
    }
}

impl fmt::Debug for Center {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Center")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Watches one connection.
struct Watch {
    events: Events,
    number: u64,
    wire: Option<Arc<dyn Tap>>,
}

impl Tap for Watch {
    fn frame(&self, link: &Link, direction: Direction, frame: &[u8]) {
        if let Some(wire) = &self.wire {
            wire.frame(link, direction, frame);
        }
    }

    fn fault(&self, _: &Link, error: &RemoteError) {
        self.events
            .tell(format_args!("#{} fault: {error}", self.number));
    }
}
