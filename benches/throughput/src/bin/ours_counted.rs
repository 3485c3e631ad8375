//! The worker for the bare pairs and for our crates, with an allocator that counts.

use std::alloc::System;

use smpp_throughput::meter;
use smpp_throughput::worker::{self, CLIENTS, SERVERS};
use stats_alloc::StatsAlloc;

#[global_allocator]
static COUNTING: &StatsAlloc<System> = meter::COUNTING;

fn main() -> Result<(), smpp_throughput::Error> {
    worker::main(CLIENTS, SERVERS)
}
