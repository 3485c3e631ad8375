//! The time type of every timer and policy: an argument, never a clock.

use core::fmt;
use core::time::Duration;

/// A point in time, in microseconds since an origin that the caller chooses.
///
/// The pure crates own no clock: every call that depends on time takes `now`. Any monotonic source
/// will do: the clock of the operating system, the tick of an RTOS, a counter in a simulation.
/// A time before an earlier one counts as no time passed.
///
/// With `std`, measure from a fixed `std::time::Instant`:
///
/// ```
/// use core::time::Duration;
/// use smpp_codec::Instant;
///
/// let origin = std::time::Instant::now();
/// let now = Instant::from_duration(origin.elapsed());
/// let deadline = now + Duration::from_secs(5);
/// let deadline_of_std = origin.checked_add(deadline.as_duration());
/// # assert!(deadline_of_std.is_some());
///
/// assert_eq!(Instant::from_micros(5_000), Instant::ORIGIN + Duration::from_millis(5));
/// assert_eq!(Instant::from_micros(9).since(Instant::from_micros(2)), Duration::from_micros(7));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// The origin, from which all others are measured.
    pub const ORIGIN: Self = Self(0);

    /// Later than every other instant: the deadline of a timer that is off.
    pub const NEVER: Self = Self(u64::MAX);

    /// Returns the instant this many microseconds after the origin.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Returns the number of microseconds since the origin.
    #[must_use]
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Returns the instant this long after the origin, to the microsecond below.
    ///
    /// Saturates at [`NEVER`](Self::NEVER), half a million years after the origin.
    #[must_use]
    pub const fn from_duration(since_origin: Duration) -> Self {
        Self::ORIGIN.saturating_add(since_origin)
    }

    /// Returns the time since the origin.
    #[must_use]
    pub const fn as_duration(self) -> Duration {
        Duration::from_micros(self.0)
    }

    /// Returns the time since `earlier`; zero if `earlier` is later than this instant.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }

    /// Returns the instant this much later; saturates at [`NEVER`](Self::NEVER).
    #[must_use]
    pub const fn saturating_add(self, duration: Duration) -> Self {
        // In 64 bits: called for every message, and a division of 128 bits is slow.
        let seconds = duration.as_secs().saturating_mul(1_000_000);
        let micros = seconds.saturating_add(duration.subsec_micros() as u64);
        Self(self.0.saturating_add(micros))
    }

    /// Returns the deadline of a timer of this length; [`NEVER`](Self::NEVER) if it is off.
    #[must_use]
    pub const fn deadline(self, timeout: Option<Duration>) -> Self {
        match timeout {
            Some(timeout) => self.saturating_add(timeout),
            None => Self::NEVER,
        }
    }

    /// Returns `None` for [`NEVER`](Self::NEVER), and the instant otherwise.
    #[must_use]
    pub const fn reachable(self) -> Option<Self> {
        match self {
            Self::NEVER => None,
            reachable => Some(reachable),
        }
    }
}

impl core::ops::Add<Duration> for Instant {
    type Output = Self;

    /// As [`saturating_add`](Self::saturating_add).
    fn add(self, duration: Duration) -> Self {
        self.saturating_add(duration)
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.as_duration(), f)
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::Instant;

    #[test]
    fn addition_saturates_at_never() {
        let late = Instant::from_micros(u64::MAX - 1);
        assert_eq!(late + Duration::from_micros(1), Instant::NEVER);
        assert_eq!(late + Duration::MAX, Instant::NEVER);
        assert_eq!(Instant::from_duration(Duration::MAX), Instant::NEVER);
        let odd = Duration::new(7, 123_456_789);
        assert_eq!(Instant::from_duration(odd).as_micros(), 7_123_456);
    }

    #[test]
    fn timer_that_is_off_has_no_reachable_deadline() {
        let now = Instant::from_micros(3);
        assert_eq!(now.deadline(None), Instant::NEVER);
        assert_eq!(now.deadline(None).reachable(), None);
        let deadline = now.deadline(Some(Duration::from_micros(4)));
        assert_eq!(deadline.reachable(), Some(Instant::from_micros(7)));
    }

    #[test]
    fn time_that_goes_back_counts_as_none_passed() {
        let (early, late) = (Instant::from_micros(2), Instant::from_micros(9));
        assert_eq!(early.since(late), Duration::ZERO);
        assert_eq!(late.since(early), Duration::from_micros(7));
    }
}
