//! Many requests from one place: requests in, answers out.

use smpp_codec::pdu::Body;
use smpp_connection::{Answer, Error};

use crate::bell::{wait, wait_fn};

/// Sends requests without waiting for their answers: see
/// [`Connection::bulk`](crate::Connection::bulk).
#[derive(Debug)]
pub struct BulkSender(smpp_connection::BulkSender);

impl BulkSender {
    pub(crate) const fn new(inner: smpp_connection::BulkSender) -> Self {
        Self(inner)
    }

    /// Sends a request; its answer comes out of [`Answers`] under this tag, which may be anything.
    ///
    /// Waits while the window or the outgoing buffer is full, and while as many answers as the
    /// window has places have not been taken: by another thread, since this one waits.
    ///
    /// # Errors
    /// [`Error::Local`] if the PDU cannot be sent, [`Error::Failed`] if the session is closed.
    pub fn send<'a>(&mut self, tag: u64, body: impl Into<Body<'a>>) -> Result<(), Error> {
        wait(self.0.send(tag, body))
    }

    /// Sends a request if there is room for it now.
    ///
    /// # Errors
    /// [`Error::Local`] with [`LocalError::WindowFull`](smpp_session::LocalError::WindowFull) if
    /// there is not; then as [`send`](Self::send).
    pub fn try_send<'a>(&mut self, tag: u64, body: impl Into<Body<'a>>) -> Result<(), Error> {
        self.0.try_send(tag, body)
    }
}

/// The answers to what a [`BulkSender`] sends, in the order in which they come. An iterator that
/// waits.
#[derive(Debug)]
pub struct Answers(smpp_connection::Answers);

impl Answers {
    pub(crate) const fn new(inner: smpp_connection::Answers) -> Self {
        Self(inner)
    }

    /// The next answer that is there; `None` if there is none now.
    pub fn try_next(&mut self) -> Option<Answer> {
        self.0.try_next()
    }

    /// How many requests have no answer yet.
    #[must_use]
    pub fn outstanding(&self) -> usize {
        self.0.outstanding()
    }
}

impl Iterator for Answers {
    type Item = Answer;

    /// Waits for the next answer; `None` when all have been given and the [`BulkSender`] is gone.
    fn next(&mut self) -> Option<Answer> {
        wait_fn(|cx| self.0.poll_next(cx))
    }
}
