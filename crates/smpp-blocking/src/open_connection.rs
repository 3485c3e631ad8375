//! A connection until it is bound, from either side.

use smpp_codec::CommandStatus;
use smpp_connection::{Credentials, Error};

use crate::block_on::block_on;
use crate::blocking::{Blocking, Incoming};
use crate::connection::Connection;

/// A message centre's connection that is not bound yet.
///
/// It is closed when the session's `session_init_timeout` has passed.
pub type OpenConnection = Blocking<smpp_connection::OpenConnection>;

/// A peer that wants to be bound. Dropped, it is refused with a temporary error.
///
/// What it asks for is in the calls of [`smpp_connection::BindRequest`].
pub type BindRequest = Blocking<smpp_connection::BindRequest>;

/// A connection that a message centre has made to an ESME, and its `outbind`: an invitation to
/// bind. Dropped, the connection is closed.
pub type OutbindRequest = Blocking<smpp_connection::OutbindRequest>;

impl OpenConnection {
    /// The message centre's end of a connection that is open.
    #[must_use]
    pub fn new(connection: Connection, incoming: Incoming) -> Self {
        let inner = smpp_connection::OpenConnection::new(connection.0, incoming.0);
        Self(inner)
    }

    /// The connection, on which nothing but an `outbind` can be sent yet.
    #[must_use]
    pub fn connection(&self) -> Connection {
        Blocking(self.0.connection().clone())
    }

    /// Waits for a bind request.
    ///
    /// A request from an address that has failed too often is refused with `ESME_RBINDFAIL`, and
    /// the connection closed: see [`AdmissionLimits::failed_binds`](crate::AdmissionLimits).
    ///
    /// # Errors
    /// [`Error::Closed`] if none arrives: the peer does not speak SMPP, takes too long, is blocked,
    /// or closes the connection.
    pub fn bind_request(self) -> Result<BindRequest, Error> {
        block_on(self.0.bind_request()).map(Blocking)
    }
}

impl BindRequest {
    /// The connection.
    #[must_use]
    pub fn connection(&self) -> Connection {
        Blocking(self.0.connection().clone())
    }

    /// Binds it. The session is bound when this returns, before the response has left.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended meanwhile, and why; [`Error::Local`] if
    /// `system_id` is too long: the peer is refused then.
    pub fn accept(self, system_id: &[u8]) -> Result<(Connection, Incoming), Error> {
        self.0.accept(system_id).map(blocking)
    }

    /// Refuses it, and closes the connection once the refusal was sent.
    ///
    /// A status about the identity of the peer (`ESME_RBINDFAIL`, `ESME_RINVPASWD`,
    /// `ESME_RINVSYSID`, `ESME_RINVSYSTYP`) counts as a failure of its address.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended.
    pub fn refuse(self, status: CommandStatus) -> Result<(), Error> {
        block_on(self.0.refuse(status))
    }

    /// Refuses it, and gives the peer another try on the same connection, as often as the
    /// session's `max_bind_attempts` allows.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended.
    pub fn retry(self, status: CommandStatus) -> Result<OpenConnection, Error> {
        self.0.retry(status).map(Blocking)
    }
}

impl OutbindRequest {
    /// Waits for the `outbind`, on a connection of
    /// [`Side::EsmeAwaitingOutbind`](crate::Side::EsmeAwaitingOutbind).
    ///
    /// # Errors
    /// [`Error::Closed`] if none arrives within the session's `session_init_timeout`.
    pub fn wait(connection: Connection, incoming: Incoming) -> Result<Self, Error> {
        let waited = smpp_connection::OutbindRequest::wait(connection.0, incoming.0);
        block_on(waited).map(Blocking)
    }

    /// Binds, as [`Connection::bind`].
    ///
    /// # Errors
    /// As [`Connection::bind`].
    pub fn bind(self, credentials: &Credentials) -> Result<(Connection, Incoming), Error> {
        block_on(self.0.bind(credentials)).map(blocking)
    }
}

/// Both ends of a connection, whose calls block.
pub(crate) fn blocking(
    (connection, incoming): (smpp_connection::Connection, smpp_connection::Incoming),
) -> (Connection, Incoming) {
    (Blocking(connection), Blocking(incoming))
}
