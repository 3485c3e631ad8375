//! Where responses wait for those who asked.

use std::task::{Context, Poll, Waker};

use smpp_codec::frame::Frame;
use smpp_session::FailReason;

/// How a request ended.
pub(crate) type Outcome = Result<Frame, FailReason>;

#[derive(Debug)]
enum Reply {
    /// Nobody's; the next free one.
    Free(u32),
    /// Whoever asked waits.
    Waiting(Waker),
    /// Whoever asked has gone; its response is thrown away.
    Abandoned,
    Done(Outcome),
}

/// One place for each request that is not over for the one who asked. Places are used again, so
/// that a request costs no allocation once there were as many at a time before.
#[derive(Debug)]
pub(crate) struct Replies {
    places: Vec<Reply>,
    free: u32,
    taken: usize,
}

/// No place.
const NONE: u32 = u32::MAX;

impl Replies {
    pub(crate) const fn new() -> Self {
        Self {
            places: Vec::new(),
            free: NONE,
            taken: 0,
        }
    }

    /// How many places are taken.
    pub(crate) const fn taken(&self) -> usize {
        self.taken
    }

    /// A place for one who waits.
    pub(crate) fn insert(&mut self, waker: &Waker) -> u32 {
        let waiting = Reply::Waiting(waker.clone());
        self.taken = self.taken.saturating_add(1);
        if let Some(place) = self.places.get_mut(self.free as usize) {
            let taken = self.free;
            if let Reply::Free(next) = std::mem::replace(place, waiting) {
                self.free = next;
            }
            return taken;
        }
        self.places.push(waiting);
        u32::try_from(self.places.len() - 1).unwrap_or(NONE)
    }

    /// The response has come, or none will. Gives whoever is to be woken.
    pub(crate) fn finish(&mut self, index: u64, outcome: Outcome) -> Option<Waker> {
        let index = u32::try_from(index).ok()?;
        let place = self.places.get_mut(index as usize)?;
        match std::mem::replace(place, Reply::Done(outcome)) {
            Reply::Waiting(waker) => Some(waker),
            _ => {
                self.release(index);
                None
            }
        }
    }

    /// Takes the outcome if it is there, and the place with it.
    pub(crate) fn poll(&mut self, index: u32, cx: &Context<'_>) -> Poll<Outcome> {
        match self.places.get_mut(index as usize) {
            Some(Reply::Waiting(waker)) => {
                waker.clone_from(cx.waker());
                Poll::Pending
            }
            Some(Reply::Done(_)) => match self.release(index) {
                Some(Reply::Done(outcome)) => Poll::Ready(outcome),
                _ => Poll::Ready(Err(FailReason::Closed)),
            },
            _ => Poll::Ready(Err(FailReason::Closed)),
        }
    }

    /// Whoever asked goes.
    pub(crate) fn abandon(&mut self, index: u32) {
        match self.places.get_mut(index as usize) {
            Some(place @ Reply::Waiting(_)) => *place = Reply::Abandoned,
            Some(Reply::Done(_)) => {
                self.release(index);
            }
            _ => {}
        }
    }

    /// Makes the place free, whoever had it.
    pub(crate) fn remove(&mut self, index: u32) {
        self.release(index);
    }

    fn release(&mut self, index: u32) -> Option<Reply> {
        let place = self.places.get_mut(index as usize)?;
        let was = std::mem::replace(place, Reply::Free(self.free));
        self.free = index;
        self.taken = self.taken.saturating_sub(1);
        Some(was)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GONE: Outcome = Err(FailReason::Expired);

    #[test]
    fn a_place_is_free_once_both_are_done_with_it() {
        let mut replies = Replies::new();
        let cx = Context::from_waker(Waker::noop());
        let [first, second] = [(); 2].map(|()| replies.insert(Waker::noop()));
        assert!(replies.poll(first, &cx).is_pending());
        assert!(replies.finish(first.into(), GONE).is_some());
        assert!(replies.poll(first, &cx).is_ready());
        assert_eq!(replies.insert(Waker::noop()), first);

        replies.abandon(second);
        assert_ne!(
            replies.insert(Waker::noop()),
            second,
            "a response may come yet"
        );
        assert!(replies.finish(second.into(), GONE).is_none());
        assert_eq!(replies.insert(Waker::noop()), second);

        assert!(replies.finish(second.into(), GONE).is_some());
        replies.abandon(second);
        assert_eq!(replies.insert(Waker::noop()), second);
        assert_eq!(replies.places.len(), 3);
    }
}
