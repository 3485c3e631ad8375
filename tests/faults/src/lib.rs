//! Faults on the wire, and what the adapters make of them.
//!
//! [`trial`] runs a scenario against a living message centre, twice, and asks after it:
//!
//! - did anything panic;
//! - are memory, tasks and descriptors back to where they were after the first time;
//! - did every request end exactly once, was whatever was acknowledged delivered, and nothing
//!   delivered twice: the [`Ledger`];
//! - was another client of the same message centre served all the while.
//!
//! [`Proxy`] stands between the two sides and does what a [`Plan`] says; a [`Soak`] does all of it
//! at random, for as long as it is told. Randomness comes from a seed, which a failure prints.
//!
//! This crate is not published.
#![allow(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "what is wrong panics: that is what tests are for"
)]

mod census;
mod histogram;
mod ledger;
mod plan;
mod proxy;
pub mod raw;
mod server;
mod soak;
mod tls;
mod trial;

pub use census::Census;
pub use histogram::Histogram;
pub use ledger::{Ledger, Outcome, Totals};
pub use plan::{Fault, Plan, Way};
pub use proxy::Proxy;
pub use server::{Entry, Server, message, submit};
pub use soak::{Soak, Soaked};
pub use tls::Tls;
pub use trial::{LONG, Report, Trial, World, trial};

/// Counts what is in use in every binary that this crate is linked to.
#[global_allocator]
static OCTETS: peak_alloc::PeakAlloc = peak_alloc::PeakAlloc;
