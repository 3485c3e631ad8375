//! `final_date`: when a message reached its final state.

use super::{AbsoluteTime, LocalTime, TimeError};

/// When a message reached its final state, as `query_sm_resp` has it: a time with its zone, or
/// without one.
///
/// SMPP 3.3 and 3.4 describe `final_date` as an absolute time in one place, and as the local time
/// of the message centre, `YYMMDDhhmmss`, in another: 16 characters or 12. SMPP 5.0 has only the
/// first. `broadcast_end_time` is an absolute time too.
///
/// ```
/// use smpp_codec::values::time::{Century, FinalDate};
///
/// let Some(FinalDate::Local(date)) = FinalDate::decode(b"261123161500")? else { panic!("12 digits") };
/// assert_eq!(date.year(Century::default()), 2026);
/// # Ok::<(), smpp_codec::values::time::TimeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "a date has one of two forms")]
pub enum FinalDate {
    /// With its zone.
    Absolute(AbsoluteTime),
    /// In the message centre's zone, whichever that is.
    Local(LocalTime),
}

impl FinalDate {
    /// Reads a date; `None` if there is none, as for a message that is still on its way.
    ///
    /// # Errors
    /// As [`Time::decode`](super::Time::decode); [`TimeErrorKind::Relative`](super::TimeErrorKind::Relative) if it is a period.
    pub fn decode(octets: &[u8]) -> Result<Option<Self>, TimeError> {
        Ok(match octets.len() {
            0 => None,
            12 => Some(Self::Local(LocalTime::decode(octets)?)),
            _ => Some(Self::Absolute(AbsoluteTime::decode(octets)?)),
        })
    }

    /// The date and time of day as written, without a zone.
    #[must_use]
    pub const fn local(&self) -> LocalTime {
        match self {
            Self::Absolute(time) => time.local(),
            Self::Local(date) => *date,
        }
    }
}
