//! The end that answers come out of.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use super::queues::Answer;
use crate::handle::Handle;
use crate::token::Number;

/// The answers to what a [`BulkSender`](super::BulkSender) sends, in the order in which they come.
pub struct Answers {
    pub(super) handle: Arc<Handle>,
    pub(super) queue: Number,
    /// Taken out of the common queue, and not given yet.
    pub(super) taken: VecDeque<Answer>,
}

impl Answers {
    /// The next answer; `None` when all have been given and the
    /// [`BulkSender`](super::BulkSender) is gone.
    ///
    /// Cancel safe: nothing is lost if the future is dropped.
    pub async fn next(&mut self) -> Option<Answer> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// The next answer that is there; `None` if there is none now.
    #[inline]
    pub fn try_next(&mut self) -> Option<Answer> {
        if self.taken.is_empty() {
            let _ = self.poll_taken(&Context::from_waker(Waker::noop()));
        }
        self.taken.pop_front()
    }

    /// As [`next`](Self::next), for futures that are written by hand.
    pub fn poll_next(&mut self, cx: &Context<'_>) -> Poll<Option<Answer>> {
        match self.poll_taken(cx) {
            Poll::Ready(()) => Poll::Ready(self.taken.pop_front()),
            Poll::Pending => Poll::Pending,
        }
    }

    /// Takes out of the common queue what is there. Ready with nothing taken at the end.
    fn poll_taken(&mut self, cx: &Context<'_>) -> Poll<()> {
        if self.taken.is_empty() {
            let mut inner = self.handle.shared().lock();
            let Some(queue) = inner.bulk.get(self.queue) else {
                return Poll::Ready(());
            };
            if queue.answers.is_empty() {
                if queue.outstanding == 0 && queue.sent_all {
                    return Poll::Ready(());
                }
                match &mut queue.taker {
                    Some(waker) => waker.clone_from(cx.waker()),
                    None => queue.taker = Some(cx.waker().clone()),
                }
                return Poll::Pending;
            }
            std::mem::swap(&mut queue.answers, &mut self.taken);
            let sender = queue.sender.take();
            drop(inner);
            sender.into_iter().for_each(Waker::wake);
        }
        Poll::Ready(())
    }

    /// How many requests have no answer yet.
    #[must_use]
    pub fn outstanding(&self) -> usize {
        let mut inner = self.handle.shared().lock();
        inner
            .bulk
            .get(self.queue)
            .map_or(0, |queue| queue.outstanding)
    }
}

impl Drop for Answers {
    fn drop(&mut self) {
        let mut inner = self.handle.shared().lock();
        let sender = inner.bulk.get(self.queue).and_then(|queue| {
            queue.unwanted = true;
            queue.answers.clear();
            queue.sender.take()
        });
        inner.bulk.prune();
        drop(inner);
        sender.into_iter().for_each(Waker::wake);
    }
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers")
            .field("outstanding", &self.outstanding())
            .finish_non_exhaustive()
    }
}
