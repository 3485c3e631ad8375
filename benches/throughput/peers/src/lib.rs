//! The other SMPP crates under the same load, each as its own examples use it.
//!
//! All run on a runtime of one thread, as ours do: two processes on two cores.

mod rusmppc;
mod smpp34;
mod smpp_core;

use smpp_throughput::worker::{Connect, Serve};

/// Their clients.
pub const CLIENTS: &[(&str, Connect)] = &[
    ("rusmppc", rusmppc::Tasks::connect),
    ("smpp34", smpp34::Tasks::connect),
    ("smpp-core", smpp_core::Loop::connect),
];

/// Their servers; rusmppc has none.
pub const SERVERS: &[(&str, Serve)] = &[("smpp34", smpp34::serve), ("smpp-core", smpp_core::serve)];
