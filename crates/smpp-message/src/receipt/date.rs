//! The dates of a receipt.

use core::fmt;

use smpp_codec::values::time::{Century, LocalTime};

/// A date in a delivery receipt.
///
/// Spec: SMPP 3.4 Appendix B: ten digits, `YYMMDDhhmm`. Its time zone is not
/// stated: in practice it is the message centre's. Peers also send seconds
/// and years of four digits; [`format`](Self::format) says what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a date has these fields and no others"
)]
pub struct Date {
    /// The year, with its century. Of two digits, 70 to 99 are 1970 to 1999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31, as the month has days.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59; 0 if the format has none.
    pub second: u8,
    /// How it was written.
    pub format: DateFormat,
}

/// How a date of a receipt is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum DateFormat {
    /// `YYMMDDhhmm`: what Appendix B says.
    Minutes,
    /// `YYMMDDhhmmss`.
    Seconds,
    /// `YYYYMMDDhhmm`.
    LongMinutes,
    /// `YYYYMMDDhhmmss`.
    LongSeconds,
    /// `YYMMDDhhmmsstnnp`, an absolute time of SMPP; tenths and zone are left
    /// in the text.
    Absolute,
}

/// What a date could be read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    One(Date),
    /// Twelve digits that are a date with seconds and one with a long year.
    Two(Date),
    None,
}

impl Date {
    /// A date to write: its format is that of Appendix B, without seconds.
    ///
    /// `None` if there is no such day or time.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8, hour: u8, minute: u8) -> Option<Self> {
        Self {
            year,
            month,
            day,
            hour,
            minute,
            second: 0,
            format: DateFormat::Minutes,
        }
        .checked()
    }

    /// Returns the date to write for a time in UTC, in seconds since 1970-01-01 00:00 UTC.
    ///
    /// Add the offset of the message centre's zone first, if its receipts are in local time.
    /// `None` for a year before 1900 or after 9999.
    ///
    /// ```
    /// use smpp_message::receipt::Date;
    ///
    /// let date = Date::from_unix_seconds(1_676_040_899).unwrap();
    /// assert_eq!(date.to_string(), "2302101454");
    /// ```
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let century = Century::around(seconds);
        let time = LocalTime::from_unix_seconds(seconds, century).ok()?;
        let year = u16::try_from(time.year(century)).ok()?;
        Self::new(year, time.month(), time.day(), time.hour(), time.minute())
    }

    /// Reads a date of any of the formats, whatever follows its digits after a
    /// `+` or `-`.
    ///
    /// Twelve digits can be a date with seconds and one with a long year: then
    /// the one with seconds is answered, and a receipt reports that.
    ///
    /// `None` if it is no date in any.
    #[must_use]
    pub fn decode(text: &[u8]) -> Option<Self> {
        match Self::read(text) {
            Reading::One(date) | Reading::Two(date) => Some(date),
            Reading::None => None,
        }
    }

    pub(super) fn read(text: &[u8]) -> Reading {
        let end = text.iter().position(|octet| matches!(octet, b'+' | b'-'));
        let digits = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
        let short = |format| Self::fields(digits, format);
        let one = |date: Option<Self>| date.map_or(Reading::None, Reading::One);
        match digits.len() {
            10 => one(short(DateFormat::Minutes)),
            12 => match (short(DateFormat::Seconds), short(DateFormat::LongMinutes)) {
                (Some(date), Some(_)) => Reading::Two(date),
                (date, other) => one(date.or(other)),
            },
            14 => one(short(DateFormat::LongSeconds)),
            15 if end == Some(15) && text.len() == 16 => one(short(DateFormat::Absolute)),
            _ => Reading::None,
        }
    }

    fn fields(digits: &[u8], format: DateFormat) -> Option<Self> {
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let mut pairs = digits.chunks_exact(2).map(|pair| match *pair {
            // Two ASCII digits: 0 to 99.
            [tens, ones] => (tens & 0x0F).saturating_mul(10).saturating_add(ones & 0x0F),
            _ => 0,
        });
        let century = match format {
            DateFormat::LongMinutes | DateFormat::LongSeconds => Some(pairs.next()?),
            _ => None,
        };
        let year = pairs.next()?;
        let century = century.unwrap_or(if year >= 70 { 19 } else { 20 });
        let [month, day, hour, minute] =
            [pairs.next()?, pairs.next()?, pairs.next()?, pairs.next()?];
        Self {
            year: u16::from(century)
                .saturating_mul(100)
                .saturating_add(year.into()),
            month,
            day,
            hour,
            minute,
            second: match format {
                DateFormat::Minutes | DateFormat::LongMinutes => 0,
                _ => pairs.next()?,
            },
            format,
        }
        .checked()
    }

    fn checked(self) -> Option<Self> {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let days = match self.month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            1..=12 => 31,
            _ => return None,
        };
        // Dates with a long year that begin in 0000 to 1899 are misread ones.
        let fits = (1900..=9999).contains(&self.year)
            && (1..=days).contains(&self.day)
            && self.hour <= 23
            && self.minute <= 59
            && self.second <= 59;
        fits.then_some(self)
    }
}

