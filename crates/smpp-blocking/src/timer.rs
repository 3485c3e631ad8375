//! The timer of the process: one thread wakes wakers at their times.
//!
//! It runs while there is an alarm: each connection, handshake and client has one. The thread runs
//! no code of the application but a tap's, and a tap that panics does not end it.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::thread;
use std::time::Instant;

static ALARMS: Mutex<Alarms> = Mutex::new(Alarms {
    is_running: false,
    last: 0,
    wakers: BTreeMap::new(),
    next: None,
});

static CHANGED: Condvar = Condvar::new();

struct Alarms {
    is_running: bool,
    last: u64,
    /// By number: when to wake it, and what.
    wakers: BTreeMap<u64, (Option<Instant>, Waker)>,
    /// Until when the thread sleeps.
    next: Option<Instant>,
}

fn alarms() -> MutexGuard<'static, Alarms> {
    ALARMS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A waker that the timer wakes. The timer's thread ends with the last alarm.
#[derive(Debug)]
pub(crate) struct Alarm(u64);

impl Alarm {
    /// An alarm that is not set. Starts the thread, unless it runs.
    pub(crate) fn new(waker: Waker) -> io::Result<Self> {
        let mut alarms = alarms();
        if !alarms.is_running && !cfg!(smpp_shuttle) {
            thread::Builder::new()
                .name("smpp-timer".into())
                .spawn(run)?;
            alarms.is_running = true;
        }
        alarms.last += 1;
        let number = alarms.last;
        alarms.wakers.insert(number, (None, waker));
        Ok(Self(number))
    }

    /// Wakes the waker once, at this time or at an earlier one that was set.
    pub(crate) fn set(&self, at: Instant) {
        let mut alarms = alarms();
        if let Some((due, _)) = alarms.wakers.get_mut(&self.0) {
            *due = Some(due.map_or(at, |due| due.min(at)));
        }
        if alarms.next.is_none_or(|next| at < next) {
            CHANGED.notify_one();
        }
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        let mut alarms = alarms();
        let removed = alarms.wakers.remove(&self.0);
        if alarms.wakers.is_empty() {
            CHANGED.notify_one();
        }
        drop(alarms);
        drop(removed);
    }
}

/// The thread: wakes what is due, outside the lock.
fn run() {
    let mut guard = alarms();
    while !guard.wakers.is_empty() {
        let now = Instant::now();
        let mut due = Vec::new();
        let mut next: Option<Instant> = None;
        for (at, waker) in guard.wakers.values_mut() {
            due.extend(at.take_if(|at| *at <= now).map(|_| waker.clone()));
            next = [next, *at].into_iter().flatten().min();
        }
        guard.next = next;
        guard = if !due.is_empty() {
            drop(guard);
            for waker in due {
                let _ = catch_unwind(AssertUnwindSafe(|| waker.wake()));
            }
            alarms()
        } else if let Some(next) = next {
            let waited = CHANGED.wait_timeout(guard, next - now);
            waited.unwrap_or_else(PoisonError::into_inner).0
        } else {
            CHANGED.wait(guard).unwrap_or_else(PoisonError::into_inner)
        };
    }
    guard.is_running = false;
}
