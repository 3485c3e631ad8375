//! TLS over any stream.

use std::fmt;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use smpp_connection::{Error, TlsClient, TlsError, TlsServer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::stream::within;

/// A stream in TLS, its handshake done.
///
/// What [`Esme::connect_tls`](crate::Esme::connect_tls) and
/// [`Acceptor::with_tls`](crate::Acceptor::with_tls) make; for streams that are not theirs:
///
/// ```no_run
/// use smpp_tokio::{MessageCenter, Settings, TlsServer, TlsStream};
/// use std::time::Duration;
/// use tokio::net::UnixStream;
///
/// # async fn example(stream: UnixStream, tls: &TlsServer) -> Result<(), smpp_tokio::Error> {
/// let stream = TlsStream::accept(stream, tls, Duration::from_secs(10)).await?;
/// let unbound = MessageCenter::open(stream, Settings::default());
/// # Ok(())
/// # }
/// ```
pub struct TlsStream<S>(tokio_rustls::TlsStream<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream<S> {
    /// The client's side: does the handshake, within so long, with the server that has the
    /// certificate of this host. Dropped before it is done, the stream is closed.
    ///
    /// # Errors
    /// [`Error::Tls`] if the peer does not speak TLS or is not whom its certificate should say;
    /// [`Error::Io`] if it does not answer in time.
    pub async fn connect(
        stream: S,
        tls: &TlsClient,
        host: &str,
        limit: Duration,
    ) -> Result<Self, Error> {
        let name = tls.server_name(host)?;
        let handshake = TlsConnector::from(tls.config()).connect(name, stream);
        let handshake = async { Ok(handshake.await.map_err(TlsError::from_handshake)?) };
        within(limit, handshake).await.map(|tls| Self(tls.into()))
    }

    /// The server's side: does the handshake, within so long. Dropped before it is done, the
    /// stream is closed.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub async fn accept(stream: S, tls: &TlsServer, limit: Duration) -> Result<Self, Error> {
        let handshake = TlsAcceptor::from(tls.config()).accept(stream);
        let handshake = async { Ok(handshake.await.map_err(TlsError::from_handshake)?) };
        within(limit, handshake).await.map(|tls| Self(tls.into()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for TlsStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for TlsStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        octets: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, octets)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        octets: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(cx, octets)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}

impl<S> fmt::Debug for TlsStream<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsStream").finish_non_exhaustive()
    }
}
