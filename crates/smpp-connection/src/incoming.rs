//! What the peer sends, for the application to answer.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll};

use smpp_codec::frame::Frame;

use crate::handle::Handle;
use crate::receive_queue::Arrival;
use crate::request::Request;
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

impl fmt::Display for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(request) => fmt::Display::fmt(&request.frame().header().command_id, f),
            Self::Notice(frame) => fmt::Display::fmt(&frame.header().command_id, f),
            Self::Unbind => f.pad("unbind"),
        }
    }
}

/// The requests of the peer, in the order of the wire.
///
/// As many wait here as the session lets the application leave unanswered; beyond that the peer
/// is throttled, or not read from. If this is dropped, requests are answered with a temporary
/// error. The connection stays open as long as this or a [`Connection`](crate::Connection) is
/// there.
pub struct Incoming {
    handle: Arc<Handle>,
    /// Taken out of the common queue, and not looked at yet.
    taken: VecDeque<Arrival>,
}

impl Incoming {
    pub(crate) const fn new(handle: Arc<Handle>) -> Self {
        Self {
            handle,
            taken: VecDeque::new(),
        }
    }

    /// The next thing the peer sends; `None` when the session has ended and all has been taken.
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
        let shared = self.handle.shared();
        if self.taken.is_empty() {
            let mut inner = shared.lock();
            if inner
                .receive_queue
                .poll_take(&mut self.taken, cx)
                .is_pending()
            {
                return Poll::Pending;
            }
        }
        let arrival = self.taken.pop_front();
        Poll::Ready(arrival.map(|arrival| match arrival {
            Arrival::Request(frame, responder) => {
                Received::Request(Request::new(Arc::clone(shared), frame, responder))
            }
            Arrival::Notice(frame) => Received::Notice(frame),
            Arrival::Unbind => Received::Unbind,
        }))
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let shared: &Arc<Shared> = self.handle.shared();
        let taken = std::mem::take(&mut self.taken);
        shared.act(|inner, now| {
            let queued = inner.receive_queue.refuse();
            for arrival in taken.into_iter().chain(queued) {
                if let Arrival::Request(_, responder) = arrival {
                    inner.session.decline(now, responder, &mut inner.out);
                }
            }
        });
    }
}

impl fmt::Debug for Incoming {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("link", &self.handle.shared().link)
            .finish_non_exhaustive()
    }
}
