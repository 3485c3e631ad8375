//! Handles whose calls block: one wrapper for all of [`smpp_connection`]'s.

use std::ops::{Deref, DerefMut};
use std::task::{Context, Poll};

use smpp_codec::frame::Frame;
use smpp_codec::pdu::Body;
use smpp_connection::{Answer, ClientState, Error, Received, Request};

use crate::block_on::{block_on, block_until};

/// A handle of [`smpp_connection`] whose calls block where its own are futures.
///
/// Dereferences to the handle, for the calls that do not wait, and for those that are to be awaited
/// all the same. Its waiting calls are here under the same names.
#[derive(Clone, Debug)]
pub struct Blocking<T>(
    /// The handle itself.
    pub T,
);

impl<T> Deref for Blocking<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Blocking<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// The peer's requests, in the order of the wire. An iterator that waits; it ends when the session
/// has ended and all was taken.
///
/// Bounded, and with back-pressure: see [`smpp_connection::Incoming`].
pub type Incoming = Blocking<smpp_connection::Incoming>;

/// The peer's requests over all connections of a [`Client`](crate::Client). An iterator that waits;
/// it ends when the client has stopped and all was taken.
pub type ClientIncoming = Blocking<smpp_connection::ClientIncoming>;

/// The changes of a client's state, in their order. An iterator that waits; it ends when the client
/// has stopped. Keeps the latest 32 changes, and does not keep the client running.
pub type Changes = Blocking<smpp_connection::Changes>;

/// The answers to what a [`BulkSender`] sends, in the order in which they arrive. An iterator that
/// waits; it ends when the sender was dropped and all answers were taken.
pub type Answers = Blocking<smpp_connection::Answers>;

/// Sends requests without waiting for their answers: see
/// [`Connection::bulk`](crate::Connection::bulk).
pub type BulkSender = Blocking<smpp_connection::BulkSender>;

/// Iterators that wait.
macro_rules! iterators {
    ($($handle:ident: $item:ty,)*) => {
        $(impl Iterator for Blocking<smpp_connection::$handle> {
            type Item = $item;

            fn next(&mut self) -> Option<$item> {
                wait(|cx| self.0.poll_next(cx))
            }
        })*
    };
}

iterators! {
    Incoming: Received,
    ClientIncoming: Received,
    Changes: ClientState,
    Answers: Answer,
}

fn wait<T>(poll: impl FnMut(&mut Context<'_>) -> Poll<Option<T>>) -> Option<T> {
    block_until(None, poll).flatten()
}

impl<T> Blocking<T>
where
    Self: Iterator<Item = Received>,
{
    /// Waits for the next request; skips PDUs that need no answer. `None` when the session has
    /// ended, or the client has stopped, and all was taken.
    pub fn next_request(&mut self) -> Option<Request> {
        self.find_map(|received| match received {
            Received::Request(request) => Some(request),
            _ => None,
        })
    }
}

impl BulkSender {
    /// Sends a request; its answer comes out of [`Answers`] under this tag, which may be anything.
    ///
    /// Waits while the window or the outgoing buffer is full, and while twice as many answers as
    /// the window has slots are not taken. Take the answers in another thread, or all that are
    /// there before each send: otherwise the sender can wait for itself.
    ///
    /// # Errors
    /// [`Error::Local`] if the PDU cannot be sent.
    pub fn send<'a>(&mut self, tag: u64, body: impl Into<Body<'a>>) -> Result<(), Error> {
        block_on(self.0.send(tag, body))
    }

    /// Sends a request that another connection has received, under a sequence number of this one,
    /// and otherwise unchanged: see [`Connection::forward`](crate::Connection::forward). Waits as
    /// [`send`](Self::send) does.
    ///
    /// # Errors
    /// [`Error::Local`] if the frame cannot be sent as it is.
    pub fn forward(&mut self, tag: u64, frame: &Frame) -> Result<(), Error> {
        block_on(self.0.forward(tag, frame))
    }

    /// Sends all of these, as many at a time under one lock as the window takes: the cheapest way.
    /// Waits as [`send`](Self::send) does, so take the answers in another thread.
    ///
    /// # Errors
    /// As [`send`](Self::send), with the tag of the request that cannot be sent; those behind it
    /// are still in `requests`.
    pub fn send_all<'a, B: Into<Body<'a>>>(
        &mut self,
        requests: &mut impl Iterator<Item = (u64, B)>,
    ) -> Result<(), (u64, Error)> {
        block_on(self.0.send_all(requests))
    }
}
