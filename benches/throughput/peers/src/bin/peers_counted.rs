//! The worker for the other crates, with an allocator that counts.

use std::alloc::System;

use smpp_throughput::{meter, worker};
use smpp_throughput_peers::{CLIENTS, SERVERS};
use stats_alloc::StatsAlloc;

#[global_allocator]
static COUNTING: &StatsAlloc<System> = meter::COUNTING;

fn main() -> Result<(), smpp_throughput::Error> {
    worker::main(CLIENTS, SERVERS)
}
