//! The ESME: connects to a message centre and binds.

#[cfg(feature = "tls")]
use smpp_connection::TlsClient;
use smpp_connection::{
    Connection, Credentials, Error, Incoming, Link, OutbindRequest, Settings, Side,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::ToSocketAddrs;

#[cfg(feature = "tls")]
use crate::TlsStream;
use crate::{open, stream};

/// An ESME: who it is, and how it binds.
///
/// ```no_run
/// use smpp_tokio::codec::pdu::SubmitSm;
/// use smpp_tokio::codec::values::Address;
/// use smpp_tokio::Esme;
///
/// # async fn example() -> Result<(), smpp_tokio::Error> {
/// let (connection, _incoming) = Esme::new("bank", "secret").connect("localhost:2775").await?;
/// let to = Address::international(b"447700900123");
/// let message_id = connection.submit_sm(SubmitSm::new(Address::alphanumeric(b"BANK"), to, b"hi")).await?;
/// connection.unbind().await?;
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
    /// [`Error::Local`] if a field of the credentials is too long: no connection is opened then.
    /// [`Error::Io`] if no address answers in time; then as [`bind`](Self::bind).
    pub async fn connect(
        &self,
        address: impl ToSocketAddrs,
    ) -> Result<(Connection, Incoming), Error> {
        self.credentials.check()?;
        let stream =
            stream::within(self.settings.connect_timeout, stream::connect(address)).await?;
        let link = Link::new(stream.local_addr().ok(), stream.peer_addr().ok());
        self.bind_over(stream, link).await
    }

    /// Connects in TLS to `host:port`, and binds. There is no way from here to an unencrypted
    /// connection.
    ///
    /// # Errors
    /// [`Error::Io`] if no address answers in time; [`Error::Tls`] if the peer does not speak TLS
    /// or is not whom its certificate should say; then as [`bind`](Self::bind).
    #[cfg(feature = "tls")]
    pub async fn connect_tls(
        &self,
        tls: &TlsClient,
        address: &str,
    ) -> Result<(Connection, Incoming), Error> {
        self.credentials.check()?;
        let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
        let limit = self.settings.connect_timeout;
        let connected = async {
            let stream = stream::connect(address).await?;
            let link = Link::new(stream.local_addr().ok(), stream.peer_addr().ok());
            Ok((TlsStream::connect(stream, tls, host, limit).await?, link))
        };
        let (stream, link) = stream::within(limit, connected).await?;
        self.bind_over(stream, link).await
    }

    /// Waits for the `outbind` of a message centre that has connected to this ESME. Binding is
    /// then [`OutbindRequest::bind`], with [`credentials`](Self::credentials), once its password has
    /// been looked at.
    ///
    /// # Errors
    /// [`Error::Closed`] if none comes within the session's `session_init_timeout`.
    pub async fn await_outbind<S>(&self, stream: S) -> Result<OutbindRequest, Error>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let link = Link::new(None, None);
        let settings = self.settings.clone();
        let (connection, incoming) = open(stream, Side::EsmeAwaitingOutbind, link, settings);
        OutbindRequest::wait(connection, incoming).await
    }

    /// Who it is, and how it binds.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Binds over any stream of octets that is open.
    ///
    /// Cancel safe: dropped before it is done, the connection is closed.
    ///
    /// # Errors
    /// [`Error::Refused`] with the message centre's status; [`Error::Closed`] if it does not
    /// answer, ends the connection or does not speak SMPP; [`Error::Local`] if a field is too
    /// long.
    pub async fn bind<S>(&self, stream: S) -> Result<(Connection, Incoming), Error>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        self.bind_over(stream, Link::new(None, None)).await
    }

    async fn bind_over<S>(&self, stream: S, link: Link) -> Result<(Connection, Incoming), Error>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (connection, incoming) = open(stream, Side::Esme, link, self.settings.clone());
        connection.bind_with(&self.credentials).await?;
        Ok((connection, incoming))
    }
}
