//! The ESME: connects to a message centre and binds.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

#[cfg(feature = "tls")]
use smpp_connection::TlsClient;
use smpp_connection::{Credentials, Error, Link, Settings, Side};

use crate::blocking::Incoming;
use crate::connection::Connection;
use crate::open;
use crate::open_connection::OutbindRequest;
use crate::stream::Stream;
#[cfg(feature = "tls")]
use crate::tls::TlsStream;

/// An ESME: who it is, and how it binds.
///
/// ```no_run
/// use smpp_blocking::Esme;
/// use smpp_blocking::codec::pdu::SubmitSm;
/// use smpp_blocking::codec::values::Address;
///
/// # fn example() -> Result<(), smpp_blocking::Error> {
/// let (connection, _incoming) = Esme::new("bank", "secret").connect("localhost:2775")?;
/// let to = Address::international(b"447700900123");
/// let message_id = connection.submit_sm(SubmitSm::new(Address::alphanumeric(b"BANK"), to, b"hi"))?;
/// connection.unbind()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Esme {
    credentials: Credentials,
    settings: Settings,
}

impl Esme {
    /// An ESME that binds as a transceiver, with default settings.
    ///
    /// Connecting refuses a password of more than 8 octets, unless it is set by
    /// [`Credentials::with_long_password`] and [`from_credentials`](Self::from_credentials).
    #[must_use]
    pub fn new(system_id: impl Into<Vec<u8>>, password: impl Into<Vec<u8>>) -> Self {
        Self::from_credentials(Credentials::new(system_id, password))
    }

    /// An ESME that binds with these fields, with default settings.
    #[must_use]
    pub fn from_credentials(credentials: Credentials) -> Self {
        Self {
            credentials,
            settings: Settings::default(),
        }
    }

    /// With other settings.
    #[must_use]
    pub fn with_settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// Connects over TCP, to the first address that answers, and binds.
    ///
    /// # Errors
    /// [`Error::Io`] if no address answers in time; then as [`bind`](Self::bind).
    pub fn connect(&self, address: impl ToSocketAddrs) -> Result<(Connection, Incoming), Error> {
        self.credentials.check()?;
        let (stream, link) = connect(address, self.settings.connect_timeout)?;
        self.bind_over(stream, link)
    }

    /// Connects in TLS to `host:port`, and binds. There is no way from here to an unencrypted
    /// connection.
    ///
    /// # Errors
    /// [`Error::Io`] if no address answers in time; [`Error::Tls`] if the peer does not speak TLS
    /// or is not whom its certificate should say; then as [`bind`](Self::bind).
    #[cfg(feature = "tls")]
    pub fn connect_tls(
        &self,
        tls: &TlsClient,
        address: &str,
    ) -> Result<(Connection, Incoming), Error> {
        let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
        let limit = self.settings.connect_timeout;
        self.credentials.check()?;
        let started = Instant::now();
        let (stream, link) = connect(address, limit)?;
        let left = limit.saturating_sub(started.elapsed());
        self.bind_over(TlsStream::connect(stream, tls, host, left)?, link)
    }

    /// Binds over any stream of octets that is open.
    ///
    /// # Errors
    /// [`Error::Refused`] with the message centre's status; [`Error::Closed`] if it does not
    /// answer, ends the connection or does not speak SMPP; [`Error::Local`] if a field is too
    /// long; [`Error::Io`] if no thread can be started.
    pub fn bind(&self, stream: impl Stream) -> Result<(Connection, Incoming), Error> {
        self.bind_over(stream, Link::new(None, None))
    }

    fn bind_over(&self, stream: impl Stream, link: Link) -> Result<(Connection, Incoming), Error> {
        let (connection, incoming) = open(stream, Side::Esme, link, self.settings.clone())?;
        connection.bind_with(&self.credentials)?;
        Ok((connection, incoming))
    }

    /// Waits for the `outbind` of a message centre that has connected to this ESME. Binding is
    /// then [`OutbindRequest::bind`], with [`credentials`](Self::credentials), once its password has
    /// been looked at.
    ///
    /// # Errors
    /// [`Error::Closed`] if none comes within the session's `session_init_timeout`; [`Error::Io`]
    /// if no thread can be started.
    pub fn await_outbind(&self, stream: impl Stream) -> Result<OutbindRequest, Error> {
        let link = Link::new(None, None);
        let settings = self.settings.clone();
        let (connection, incoming) = open(stream, Side::EsmeAwaitingOutbind, link, settings)?;
        OutbindRequest::wait(connection, incoming)
    }

    /// Who it is, and how it binds.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }
}

/// Connects to the first address that answers, all within so long.
pub(crate) fn connect(
    address: impl ToSocketAddrs,
    limit: Duration,
) -> io::Result<(TcpStream, Link)> {
    let started = Instant::now();
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
    for address in address.to_socket_addrs()? {
        let left = limit.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match TcpStream::connect_timeout(&address, left) {
            Ok(stream) => {
                stream.set_nodelay(true)?;
                let link = Link::new(stream.local_addr().ok(), Some(address));
                return Ok((stream, link));
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}
