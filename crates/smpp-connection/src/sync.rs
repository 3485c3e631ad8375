//! The mutex of a connection: `std`'s, or `shuttle`'s in the model tests.
//!
//! `tests/schedules` compiles this crate with `--cfg smpp_shuttle`, and explores the schedules of
//! its threads and tasks.

#[cfg(smpp_shuttle)]
pub(crate) use shuttle::sync::{Mutex, MutexGuard};
#[cfg(not(smpp_shuttle))]
pub(crate) use std::sync::{Mutex, MutexGuard};
