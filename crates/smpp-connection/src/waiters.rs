//! A queue of wakers, in the order in which the tasks came.

use std::collections::VecDeque;
use std::task::Waker;

/// A queue of wakers under numbers that only grow.
///
/// A woken task has left the queue. If it finds no capacity, it returns under its number, and so
/// to its old position. A woken task that does not use the capacity wakes the next one: see
/// `Inner::pass_capacity_on`.
#[derive(Debug, Default)]
pub(crate) struct Waiters {
    queue: VecDeque<(u64, Waker)>,
}

impl Waiters {
    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Waits, or goes on waiting, under this number.
    pub(crate) fn wait(&mut self, number: u64, waker: &Waker) {
        let place = self.queue.partition_point(|(other, _)| *other < number);
        match self.queue.get_mut(place) {
            Some((other, old)) if *other == number => old.clone_from(waker),
            _ => self.queue.insert(place, (number, waker.clone())),
        }
    }

    /// Waits no longer; whether it was still in the queue.
    pub(crate) fn leave(&mut self, number: u64) -> bool {
        let place = self.queue.partition_point(|(other, _)| *other < number);
        let waits = matches!(self.queue.get(place), Some((other, _)) if *other == number);
        if waits {
            self.queue.remove(place);
        }
        waits
    }

    /// The first in the queue, which leaves it.
    pub(crate) fn pop(&mut self) -> Option<Waker> {
        self.queue.pop_front().map(|(_, waker)| waker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returning_waiter_gets_its_old_position() {
        let mut waiters = Waiters::default();
        for number in [3, 5, 9] {
            waiters.wait(number, Waker::noop());
        }
        assert!(waiters.pop().is_some());
        waiters.wait(3, Waker::noop());
        waiters.wait(9, Waker::noop());
        let order: Vec<_> = waiters.queue.iter().map(|(number, _)| *number).collect();
        assert_eq!(order, [3, 5, 9]);
        assert!(waiters.leave(5) && !waiters.leave(5));
        assert!(waiters.pop().is_some() && waiters.pop().is_some());
        assert!(waiters.is_empty() && waiters.pop().is_none());
    }
}
