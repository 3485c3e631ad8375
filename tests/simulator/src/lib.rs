//! Two sessions joined by a simulated link, with their laws as oracles.
//!
//! [`Pair`] is an ESME and a message centre, a link each way, and one virtual clock. A run is a
//! [`Setup`] and a list of [`Operation`]s; both are decoded from octets, any octets, so that a
//! seed, a property test and a fuzzer speak one language: [`run`]. Whatever breaks a law panics.
//!
//! [`model`] is the same two sessions as a state space, for a search of all of it.
//!
//! This crate is not published.
#![allow(
    clippy::missing_panics_doc,
    reason = "what breaks a law panics: that is what oracles are for"
)]

pub mod fuzz;
mod ledger;
mod link;
mod message;
#[cfg(feature = "model")]
pub mod model;
mod operation;
mod pair;
mod quirk;
mod rng;
mod side;
pub mod split;

pub use ledger::{Ledger, Outcome};
pub use link::Link;
pub use operation::{Operation, Setup};
pub use pair::{Pair, Statistics};
pub use quirk::{QUIRKS, Quirk};
pub use rng::Rng;
pub use side::Side;
pub use smpp_session::Role;

/// Runs what the octets say: eight for the [`Setup`], then three for each [`Operation`].
///
/// # Panics
/// If a law is broken: that is what it is for.
#[must_use]
pub fn run(octets: &[u8]) -> Statistics {
    let (setup, operations) = octets.split_at_checked(8).unwrap_or((octets, &[]));
    let mut pair = Pair::new(Setup::decode(setup));
    for operation in operations.chunks_exact(3) {
        pair.apply(Operation::decode([
            operation[0],
            operation[1],
            operation[2],
        ]));
    }
    pair.finish()
}

/// The octets of a run of so many operations, from a seed.
#[must_use]
pub fn octets_of(seed: u64, operations: usize) -> Vec<u8> {
    let mut rng = Rng::new(seed);
    (0..8 + 3 * operations).map(|_| rng.octet()).collect()
}
