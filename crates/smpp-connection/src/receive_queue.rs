//! PDUs of the peer, until the application takes them.

use std::collections::VecDeque;
use std::task::{Context, Poll, Waker};

use smpp_codec::frame::Frame;
use smpp_session::Responder;

/// How many PDUs without a response may wait. The session limits the number of requests.
const NOTICES: usize = 16;

/// A PDU that waits for the application.
#[derive(Debug)]
pub(crate) enum Arrival {
    Request(Frame, Responder),
    Notice(Frame),
    Unbind,
}

/// PDUs that the application has not taken, in the order of the wire.
#[derive(Debug, Default)]
pub(crate) struct ReceiveQueue {
    queue: VecDeque<Arrival>,
    waker: Option<Waker>,
    /// The application takes no more.
    refused: bool,
    /// The session has ended.
    ended: bool,
}

impl ReceiveQueue {
    /// Queues it. Gives it back if the application takes no more, or if the queue is full.
    pub(crate) fn push(
        &mut self,
        arrival: Arrival,
        unanswered: usize,
    ) -> Result<Option<Waker>, Arrival> {
        let most = NOTICES.saturating_add(unanswered);
        if self.refused || self.queue.len() >= most {
            return Err(arrival);
        }
        self.queue.push_back(arrival);
        Ok(self.waker.take())
    }

    /// Notes that the session has ended.
    pub(crate) fn end(&mut self) -> Option<Waker> {
        self.ended = true;
        self.waker.take()
    }

    /// Takes all that waits, in exchange for an empty queue. Ready with none at the end.
    pub(crate) fn poll_take(
        &mut self,
        taken: &mut VecDeque<Arrival>,
        cx: &Context<'_>,
    ) -> Poll<()> {
        if !self.queue.is_empty() {
            std::mem::swap(&mut self.queue, taken);
            return Poll::Ready(());
        }
        if self.ended {
            return Poll::Ready(());
        }
        match &mut self.waker {
            Some(waker) => waker.clone_from(cx.waker()),
            None => self.waker = Some(cx.waker().clone()),
        }
        Poll::Pending
    }

    /// Takes all that waits; nothing is queued from now on.
    pub(crate) fn refuse(&mut self) -> VecDeque<Arrival> {
        self.refused = true;
        std::mem::take(&mut self.queue)
    }
}
