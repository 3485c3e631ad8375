//! The message centre: listens, and decides who may bind.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use smpp_codec::pdu::Outbind;
use smpp_connection::{Acceptor, Error, Group, Link, Metrics, OpenConnection, Settings, Side};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::acceptor::{self, Arrived};
use crate::{open, stream};

/// A message centre that listens on TCP.
///
/// ```no_run
/// use smpp_tokio::codec::CommandStatus;
/// use smpp_tokio::{MessageCenter, same_password};
///
/// # async fn example() -> Result<(), smpp_tokio::Error> {
/// let center = MessageCenter::listen("localhost:2775").await?;
/// loop {
///     let (unbound, _peer) = center.accept().await?;
///     tokio::spawn(async move {
///         let binding = unbound.bind_request().await?;
///         if !same_password(binding.request().password, b"secret") {
///             return binding.refuse(CommandStatus::ESME_RBINDFAIL).await;
///         }
///         let (_connection, mut incoming) = binding.accept(b"mc")?;
///         while let Some(request) = incoming.next_request().await {
///             request.accept(b"42")?;
///         }
///         Ok(())
///     });
/// }
/// # }
/// ```
pub struct MessageCenter {
    listener: TcpListener,
    acceptor: Arc<Acceptor>,
    /// Connections that are not ready for SMPP yet: those that have TLS or a proxy before it.
    arriving: Mutex<JoinSet<Result<Arrived, Error>>>,
}

impl MessageCenter {
    /// Listens with default settings and limits. Port 0 takes a free one.
    ///
    /// # Errors
    /// The listener's.
    pub async fn listen(address: impl ToSocketAddrs) -> io::Result<Self> {
        Ok(Self {
            listener: TcpListener::bind(address).await?,
            acceptor: Arc::default(),
            arriving: Mutex::default(),
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

    /// Waits for a connection that is ready for SMPP, and tells its peer's address. One beyond
    /// the limits is closed without a word, as is one whose TLS handshake fails or takes too long.
    ///
    /// Cancel safe: no connection is lost if the future is dropped. Connections are made ready
    /// only while somebody waits here.
    ///
    /// # Errors
    /// The listener's. An error that passes is not returned: after too many open files, for one,
    /// connections are accepted again a quarter of a second later.
    pub async fn accept(&self) -> io::Result<(OpenConnection, SocketAddr)> {
        let mut arriving = self.arriving.lock().await;
        let mut paused = None;
        loop {
            let has_room = arriving.len() < self.acceptor.limits().unbound as usize;
            tokio::select! {
                Some(arrived) = arriving.join_next() => {
                    if let Ok(Ok(arrived)) = arrived {
                        return Ok(arrived);
                    }
                }
                () = resume(paused), if paused.is_some() => paused = None,
                accepted = self.listener.accept(), if has_room && paused.is_none() => {
                    let (stream, peer) = match accepted {
                        Ok(accepted) => accepted,
                        Err(error) => match Acceptor::retry_after(&error) {
                            Some(pause) => {
                                paused = Instant::now().checked_add(pause);
                                continue;
                            }
                            None => return Err(error),
                        },
                    };
                    // A connection that is reset already is none.
                    if stream.set_nodelay(true).is_err() {
                        continue;
                    }
                    if !self.acceptor.is_plain(peer) {
                        arriving.spawn(acceptor::arrive(Arc::clone(&self.acceptor), stream, peer));
                    } else if let Ok(arrived) = acceptor::enter(&self.acceptor, stream, peer) {
                        return Ok(arrived);
                    }
                }
            }
        }
    }

    /// Connects to an ESME that listens, and asks it to bind; its bind is waited for as usual.
    ///
    /// # Errors
    /// [`Error::Io`] if it does not answer; [`Error::Local`] if a field is too long.
    pub async fn outbind(
        &self,
        address: impl ToSocketAddrs,
        outbind: Outbind<'_>,
    ) -> Result<OpenConnection, Error> {
        let settings = self.acceptor.settings().clone();
        let stream = stream::within(settings.connect_timeout, stream::connect(address)).await?;
        let link = Link::new(stream.local_addr().ok(), stream.peer_addr().ok());
        let (connection, incoming) = open(stream, Side::MessageCenter, link, settings);
        connection.outbind(outbind)?;
        Ok(OpenConnection::new(connection, incoming))
    }

    /// The message centre's side of any stream of octets that is open.
    #[must_use]
    pub fn open<S>(stream: S, settings: Settings) -> OpenConnection
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let link = Link::new(None, None);
        let (connection, incoming) = open(stream, Side::MessageCenter, link, settings);
        OpenConnection::new(connection, incoming)
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
    pub async fn shutdown(self, deadline: Duration) -> bool {
        let Self {
            listener,
            acceptor,
            arriving,
        } = self;
        drop((listener, arriving));
        acceptor::shutdown(&acceptor, deadline).await
    }
}

/// Waits until this time.
async fn resume(paused: Option<Instant>) {
    if let Some(paused) = paused {
        sleep_until(paused).await;
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
