//! The message centre: listens, and decides who may bind.

use std::io;
use std::net::SocketAddr;

use smpp_connection::{Link, Settings, Side, Unbound};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};

use crate::open;

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
        let link = Link::new(stream.local_addr().ok(), Some(peer));
        Ok((unbound(stream, link, self.settings.clone()), peer))
    }

    /// Waits for a connection and gives the stream, to be set up by [`unbound`](Self::unbound).
    ///
    /// # Errors
    /// As [`accept`](Self::accept).
    pub async fn accept_stream(&self) -> io::Result<(TcpStream, SocketAddr)> {
        let (stream, peer) = self.listener.accept().await?;
        stream.set_nodelay(true)?;
        Ok((stream, peer))
    }

    /// The message centre's side of any stream of octets that is open.
    #[must_use]
    pub fn unbound<S>(stream: S, settings: Settings) -> Unbound
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        unbound(stream, Link::new(None, None), settings)
    }
}

fn unbound<S>(stream: S, link: Link, settings: Settings) -> Unbound
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (connection, incoming) = open(stream, Side::MessageCenter, link, settings);
    Unbound::new(connection, incoming)
}
