//! The times of SMPP: when to deliver, until when, since when.

mod absolute_time;
mod characters;
mod civil;
mod error;
mod final_date;
mod local_time;
mod relative_time;
#[cfg(test)]
mod tests;

pub use absolute_time::AbsoluteTime;
pub use error::{TimeError, TimeErrorKind};
pub use final_date::FinalDate;
pub use local_time::{Century, LocalTime};
pub use relative_time::RelativeTime;

use core::fmt;

use characters::{characters, whole};

use crate::dialect::Version;

/// What `schedule_delivery_time` and `validity_period` say: a point in time, or a period from now.
///
/// 16 characters, `YYMMDDhhmmsstnnp`, and a NUL on the wire; or the NUL alone, which is no time:
/// immediately, or the message centre's default. The fields of a PDU keep the octets as they came;
/// this reads them, and makes them.
///
/// | part | absolute | relative |
/// |---|---|---|
/// | `YY` | the year's last two digits: see [`Century`] | 00 to 99 years |
/// | `MM` | 01 to 12 | 00 to 12 months |
/// | `DD` | 01 to the month's last day | 00 to 31 days |
/// | `hh`, `mm`, `ss` | 00 to 23, 00 to 59, 00 to 59 | the same, a period |
/// | `t` | tenths of a second | a digit, ignored; written as 0 |
/// | `nn` | quarter hours from UTC, 00 to 48; read up to 56, which UTC+14 needs | digits, ignored; written as 00 |
/// | `p` | `+` if local time is ahead of UTC, `-` if behind | `R` |
///
/// The table of SMPP 5.0 gives 01 as the least month and day of a relative time too; every peer
/// writes `000000003000000R` for half an hour, and so does this.
///
/// SMPP 3.3 has only absolute times: see [`since`](Self::since).
///
/// Spec: SMPP 3.4 section 7.1.1; SMPP 5.0, time formats.
///
/// ```
/// use smpp_codec::pdu::SubmitSm;
/// use smpp_codec::values::time::{RelativeTime, Time};
///
/// let hour = RelativeTime::new(0, 0, 0, 1, 0, 0)?.encode();
/// let submit = SubmitSm { validity_period: &hour, ..SubmitSm::default() };
/// assert_eq!(submit.validity_period, b"000000010000000R");
///
/// let Some(Time::Relative(period)) = Time::decode(submit.validity_period)? else { panic!("as written") };
/// assert_eq!(period.hours(), 1);
/// assert_eq!(Time::decode(b"")?, None);
/// # Ok::<(), smpp_codec::values::time::TimeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "a time has one of two forms")]
pub enum Time {
    /// A point in time.
    Absolute(AbsoluteTime),
    /// A period that begins when the message centre reads it.
    Relative(RelativeTime),
}

impl Time {
    /// Reads a time; `None` if there is none.
    ///
    /// `octets` is the field without its NUL.
    ///
    /// # Errors
    /// A [`TimeError`] that says which part is wrong and at which character.
    pub fn decode(octets: &[u8]) -> Result<Option<Self>, TimeError> {
        if octets.is_empty() {
            return Ok(None);
        }
        let octets = whole(octets)?;
        Ok(Some(match octets {
            [.., b'R'] => Self::Relative(RelativeTime::read(octets)?),
            _ => Self::Absolute(AbsoluteTime::read(octets)?),
        }))
    }

    /// The 16 characters, without a NUL.
    #[must_use]
    pub const fn encode(&self) -> [u8; 16] {
        match self {
            Self::Absolute(time) => time.encode(),
            Self::Relative(period) => period.encode(),
        }
    }

    /// The first version that has this form: 3.3 the absolute, 3.4 the relative.
    #[must_use]
    pub const fn since(&self) -> Version {
        match self {
            Self::Absolute(_) => Version::V3_3,
            Self::Relative(_) => Version::V3_4,
        }
    }

    /// When it is, in seconds since 1970-01-01 00:00 UTC, for one who reads it at `now`.
    ///
    /// Tenths of a second are cut off. A period is added as [`RelativeTime::after`] does.
    #[must_use]
    pub const fn unix_seconds(&self, now: i64, century: Century) -> i64 {
        match self {
            Self::Absolute(time) => time.unix_seconds(century),
            Self::Relative(period) => period.after(now),
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        characters(&self.encode(), f)
    }
}
