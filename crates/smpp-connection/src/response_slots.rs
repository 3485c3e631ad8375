//! Responses, until the tasks that sent the requests take them.

use std::task::{Context, Poll, Waker};

use smpp_codec::frame::Frame;
use smpp_codec::slots::{Linked, Links, SlotList};
use smpp_session::FailReason;

/// How a request ended.
pub(crate) type Outcome = Result<Frame, FailReason>;

#[derive(Debug)]
enum Response {
    /// The slot is unused.
    Free,
    /// The task waits.
    Waiting(Waker),
    /// The future was dropped; the response is discarded.
    Abandoned,
    Done(Outcome),
}

#[derive(Debug)]
struct ResponseSlot {
    response: Response,
    links: Links,
}

impl Linked<()> for ResponseSlot {
    #[inline]
    fn links(&self) -> Links {
        self.links
    }

    #[inline]
    fn links_mut(&mut self) -> &mut Links {
        &mut self.links
    }
}

/// One slot for each request whose future has no outcome yet. Slots are reused, so a request
/// allocates nothing once as many were outstanding before.
#[derive(Debug)]
pub(crate) struct ResponseSlots {
    slots: Vec<ResponseSlot>,
    free: SlotList<()>,
    taken: usize,
}

impl ResponseSlots {
    pub(crate) const fn new() -> Self {
        Self {
            slots: Vec::new(),
            free: SlotList::EMPTY,
            taken: 0,
        }
    }

    /// The number of slots in use.
    pub(crate) const fn taken(&self) -> usize {
        self.taken
    }

    /// Takes a slot for a task that waits.
    pub(crate) fn insert(&mut self, waker: &Waker) -> u32 {
        let response = Response::Waiting(waker.clone());
        self.taken = self.taken.saturating_add(1);
        if let Some(taken) = self.free.pop_front(&mut self.slots) {
            if let Some(slot) = self.slots.get_mut(taken as usize) {
                slot.response = response;
            }
            return taken;
        }
        let links = Links::NONE;
        self.slots.push(ResponseSlot { response, links });
        u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
    }

    /// Stores the outcome. Returns the task to wake.
    pub(crate) fn finish(&mut self, index: u64, outcome: Outcome) -> Option<Waker> {
        let slot = self.slot(index)?;
        match std::mem::replace(slot, Response::Done(outcome)) {
            Response::Waiting(waker) => Some(waker),
            _ => {
                self.release(index);
                None
            }
        }
    }

    /// Takes the outcome and frees the slot, if the outcome is there.
    pub(crate) fn poll(&mut self, index: u64, cx: &Context<'_>) -> Poll<Outcome> {
        match self.slot(index) {
            Some(Response::Waiting(waker)) => {
                waker.clone_from(cx.waker());
                Poll::Pending
            }
            Some(Response::Done(_)) => match self.release(index) {
                Some(Response::Done(outcome)) => Poll::Ready(outcome),
                _ => Poll::Ready(Err(FailReason::Closed)),
            },
            _ => Poll::Ready(Err(FailReason::Closed)),
        }
    }

    /// Notes that the future was dropped.
    pub(crate) fn abandon(&mut self, index: u64) {
        match self.slot(index) {
            Some(slot @ Response::Waiting(_)) => *slot = Response::Abandoned,
            Some(Response::Done(_)) => {
                self.release(index);
            }
            _ => {}
        }
    }

    /// Frees the slot of a request that was not sent.
    pub(crate) fn remove(&mut self, index: u64) {
        self.release(index);
    }

    fn slot(&mut self, index: u64) -> Option<&mut Response> {
        let slot = self.slots.get_mut(usize::try_from(index).ok()?)?;
        Some(&mut slot.response)
    }

    fn release(&mut self, index: u64) -> Option<Response> {
        let was = std::mem::replace(self.slot(index)?, Response::Free);
        self.free
            .push_front(&mut self.slots, u32::try_from(index).ok()?);
        self.taken = self.taken.saturating_sub(1);
        Some(was)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GONE: Outcome = Err(FailReason::Expired);

    #[test]
    fn slot_is_reused_once_both_sides_are_done() {
        let mut slots = ResponseSlots::new();
        let cx = Context::from_waker(Waker::noop());
        let [first, second] = [(); 2].map(|()| u64::from(slots.insert(Waker::noop())));
        assert!(slots.poll(first, &cx).is_pending());
        assert!(slots.finish(first, GONE).is_some());
        assert!(slots.poll(first, &cx).is_ready());
        assert_eq!(u64::from(slots.insert(Waker::noop())), first);

        slots.abandon(second);
        assert_ne!(
            u64::from(slots.insert(Waker::noop())),
            second,
            "a response may come yet"
        );
        assert!(slots.finish(second, GONE).is_none());
        assert_eq!(u64::from(slots.insert(Waker::noop())), second);

        assert!(slots.finish(second, GONE).is_some());
        slots.abandon(second);
        assert_eq!(u64::from(slots.insert(Waker::noop())), second);
        assert_eq!(slots.slots.len(), 3);
    }
}
