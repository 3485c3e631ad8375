//! What every connection of a message centre passes before it is one.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use smpp_connection::{Acceptor, Error, Link, OpenConnection, Permit, Side};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

#[cfg(feature = "tls")]
use crate::TlsStream;
use crate::{clock, open, stream};

/// A connection that is ready for SMPP, and who its peer is.
pub(crate) type Arrived = (OpenConnection, SocketAddr);

/// Lets a connection in on which SMPP begins at once.
pub(crate) fn enter(
    acceptor: &Acceptor,
    stream: TcpStream,
    peer: SocketAddr,
) -> Result<Arrived, Error> {
    let permit = acceptor.admit(clock().now(), peer)?;
    let link = Link::new(stream.local_addr().ok(), Some(peer));
    Ok((unbound(acceptor, stream, link, permit), peer))
}

/// What stands before SMPP, within the time that connecting may take.
pub(crate) async fn arrive(
    acceptor: Arc<Acceptor>,
    stream: TcpStream,
    peer: SocketAddr,
) -> Result<Arrived, Error> {
    let limit = acceptor.settings().connect_timeout;
    stream::within(limit, async {
        #[cfg(feature = "proxy-protocol")]
        let peer = match acceptor.is_proxy(peer) {
            true => stream::proxied(&stream, peer).await?,
            false => peer,
        };
        #[cfg(feature = "tls")]
        if let Some(tls) = acceptor.tls() {
            let permit = acceptor.admit(clock().now(), peer)?;
            let link = Link::new(stream.local_addr().ok(), Some(peer));
            let stream = TlsStream::accept(stream, tls, limit).await?;
            return Ok((unbound(&acceptor, stream, link, permit), peer));
        }
        enter(&acceptor, stream, peer)
    })
    .await
}

fn unbound<S>(acceptor: &Acceptor, stream: S, link: Link, permit: Permit) -> OpenConnection
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let settings = acceptor.settings().clone();
    let (connection, incoming) = open(stream, Side::MessageCenter, link, settings);
    connection.hold(permit);
    OpenConnection::new(connection, incoming)
}

/// Unbinds every session, and closes those that have not ended by then. True if all have.
pub(crate) async fn shutdown(acceptor: &Acceptor, deadline: Duration) -> bool {
    let group = acceptor.group();
    group.unbind();
    let all = timeout(deadline, group.left()).await.is_ok();
    if !all {
        group.abort();
    }
    all
}
