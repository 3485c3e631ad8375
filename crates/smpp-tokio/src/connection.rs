//! A bound session, from either side.

use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Body, DeliverSm, SubmitSm};
use smpp_codec::{CommandStatus, Version};
use smpp_session::{CloseReason, FailReason, Instant, LocalError, Session, Slot, State};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{mpsc, watch};

use crate::driver::Driver;
use crate::error::Error;
use crate::incoming::Incoming;
use crate::settings::Settings;
use crate::shared::{Shared, Token};

/// A session over a connection: sends requests, and awaits their responses.
///
/// Cheap to clone; all clones are the same session. The connection is closed when the last clone
/// has been dropped: [`unbind`](Self::unbind) first to end it as SMPP does.
#[derive(Clone)]
pub struct Connection {
    shared: Arc<Shared>,
    closed: watch::Receiver<Option<CloseReason>>,
    _last: Arc<Last>,
}

/// Closes the connection when the last handle has gone.
struct Last(Arc<Shared>);

impl Drop for Last {
    fn drop(&mut self) {
        self.0.act(|inner, now| inner.session.abort(now));
    }
}

impl Connection {
    /// Starts driving a stream.
    pub(crate) fn start<S>(
        stream: S,
        settings: Settings,
        session: impl FnOnce(Vec<Slot<Token>>, Instant) -> Session<Token, Vec<Slot<Token>>>,
    ) -> (Self, Incoming)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let slots = std::iter::repeat_with(Slot::default)
            .take(settings.window)
            .collect();
        let start = tokio::time::Instant::now();
        let session = session(slots, Instant::from_micros(0));
        // What the session lets through fits, and a few notices besides.
        let places = settings.session.max_unanswered as usize + 16;
        let (incoming, queue) = mpsc::channel(places);
        let (closing, closed) = watch::channel(None);
        let shared = Arc::new(Shared::new(settings, start, session, incoming, closing));
        tokio::spawn(Driver::new(stream, Arc::clone(&shared)));
        let connection = Self {
            closed,
            _last: Arc::new(Last(Arc::clone(&shared))),
            shared,
        };
        (connection, Incoming { queue })
    }

    pub(crate) const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// The state of the session.
    #[must_use]
    pub fn state(&self) -> State {
        self.shared.lock().session.state()
    }

    /// The version that both sides speak.
    #[must_use]
    pub fn version(&self) -> Version {
        self.shared.lock().session.version()
    }

    /// Sends any request and awaits its response, whatever its status.
    ///
    /// Waits while the window or the outgoing buffer is full. Cancel safe: dropped before the
    /// request was sent, nothing was; dropped after, its response is ignored and its place in the
    /// window becomes free with it.
    ///
    /// # Errors
    /// [`Error::Local`] if the PDU cannot be sent, [`Error::Failed`] if it has no response.
    pub async fn request<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
        let body = body.into();
        let response = self
            .when_there_is_room(|inner, now| inner.request(now, body))
            .await?;
        match response.await {
            Ok(Ok(frame)) => Ok(frame),
            Ok(Err(reason)) => Err(Error::Failed(reason)),
            Err(_) => Err(Error::Failed(FailReason::Closed)),
        }
    }

    async fn when_there_is_room<R>(
        &self,
        mut send: impl FnMut(&mut crate::shared::Inner, Instant) -> Result<R, Error>,
    ) -> Result<R, Error> {
        loop {
            // Registered before trying, so that no room that is made meanwhile is missed.
            let mut room = pin!(self.shared.room.notified());
            room.as_mut().enable();
            let sent = self.shared.act(|inner, now| {
                if self.shared.is_congested(inner) {
                    return Err(LocalError::WindowFull.into());
                }
                send(inner, now)
            });
            match sent {
                Err(Error::Local(LocalError::WindowFull)) => room.await,
                sent => return sent,
            }
        }
    }

    /// Sends any request and awaits a response with status `ESME_ROK`.
    ///
    /// # Errors
    /// As [`request`](Self::request), and [`Error::Refused`] with any other status.
    pub async fn request_ok<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
        let response = self.request(body).await?;
        match response.header().command_status {
            CommandStatus::ESME_ROK => Ok(response),
            status => Err(Error::Refused(status)),
        }
    }

    /// Submits a message, and answers what the message centre calls it.
    ///
    /// # Errors
    /// As [`request_ok`](Self::request_ok).
    pub async fn submit_sm(&self, message: SubmitSm<'_>) -> Result<Vec<u8>, Error> {
        let response = self.request_ok(message).await?;
        match response.pdu().body {
            Body::SubmitSmResp(response) => Ok(response.message_id.unwrap_or_default().to_vec()),
            _ => Ok(Vec::new()),
        }
    }

    /// Delivers a message to an ESME.
    ///
    /// # Errors
    /// As [`request_ok`](Self::request_ok).
    pub async fn deliver_sm(&self, message: DeliverSm<'_>) -> Result<(), Error> {
        self.request_ok(message).await.map(|_| ())
    }

    /// Sends an `enquire_link` now, instead of when the timer says so. If the peer does not
    /// answer, the session is closed.
    pub fn enquire_link(&self) {
        self.shared
            .act(|inner, now| inner.session.enquire_link(now, &mut inner.out));
    }

    /// Unbinds and closes: what the peer has received is answered first. Answers how it ended.
    ///
    /// # Errors
    /// [`Error::Local`] if the session is not bound. The peer's not answering is no error: see the
    /// reason.
    pub async fn unbind(&self) -> Result<CloseReason, Error> {
        let unbound = self
            .shared
            .act(|inner, now| inner.session.unbind(now, &mut inner.out));
        match unbound {
            Ok(()) | Err(LocalError::Closed | LocalError::Unbinding) => Ok(self.closed().await),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits until the session is closed, and answers why.
    ///
    /// Cancel safe.
    pub fn closed(&self) -> impl Future<Output = CloseReason> + Send + use<> {
        let mut closed = self.closed.clone();
        async move {
            match closed.wait_for(Option::is_some).await.as_deref() {
                Ok(Some(reason)) => *reason,
                // The driver is gone without a word: the runtime was shut down.
                _ => CloseReason::Local,
            }
        }
    }

    /// Closes the connection at once.
    pub fn abort(&self) {
        self.shared.act(|inner, now| inner.session.abort(now));
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.shared.lock().session, f)
    }
}
