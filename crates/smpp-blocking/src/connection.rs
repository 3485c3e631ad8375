//! A bound session.

use std::fmt;
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;

use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Body, SubmitSm};
use smpp_codec::{CommandStatus, Version};
use smpp_session::{CloseReason, FailReason, Instant, LocalError, Session, Slot, State};

use crate::driver;
use crate::error::Error;
use crate::incoming::Incoming;
use crate::settings::Settings;
use crate::shared::{Shared, Token};

/// A session over a connection: sends requests, and waits for their responses.
///
/// Cheap to clone, and to be used from many threads; all clones are the same session. The
/// connection is closed when the last clone has been dropped: [`unbind`](Self::unbind) first to
/// end it as SMPP does.
#[derive(Clone)]
pub struct Connection {
    shared: Arc<Shared>,
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
    /// Starts the reader of a stream.
    pub(crate) fn start(
        stream: TcpStream,
        settings: Settings,
        session: impl FnOnce(Vec<Slot<Token>>, Instant) -> Session<Token, Vec<Slot<Token>>>,
    ) -> Result<(Self, Incoming), Error> {
        let slots = std::iter::repeat_with(Slot::default)
            .take(settings.window)
            .collect();
        let session = session(slots, Instant::from_micros(0));
        let reader = stream.try_clone()?;
        let shared = Arc::new(Shared::new(settings, stream, session));
        let connection = Self {
            _last: Arc::new(Last(Arc::clone(&shared))),
            shared: Arc::clone(&shared),
        };
        let incoming = Incoming {
            shared: Arc::clone(&shared),
        };
        thread::Builder::new()
            .name("smpp".into())
            .spawn(move || driver::drive(reader, &shared))?;
        Ok((connection, incoming))
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

    /// Sends any request and waits for its response, whatever its status.
    ///
    /// Waits first while the window or the outgoing buffer is full.
    ///
    /// # Errors
    /// [`Error::Local`] if the PDU cannot be sent, [`Error::Failed`] if it has no response.
    pub fn request<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
        let body = body.into();
        let response = loop {
            let sent = self.shared.act(|inner, now| {
                if self.shared.is_congested(inner) {
                    return Err(LocalError::WindowFull.into());
                }
                inner.request(now, body)
            });
            match sent {
                Err(Error::Local(LocalError::WindowFull)) => self.wait_for_room(),
                sent => break sent?,
            }
        };
        match response.recv() {
            Ok(Ok(frame)) => Ok(frame),
            Ok(Err(reason)) => Err(Error::Failed(reason)),
            Err(_) => Err(Error::Failed(FailReason::Closed)),
        }
    }

    fn wait_for_room(&self) {
        let mut inner = self.shared.lock();
        while inner.closed.is_none()
            && (inner.session.is_window_full() || self.shared.is_congested(&inner))
        {
            inner = self.shared.wait(inner, None);
        }
    }

    /// Sends any request and waits for a response with status `ESME_ROK`.
    ///
    /// # Errors
    /// As [`request`](Self::request), and [`Error::Refused`] with any other status.
    pub fn request_ok<'a>(&self, body: impl Into<Body<'a>>) -> Result<Frame, Error> {
        let response = self.request(body)?;
        match response.header().command_status {
            CommandStatus::ESME_ROK => Ok(response),
            status => Err(Error::Refused(status)),
        }
    }

    /// Submits a message, and answers what the message centre calls it.
    ///
    /// # Errors
    /// As [`request_ok`](Self::request_ok).
    pub fn submit_sm(&self, message: SubmitSm<'_>) -> Result<Vec<u8>, Error> {
        let response = self.request_ok(message)?;
        match response.pdu().body {
            Body::SubmitSmResp(response) => Ok(response.message_id.unwrap_or_default().to_vec()),
            _ => Ok(Vec::new()),
        }
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
    pub fn unbind(&self) -> Result<CloseReason, Error> {
        let unbound = self
            .shared
            .act(|inner, now| inner.session.unbind(now, &mut inner.out));
        match unbound {
            Ok(()) | Err(LocalError::Closed | LocalError::Unbinding) => Ok(self.closed()),
            Err(error) => Err(error.into()),
        }
    }

    /// Waits until the session is closed, and answers why.
    #[must_use]
    pub fn closed(&self) -> CloseReason {
        let mut inner = self.shared.lock();
        loop {
            if let Some(reason) = inner.closed {
                return reason;
            }
            inner = self.shared.wait(inner, None);
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
