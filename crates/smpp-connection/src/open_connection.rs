//! A message centre's connection until it is bound.

use std::net::SocketAddr;

use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Bind, Body};
use smpp_session::{BindType, SessionEnd};

use crate::connection::Connection;
use crate::error::Error;
use crate::incoming::{Incoming, Received};
use crate::request::Request;

/// A connection before its bind: the state OPEN of the specification.
///
/// The session closes after `session_init_timeout` without a bind.
#[derive(Debug)]
pub struct OpenConnection {
    connection: Connection,
    incoming: Incoming,
}

impl OpenConnection {
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
    /// One from an address that has failed too often is refused with `ESME_RBINDFAIL`, and the
    /// connection closed: see [`AdmissionLimits::failed_binds`](crate::AdmissionLimits).
    ///
    /// # Errors
    /// [`Error::Closed`] if none comes: the peer does not speak SMPP, takes too long, is blocked,
    /// or goes.
    pub async fn bind_request(mut self) -> Result<BindRequest, Error> {
        while let Some(received) = self.incoming.next().await {
            let Received::Request(request) = received else {
                continue;
            };
            let Some(bind_type) = BindType::of(request.pdu().command_id()) else {
                continue;
            };
            let attempt = {
                let shared = self.connection.shared();
                let now = shared.now();
                let permit = shared.permit();
                permit.as_ref().map(|permit| permit.attempt(now))
            };
            let Ok(failed_before) = attempt.transpose() else {
                request.refuse(CommandStatus::ESME_RBINDFAIL)?;
                self.connection.abort();
                break;
            };
            return Ok(BindRequest {
                unbound: self,
                request,
                bind_type,
                failed_before: failed_before.unwrap_or_default(),
            });
        }
        Err(Error::closed(self.connection.closed().await))
    }
}

/// A peer that wants to be bound. Dropped, it is refused with a temporary error.
#[derive(Debug)]
pub struct BindRequest {
    unbound: OpenConnection,
    request: Request,
    bind_type: BindType,
    failed_before: u32,
}

impl BindRequest {
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

    /// The address that it binds from, if the stream has one: behind a trusted proxy, that of the
    /// proxy's header.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.unbound.connection.link().peer
    }

    /// How many binds from this address failed lately, if the listener counts them: for whoever
    /// decides, and for how long to wait before saying so.
    #[must_use]
    pub const fn failed_before(&self) -> u32 {
        self.failed_before
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
        let OpenConnection {
            connection,
            incoming,
        } = self.unbound;
        // Before the response: a peer that has received it must not count as unbound.
        if let Some(permit) = &mut *connection.shared().permit() {
            permit.bound();
        }
        match self.request.accept_bind(system_id) {
            Ok(()) => Ok((connection, incoming)),
            Err(error) => {
                if let Some(permit) = &mut *connection.shared().permit() {
                    permit.not_bound();
                }
                Err(error)
            }
        }
    }

    /// Refuses it, and closes the connection once the refusal was sent.
    ///
    /// A status that concerns who it is (`ESME_RBINDFAIL`, `ESME_RINVPASWD`, `ESME_RINVSYSID`,
    /// `ESME_RINVSYSTYP`) counts as a failure of its address.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended.
    pub async fn refuse(self, status: CommandStatus) -> Result<(), Error> {
        let OpenConnection { connection, .. } = self.retry(status)?;
        connection.abort();
        connection.closed().await;
        Ok(())
    }

    /// Refuses it, and gives the peer another try on the same connection, as often as the
    /// session's `max_bind_attempts` allows.
    ///
    /// # Errors
    /// [`Error::Closed`] if the session has ended.
    pub fn retry(self, status: CommandStatus) -> Result<OpenConnection, Error> {
        if SessionEnd::of_bind(status) == SessionEnd::Credentials {
            let shared = self.unbound.connection.shared();
            let now = shared.now();
            if let Some(permit) = &*shared.permit() {
                permit.failed(now);
            }
        }
        self.request.refuse(status)?;
        Ok(self.unbound)
    }
}
