//! A client that stays connected.
//!
//! [`Client`] is what the application sends by, [`ClientIncoming`] what it receives by, [`ClientDriver`]
//! what an adapter runs. The three share [`Shared`]; whoever has to wait does so here, and nothing
//! is queued: a request that waits is a future of the application.

mod changes;
mod driver;
mod incoming;
mod settings;
mod shared;
mod state;
#[cfg(test)]
mod tests;
mod waiting;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use smpp_codec::CommandStatus;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::Body;

use crate::clock::Clock;
use crate::connection::Connection;
use crate::error::Error;
use crate::outgoing_pdu::OutgoingPdu;

pub use changes::Changes;
pub use driver::{ClientDriver, Connector};
pub use incoming::ClientIncoming;
pub use settings::ClientSettings;
pub use state::ClientState;

use shared::{Handle, Shared, Stop};
use waiting::Waiting;

/// An ESME that stays connected: sends requests over whichever connection is bound, and connects
/// again when there is none.
///
/// Cheap to clone; all clones are the same client. It ends when the last clone and its
/// [`ClientIncoming`] have been dropped: [`stop`](Self::stop) it first to unbind.
///
/// # What becomes of a request
///
/// | when it is made | what becomes of it |
/// |---|---|
/// | a connection is bound | it is sent, as by [`Connection::request`] |
/// | none is bound | it waits for one, as [`ClientSettings::max_waiting`] and [`max_wait`](ClientSettings::max_wait) allow; or fails with [`Error::NotConnected`], and nothing was sent |
/// | the connection is lost before it was sent | the same |
/// | the connection is lost after it was sent | it fails with [`Error::Closed`], `sent: true`; [`ClientSettings::resend`] sends it again |
/// | the client has stopped, or is stopping | it fails with [`Error::Stopped`], and nothing was sent |
///
/// None is ever sent twice without `resend`. Each of the client's futures may be dropped at any
/// time: what was not sent is not sent any more, and nobody else's request is affected.
#[derive(Clone)]
pub struct Client {
    handle: Arc<Handle>,
    limit: Option<Duration>,
}

impl Client {
    /// A client, what it receives by, and what keeps it connected: nothing happens until the
    /// adapter runs the [`ClientDriver`].
    ///
    /// `clock` tells the time of the runtime.
    #[must_use]
    pub fn new<C: Connector>(
        connector: C,
        settings: ClientSettings,
        clock: Clock,
    ) -> (Self, ClientIncoming, ClientDriver<C>) {
        let shared = Arc::new(Shared::new(settings, clock));
        let handle = Arc::new(Handle(Arc::clone(&shared)));
        let incoming = ClientIncoming::new(Arc::clone(&handle));
        let client = Self {
            handle,
            limit: None,
        };
        (client, incoming, ClientDriver::new(shared, connector))
    }

    fn shared(&self) -> &Arc<Shared> {
        &self.handle.0
    }

    /// What it does at present.
    #[must_use]
    pub fn state(&self) -> ClientState {
        self.shared().lock().state()
    }

    /// Each change of state from here on, the present state first.
    #[must_use]
    pub fn changes(&self) -> Changes {
        Changes::new(Arc::clone(self.shared()))
    }

    /// The connection that is bound at present, for what is not here: bulk sending, notices, its
    /// metrics. It ends as any connection does; the next one is another.
    #[must_use]
    pub fn connection(&self) -> Option<Connection> {
        self.shared().lock().connection()
    }

    /// The same client, whose requests take no longer than this: waiting for a connection, for
    /// room and for the response together. See [`Connection::within`].
    #[must_use]
    pub fn within(&self, limit: Duration) -> Self {
        Self {
            handle: Arc::clone(&self.handle),
            limit: Some(limit),
        }
    }

    /// Sends any request and awaits its response, whatever its status.
    ///
    /// Waits for a connection, as the [settings](ClientSettings) allow, then as
    /// [`Connection::request`]. Cancel safe: dropped before the request was sent, nothing was.
    ///
    /// # Errors
    /// [`Error::NotConnected`] if nothing was sent for want of a connection; [`Error::Stopped`] if
    /// the client has stopped; then as [`Connection::request`]. [`Error::may_have_been_sent`] says
    /// whether the request was sent.
    pub fn request<'a>(
        &self,
        body: impl Into<Body<'a>>,
    ) -> impl Future<Output = Result<Frame, Error>> + Send {
        self.send(body.into().into())
    }

    /// Sends any request and awaits a response with status `ESME_ROK`.
    ///
    /// # Errors
    /// As [`request`](Self::request), and [`Error::Refused`] with any other status.
    pub async fn request_ok<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
        let response = self.send(body.into().into()).await?;
        match response.header().command_status {
            CommandStatus::ESME_ROK => Ok(response),
            status => Err(Error::Refused(status)),
        }
    }

    /// Sends a request that has come over another connection, as it is: see
    /// [`Connection::forward`].
    ///
    /// # Errors
    /// As [`request`](Self::request), and as [`Connection::forward`].
    pub fn forward(&self, frame: &Frame) -> impl Future<Output = Result<Frame, Error>> + Send {
        self.send(OutgoingPdu::Frame(frame))
    }

    crate::operations!([async] [.await]);

    async fn send(&self, outgoing: OutgoingPdu<'_>) -> Result<Frame, Error> {
        let shared = self.shared();
        let until = self.limit.map(|limit| shared.now() + limit);
        let mut generation = 0;
        // The error of the last time that the request was sent: the one to report, if it is not
        // sent again.
        let mut sent = None;
        loop {
            let connection = match Waiting::new(shared, generation, until).await {
                Ok((next, connection)) => {
                    generation = next;
                    connection
                }
                Err(error) => return Err(sent.unwrap_or(error)),
            };
            let connection = match until {
                Some(until) => connection.within(until.since(shared.now())),
                None => connection,
            };
            match connection.request_future(outgoing).await {
                Ok(response) => return Ok(response),
                Err(Error::Closed { sent: false, .. }) => {}
                Err(error @ Error::Closed { .. }) if shared.settings.resend => sent = Some(error),
                Err(error) if error.may_have_been_sent() => return Err(error),
                Err(error) => return Err(sent.unwrap_or(error)),
            }
        }
    }

    /// Unbinds, and makes no more attempts: no new requests from here on, and those that wait for
    /// a connection fail. Ready when it is over; what was sent has its response then, if the peer
    /// gave one in time.
    ///
    /// Cancel safe: once polled, the client stops, whether it is waited for or not.
    pub async fn stop(&self) {
        self.shared().stop(Stop::Unbind);
        let mut changes = self.changes();
        while changes.next().await.is_some() {}
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
