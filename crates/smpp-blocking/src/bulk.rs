//! Many requests from one place: requests in, answers out.

use smpp_codec::frame::Frame;
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
    /// Waits while the window or the outgoing buffer is full, and while twice as many answers as
    /// the window has places have not been taken: who takes those that are there before each send
    /// never waits for itself.
    ///
    /// # Errors
    /// [`Error::Local`] if the PDU cannot be sent.
    pub fn send<'a>(&mut self, tag: u64, body: impl Into<Body<'a>>) -> Result<(), Error> {
        wait(self.0.send(tag, body))
    }

    /// Passes on a request that another connection has received, under a sequence number of this
    /// one, and otherwise to the octet as it came: see
    /// [`Connection::forward`](crate::Connection::forward). Waits as [`send`](Self::send) does.
    ///
    /// # Errors
    /// [`Error::Local`] if the frame cannot be sent as it is.
    pub fn forward(&mut self, tag: u64, frame: &Frame) -> Result<(), Error> {
        wait(self.0.forward(tag, frame))
    }

    /// Sends all of these, as far as there is room each time under one lock: what costs least.
    ///
    /// Waits as [`send`](Self::send) does; so the answers are to be taken by another thread.
    ///
    /// # Errors
    /// As [`send`](Self::send), with the tag of the request that cannot be sent; those behind it
    /// are still in `requests`.
    pub fn send_all<'a, B: Into<Body<'a>>>(
        &mut self,
        requests: &mut impl Iterator<Item = (u64, B)>,
    ) -> Result<(), (u64, Error)> {
        wait(self.0.send_all(requests))
    }

    /// Sends a request if there is room for it now.
    ///
    /// # Errors
    /// [`Error::Congested`] if
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
