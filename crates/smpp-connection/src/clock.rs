//! The clock of a runtime: the one conversion between its time and that of timers and policies.

use std::sync::OnceLock;
use std::time::{self, Duration};

use smpp_codec::Instant;

/// The clock of a runtime, as [`Connection::new`](crate::Connection::new),
/// [`Client::new`](crate::Client::new) and [`Acceptor::admit`](crate::Acceptor::admit) use it.
///
/// All clocks of a process measure from one origin, so that the connections of a listener share
/// its [`Admission`](crate::Admission).
///
/// ```
/// use smpp_connection::Clock;
/// use std::time::Duration;
///
/// let clock = Clock::system();
/// let deadline = clock.now() + Duration::from_secs(5);
/// assert!(clock.to_std(deadline) > Some(std::time::Instant::now()));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    now: fn() -> time::Instant,
    origin: time::Instant,
}

/// How long before the first clock of the process the origin is. A clock that a test sets by hand
/// may be that much behind the clock of the system.
const MARGIN: Duration = Duration::from_secs(3600);

impl Clock {
    /// Returns the clock that this function reads.
    #[must_use]
    pub fn new(now: fn() -> time::Instant) -> Self {
        static ORIGIN: OnceLock<time::Instant> = OnceLock::new();
        let origin = *ORIGIN.get_or_init(|| {
            let first = time::Instant::now();
            first.checked_sub(MARGIN).unwrap_or(first)
        });
        Self { now, origin }
    }

    /// Returns the monotonic clock of the operating system.
    #[must_use]
    pub fn system() -> Self {
        Self::new(time::Instant::now)
    }

    /// Reads the clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        Instant::from_duration((self.now)().saturating_duration_since(self.origin))
    }

    /// Converts a deadline to the time of the runtime; `None` if it is beyond what that can hold.
    #[must_use]
    pub fn to_std(&self, at: Instant) -> Option<time::Instant> {
        self.origin.checked_add(at.as_duration())
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Clock;

    #[test]
    fn clocks_share_one_origin() {
        let late = Clock::new(|| Instant::now() + Duration::from_secs(60));
        let early = Clock::system();
        assert!(late.now().since(early.now()) > Duration::from_secs(59));
    }

    #[test]
    fn conversion_is_exact_to_the_microsecond() {
        let clock = Clock::system();
        let now = clock.now();
        let later = clock.to_std(now + Duration::from_micros(7));
        let (at, later) = (clock.to_std(now).unwrap(), later.unwrap());
        assert_eq!(later - at, Duration::from_micros(7));
    }
}
