//! How a thread waits: it sleeps until it is called, or until a point in time.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Instant;

/// One thread sleeps on it, any thread rings it. A ring that comes first is not lost, and several
/// are one.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    state: Mutex<State>,
    rung: Condvar,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Quiet,
    /// A thread sleeps: only then does ringing cost a call of the system.
    Awaited,
    Rung,
}

impl Bell {
    pub(crate) fn ring(&self) {
        let before = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *state, State::Rung)
        };
        if before == State::Awaited {
            self.rung.notify_one();
        }
    }

    /// Sleeps until it is rung; false if that did not happen until then.
    pub(crate) fn wait(&self, until: Option<Instant>) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if *state == State::Rung {
                *state = State::Quiet;
                return true;
            }
            *state = State::Awaited;
            state = match until {
                None => self
                    .rung
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(until) => {
                    let left = until.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        *state = State::Quiet;
                        return false;
                    }
                    let waited = self.rung.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.ring();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.ring();
    }
}

thread_local! {
    /// The thread's own bell, kept from one wait to the next. Whoever waits has taken it, so that
    /// a wait within a wait finds none and makes another: neither can take the other's ring.
    static BELL: Cell<Option<Arc<Bell>>> = const { Cell::new(None) };
}

/// Blocks the thread until the future is ready.
pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    wait_fn(|cx| future.as_mut().poll(cx))
}

/// Blocks the thread until the future is ready; `None` if it is not until then.
pub(crate) fn wait_until<F: Future>(until: Option<Instant>, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    block(|cx, bell| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Some(Some(output)),
        Poll::Pending if bell.wait(until) => None,
        Poll::Pending => Some(None),
    })
}

/// Blocks the thread until the call is ready; it is made again whenever its waker was woken.
pub(crate) fn wait_fn<T>(mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
    block(|cx, bell| match poll(cx) {
        Poll::Ready(result) => Some(result),
        Poll::Pending => {
            bell.wait(None);
            None
        }
    })
}

/// When a future wants to be polled again, whatever comes; asked anew each time.
#[derive(Debug, Default)]
pub(crate) struct Alarm(Mutex<Option<Instant>>);

impl Alarm {
    /// Not later than then.
    pub(crate) fn set(&self, until: Option<Instant>) {
        let mut alarm = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *alarm = [*alarm, until].into_iter().flatten().min();
    }

    fn take(&self) -> Option<Instant> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Blocks the thread until the future is ready, which sets this alarm when it sleeps.
pub(crate) fn wait_alarmed<F: Future>(alarm: &Alarm, future: F) -> F::Output {
    let mut future = pin!(future);
    block(|cx, bell| match future.as_mut().poll(cx) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => {
            bell.wait(alarm.take());
            None
        }
    })
}

/// Does this until it gives something, with the thread's bell and its waker.
fn block<T>(mut turn: impl FnMut(&mut Context<'_>, &Bell) -> Option<T>) -> T {
    let kept = BELL.try_with(Cell::take).ok().flatten();
    let bell = kept.unwrap_or_default();
    let waker = Waker::from(Arc::clone(&bell));
    let mut cx = Context::from_waker(&waker);
    let result = loop {
        if let Some(result) = turn(&mut cx, &bell) {
            break result;
        }
    };
    // Gone with the thread if the thread is ending.
    let _ = BELL.try_with(|kept| kept.set(Some(bell)));
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;
    use std::time::Duration;

    /// Ready when it is polled for the third time; wakes itself from another thread.
    fn third_time(polls: &mut u32, cx: &Context<'_>) -> Poll<u32> {
        *polls += 1;
        if *polls == 3 {
            return Poll::Ready(*polls);
        }
        let waker = cx.waker().clone();
        thread::spawn(move || waker.wake());
        Poll::Pending
    }

    #[test]
    fn a_ring_that_comes_first_is_not_lost() {
        let bell = Bell::default();
        bell.ring();
        bell.ring();
        assert!(bell.wait(None));
        assert!(!bell.wait(Some(Instant::now())), "two rings are one");
    }

    #[test]
    fn a_wait_within_a_wait_does_not_take_its_wake_up() {
        let mut outer = 0;
        let waited = wait_fn(|cx| {
            let polled = third_time(&mut outer, cx);
            // The outer waker may be woken while the inner one is waited for.
            let mut inner = 0;
            assert_eq!(wait_fn(|cx| third_time(&mut inner, cx)), 3);
            polled
        });
        assert_eq!(waited, 3);
    }

    #[test]
    fn an_unpark_that_nobody_meant_ends_no_wait() {
        thread::current().unpark();
        let bell = Arc::new(Bell::default());
        let ringer = thread::spawn({
            let bell = Arc::clone(&bell);
            move || bell.ring()
        });
        assert!(bell.wait(None));
        ringer.join().unwrap();
        thread::current().unpark();
        assert!(!bell.wait(Some(Instant::now() + Duration::from_millis(5))));
    }
}
