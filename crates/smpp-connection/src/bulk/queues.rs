//! The answers that have come and were not taken yet, on the connection's side.

use std::collections::VecDeque;
use std::task::Waker;

use smpp_codec::frame::Frame;

use crate::error::Error;
use crate::token::Number;

/// An answer, or that there will be none.
#[derive(Debug)]
#[non_exhaustive]
pub struct Answer {
    /// What the sender called the request.
    pub tag: u64,
    /// The response, whatever its status; or why there is none.
    pub result: Result<Frame, Error>,
}

/// The queues of answers of a connection; there are few.
#[derive(Debug)]
pub(crate) struct Queues {
    queues: Vec<Queue>,
    last: Number,
}

#[derive(Debug)]
pub(super) struct Queue {
    pub(super) number: Number,
    pub(super) answers: VecDeque<Answer>,
    /// Requests whose answers are not in the queue yet.
    pub(super) outstanding: usize,
    /// Whoever waits for an answer, and whoever waits until some have been taken.
    pub(super) taker: Option<Waker>,
    pub(super) sender: Option<Waker>,
    /// Nothing is sent any more; nothing is taken any more.
    pub(super) sent_all: bool,
    pub(super) unwanted: bool,
}

impl Queues {
    pub(crate) const fn new() -> Self {
        Self {
            queues: Vec::new(),
            last: Number::NONE,
        }
    }

    pub(super) fn open(&mut self) -> Number {
        self.last = self.last.next();
        self.queues.push(Queue {
            number: self.last,
            answers: VecDeque::new(),
            outstanding: 0,
            taker: None,
            sender: None,
            sent_all: false,
            unwanted: false,
        });
        self.last
    }

    pub(super) fn get(&mut self, number: Number) -> Option<&mut Queue> {
        self.queues.iter_mut().find(|queue| queue.number == number)
    }

    /// A queue that neither side needs any more is gone.
    pub(super) fn prune(&mut self) {
        self.queues
            .retain(|queue| !(queue.sent_all && queue.unwanted));
    }

    /// An answer has come, or none will. Gives whoever is to be woken.
    #[inline(always)]
    pub(crate) fn finish(
        &mut self,
        number: Number,
        tag: u64,
        result: Result<Frame, Error>,
    ) -> Option<Waker> {
        let queue = self.get(number)?;
        queue.outstanding = queue.outstanding.saturating_sub(1);
        if queue.unwanted {
            return None;
        }
        queue.answers.push_back(Answer { tag, result });
        queue.taker.take()
    }

    /// All who wait for answers to be taken.
    pub(crate) fn senders(&mut self) -> impl Iterator<Item = Waker> {
        self.queues
            .iter_mut()
            .filter_map(|queue| queue.sender.take())
    }
}
