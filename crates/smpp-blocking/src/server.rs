//! A message centre that serves by itself: a thread for each connection.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use smpp_connection::{Acceptor, Error, Group, Metrics};

use crate::acceptor;
use crate::listener::{Entrance, Listener};
use crate::open_connection::OpenConnection;

/// How long nothing is accepted after an error that does not pass.
const PAUSE: Duration = Duration::from_millis(50);

/// A message centre that serves in the background: see
/// [`MessageCenter::serve`](crate::MessageCenter::serve). Dropped, it stops listening; sessions go
/// on until they end.
pub struct Server {
    listener: Listener,
    address: SocketAddr,
    acceptor: Arc<Acceptor>,
}

impl Server {
    pub(crate) fn start(
        listener: TcpListener,
        acceptor: Arc<Acceptor>,
        handler: impl Fn(OpenConnection) -> Result<(), Error> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let handler = Arc::new(handler);
        let entrance = Entrance::default();
        let listener = Listener::start(listener, {
            let acceptor = Arc::clone(&acceptor);
            move |accepted| {
                let Ok((stream, peer)) = accepted else {
                    return thread::sleep(PAUSE);
                };
                let (arriving, handler) = (Arc::clone(&acceptor), Arc::clone(&handler));
                entrance.spawn(&acceptor, move |inside| {
                    let arrived = acceptor::arrive(&arriving, stream, peer);
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
            acceptor,
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
        self.acceptor.group()
    }

    /// What all its connections have done until now.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        self.acceptor.group().metrics()
    }

    /// Stops listening and unbinds every session: what the peers have asked is answered. Those
    /// that have not ended after `deadline` are closed. True if all ended by themselves.
    ///
    /// Handlers are not waited for: each sees the end of its session.
    #[allow(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn shutdown(self, deadline: Duration) -> bool {
        let Self {
            listener, acceptor, ..
        } = self;
        drop(listener);
        acceptor::shutdown(&acceptor, deadline)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("local_addr", &self.address)
            .field("group", self.acceptor.group())
            .finish_non_exhaustive()
    }
}
