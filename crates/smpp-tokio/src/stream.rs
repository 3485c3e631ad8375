//! Streams before SMPP begins on them: connecting, a proxy's header.

use std::future::Future;
use std::io;
#[cfg(feature = "proxy-protocol")]
use std::net::SocketAddr;
use std::time::Duration;

use smpp_connection::Error;
#[cfg(feature = "proxy-protocol")]
use smpp_connection::ProxyHeader;
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

/// The same within so long.
pub(crate) async fn within<R>(
    limit: Duration,
    attempt: impl Future<Output = Result<R, Error>>,
) -> Result<R, Error> {
    match timeout(limit, attempt).await {
        Ok(result) => result,
        Err(_) => Err(Error::Io(io::ErrorKind::TimedOut.into())),
    }
}

/// Connects to the first address that answers.
pub(crate) async fn connect(address: impl ToSocketAddrs) -> Result<TcpStream, Error> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Takes the header of a trusted proxy off the stream, and gives the address of the real peer; of
/// the proxy itself if it speaks for itself.
#[cfg(feature = "proxy-protocol")]
pub(crate) async fn proxied(stream: &TcpStream, proxy: SocketAddr) -> Result<SocketAddr, Error> {
    use std::io::{Error as IoError, ErrorKind};

    let mut octets = [0; ProxyHeader::MAX_OCTETS];
    let mut seen = 0;
    loop {
        stream.readable().await?;
        // Only looked at: what stands behind the header is not the proxy's.
        let here = match stream.peek(&mut octets).await? {
            0 => return Err(IoError::from(ErrorKind::UnexpectedEof).into()),
            here => here,
        };
        let header = ProxyHeader::decode(octets.get(..here).unwrap_or(&[]));
        let header = header.map_err(|error| IoError::new(ErrorKind::InvalidData, error))?;
        if let Some(header) = header {
            take(stream, header.encoded_len()).await?;
            return Ok(header.peer().unwrap_or(proxy));
        }
        if here == seen {
            // The rest has not come yet, and a look at the same octets is ready at once.
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        seen = here;
    }
}

/// Reads octets that are there.
#[cfg(feature = "proxy-protocol")]
async fn take(stream: &TcpStream, octets: usize) -> io::Result<()> {
    let mut left = octets;
    let mut header = [0; ProxyHeader::MAX_OCTETS];
    while left > 0 {
        stream.readable().await?;
        match stream.try_read(header.get_mut(..left).unwrap_or(&mut [])) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => left -= read,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
