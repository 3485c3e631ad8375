//! What the peer sends over one connection after the other.

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::shared::Handle;
use crate::incoming::{Incoming, Received};
use crate::request::Request;

/// The requests of the peer over all connections of a [`Client`](crate::Client), one connection
/// after the other, each in the order of the wire.
///
/// As [`Incoming`], for each of them: bounded, and refused with a temporary error once this is
/// dropped. A request of a connection that has ended still comes out, and cannot be answered any
/// more; the peer sends it again over the next one. If this has not been asked while a whole
/// connection came and went, what that one received is dropped.
pub struct ClientIncoming {
    handle: Arc<Handle>,
    current: Option<Incoming>,
}

impl ClientIncoming {
    pub(super) const fn new(handle: Arc<Handle>) -> Self {
        Self {
            handle,
            current: None,
        }
    }

    /// The next thing the peer sends; `None` when the client has stopped and all has been taken.
    ///
    /// Cancel safe: nothing is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Received> {
        poll_fn(|cx| self.poll_next(cx)).await
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

    /// As [`next`](Self::next), for futures that are written by hand.
    pub fn poll_next(&mut self, cx: &Context<'_>) -> Poll<Option<Received>> {
        loop {
            if let Some(current) = &mut self.current {
                match current.poll_next(cx) {
                    Poll::Ready(None) => self.current = None,
                    received => return received,
                }
            }
            let next = self.handle.0.lock().poll_incoming(cx);
            match next {
                Poll::Ready(Some(next)) => self.current = Some(next),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl Drop for ClientIncoming {
    fn drop(&mut self) {
        let unwanted = self.handle.0.lock().refuse_incoming();
        drop(unwanted);
    }
}

impl fmt::Debug for ClientIncoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientIncoming")
            .field("current", &self.current)
            .finish_non_exhaustive()
    }
}
