//! What every connection of a message centre passes before it is one.

use std::io::{Chain, Cursor, Read};
use std::net::{SocketAddr, TcpStream};
use std::pin::pin;
use std::time::{Duration, Instant};

use smpp_connection::{Acceptor, Clock, Error, Link, Permit, Side};

use crate::block_on::block_until;
use crate::open;
use crate::open_connection::OpenConnection;
use crate::stream::{Half, Halves, Stream, within};
#[cfg(feature = "tls")]
use crate::tls::TlsStream;

/// A connection that is ready for SMPP, and who its peer is.
pub(crate) type Arrived = (OpenConnection, SocketAddr);

/// A connection's halves; what came behind a proxy's header is read first.
type Arriving = Halves<Chain<Cursor<Vec<u8>>, Half<TcpStream>>, Half<TcpStream>>;

/// What stands before SMPP, within the time that connecting may take. Does not wait where SMPP
/// begins at once.
pub(crate) fn arrive(
    acceptor: &Acceptor,
    stream: TcpStream,
    peer: SocketAddr,
) -> Result<Arrived, Error> {
    #[cfg(feature = "tls")]
    let started = Instant::now();
    stream.set_nodelay(true)?;
    let local = stream.local_addr().ok();
    let (stream, peer) = unwrap_proxied(acceptor, stream.split()?, peer)?;
    let permit = acceptor.admit(Clock::system().now(), peer)?;
    let link = Link::new(local, Some(peer));
    #[cfg(feature = "tls")]
    if let Some(tls) = acceptor.tls() {
        let limit = acceptor.settings().connect_timeout;
        let left = limit.saturating_sub(started.elapsed());
        let stream = TlsStream::accept(stream, tls, left)?;
        return Ok((unbound(acceptor, stream, link, permit)?, peer));
    }
    Ok((unbound(acceptor, stream, link, permit)?, peer))
}

fn unbound(
    acceptor: &Acceptor,
    stream: impl Stream,
    link: Link,
    permit: Permit,
) -> Result<OpenConnection, Error> {
    let settings = acceptor.settings().clone();
    let (connection, incoming) = open(stream, Side::MessageCenter, link, settings)?;
    connection.hold(permit);
    Ok(OpenConnection::new(connection, incoming))
}

/// Takes the header of a trusted proxy off the stream, and gives the address of the real peer;
/// of the proxy itself if it speaks for itself.
fn unwrap_proxied(
    acceptor: &Acceptor,
    stream: Halves<Half<TcpStream>, Half<TcpStream>>,
    peer: SocketAddr,
) -> Result<(Arriving, SocketAddr), Error> {
    let Halves {
        mut reader,
        writer,
        close,
    } = stream;
    let (rest, peer) = if acceptor.is_proxy(peer) {
        let limit = acceptor.settings().connect_timeout;
        let (rest, real) = within(limit, &close, || read_header(&mut reader))?;
        (rest, real.unwrap_or(peer))
    } else {
        (Vec::new(), peer)
    };
    let halves = Halves {
        reader: Cursor::new(rest).chain(reader),
        writer,
        close,
    };
    Ok((halves, peer))
}

/// Unbinds every session, and closes those that have not ended by then. True if all have.
pub(crate) fn shutdown(acceptor: &Acceptor, deadline: Duration) -> bool {
    let group = acceptor.group();
    group.unbind();
    let until = Instant::now().checked_add(deadline);
    let mut left = pin!(group.left());
    let all = block_until(until, |cx| left.as_mut().poll(cx)).is_some();
    if !all {
        group.abort();
    }
    all
}

/// Reads a proxy's header: what came behind it, and who it says the peer is.
#[cfg(feature = "proxy-protocol")]
fn read_header(reader: &mut impl Read) -> Result<(Vec<u8>, Option<SocketAddr>), Error> {
    use std::io::{Error as IoError, ErrorKind};

    use smpp_connection::ProxyHeader;

    let mut received = Vec::new();
    let mut chunk = [0; 512];
    loop {
        let header = ProxyHeader::decode(&received);
        let header = header.map_err(|error| IoError::new(ErrorKind::InvalidData, error))?;
        if let Some(header) = header {
            let rest = received.split_off(header.encoded_len().min(received.len()));
            return Ok((rest, header.peer()));
        }
        match reader.read(&mut chunk)? {
            0 => return Err(IoError::from(ErrorKind::UnexpectedEof).into()),
            octets => received.extend_from_slice(chunk.get(..octets).unwrap_or_default()),
        }
    }
}

#[cfg(not(feature = "proxy-protocol"))]
fn read_header(_: &mut impl Read) -> Result<(Vec<u8>, Option<SocketAddr>), Error> {
    Ok((Vec::new(), None))
}
