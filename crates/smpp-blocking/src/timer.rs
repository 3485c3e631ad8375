//! The timer of the process: one thread wakes wakers at their times.
//!
//! It runs while a connection, a handshake or a client needs it. It never runs an application's
//! code but a tap's, and a tap that panics does not end it.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Wake, Waker};
use std::thread;
use std::time::{Duration, Instant};

static WHEEL: Mutex<Entries> = Mutex::new(Entries {
    users: 0,
    is_running: false,
    wakers: BTreeMap::new(),
    last: 0,
});

static CHANGED: Condvar = Condvar::new();

struct Entries {
    users: usize,
    is_running: bool,
    wakers: BTreeMap<(Instant, u64), Waker>,
    last: u64,
}

fn entries() -> MutexGuard<'static, Entries> {
    WHEEL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A user of the timer. The thread ends with the last user.
#[derive(Debug)]
pub(crate) struct Timer(());

impl Timer {
    /// Starts the thread, unless it runs.
    pub(crate) fn start() -> io::Result<Self> {
        let mut entries = entries();
        if !entries.is_running && !cfg!(smpp_shuttle) {
            thread::Builder::new()
                .name("smpp-timer".into())
                .spawn(run)?;
            entries.is_running = true;
        }
        entries.users += 1;
        Ok(Self(()))
    }

    /// Wakes this waker at this time, unless the entry is dropped before.
    pub(crate) fn wake_at(&self, at: Instant, waker: Waker) -> Entry {
        let mut entries = entries();
        entries.last += 1;
        let entry = Entry(at, entries.last);
        if !cfg!(smpp_shuttle) {
            entries.wakers.insert((at, entry.1), waker);
            if entries
                .wakers
                .first_key_value()
                .is_some_and(|(key, _)| *key == (at, entry.1))
            {
                CHANGED.notify_one();
            }
        }
        entry
    }

    /// Waits.
    pub(crate) fn sleep(&self, duration: Duration) -> impl Future<Output = ()> + Send {
        let until = Instant::now().checked_add(duration);
        let mut entry = None;
        poll_fn(move |cx| match until {
            Some(until) if until <= Instant::now() => Poll::Ready(()),
            until => {
                let next = until.map(|until| self.wake_at(until, cx.waker().clone()));
                drop(std::mem::replace(&mut entry, next));
                Poll::Pending
            }
        })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        let mut entries = entries();
        entries.users -= 1;
        if entries.users == 0 {
            CHANGED.notify_one();
        }
    }
}

/// A waker to be woken. Dropped, it is not woken any more; it may just be woken meanwhile.
#[derive(Debug)]
pub(crate) struct Entry(Instant, u64);

impl Entry {
    pub(crate) const fn at(&self) -> Instant {
        self.0
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        let waker = entries().wakers.remove(&(self.0, self.1));
        drop(waker);
    }
}

/// The thread: wakes what is due, outside the lock.
fn run() {
    let mut guard = entries();
    while guard.users > 0 {
        let Some(first) = guard.wakers.first_entry() else {
            guard = CHANGED.wait(guard).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        let left = first.key().0.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let waker = first.remove();
            drop(guard);
            let _ = catch_unwind(AssertUnwindSafe(|| waker.wake()));
            guard = entries();
        } else {
            let waited = CHANGED.wait_timeout(guard, left);
            guard = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
    guard.is_running = false;
    let left = std::mem::take(&mut guard.wakers);
    drop(guard);
    drop(left);
}

/// A waker that calls a function.
pub(crate) fn waker(call: impl Fn() + Send + Sync + 'static) -> Waker {
    struct Call<F>(F);

    impl<F: Fn() + Send + Sync> Wake for Call<F> {
        fn wake(self: Arc<Self>) {
            (self.0)();
        }

        fn wake_by_ref(self: &Arc<Self>) {
            (self.0)();
        }
    }

    Waker::from(Arc::new(Call(call)))
}
