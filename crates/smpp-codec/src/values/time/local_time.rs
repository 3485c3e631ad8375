//! Dates and times of day without a zone, and the century that two digits leave open.

use core::fmt;

use super::characters::{characters, digits, two};
use super::civil::{self, SECONDS_OF_DAY};
use super::error::{TimeError, TimeErrorKind};

/// The hundred years that two digits stand for.
///
/// By default 1938 to 2037, as SMPP 3.4 recommends: 38 to 99 are of the last century, 00 to 37 of
/// this one. It becomes wrong as 2037 comes near; [`around`](Self::around) moves on with the time.
///
/// ```
/// use smpp_codec::values::time::Century;
///
/// assert_eq!(Century::default(), Century::starting(1938));
/// assert_eq!(Century::around(1_795_392_000), Century::starting(1976)); // 2026
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Century(u16);

impl Century {
    /// The hundred years that begin with this one.
    #[must_use]
    pub const fn starting(year: u16) -> Self {
        Self(year)
    }

    /// The 50 years before the one of `now`, it, and the 49 after it; `now` in seconds since
    /// 1970-01-01 00:00 UTC.
    #[must_use]
    pub const fn around(now: i64) -> Self {
        let (year, ..) = civil::date(now.div_euclid(SECONDS_OF_DAY));
        let first = year.saturating_sub(50);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "within the bounds that are compared with"
        )]
        Self(if first < 0 {
            0
        } else if first > u16::MAX as i64 {
            u16::MAX
        } else {
            first as u16
        })
    }

    /// The year that two digits stand for.
    #[must_use]
    pub const fn year(self, digits: u8) -> i64 {
        let first = self.0 as i64;
        first.wrapping_add((digits as i64).wrapping_sub(first).rem_euclid(100))
    }

    /// The two digits of a year, if it is one of the hundred.
    #[must_use]
    pub const fn digits(self, year: i64) -> Option<u8> {
        let first = self.0 as i64;
        if year < first || year >= first.wrapping_add(100) {
            return None;
        }
        Some((year % 100) as u8)
    }
}

impl Default for Century {
    fn default() -> Self {
        Self(1938)
    }
}

/// A date and a time of day, of whatever zone: `YYMMDDhhmmss`.
///
/// 12 characters. See [`FinalDate`](super::FinalDate).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalTime {
    /// Its last two digits.
    year: u8,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
}

impl LocalTime {
    /// A date and a time of day; of the year, the last two digits.
    ///
    /// The 29th of February is refused where no century makes the year a leap year.
    ///
    /// # Errors
    /// Says which of them there is not.
    pub const fn new(
        year: u8,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
    ) -> Result<Self, TimeError> {
        // 2000 is a leap year, so that every two digits that can be one are.
        let last = civil::last_day((year as i64).wrapping_add(2000), month);
        let (kind, position) = if year > 99 {
            (TimeErrorKind::Year, 0)
        } else if month == 0 || month > 12 {
            (TimeErrorKind::Month, 2)
        } else if day == 0 || day > last {
            (TimeErrorKind::Day, 4)
        } else if hour > 23 {
            (TimeErrorKind::Hour, 6)
        } else if minute > 59 {
            (TimeErrorKind::Minute, 8)
        } else if second > 59 {
            (TimeErrorKind::Second, 10)
        } else {
            return Ok(Self {
                year,
                month,
                day,
                hour,
                minute,
                second,
            });
        };
        Err(TimeError::new(kind, position))
    }

    /// Reads 12 characters.
    ///
    /// # Errors
    /// Says which part is wrong.
    pub fn decode(octets: &[u8]) -> Result<Self, TimeError> {
        if octets.len() != 12 {
            let position = octets.len().min(12);
            return Err(TimeError::new(TimeErrorKind::Length, position));
        }
        Self::read(octets)
    }

    /// Reads the first 12 characters.
    pub(super) fn read(octets: &[u8]) -> Result<Self, TimeError> {
        Self::new(
            two(octets, 0)?,
            two(octets, 2)?,
            two(octets, 4)?,
            two(octets, 6)?,
            two(octets, 8)?,
            two(octets, 10)?,
        )
    }

    /// The 12 characters, without a NUL.
    #[must_use]
    pub const fn encode(&self) -> [u8; 12] {
        let [y0, y1] = digits(self.year);
        let [m0, m1] = digits(self.month);
        let [d0, d1] = digits(self.day);
        let [h0, h1] = digits(self.hour);
        let [i0, i1] = digits(self.minute);
        let [s0, s1] = digits(self.second);
        [y0, y1, m0, m1, d0, d1, h0, h1, i0, i1, s0, s1]
    }

    /// The year, in full.
    #[must_use]
    pub const fn year(&self, century: Century) -> i64 {
        century.year(self.year)
    }

    /// The month, 1 to 12.
    #[must_use]
    pub const fn month(&self) -> u8 {
        self.month
    }

    /// The day, 1 to 31.
    #[must_use]
    pub const fn day(&self) -> u8 {
        self.day
    }

    /// The hour, 0 to 23.
    #[must_use]
    pub const fn hour(&self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    #[must_use]
    pub const fn minute(&self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59.
    #[must_use]
    pub const fn second(&self) -> u8 {
        self.second
    }

    /// Seconds since 1970-01-01 00:00, taken for UTC.
    ///
    /// The 29th of February of a year such as 1900, which `00` can stand for, is the first of
    /// March.
    #[must_use]
    pub const fn unix_seconds(&self, century: Century) -> i64 {
        civil::days(century.year(self.year), self.month, self.day)
            .wrapping_mul(SECONDS_OF_DAY)
            .wrapping_add((self.hour as i64).wrapping_mul(3600))
            .wrapping_add((self.minute as i64).wrapping_mul(60))
            .wrapping_add(self.second as i64)
    }

    /// The other way round.
    ///
    /// # Errors
    /// [`TimeErrorKind::Year`] if it is in none of the hundred years.
    pub const fn from_unix_seconds(seconds: i64, century: Century) -> Result<Self, TimeError> {
        let of_day = seconds.rem_euclid(SECONDS_OF_DAY);
        let (year, month, day) = civil::date(seconds.div_euclid(SECONDS_OF_DAY));
        let Some(year) = century.digits(year) else {
            return Err(TimeError::new(TimeErrorKind::Year, 0));
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "each part fits by its divisor"
        )]
        Ok(Self {
            year,
            month,
            day,
            hour: (of_day / 3600) as u8,
            minute: (of_day / 60 % 60) as u8,
            second: (of_day % 60) as u8,
        })
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        characters(&self.encode(), f)
    }
}

impl fmt::Debug for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
