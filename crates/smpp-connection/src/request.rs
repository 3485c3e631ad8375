//! A request of the peer, and its answer.

use std::fmt;
use std::sync::Arc;

use smpp_codec::frame::Frame;
use smpp_codec::pdu::Body;
use smpp_codec::{CommandStatus, Pdu};
use smpp_session::{Instant, Responder, SendError};

use crate::error::Error;
use crate::inner::Inner;
use crate::shared::Shared;
use crate::tap::Link;

/// A request of the peer that wants an answer. Dropped without one, it is answered with a
/// temporary error.
///
/// Answers are on their way when the call returns, and none of them waits. Requests may be
/// answered in any order, from any thread or task.
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

    /// Returns which connection the request came from. Its
    /// [`number`](Link::number) differs from that of every other connection of the process.
    ///
    /// A request that is kept does not keep its connection open.
    #[must_use]
    pub fn link(&self) -> &Link {
        &self.shared.link
    }

    /// The request's octets, cheap to keep.
    #[must_use]
    pub const fn frame(&self) -> &Frame {
        &self.frame
    }

    /// Accepts the request with the response of its kind, and this message ID if it has one.
    ///
    /// A message ID has at most 64 octets; towards a peer of SMPP 3.3 at most 8, which are
    /// hexadecimal digits. A message centre that serves both can give all its messages 8
    /// hexadecimal digits: `format!("{number:08x}")`.
    ///
    /// # Errors
    /// As [`respond`](Self::respond).
    pub fn accept(self, message_id: &[u8]) -> Result<(), Error> {
        self.answer(|inner, now, responder| {
            let session = &mut inner.session;
            session.accept(now, responder, message_id, &mut inner.out)
        })
    }

    /// Refuses the request.
    ///
    /// # Errors
    /// As [`respond`](Self::respond).
    pub fn refuse(self, status: CommandStatus) -> Result<(), Error> {
        self.answer(|inner, now, responder| {
            let session = &mut inner.session;
            session.refuse(now, responder, status, &mut inner.out)
        })
    }

    /// Answers the request.
    ///
    /// # Errors
    /// [`Error::Local`] if the body is not the response to this request or cannot be encoded: the
    /// peer is answered with a temporary error then. If the session is closed, nobody is.
    pub fn respond<'a>(
        self,
        status: CommandStatus,
        body: impl Into<Body<'a>>,
    ) -> Result<(), Error> {
        self.answer(|inner, now, responder| {
            let session = &mut inner.session;
            session.respond(now, responder, status, body, &mut inner.out)
        })
    }

    /// Answers the request with a response that has come over another connection: to the octet the
    /// same frame, but for the sequence number. For what has been sent on by
    /// [`Connection::forward`](crate::Connection::forward).
    ///
    /// TLVs that this connection's version does not know are left out: see
    /// [`Session::respond_with`](smpp_session::Session::respond_with).
    ///
    /// # Errors
    /// As [`respond`](Self::respond).
    pub fn respond_with(self, response: &Frame) -> Result<(), Error> {
        self.answer(|inner, now, responder| {
            let session = &mut inner.session;
            let dialect = response.dialect();
            session.respond_with(now, responder, response.as_ref(), dialect, &mut inner.out)
        })
    }

    /// Accepts a bind. The session is bound when this returns.
    pub(crate) fn accept_bind(self, system_id: &[u8]) -> Result<(), Error> {
        let shared = Arc::clone(&self.shared);
        self.answer(|inner, now, responder| {
            let session = &mut inner.session;
            session.accept_bind(now, responder, system_id, &mut inner.out)
        })?;
        shared.trace.bound();
        Ok(())
    }

    fn answer(
        mut self,
        answer: impl FnOnce(&mut Inner, Instant, Responder) -> Result<(), SendError<Responder>>,
    ) -> Result<(), Error> {
        let Some(responder) = self.responder.take() else {
            return Ok(());
        };
        self.shared.act(|inner, now| {
            answer(inner, now, responder).map_err(|refused| {
                let session = &mut inner.session;
                session.decline(now, refused.returned, &mut inner.out);
                Error::local(refused.error, session.close_reason())
            })
        })
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        if let Some(responder) = self.responder.take() {
            let shared = &self.shared;
            shared.act(|inner, now| inner.session.decline(now, responder, &mut inner.out));
        }
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Request").field(&self.frame).finish()
    }
}
