//! The clock of the machine.

use std::time::{SystemTime, UNIX_EPOCH};

/// Returns the time in seconds since 1970-01-01 00:00 UTC; 0 if the clock is set before that.
pub(crate) fn unix_seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}
