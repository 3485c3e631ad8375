//! A connection until it is bound, from either side.

use std::net::SocketAddr;
use std::sync::Arc;

use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Bind, Outbind};
use smpp_connection::{Credentials, Error};
use smpp_session::BindType;

use crate::bell::wait;
use crate::connection::Connection;
use crate::incoming::Incoming;
use crate::line::Line;

/// A message centre's connection that nobody has bound yet.
///
/// It is closed when the session's `session_init_timeout` is over.
#[derive(Debug)]
pub struct OpenConnection {
    inner: smpp_connection::OpenConnection,
    line: Arc<Line>,
}

impl OpenConnection {
    /// The message centre's end of a connection that is open.
    #[must_use]
    pub fn new(connection: Connection, incoming: Incoming) -> Self {
        let (connection, line) = connection.into_parts();
        let inner = smpp_connection::OpenConnection::new(connection, incoming.0);
        Self { inner, line }
    }

    /// The connection, on which nothing but an `outbind` can be sent yet.
    #[must_use]
    pub fn connection(&self) -> Connection {
        Connection::new(self.inner.connection().clone(), Arc::clone(&self.line))
    }

    /// Waits for a bind request.
    ///
    /// One from an address that has failed too often is refused with `ESME_RBINDFAIL`, and the
    /// connection closed: see [`AdmissionLimits::failed_binds`](crate::AdmissionLimits).
    ///
    /// # Errors
    /// [`Error::Closed`] if none comes: the peer does not speak SMPP, takes too long, is blocked,
    /// or goes.
    pub fn bind_request(self) -> Result<BindRequest, Error> {
        let Self { inner, line } = self;
        let inner = wait(inner.bind_request())?;
        Ok(BindRequest { inner, line })
    }
}

/// A peer that wants to be bound. Dropped, it is refused with a temporary error.
#[derive(Debug)]
pub struct BindRequest {
    inner: smpp_connection::BindRequest,
    line: Arc<Line>,
}

impl BindRequest {
    /// What it wants to be bound as.
    #[must_use]
    pub const fn bind_type(&self) -> BindType {
        self.inner.bind_type()
    }

    /// Who it says it is.
    #[must_use]
    pub fn request(&self) -> Bind<'_> {
        self.inner.request()
    }

    /// The address that it binds from, if the stream has one: behind a trusted proxy, that of the
    /// proxy's header.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.inner.peer()
    }

    /// How many binds from this address failed lately, if the listener counts them: for whoever
    /// decides, and for how long to wait before saying so.
    #[must_use]
    pub const fn failed_before(&self) -> u32 {
        self.inner.failed_before()
    }

    /// The connection.
    #[must_use]
    pub fn connection(&self) -> Connection {
        Connection::new(self.inner.connection().clone(), Arc::clone(&self.line))
    }

    /// Binds it. The session is bound when this returns, before the response has left.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended meanwhile, and why; [`Error::Local`] if
    /// `system_id` is too long: the peer is refused then.
    pub fn accept(self, system_id: &[u8]) -> Result<(Connection, Incoming), Error> {
        let (connection, incoming) = self.inner.accept(system_id)?;
        Ok((Connection::new(connection, self.line), Incoming(incoming)))
    }

    /// Refuses it, and closes the connection once the refusal was sent.
    ///
    /// A status that concerns who it is (`ESME_RBINDFAIL`, `ESME_RINVPASWD`, `ESME_RINVSYSID`,
    /// `ESME_RINVSYSTYP`) counts as a failure of its address.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended.
    pub fn refuse(self, status: CommandStatus) -> Result<(), Error> {
        wait(self.inner.refuse(status))
    }

    /// Refuses it, and gives the peer another try on the same connection, as often as the
    /// session's `max_bind_attempts` allows: it is [`OpenConnection`] again.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended.
    pub fn retry(self, status: CommandStatus) -> Result<OpenConnection, Error> {
        let Self { inner, line } = self;
        let inner = inner.retry(status)?;
        Ok(OpenConnection { inner, line })
    }
}

/// A connection that a message centre has made to an ESME, and its `outbind`: an invitation to
/// bind. Dropped, the connection is closed.
#[derive(Debug)]
pub struct OutbindRequest {
    inner: smpp_connection::OutbindRequest,
    line: Arc<Line>,
}

impl OutbindRequest {
    /// Waits for the `outbind`, on a connection of
    /// [`Side::EsmeAwaitingOutbind`](crate::Side::EsmeAwaitingOutbind).
    ///
    /// # Errors
    /// [`Error::Closed`] if none comes within the session's `session_init_timeout`.
    pub fn wait(connection: Connection, incoming: Incoming) -> Result<Self, Error> {
        let (connection, line) = connection.into_parts();
        let inner = wait(smpp_connection::OutbindRequest::wait(
            connection, incoming.0,
        ))?;
        Ok(Self { inner, line })
    }

    /// Who the message centre says it is. Compare its password with
    /// [`same_password`](crate::same_password) before anything is sent to it.
    #[must_use]
    pub fn request(&self) -> Outbind<'_> {
        self.inner.request()
    }

    /// The address that it connects from, if the stream has one.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.inner.peer()
    }

    /// Binds, as [`Connection::bind`].
    ///
    /// # Errors
    /// As [`Connection::bind`].
    pub fn bind(self, credentials: &Credentials) -> Result<(Connection, Incoming), Error> {
        let (connection, incoming) = wait(self.inner.bind(credentials))?;
        Ok((Connection::new(connection, self.line), Incoming(incoming)))
    }
}
