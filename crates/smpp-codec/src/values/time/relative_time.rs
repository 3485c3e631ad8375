//! Periods: `YYMMDDhhmmss000R`.

use core::fmt;
use core::time::Duration;

use super::characters::{CHARACTERS, characters, digit, digits, two};
use super::civil::{self, SECONDS_OF_DAY};
use super::error::{TimeError, TimeErrorKind};

/// A period, from the moment in which the message centre reads it. SMPP 3.4 and 5.0.
///
/// The format is that of [`Time`](super::Time), which reads it. 3.4's example is
/// `020610233429000R`: two years, six months, ten days, 23 hours, 34 minutes and 29 seconds.
///
/// ```
/// use core::time::Duration;
/// use smpp_codec::values::time::RelativeTime;
///
/// let half_an_hour = RelativeTime::from_duration(Duration::from_secs(1800))?;
/// assert_eq!(&half_an_hour.encode(), b"000000003000000R");
/// // A month after the 31st of January is the last of February, at the same time of day.
/// let january = 1_769_817_600; // 2026-01-31
/// let month = RelativeTime::new(0, 1, 0, 0, 0, 0)?;
/// assert_eq!(month.duration(january), Duration::from_secs(28 * 86_400));
/// # Ok::<(), smpp_codec::values::time::TimeError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct RelativeTime {
    years: u8,
    months: u8,
    days: u8,
    hours: u8,
    minutes: u8,
    seconds: u8,
}

impl RelativeTime {
    /// A period of 0 to 99 years, 0 to 12 months, 0 to 31 days, 0 to 23 hours, 0 to 59 minutes and
    /// 0 to 59 seconds.
    ///
    /// # Errors
    /// Says which of them is too many.
    pub const fn new(
        years: u8,
        months: u8,
        days: u8,
        hours: u8,
        minutes: u8,
        seconds: u8,
    ) -> Result<Self, TimeError> {
        let (kind, position) = match (years, months, days, hours, minutes, seconds) {
            (100.., ..) => (TimeErrorKind::Year, 0),
            (_, 13.., ..) => (TimeErrorKind::Month, 2),
            (_, _, 32.., ..) => (TimeErrorKind::Day, 4),
            (_, _, _, 24.., ..) => (TimeErrorKind::Hour, 6),
            (_, _, _, _, 60.., _) => (TimeErrorKind::Minute, 8),
            (_, _, _, _, _, 60..) => (TimeErrorKind::Second, 10),
            _ => {
                return Ok(Self {
                    years,
                    months,
                    days,
                    hours,
                    minutes,
                    seconds,
                });
            }
        };
        Err(TimeError::new(kind, position))
    }

    /// A period of up to 31 days, 23 hours, 59 minutes and 59 seconds. Parts of a second are cut
    /// off.
    ///
    /// # Errors
    /// [`TimeErrorKind::Day`] if it is longer: how long a month is depends on when it begins.
    pub const fn from_duration(duration: Duration) -> Result<Self, TimeError> {
        let seconds = duration.as_secs();
        if seconds >= 32 * 86_400 {
            return Err(TimeError::new(TimeErrorKind::Day, 4));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "each part fits by its divisor"
        )]
        Self::new(
            0,
            0,
            (seconds / 86_400) as u8,
            (seconds / 3600 % 24) as u8,
            (seconds / 60 % 60) as u8,
            (seconds % 60) as u8,
        )
    }

    pub(super) fn read(octets: &[u8; CHARACTERS]) -> Result<Self, TimeError> {
        let period = Self::new(
            two(octets, 0)?,
            two(octets, 2)?,
            two(octets, 4)?,
            two(octets, 6)?,
            two(octets, 8)?,
            two(octets, 10)?,
        )?;
        // Tenths and zone mean nothing here, but digits they are.
        digit(octets, 12)?;
        two(octets, 13)?;
        Ok(period)
    }

    /// The 16 characters, without a NUL.
    #[must_use]
    pub const fn encode(&self) -> [u8; 16] {
        let [y0, y1] = digits(self.years);
        let [m0, m1] = digits(self.months);
        let [d0, d1] = digits(self.days);
        let [h0, h1] = digits(self.hours);
        let [i0, i1] = digits(self.minutes);
        let [s0, s1] = digits(self.seconds);
        [
            y0, y1, m0, m1, d0, d1, h0, h1, i0, i1, s0, s1, b'0', b'0', b'0', b'R',
        ]
    }

    /// Years, 0 to 99.
    #[must_use]
    pub const fn years(&self) -> u8 {
        self.years
    }

    /// Months, 0 to 12.
    #[must_use]
    pub const fn months(&self) -> u8 {
        self.months
    }

    /// Days, 0 to 31.
    #[must_use]
    pub const fn days(&self) -> u8 {
        self.days
    }

    /// Hours, 0 to 23.
    #[must_use]
    pub const fn hours(&self) -> u8 {
        self.hours
    }

    /// Minutes, 0 to 59.
    #[must_use]
    pub const fn minutes(&self) -> u8 {
        self.minutes
    }

    /// Seconds, 0 to 59.
    #[must_use]
    pub const fn seconds(&self) -> u8 {
        self.seconds
    }

    /// When the period is over that begins at `start`; both in seconds since 1970-01-01 00:00 UTC.
    ///
    /// The specifications do not say in which order the parts are added. Here years and months
    /// come first, in UTC, and a day that the month reached does not have becomes its last one;
    /// then days, hours, minutes and seconds.
    #[must_use]
    pub const fn after(&self, start: i64) -> i64 {
        let (day, of_day) = (
            start.div_euclid(SECONDS_OF_DAY),
            start.rem_euclid(SECONDS_OF_DAY),
        );
        let (year, month, day) = civil::date(day);
        let months = (self.years as i64)
            .wrapping_mul(12)
            .wrapping_add(self.months as i64)
            .wrapping_add(month as i64)
            .wrapping_sub(1);
        let year = year.wrapping_add(months / 12);
        let month = (months % 12) as u8;
        let month = month.wrapping_add(1);
        let last = civil::last_day(year, month);
        let day = if day > last { last } else { day };
        let rest = (self.days as i64)
            .wrapping_mul(SECONDS_OF_DAY)
            .wrapping_add((self.hours as i64).wrapping_mul(3600))
            .wrapping_add((self.minutes as i64).wrapping_mul(60))
            .wrapping_add(self.seconds as i64);
        civil::days(year, month, day)
            .saturating_mul(SECONDS_OF_DAY)
            .saturating_add(of_day)
            .saturating_add(rest)
    }

    /// How long the period is that begins at `start`, in seconds since 1970-01-01 00:00 UTC: see
    /// [`after`](Self::after). Without years and months, it does not matter when that is.
    #[must_use]
    pub const fn duration(&self, start: i64) -> Duration {
        Duration::from_secs(self.after(start).abs_diff(start))
    }
}

impl fmt::Display for RelativeTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        characters(&self.encode(), f)
    }
}

impl fmt::Debug for RelativeTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
