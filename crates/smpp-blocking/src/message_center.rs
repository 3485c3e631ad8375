//! The message centre: listens, and decides who may bind.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use smpp_codec::pdu::Outbind;
use smpp_connection::{Acceptor, Error, Group, Link, Metrics, Settings, Side};

use crate::listener::Arrivals;
use crate::open_connection::OpenConnection;
use crate::server::Server;
use crate::stream::Stream;
use crate::{acceptor, esme, open};

/// A message centre that listens on TCP.
///
/// ```no_run
/// use smpp_blocking::{MessageCenter, same_password};
/// use smpp_blocking::codec::CommandStatus;
///
/// # fn main() -> Result<(), smpp_blocking::Error> {
/// let center = MessageCenter::listen("localhost:2775")?;
/// let server = center.serve(|unbound| {
///     let binding = unbound.bind_request()?;
///     if !same_password(binding.request().password, b"secret") {
///         return binding.refuse(CommandStatus::ESME_RBINDFAIL);
///     }
///     let (_connection, mut incoming) = binding.accept(b"mc")?;
///     while let Some(request) = incoming.next_request() {
///         request.accept(b"42")?;
///     }
///     Ok(())
/// })?;
/// # drop(server);
/// # Ok(())
/// # }
/// ```
pub struct MessageCenter {
    listener: TcpListener,
    acceptor: Arc<Acceptor>,
    arrivals: Arrivals,
}

impl MessageCenter {
    /// Listens with default settings and limits. Port 0 takes a free one.
    ///
    /// # Errors
    /// The listener's.
    pub fn listen(address: impl ToSocketAddrs) -> io::Result<Self> {
        Ok(Self {
            listener: TcpListener::bind(address)?,
            acceptor: Arc::default(),
            arrivals: Arrivals::default(),
        })
    }

    /// Replaces the acceptor: the settings, the limits, TLS and the trusted proxies of each
    /// connection. Default: [`Acceptor::default`].
    #[must_use]
    pub fn with_acceptor(self, acceptor: Acceptor) -> Self {
        let acceptor = Arc::new(acceptor);
        Self { acceptor, ..self }
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The listener's.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Waits for a connection that is within the limits; others are closed without a word. Its
    /// TLS and a proxy's header are over: they delay nobody else, each has a thread of its own.
    ///
    /// May be called from several threads.
    ///
    /// # Errors
    /// The listener's. An error that passes is not returned: after too many open files, for one,
    /// connections are accepted again a quarter of a second later.
    pub fn accept(&self) -> io::Result<(OpenConnection, SocketAddr)> {
        self.arrivals.next(&self.listener, &self.acceptor)
    }

    /// Calls this for each connection, in a thread of its own, and closes the connection when it
    /// returns or panics, unless it has kept a handle to it. Its errors are its own: they end one
    /// connection, and nobody is told.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn serve(
        self,
        handler: impl Fn(OpenConnection) -> Result<(), Error> + Send + Sync + 'static,
    ) -> io::Result<Server> {
        Server::start(self.listener, self.acceptor, handler)
    }

    /// Connects to an ESME that listens, and asks it to bind; its bind is waited for as usual.
    ///
    /// # Errors
    /// [`Error::Io`] if it does not answer; [`Error::Local`] if a field is too long.
    pub fn outbind(
        &self,
        address: impl ToSocketAddrs,
        outbind: Outbind<'_>,
    ) -> Result<OpenConnection, Error> {
        let settings = self.acceptor.settings().clone();
        let (stream, link) = esme::connect(address, settings.connect_timeout)?;
        let (connection, incoming) = open(stream, Side::MessageCenter, link, settings)?;
        connection.outbind(outbind)?;
        Ok(OpenConnection::new(connection, incoming))
    }

    /// The message centre's side of any stream of octets that is open.
    ///
    /// # Errors
    /// If the stream cannot be taken apart, or no thread can be started.
    pub fn open(stream: impl Stream, settings: Settings) -> io::Result<OpenConnection> {
        let link = Link::new(None, None);
        let (connection, incoming) = open(stream, Side::MessageCenter, link, settings)?;
        Ok(OpenConnection::new(connection, incoming))
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
    #[allow(clippy::must_use_candidate, reason = "it is called for what it does")]
    pub fn shutdown(self, deadline: Duration) -> bool {
        let Self {
            listener,
            acceptor,
            arrivals,
        } = self;
        drop((listener, arrivals));
        acceptor::shutdown(&acceptor, deadline)
    }
}

impl fmt::Debug for MessageCenter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageCenter")
            .field("local_addr", &self.local_addr().ok())
            .field("group", self.acceptor.group())
            .finish_non_exhaustive()
    }
}
