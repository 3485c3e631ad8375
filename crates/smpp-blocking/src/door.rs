//! What every connection of a message centre passes before it is one.

use std::io::{self, Chain, Cursor, Read};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

#[cfg(feature = "tls")]
use smpp_connection::TlsServer;
#[cfg(feature = "proxy-protocol")]
use smpp_connection::TrustedProxies;
use smpp_connection::{Admission, AdmissionLimits, Error, Group, Link, Permit, Settings, Side};

use crate::bell::wait_until;
use crate::open;
use crate::stream::{Half, Halves, Stream, within};
#[cfg(feature = "tls")]
use crate::tls::TlsStream;
use crate::unbound::Unbound;

#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) settings: Settings,
    pub(crate) group: Group,
    pub(crate) limits: AdmissionLimits,
    admission: Admission,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<TlsServer>,
    #[cfg(feature = "proxy-protocol")]
    pub(crate) proxies: TrustedProxies,
}

/// A connection's halves; what came behind a proxy's header is read first.
type Arriving = Halves<Chain<Cursor<Vec<u8>>, Half<TcpStream>>, Half<TcpStream>>;

impl Default for Door {
    fn default() -> Self {
        let limits = AdmissionLimits::default();
        let group = Group::default();
        Self {
            settings: Settings {
                group: Some(group.clone()),
                ..Settings::default()
            },
            group,
            limits,
            admission: Admission::new(limits),
            #[cfg(feature = "tls")]
            tls: None,
            #[cfg(feature = "proxy-protocol")]
            proxies: TrustedProxies::default(),
        }
    }
}

impl Door {
    pub(crate) fn set(&mut self, settings: Settings) {
        self.group = settings.group.clone().unwrap_or_default();
        self.settings = Settings {
            group: Some(self.group.clone()),
            ..settings
        };
    }

    pub(crate) fn limit(&mut self, limits: AdmissionLimits) {
        self.limits = limits;
        self.admission = Admission::new(limits);
    }

    /// Whether SMPP begins with the first octet: then [`arrive`](Self::arrive) does not wait.
    pub(crate) fn is_plain(&self, peer: SocketAddr) -> bool {
        #[cfg(feature = "tls")]
        if self.tls.is_some() {
            return false;
        }
        !self.is_proxy(peer)
    }

    #[cfg(feature = "proxy-protocol")]
    fn is_proxy(&self, peer: SocketAddr) -> bool {
        self.proxies.contains(peer.ip())
    }

    #[cfg(not(feature = "proxy-protocol"))]
    #[allow(clippy::unused_self, reason = "the same call, without the feature")]
    const fn is_proxy(&self, _: SocketAddr) -> bool {
        false
    }

    /// What stands before SMPP, within the time that connecting may take. Gives who the peer is.
    pub(crate) fn arrive(
        &self,
        stream: TcpStream,
        peer: SocketAddr,
    ) -> Result<(Unbound, SocketAddr), Error> {
        let started = Instant::now();
        stream.set_nodelay(true)?;
        let local = stream.local_addr().ok();
        let (stream, peer) = self.unwrap_proxied(stream.split()?, peer)?;
        let permit = self.admit(peer)?;
        let link = Link::new(local, Some(peer));
        let left = self
            .settings
            .connect_timeout
            .saturating_sub(started.elapsed());
        let unbound = self.encrypted(stream, link, permit, left)?;
        Ok((unbound, peer))
    }

    fn admit(&self, peer: SocketAddr) -> io::Result<Permit> {
        let now = Admission::time(Instant::now());
        let permit = self.admission.admit(now, peer.ip());
        permit.map_err(|refused| io::Error::new(io::ErrorKind::ConnectionRefused, refused))
    }

    fn encrypted(
        &self,
        stream: Arriving,
        link: Link,
        permit: Permit,
        limit: Duration,
    ) -> Result<Unbound, Error> {
        #[cfg(feature = "tls")]
        if let Some(tls) = &self.tls {
            let stream = TlsStream::accept(stream, tls, limit)?;
            return self.unbound(stream, link, permit);
        }
        let _ = limit;
        self.unbound(stream, link, permit)
    }

    fn unbound(&self, stream: impl Stream, link: Link, permit: Permit) -> Result<Unbound, Error> {
        let settings = self.settings.clone();
        let (connection, incoming) = open(stream, Side::MessageCenter, link, settings)?;
        connection.hold(permit);
        Ok(Unbound::new(connection, incoming))
    }

    /// Takes the header of a trusted proxy off the stream, and gives the address of the real peer;
    /// of the proxy itself if it speaks for itself.
    fn unwrap_proxied(
        &self,
        stream: Halves<Half<TcpStream>, Half<TcpStream>>,
        peer: SocketAddr,
    ) -> Result<(Arriving, SocketAddr), Error> {
        let Halves {
            mut reader,
            writer,
            close,
        } = stream;
        let (rest, peer) = if self.is_proxy(peer) {
            let limit = self.settings.connect_timeout;
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
    pub(crate) fn shutdown(&self, deadline: Duration) -> bool {
        self.group.unbind();
        let until = Instant::now().checked_add(deadline);
        let all = wait_until(until, self.group.left()).is_some();
        if !all {
            self.group.abort();
        }
        all
    }
}

/// Reads a proxy's header: what came behind it, and who it says the peer is.
#[cfg(feature = "proxy-protocol")]
fn read_header(reader: &mut impl Read) -> Result<(Vec<u8>, Option<SocketAddr>), Error> {
    use smpp_connection::ProxyHeader;

    let mut received = Vec::new();
    let mut chunk = [0; 512];
    loop {
        let header = ProxyHeader::parse(&received);
        let header = header.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        if let Some(header) = header {
            let rest = received.split_off(header.octets().min(received.len()));
            return Ok((rest, header.peer()));
        }
        match reader.read(&mut chunk)? {
            0 => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            octets => received.extend_from_slice(chunk.get(..octets).unwrap_or_default()),
        }
    }
}

#[cfg(not(feature = "proxy-protocol"))]
fn read_header(_: &mut impl Read) -> Result<(Vec<u8>, Option<SocketAddr>), Error> {
    Ok((Vec::new(), None))
}
