//! Parks one thread until any other unparks it, or until a time.

use std::sync::{Arc, OnceLock};
use std::task::Wake;
use std::time::Instant;

use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::thread;

/// One thread parks on it, any thread unparks it. An early unpark is kept; several are one.
///
/// Both sides swap the token. So either the parking thread sees the token, or the other thread
/// sees the parking thread.
#[derive(Debug, Default)]
pub(crate) struct Parker {
    thread: OnceLock<thread::Thread>,
    is_unparked: AtomicBool,
}

impl Parker {
    /// Sleeps until unparked, or until this time. Returns whether it was unparked. Always called
    /// by the same thread.
    pub(crate) fn park(&self, until: Option<Instant>) -> bool {
        self.thread.get_or_init(thread::current);
        while !self.is_unparked.swap(false, Ordering::AcqRel) {
            let Some(until) = until else {
                thread::park();
                continue;
            };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            thread::park_timeout(left);
        }
        true
    }

    pub(crate) fn unpark(&self) {
        if !self.is_unparked.swap(true, Ordering::AcqRel) {
            if let Some(thread) = self.thread.get() {
                thread.unpark();
            }
        }
    }
}

impl Wake for Parker {
    fn wake(self: Arc<Self>) {
        self.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.unpark();
    }
}
