//! A message centre's connection until it is bound.

use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Bind, Body};
use smpp_session::BindType;

use crate::connection::Connection;
use crate::error::Error;
use crate::incoming::{Incoming, Received};
use crate::request::Request;

/// A connection that nobody has bound yet.
///
/// It is closed when the session's `session_init_timeout` is over.
#[derive(Debug)]
pub struct Unbound {
    connection: Connection,
    incoming: Incoming,
}

impl Unbound {
    /// The message centre's end of a connection that is open.
    #[must_use]
    pub const fn new(connection: Connection, incoming: Incoming) -> Self {
        Self {
            connection,
            incoming,
        }
    }

    /// The connection, on which nothing but an `outbind` can be sent yet.
    #[must_use]
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Waits for a bind request.
    ///
    /// # Errors
    /// [`Error::Closed`] if none comes: the peer does not speak SMPP, takes too long, or goes.
    pub async fn bind_request(mut self) -> Result<Binding, Error> {
        while let Some(received) = self.incoming.next().await {
            let Received::Request(request) = received else {
                continue;
            };
            if let Some(bind_type) = BindType::of(request.pdu().command_id()) {
                return Ok(Binding {
                    unbound: self,
                    request,
                    bind_type,
                });
            }
        }
        Err(Error::Closed(self.connection.closed().await))
    }
}

/// A peer that wants to be bound. Dropped, it is refused with a temporary error.
#[derive(Debug)]
pub struct Binding {
    unbound: Unbound,
    request: Request,
    bind_type: BindType,
}

impl Binding {
    /// What it wants to be bound as.
    #[must_use]
    pub const fn bind_type(&self) -> BindType {
        self.bind_type
    }

    /// Who it says it is.
    #[must_use]
    pub fn request(&self) -> Bind<'_> {
        match self.request.pdu().body {
            Body::BindReceiver(bind)
            | Body::BindTransmitter(bind)
            | Body::BindTransceiver(bind) => bind,
            _ => Bind::default(),
        }
    }

    /// The connection.
    #[must_use]
    pub const fn connection(&self) -> &Connection {
        &self.unbound.connection
    }

    /// Binds it. The session is bound when this returns, before the response has left.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended meanwhile, and why; [`Error::Local`] if
    /// `system_id` is too long: the peer is refused then.
    pub fn accept(self, system_id: &[u8]) -> Result<(Connection, Incoming), Error> {
        let Unbound {
            connection,
            incoming,
        } = self.unbound;
        match self.request.accept_bind(system_id) {
            Ok(()) => Ok((connection, incoming)),
            Err(error) => Err(connection.close_reason().map_or(error, Error::Closed)),
        }
    }

    /// Refuses it, and closes the connection once the refusal was sent.
    ///
    /// # Errors
    /// [`Error::Failed`] if the peer has gone.
    pub async fn refuse(self, status: CommandStatus) -> Result<(), Error> {
        self.request.refuse(status)?;
        self.unbound.connection.abort();
        self.unbound.connection.closed().await;
        Ok(())
    }

    /// Refuses it, and gives the peer another try on the same connection, as often as the
    /// session's `max_bind_attempts` allows.
    ///
    /// # Errors
    /// [`Error::Failed`] if the peer has gone.
    pub fn retry(self, status: CommandStatus) -> Result<Unbound, Error> {
        self.request.refuse(status)?;
        Ok(self.unbound)
    }
}
