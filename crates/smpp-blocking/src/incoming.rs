//! What the peer sends, for the application to answer.

use smpp_connection::{Received, Request};

use crate::bell::wait_fn;

/// The requests of the peer, in the order of the wire. An iterator that waits.
///
/// As many wait here as the session lets the application leave unanswered; beyond that the peer
/// is throttled, or not read from. If this is dropped, requests are answered with a temporary
/// error. The connection stays open as long as this or a [`Connection`](crate::Connection) is
/// there.
#[derive(Debug)]
pub struct Incoming(pub(crate) smpp_connection::Incoming);

impl Incoming {
    /// Waits for the next request; what needs no answer is passed over. `None` when the session
    /// has ended and all has been taken.
    pub fn next_request(&mut self) -> Option<Request> {
        loop {
            if let Received::Request(request) = self.next()? {
                return Some(request);
            }
        }
    }
}

impl Iterator for Incoming {
    type Item = Received;

    /// Waits for the next thing the peer sends; `None` when the session has ended and all has been
    /// taken.
    fn next(&mut self) -> Option<Received> {
        wait_fn(|cx| self.0.poll_next(cx))
    }
}
