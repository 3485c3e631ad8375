//! What is wrong with a time, and where.

use core::fmt;

/// What is wrong with a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeErrorKind {
    /// It has neither 16 characters nor, where a date may, 12.
    Length,
    /// A character that must be a digit is none.
    Digit,
    /// The month is not 01 to 12, or 00 to 12 in a period.
    Month,
    /// The month has no such day; a period has 00 to 31.
    Day,
    /// The hour is not 00 to 23.
    Hour,
    /// The minute is not 00 to 59.
    Minute,
    /// The second is not 00 to 59.
    Second,
    /// Tenths of a second above 9.
    Tenth,
    /// More than 56 quarter hours from UTC.
    Zone,
    /// The last character is none of `+`, `-` and `R`.
    Suffix,
    /// A period where a point in time must be.
    Relative,
    /// The year is outside the hundred years that two digits can tell apart, or above 99.
    Year,
}

impl TimeErrorKind {
    const fn explanation(self) -> &'static str {
        match self {
            Self::Length => "a time has 16 characters",
            Self::Digit => "not a digit",
            Self::Month => "there is no such month",
            Self::Day => "the month has no such day",
            Self::Hour => "an hour is 00 to 23",
            Self::Minute => "a minute is 00 to 59",
            Self::Second => "a second is 00 to 59",
            Self::Tenth => "tenths of a second are 0 to 9",
            Self::Zone => "a zone is at most 56 quarter hours from UTC",
            Self::Suffix => "neither + nor - nor R",
            Self::Relative => "a point in time must be here, not a period",
            Self::Year => "two digits cannot tell this year",
        }
    }
}

impl fmt::Display for TimeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.explanation())
    }
}

/// Why octets are not a time, or numbers do not make one.
///
/// The status that answers it is the field's: `ESME_RINVSCHED` for `schedule_delivery_time`,
/// `ESME_RINVEXPIRY` for `validity_period`.
///
/// ```
/// use smpp_codec::values::time::{Time, TimeErrorKind};
///
/// let error = Time::decode(b"261332000000000+").unwrap_err();
/// assert_eq!((error.kind(), error.position()), (TimeErrorKind::Month, 2));
/// assert_eq!(error.to_string(), "time at character 2: there is no such month");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeError {
    kind: TimeErrorKind,
    position: u8,
}

impl TimeError {
    #[cold]
    pub(super) const fn new(kind: TimeErrorKind, position: usize) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "a position is at most 16")]
        let position = position as u8;
        Self { kind, position }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> TimeErrorKind {
        self.kind
    }

    /// Where: the first character of the part that is wrong, counted from 0. Of a wrong length,
    /// where a character is missing or the first one too many stands.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position as usize
    }
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, position } = self;
        write!(f, "time at character {position}: {kind}")
    }
}

impl core::error::Error for TimeError {}
