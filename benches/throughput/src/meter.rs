//! What a process has used so far.

use std::alloc::System;

use rustix::time::{ClockId, clock_gettime};
use serde::{Deserialize, Serialize};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

/// The allocator of the binaries that count: make it the `#[global_allocator]`.
pub const COUNTING: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A look at what this process has used since it started.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Usage {
    /// Processor time of all threads, user and system, in nanoseconds.
    pub cpu: u64,
    /// Allocations and reallocations of all threads; 0 in a binary that does not count.
    pub allocations: u64,
    /// Resident memory in octets.
    pub resident: u64,
}

impl Usage {
    /// Up to now.
    #[must_use]
    pub fn now() -> Self {
        let cpu = clock_gettime(ClockId::ProcessCPUTime);
        let nanos = cpu.tv_sec * 1_000_000_000 + cpu.tv_nsec;
        let stats = COUNTING.stats();
        Self {
            cpu: u64::try_from(nanos).unwrap_or(0),
            allocations: (stats.allocations + stats.reallocations) as u64,
            resident: resident(),
        }
    }
}

/// From `/proc`; 0 where there is none.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibioctets = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kibioctets.unwrap_or(0) * 1024
}
