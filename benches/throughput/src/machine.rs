//! Where the figures come from.

use std::fs::read_to_string;

/// The processor, the kernel and what else runs.
pub(crate) fn describe() -> String {
    let processors = read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = processors
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let kernel = read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!(
        "{}, {} cores, Linux {}; load {}",
        name.unwrap_or("unknown processor"),
        std::thread::available_parallelism().map_or(0, usize::from),
        kernel.trim(),
        load(),
    )
}

/// The run queue's average length of the last 1, 5 and 15 minutes.
pub(crate) fn load() -> String {
    let load = read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').take(3).collect::<Vec<_>>().join(" ")
}
