//! The message centre: listens, and decides who may bind.

use std::io;
use std::net::SocketAddr;

use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Bind, Body};
use smpp_session::{BindType, Session};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};

use crate::connection::Connection;
use crate::error::Error;
use crate::incoming::{Incoming, Received, Request};
use crate::settings::Settings;

/// A message centre that listens on TCP.
///
/// ```no_run
/// use smpp_codec::CommandStatus;
/// use smpp_tokio::MessageCenter;
///
/// # async fn example() -> Result<(), smpp_tokio::Error> {
/// let center = MessageCenter::listen("localhost:2775").await?;
/// loop {
///     let (unbound, _peer) = center.accept().await?;
///     tokio::spawn(async move {
///         let binding = unbound.bind_request().await?;
///         if binding.request().password != b"secret" {
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
#[derive(Debug)]
pub struct MessageCenter {
    listener: TcpListener,
    settings: Settings,
}

impl MessageCenter {
    /// Listens with default settings. Port 0 takes a free one.
    ///
    /// # Errors
    /// The listener's.
    pub async fn listen(address: impl ToSocketAddrs) -> io::Result<Self> {
        Ok(Self {
            listener: TcpListener::bind(address).await?,
            settings: Settings::default(),
        })
    }

    /// With other settings.
    #[must_use]
    pub fn settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Where it listens.
    ///
    /// # Errors
    /// The listener's.
    pub fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Waits for a connection.
    ///
    /// Cancel safe: no connection is lost if the future is dropped.
    ///
    /// # Errors
    /// The listener's, which may pass: too many open files, for one.
    pub async fn accept(&self) -> io::Result<(Unbound, SocketAddr)> {
        let (stream, peer) = self.accept_stream().await?;
        Ok((Unbound::new(stream, self.settings.clone()), peer))
    }

    /// Waits for a connection and gives the stream, to be set up by [`Unbound::new`].
    ///
    /// # Errors
    /// As [`accept`](Self::accept).
    pub async fn accept_stream(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, peer) = self.listener.accept().await?;
        stream.set_nodelay(true)?;
        Ok((stream, peer))
    }
}

/// A connection that nobody has bound yet.
///
/// It is closed when the session's `session_init_timeout` is over.
#[derive(Debug)]
pub struct Unbound {
    connection: Connection,
    incoming: Incoming,
}

impl Unbound {
    /// The message centre's side of any stream of octets that is open.
    #[must_use]
    pub fn new<S>(stream: S, settings: Settings) -> Self
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let config = settings.session;
        let (connection, incoming) = Connection::start(stream, settings, |slots, now| {
            Session::message_center(config, slots, now)
        });
        Self {
            connection,
            incoming,
        }
    }

    /// Waits for a bind request.
    ///
    /// # Errors
    /// [`Error::Closed`] if none comes: the peer does not speak SMPP, takes too long, or goes.
    pub async fn bind_request(mut self) -> Result<Binding, Error> {
        while let Some(received) = self.incoming.next().await {
            let Received::Request(request) = received else {
                continue;
            };
            if let Some(bind_type) = BindType::of(request.pdu().command_id()) {
                return Ok(Binding {
                    unbound: self,
                    request,
                    bind_type,
                });
            }
        }
        Err(Error::Closed(self.connection.closed().await))
    }
}

/// A peer that wants to be bound. Dropped, it is refused with a temporary error.
#[derive(Debug)]
pub struct Binding {
    unbound: Unbound,
    request: Request,
    bind_type: BindType,
}

impl Binding {
    /// What it wants to be bound as.
    #[must_use]
    pub const fn bind_type(&self) -> BindType {
        self.bind_type
    }

    /// Who it says it is.
    #[must_use]
    pub fn request(&self) -> Bind<'_> {
        match self.request.pdu().body {
            Body::BindReceiver(bind)
            | Body::BindTransmitter(bind)
            | Body::BindTransceiver(bind) => bind,
            _ => Bind::default(),
        }
    }

    /// Binds it. The session is bound when this returns, before the response has left.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended meanwhile, and why; [`Error::Local`] if
    /// `system_id` is too long.
    pub fn accept(self, system_id: &[u8]) -> Result<(Connection, Incoming), Error> {
        let Unbound {
            connection,
            incoming,
        } = self.unbound;
        let accepted = self.request.accept_bind(system_id);
        let ended = connection.shared().lock().session.close_reason();
        match (accepted, ended) {
            (Ok(()), _) => Ok((connection, incoming)),
            (Err(_), Some(reason)) => Err(Error::Closed(reason)),
            (Err(error), None) => Err(error),
        }
    }

    /// Refuses it, and closes the connection once the refusal was sent.
    ///
    /// # Errors
    /// [`Error::Failed`] if the peer has gone.
    pub async fn refuse(self, status: CommandStatus) -> Result<(), Error> {
        self.request.refuse(status)?;
        self.unbound.connection.abort();
        self.unbound.connection.closed().await;
        Ok(())
    }

    /// Refuses it, and gives the peer another try on the same connection, as often as the
    /// session's `max_bind_attempts` allows.
    ///
    /// # Errors
    /// [`Error::Failed`] if the peer has gone.
    pub fn retry(self, status: CommandStatus) -> Result<Unbound, Error> {
        self.request.refuse(status)?;
        Ok(self.unbound)
    }
}
