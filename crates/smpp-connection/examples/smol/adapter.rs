//! SMPP on smol, with TLS: an adapter to copy for another runtime.
//!
//! `open` and `drive` are the driver of a connection. The rest connects, listens and reconnects.

use std::future::{poll_fn, ready};
use std::time::{Duration, Instant};
use std::{io, net::SocketAddr, pin::Pin, task::Poll};

use futures_rustls::{TlsAcceptor, TlsConnector};
use smol::io::{AsyncRead, AsyncWrite};
use smol::net::{TcpListener, TcpStream};
use smol::{Timer, future::FutureExt as _, spawn};
use smpp_connection::{
    Acceptor, Client, ClientIncoming, ClientSettings, Connection, Connector, Credentials, Driver,
    Error, Incoming, Link, OpenConnection, Settings, Side, TlsClient, TlsError,
};

type Result<R> = std::result::Result<R, Error>;

/// Returns one side of a connection, driven by a task; closed if the stream cannot be opened.
pub(crate) fn open<S: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    stream: impl Future<Output = Result<S>> + Send + 'static,
    side: Side,
    link: Link,
    settings: Settings,
) -> (Connection, Incoming) {
    let (connection, incoming, driver) =
        Connection::new(side, link, settings, smpp_connection::Clock::system());
    spawn(async move {
        if let Ok(stream) = stream.await {
            drive(stream, driver).await;
        }
    })
    .detach();
    (connection, incoming)
}

/// Reads, writes and waits until the connection is closed, as [`Driver`] describes.
async fn drive(mut stream: impl AsyncRead + AsyncWrite + Unpin, mut driver: Driver) {
    // The timer fires at `armed`, which is not later than the deadline.
    let (mut timer, mut armed, mut end) = (Timer::never(), None, None);
    poll_fn(|cx| {
        let mut scratch = [0; 16 * 1024];
        for _ in 0..32 {
            let turn = driver.turn(cx.waker());
            end = end.or_else(|| Some(Instant::now() + turn.closed?));
            if let Some(due) = end.or(turn.deadline) {
                if armed.is_none_or(|armed| armed > due) {
                    timer.set_at(due);
                    armed = Some(due);
                }
                if Pin::new(&mut timer).poll(cx).is_ready() {
                    armed = None;
                    if end.is_some_and(|end| end <= Instant::now()) {
                        return Poll::Ready(());
                    }
                    continue;
                }
            }
            let mut progress = !driver.to_write().is_empty();
            if !progress {
                let flushed = Pin::new(&mut stream).poll_flush(cx).is_ready();
                if flushed && end.is_some() && !turn.again {
                    return Pin::new(&mut stream).poll_close(cx).map(drop);
                }
            } else {
                match Pin::new(&mut stream).poll_write(cx, driver.to_write()) {
                    Poll::Ready(Ok(octets)) if octets > 0 => driver.handle_written(octets),
                    Poll::Ready(_) => return Poll::Ready(()),
                    Poll::Pending => progress = false,
                }
            }
            if turn.again {
                break;
            }
            let input = turn
                .read
                .then(|| Pin::new(&mut stream).poll_read(cx, &mut scratch));
            match input {
                Some(Poll::Ready(Ok(0))) => driver.handle_eof(),
                Some(Poll::Ready(Ok(octets))) => driver.handle_received(&scratch[..octets]),
                Some(Poll::Ready(Err(_))) => driver.handle_lost(),
                _ if progress => {}
                _ => return Poll::Pending,
            }
        }
        // Other tasks run first; this one goes on afterwards.
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Gives up an attempt that takes longer than `limit`.
async fn within<R>(limit: Duration, attempt: impl Future<Output = Result<R>>) -> Result<R> {
    let elapsed = async {
        Timer::after(limit).await;
        Err(io::Error::from(io::ErrorKind::TimedOut).into())
    };
    attempt.or(elapsed).await
}

/// An ESME of the message centre at `address`, a `host:port`; in TLS, if `tls` is set.
pub(crate) struct Esme {
    pub(crate) credentials: Credentials,
    pub(crate) settings: Settings,
    pub(crate) tls: Option<TlsClient>,
    pub(crate) address: String,
}

impl Esme {
    /// Returns a client that reconnects after each loss.
    pub(crate) fn stay_connected(self, settings: ClientSettings) -> (Client, ClientIncoming) {
        let (client, incoming, driver) =
            Client::new(self, settings, smpp_connection::Clock::system());
        spawn(driver.run()).detach();
        (client, incoming)
    }
}

impl Connector for Esme {
    /// Connects once, and binds.
    async fn connect(&self) -> Result<(Connection, Incoming)> {
        let (settings, address) = (self.settings.clone(), self.address.as_str());
        let (connection, incoming) = within(settings.connect_timeout, async {
            let stream = TcpStream::connect(address).await?;
            stream.set_nodelay(true)?;
            let link = Link::new(stream.local_addr().ok(), stream.peer_addr().ok());
            let Some(tls) = &self.tls else {
                return Ok(open(ready(Ok(stream)), Side::Esme, link, settings));
            };
            let name = tls.server_name(address.rsplit_once(':').map_or(address, |it| it.0))?;
            let handshake = TlsConnector::from(tls.config()).connect(name, stream);
            let stream = handshake.await.map_err(TlsError::from_handshake)?;
            Ok(open(ready(Ok(stream)), Side::Esme, link, settings))
        })
        .await?;
        connection.bind_with(&self.credentials).await?;
        Ok((connection, incoming))
    }

    async fn sleep(&self, duration: Duration) {
        Timer::after(duration).await;
    }
}

/// A message centre; in TLS, if the acceptor has it.
pub(crate) struct MessageCenter {
    pub(crate) listener: TcpListener,
    pub(crate) acceptor: Acceptor,
}

impl MessageCenter {
    /// Waits for a connection within the limits. A TLS handshake delays no other connection.
    pub(crate) async fn accept(&self) -> io::Result<(OpenConnection, SocketAddr)> {
        loop {
            let (stream, peer) = match self.listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    Timer::after(Acceptor::retry_after(&error).ok_or(error)?).await;
                    continue;
                }
            };
            // Dropping the stream closes a connection beyond the limits.
            let admitted = self
                .acceptor
                .admit(smpp_connection::Clock::system().now(), peer);
            let (Ok(permit), Ok(())) = (admitted, stream.set_nodelay(true)) else {
                continue;
            };
            let link = Link::new(stream.local_addr().ok(), Some(peer));
            let settings = self.acceptor.settings().clone();
            let (connection, incoming) = match self.acceptor.tls() {
                None => open(ready(Ok(stream)), Side::MessageCenter, link, settings),
                Some(tls) => {
                    let tls = TlsAcceptor::from(tls.config());
                    let handshake = async move { Ok(tls.accept(stream).await?) };
                    let stream = within(settings.connect_timeout, handshake);
                    open(stream, Side::MessageCenter, link, settings)
                }
            };
            connection.hold(permit);
            return Ok((OpenConnection::new(connection, incoming), peer));
        }
    }

    /// Unbinds every session, and aborts the rest after `limit`. Returns whether none was left.
    pub(crate) async fn shutdown(self, limit: Duration) -> bool {
        let group = self.acceptor.group();
        drop(self.listener);
        group.unbind();
        let left = async {
            group.left().await;
            Ok(())
        };
        let all = within(limit, left).await;
        all.inspect_err(|_| group.abort()).is_ok()
    }
}
