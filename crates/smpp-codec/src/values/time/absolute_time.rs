//! Points in time: `YYMMDDhhmmsstnnp` with `+` or `-` at the end.

use core::fmt;

use super::characters::{CHARACTERS, characters, digit, digits, two, whole};
use super::error::{TimeError, TimeErrorKind};
use super::local_time::{Century, LocalTime};

/// Quarter hours that a zone may be away from UTC: the specifications stop at 48, and the zones
/// of UTC+13 and UTC+14 need 56.
const MOST_QUARTERS: u8 = 56;

/// A point in time: a date and a time of day in a zone.
///
/// The format is that of [`Time`](super::Time). Equal are those that are written the same, not
/// those that mean the same point in time: for that, compare [`unix_seconds`](Self::unix_seconds).
///
/// ```
/// use smpp_codec::values::time::{AbsoluteTime, Century};
///
/// let century = Century::default();
/// let paris = AbsoluteTime::decode(b"261123171500004+")?;
/// assert_eq!(paris.unix_seconds(century), 1_795_450_500);
/// let utc = AbsoluteTime::from_unix_seconds(1_795_450_500, 0, century)?;
/// assert_eq!(&utc.encode(), b"261123161500000+");
/// # Ok::<(), smpp_codec::values::time::TimeError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AbsoluteTime {
    local: LocalTime,
    tenths: u8,
    quarters: i8,
}

impl AbsoluteTime {
    /// A date and time of day, tenths of a second, and how many quarter hours the zone is ahead of
    /// UTC, or behind if negative: at most 56. The specifications stop at 48, twelve hours.
    ///
    /// # Errors
    /// [`TimeErrorKind::Tenth`] or [`TimeErrorKind::Zone`].
    pub const fn new(local: LocalTime, tenths: u8, quarters: i8) -> Result<Self, TimeError> {
        if tenths > 9 {
            return Err(TimeError::new(TimeErrorKind::Tenth, 12));
        }
        if quarters.unsigned_abs() > MOST_QUARTERS {
            return Err(TimeError::new(TimeErrorKind::Zone, 13));
        }
        Ok(Self {
            local,
            tenths,
            quarters,
        })
    }

    /// Reads 16 characters.
    ///
    /// # Errors
    /// As [`Time::decode`](super::Time::decode); [`TimeErrorKind::Relative`] if it is a period.
    pub fn decode(octets: &[u8]) -> Result<Self, TimeError> {
        let octets = whole(octets)?;
        if octets.ends_with(b"R") {
            return Err(TimeError::new(TimeErrorKind::Relative, 15));
        }
        Self::read(octets)
    }

    pub(super) fn read(octets: &[u8; CHARACTERS]) -> Result<Self, TimeError> {
        let local = LocalTime::read(octets)?;
        let tenths = digit(octets, 12)?;
        let quarters =
            i8::try_from(two(octets, 13)?).map_err(|_| TimeError::new(TimeErrorKind::Zone, 13))?;
        let [.., suffix] = octets;
        match suffix {
            b'+' => Self::new(local, tenths, quarters),
            b'-' => Self::new(local, tenths, quarters.wrapping_neg()),
            _ => Err(TimeError::new(TimeErrorKind::Suffix, 15)),
        }
    }

    /// The 16 characters, without a NUL; UTC has a `+`.
    #[must_use]
    pub const fn encode(&self) -> [u8; 16] {
        let [y0, y1, m0, m1, d0, d1, h0, h1, i0, i1, s0, s1] = self.local.encode();
        let [q0, q1] = digits(self.quarters.unsigned_abs());
        let sign = if self.quarters < 0 { b'-' } else { b'+' };
        let tenths = b'0'.wrapping_add(self.tenths);
        [
            y0, y1, m0, m1, d0, d1, h0, h1, i0, i1, s0, s1, tenths, q0, q1, sign,
        ]
    }

    /// The date and time of day as written: those of the zone.
    #[must_use]
    pub const fn local(&self) -> LocalTime {
        self.local
    }

    /// Tenths of a second, 0 to 9.
    #[must_use]
    pub const fn tenths(&self) -> u8 {
        self.tenths
    }

    /// How many quarter hours the zone is ahead of UTC, or behind if negative.
    #[must_use]
    pub const fn quarters(&self) -> i8 {
        self.quarters
    }

    /// Seconds since 1970-01-01 00:00 UTC; the tenths are cut off.
    #[must_use]
    pub const fn unix_seconds(&self, century: Century) -> i64 {
        let offset = (self.quarters as i64).wrapping_mul(900);
        self.local.unix_seconds(century).wrapping_sub(offset)
    }

    /// The other way round, in a zone so many quarter hours ahead of UTC, or behind if negative.
    ///
    /// # Errors
    /// [`TimeErrorKind::Year`] if it is in none of the hundred years there;
    /// [`TimeErrorKind::Zone`].
    pub const fn from_unix_seconds(
        seconds: i64,
        quarters: i8,
        century: Century,
    ) -> Result<Self, TimeError> {
        let offset = (quarters as i64).wrapping_mul(900);
        match LocalTime::from_unix_seconds(seconds.saturating_add(offset), century) {
            Ok(local) => Self::new(local, 0, quarters),
            Err(error) => Err(error),
        }
    }
}

impl fmt::Display for AbsoluteTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        characters(&self.encode(), f)
    }
}

impl fmt::Debug for AbsoluteTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
