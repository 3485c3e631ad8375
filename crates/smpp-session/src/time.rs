//! Time as the session takes it: an argument.

use core::fmt;
use core::time::Duration;

/// A point in time, as microseconds from an origin that the caller chooses.
///
/// The session owns no clock: every call that needs to know takes `now`. Use any monotonic
/// source: `std::time::Instant` of an adapter, the tick of an RTOS, a counter in a simulation.
/// Going back in time is harmless; it counts as standing still.
///
/// ```
/// use core::time::Duration;
/// use smpp_session::Instant;
///
/// let start = Instant::from_micros(0);
/// assert_eq!(start + Duration::from_millis(5), Instant::from_micros(5_000));
/// assert_eq!(Instant::from_micros(9).since(Instant::from_micros(2)), Duration::from_micros(7));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// Later than anything that happens: the deadline of a timer that is off.
    pub(crate) const NEVER: Self = Self(u64::MAX);

    /// So many microseconds behind the origin.
    #[must_use]
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// Microseconds behind the origin.
    #[must_use]
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// How long after `earlier` this is; zero if it is before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }

    /// So much later; saturates, and an instant that far away is never reached.
    #[must_use]
    pub fn saturating_add(self, duration: Duration) -> Self {
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        Self(self.0.saturating_add(micros))
    }

    /// When a timer of this length ends; never, if there is none.
    pub(crate) fn after(self, duration: Option<Duration>) -> Self {
        duration.map_or(Self::NEVER, |duration| self.saturating_add(duration))
    }

    /// `None` for never.
    pub(crate) fn ever(self) -> Option<Self> {
        (self != Self::NEVER).then_some(self)
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
        fmt::Debug::fmt(&Duration::from_micros(self.0), f)
    }
}