/// Writes the form of Appendix B, `YYMMDDhhmm`, whatever the date was read from.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.year % 100, self.month, self.day);
        let (hour, minute) = (self.hour, self.minute);
        write!(f, "{year:02}{month:02}{day:02}{hour:02}{minute:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Option<std::string::String>, bool) {
        match Date::read(text.as_bytes()) {
            Reading::One(d) => (Some(iso(d)), false),
            Reading::Two(d) => (Some(iso(d)), true),
            Reading::None => (None, false),
        }
    }

    fn iso(d: Date) -> std::string::String {
        std::format!(
            "{}-{:02}-{:02} {:02}:{:02}:{:02} {:?}",
            d.year,
            d.month,
            d.day,
            d.hour,
            d.minute,
            d.second,
            d.format
        )
    }

    #[test]
    fn every_form_of_the_quirks() {
        for (text, expected, two) in [
            ("2302101454", Some("2023-02-10 14:54:00 Minutes"), false),
            ("9912312359", Some("1999-12-31 23:59:00 Minutes"), false),
            ("230210145407", Some("2023-02-10 14:54:07 Seconds"), false),
            // No month 15: the long year is the only reading.
            (
                "201506201641",
                Some("2015-06-20 16:41:00 LongMinutes"),
                false,
            ),
            ("201012101112", Some("2020-10-12 10:11:12 Seconds"), true),
            (
                "20150620164159",
                Some("2015-06-20 16:41:59 LongSeconds"),
                false,
            ),
            ("2302101454+02", Some("2023-02-10 14:54:00 Minutes"), false),
            (
                "230210145407008+",
                Some("2023-02-10 14:54:07 Absolute"),
                false,
            ),
            ("230210145407008+0", None, false),
            ("0000000000", None, false),
            ("", None, false),
            ("23021014540", None, false),
            ("2302301454", None, false),
            ("2402291454", Some("2024-02-29 14:54:00 Minutes"), false),
            ("230210145x", None, false),
            ("2302102454", None, false),
            ("N/A", None, false),
        ] {
            let (date, ambiguous) = read(text);
            assert_eq!(date.as_deref(), expected, "{text}");
            assert_eq!(ambiguous, two, "{text}");
        }
    }

    #[test]
    fn a_date_is_written_as_appendix_b_has_it() {
        let date = Date::new(2023, 2, 9, 4, 5).unwrap();
        assert_eq!(std::format!("{date}"), "2302090405");
        assert_eq!(Date::decode(b"2302090405"), Some(date));
        assert_eq!(Date::new(2023, 2, 29, 4, 5), None);
        assert_eq!(Date::new(2023, 13, 9, 4, 5), None);
    }

    #[test]
    fn date_of_a_clock_is_in_utc() {
        let date = |seconds| Date::from_unix_seconds(seconds).map(iso);
        assert_eq!(date(0).unwrap(), "1970-01-01 00:00:00 Minutes");
        assert_eq!(date(-1).unwrap(), "1969-12-31 23:59:00 Minutes");
        assert_eq!(date(951_782_400).unwrap(), "2000-02-29 00:00:00 Minutes");
        assert_eq!(
            date(253_402_300_799).unwrap(),
            "9999-12-31 23:59:00 Minutes"
        );
        assert_eq!(date(253_402_300_800), None);
        assert_eq!(date(i64::MIN), None);
    }
}
