//! A message centre that serves by itself: a thread for each connection.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use smpp_connection::{Door, Error, Group, Metrics};

use crate::door;
use crate::listener::{Entrance, Listener};
use crate::unbound::Unbound;

/// How long nothing is accepted after the listener has failed: too many files are open, for one.
const PAUSE: Duration = Duration::from_millis(50);

/// A message centre that serves in the background: see
/// [`MessageCenter::serve`](crate::MessageCenter::serve). Dropped, it stops listening; sessions go
/// on until they end.
pub struct Server {
    listener: Listener,
    address: SocketAddr,
    door: Arc<Door>,
}

impl Server {
    pub(crate) fn start(
        listener: TcpListener,
        door: Arc<Door>,
        handler: impl Fn(Unbound) -> Result<(), Error> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let handler = Arc::new(handler);
        let entrance = Entrance::default();
        let listener = Listener::start(listener, {
            let door = Arc::clone(&door);
            move |accepted| {
                let Ok((stream, peer)) = accepted else {
                    return thread::sleep(PAUSE);
                };
                let (arriving, handler) = (Arc::clone(&door), Arc::clone(&handler));
                entrance.spawn(&door, move |inside| {
                    let arrived = door::arrive(&arriving, stream, peer);
                    // From here on its permit counts it.
                    drop((inside, arriving));
                    if let Ok((unbound, _)) = arrived {
                        let _: Result<(), Error> = handler(unbound);
                    }
                });
            }
        })?;
        Ok(Self {
            listener,
            address,
            door,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The connections that are there: what they did, and how to end them together.
    #[must_use]
    pub fn group(&self) -> &Group {
        self.door.group()
    }

    /// What all its connections have done until now.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.door.group().metrics()
    }

    /// Stops listening and unbinds every session: what the peers have asked is answered. Those
    /// that have not ended after `deadline` are closed. True if all ended by themselves.
    ///
    /// Handlers are not waited for: each sees the end of its session.
    #[allow(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn shutdown(self, deadline: Duration) -> bool {
        let Self { listener, door, .. } = self;
        drop(listener);
        door::shutdown(&door, deadline)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("local_addr", &self.address)
            .field("group", self.door.group())
            .finish_non_exhaustive()
    }
}
