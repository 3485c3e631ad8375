//! Locks and threads: those of `std`, or of `shuttle` in the model tests.
//!
//! `tests/schedules-blocking` compiles this crate with `--cfg smpp_shuttle`. The model has no timers, so
//! that a lost wake-up is a deadlock there.

#[cfg(smpp_shuttle)]
pub(crate) use shuttle::{
    sync::{Mutex, MutexGuard, atomic},
    thread, thread_local,
};
#[cfg(not(smpp_shuttle))]
pub(crate) use std::{
    sync::{Mutex, MutexGuard, atomic},
    thread, thread_local,
};

use std::sync::PoisonError;

/// Locks a mutex. Each use leaves the value whole, so a panic of another thread is no matter.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
