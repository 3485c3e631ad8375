//! Messages per second over loopback TCP, client and server each a process of its own.
//!
//! The binary `throughput` starts the processes, puts the same load on each pair in alternating
//! rounds and prints the tables of `../throughput.md`. The processes themselves are workers: they
//! are told what to do on standard input and report on standard output (see [`worker`]). The
//! other crates' workers are in `../peers`, a workspace of its own, made from this library.

pub mod bare;
pub mod bare_async;
pub mod load;
pub mod message;
pub mod meter;
pub mod ours;
pub mod ours_blocking;
pub mod ours_bulk;
pub mod quiet;
pub mod worker;

/// What a worker's side may fail with.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
