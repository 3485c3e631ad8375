//! What the peer sends, for the application to answer.

use std::fmt;
use std::sync::Arc;

use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Body, DataSmResp, DeliverSmResp, SubmitMultiResp, SubmitSmResp};
use smpp_codec::{CommandStatus, Pdu};
use smpp_session::Responder;
use tokio::sync::mpsc;

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
#[derive(Debug)]
pub struct Incoming {
    pub(crate) queue: mpsc::Receiver<Received>,
}

impl Incoming {
    /// The next thing the peer sends; `None` when the session has ended.
    ///
    /// Cancel safe: nothing is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Received> {
        self.queue.recv().await
    }

    /// The next request; what needs no answer is passed over.
    ///
    /// Cancel safe: nothing but what is passed over is lost if the future is dropped.
    pub async fn next_request(&mut self) -> Option<Request> {
        loop {
            if let Received::Request(request) = self.next().await? {
                return Some(request);
            }
        }
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
    pub(crate) fn new(shared: Arc<Shared>, frame: Frame, responder: Responder) -> Self {
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

    /// Accepts the request: with the response of its kind, and this message id if it has one.
    ///
    /// # Errors
    /// As [`respond`](Self::respond).
    pub fn accept(self, message_id: &[u8]) -> Result<(), Error> {
        let body: Body<'_> = match self.pdu().body {
            Body::SubmitSm(_) => SubmitSmResp::accepted(message_id).into(),
            Body::SubmitMulti(_) => SubmitMultiResp {
                message_id: Some(message_id),
                ..SubmitMultiResp::default()
            }
            .into(),
            Body::DeliverSm(_) => DeliverSmResp::accepted().into(),
            Body::DataSm(_) => DataSmResp {
                message_id: Some(message_id),
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

    /// Answers the request. The answer is on its way when this returns, and never waits.
    ///
    /// # Errors
    /// [`Error::Local`] if the body is not the response to this request or cannot be encoded: the
    /// peer is answered `ESME_RSYSERR` then. [`Error::Failed`] if the session is closed.
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

    /// Accepts a bind. The session is bound when this returns.
    pub(crate) fn accept_bind(mut self, system_id: &[u8]) -> Result<(), Error> {
        let Some(responder) = self.take_responder() else {
            return Ok(());
        };
        let shared = Arc::clone(&self.shared);
        shared.act(|inner, now| {
            let session = &mut inner.session;
            let accepted = session.accept_bind(now, responder, system_id, &mut inner.out);
            accepted.map_err(|refused| {
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
