//! What the peer sends, for the application to answer.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Body, DataSmResp, DeliverSmResp};
use smpp_codec::{CommandStatus, Pdu};
use smpp_session::Responder;

use crate::error::Error;
use crate::shared::Shared;

/// Something the peer sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum Received {
    /// A request, to be answered.
    Request(Request),
    /// A PDU that has no response: `alert_notification`, `outbind`.
    Notice(Frame),
    /// The peer is unbinding: the session ends as soon as its requests are answered.
    Unbind,
}

/// The requests of the peer, in the order of the wire.
///
/// As many wait here as the session lets the application leave unanswered; beyond that the peer
/// is throttled. If this is dropped, requests are answered with a temporary error.
///
/// An iterator, which waits for the next thing and ends with the session.
pub struct Incoming {
    pub(crate) shared: Arc<Shared>,
}

impl Incoming {
    /// The next thing the peer sends within so long; `None` too if nothing has come.
    #[must_use]
    pub fn next_within(&mut self, timeout: Duration) -> Option<Received> {
        self.wait_for_next(Instant::now().checked_add(timeout))
    }

    /// The next request; what needs no answer is passed over.
    #[must_use]
    pub fn next_request(&mut self) -> Option<Request> {
        loop {
            if let Received::Request(request) = self.next()? {
                return Some(request);
            }
        }
    }

    fn wait_for_next(&self, until: Option<Instant>) -> Option<Received> {
        let mut inner = self.shared.lock();
        loop {
            let next = inner.incoming.as_mut().and_then(|queue| queue.pop_front());
            let late = until.is_some_and(|until| Instant::now() >= until);
            if next.is_some() || inner.closed.is_some() || late {
                return next;
            }
            inner = self.shared.wait(inner, until);
        }
    }
}

impl Iterator for Incoming {
    type Item = Received;

    fn next(&mut self) -> Option<Received> {
        self.wait_for_next(None)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let left = self.shared.lock().incoming.take();
        // Each answers for itself, which takes the lock.
        drop(left);
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming").finish_non_exhaustive()
    }
}

/// A request of the peer that wants an answer. Dropped without one, it is answered with a
/// temporary error.
pub struct Request {
    shared: Arc<Shared>,
    frame: Frame,
    responder: Option<Responder>,
}

impl Request {
    pub(crate) const fn new(shared: Arc<Shared>, frame: Frame, responder: Responder) -> Self {
        Self {
            shared,
            frame,
            responder: Some(responder),
        }
    }

    /// The request.
    #[must_use]
    pub fn pdu(&self) -> Pdu<'_> {
        self.frame.pdu()
    }

    /// The request's octets, cheap to keep.
    #[must_use]
    pub const fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Accepts the request with the response of its kind.
    ///
    /// # Errors
    /// As [`respond`](Self::respond).
    pub fn accept(self) -> Result<(), Error> {
        let body: Body<'_> = match self.pdu().body {
            Body::DeliverSm(_) => DeliverSmResp::accepted().into(),
            Body::DataSm(_) => DataSmResp {
                message_id: Some(&[]),
                ..DataSmResp::default()
            }
            .into(),
            body => {
                let response = body.command_id().response();
                let Some(body) = response.and_then(Body::default_for) else {
                    return self.refuse(CommandStatus::ESME_RINVCMDID);
                };
                body
            }
        };
        self.respond(CommandStatus::ESME_ROK, body)
    }

    /// Refuses the request.
    ///
    /// # Errors
    /// As [`respond`](Self::respond).
    pub fn refuse(mut self, status: CommandStatus) -> Result<(), Error> {
        let Some(responder) = self.take_responder() else {
            return Ok(());
        };
        let shared = Arc::clone(&self.shared);
        shared.act(|inner, now| {
            let refused = inner.session.refuse(now, responder, status, &mut inner.out);
            refused.map_err(|refused| {
                inner.session.ignore(refused.returned);
                refused.error.into()
            })
        })
    }

    /// Answers the request.
    ///
    /// # Errors
    /// [`Error::Local`] if the body is not the response to this request or cannot be encoded: the
    /// peer is answered with a temporary error then. [`Error::Failed`] if the session is closed.
    pub fn respond<'a>(
        mut self,
        status: CommandStatus,
        body: impl Into<Body<'a>>,
    ) -> Result<(), Error> {
        let Some(responder) = self.take_responder() else {
            return Ok(());
        };
        let shared = Arc::clone(&self.shared);
        shared.act(|inner, now| {
            let session = &mut inner.session;
            let answered = session.respond(now, responder, status, body, &mut inner.out);
            answered.map_err(|refused| {
                inner.give_up(now, Some(refused.returned));
                refused.error.into()
            })
        })
    }

    pub(crate) fn take_responder(&mut self) -> Option<Responder> {
        self.responder.take()
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        if let Some(responder) = self.responder.take() {
            self.shared
                .act(|inner, now| inner.give_up(now, Some(responder)));
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request").field(&self.frame).finish()
    }
}
