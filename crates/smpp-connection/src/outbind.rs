//! An ESME that a message centre connects to.

use std::net::SocketAddr;

use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Body, Outbind};

use crate::connection::Connection;
use crate::credentials::Credentials;
use crate::error::Error;
use crate::incoming::{Incoming, Received};

/// A connection that a message centre has made to an ESME, and its `outbind`: an invitation to
/// bind. Dropped, the connection is closed.
#[derive(Debug)]
pub struct OutbindRequest {
    connection: Connection,
    incoming: Incoming,
    outbind: Frame,
}

impl OutbindRequest {
    /// Waits for the `outbind`, on a connection of
    /// [`Side::EsmeAwaitingOutbind`](crate::Side::EsmeAwaitingOutbind).
    ///
    /// # Errors
    /// [`Error::Closed`] if none comes within the session's `session_init_timeout`.
    pub async fn wait(connection: Connection, mut incoming: Incoming) -> Result<Self, Error> {
        while let Some(received) = incoming.next().await {
            if let Received::Notice(outbind) = received {
                return Ok(Self {
                    connection,
                    incoming,
                    outbind,
                });
            }
        }
        Err(Error::closed(connection.closed().await))
    }

    /// Who the message centre says it is. Compare its password with
    /// [`same_password`](crate::same_password) before anything is sent to it.
    #[must_use]
    pub fn request(&self) -> Outbind<'_> {
        match self.outbind.pdu().body {
            Body::Outbind(outbind) => outbind,
            _ => Outbind::default(),
        }
    }

    /// The address that it connects from, if the stream has one.
    #[must_use]
    pub fn peer(&self) -> Option<SocketAddr> {
        self.connection.link().peer
    }

    /// Binds, as [`Connection::bind`].
    ///
    /// # Errors
    /// As [`Connection::bind`].
    pub async fn bind(self, credentials: &Credentials) -> Result<(Connection, Incoming), Error> {
        self.connection.bind_with(credentials).await?;
        Ok((self.connection, self.incoming))
    }
}
