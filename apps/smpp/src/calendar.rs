//! The clock on the wall, in UTC, as SMPP writes it.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use smpp_message::receipt::Date;

const DAY: i64 = 24 * 3600;

/// A moment in UTC. `Display` writes it as SMPP writes absolute time, `YYMMDDhhmmsstnn+`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Utc {
    pub(crate) year: i64,
    pub(crate) month: u8,
    pub(crate) day: u8,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    pub(crate) second: u8,
}

impl Utc {
    pub(crate) fn of(time: SystemTime) -> Self {
        let since = time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
        let (days, second) = (seconds.div_euclid(DAY), seconds.rem_euclid(DAY));
        let (year, month, day) = civil(days);
        let part = |value: i64| u8::try_from(value).unwrap_or(0);
        Self {
            year,
            month,
            day,
            hour: part(second / 3600),
            minute: part(second / 60 % 60),
            second: part(second % 60),
        }
    }

    /// Seconds since 1970; fields out of their range carry over.
    pub(crate) fn timestamp(&self) -> i64 {
        let time = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60;
        days(self.year, self.month, self.day) * DAY + time + i64::from(self.second)
    }

    /// The date as a delivery receipt has it.
    pub(crate) fn receipt_date(&self) -> Date {
        let year = u16::try_from(self.year).unwrap_or(1970);
        Date::new(year, self.month, self.day, self.hour, self.minute).unwrap_or(EPOCH)
    }
}

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        let year = year.rem_euclid(100);
        write!(
            f,
            "{year:02}{month:02}{day:02}{hour:02}{minute:02}{second:02}000+"
        )
    }
}

const EPOCH: Date = Date {
    year: 1970,
    month: 1,
    day: 1,
    hour: 0,
    minute: 0,
    second: 0,
    format: smpp_message::receipt::DateFormat::Minutes,
};

/// Days since 1970 of a date of the Gregorian calendar, counted in years that begin in March.
pub(crate) fn days(year: i64, month: u8, day: u8) -> i64 {
    let month = i64::from(month);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + i64::from(day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date of a day since 1970.
fn civil(days: i64) -> (i64, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let part = |value: i64| u8::try_from(value).unwrap_or(1);
    (year, part(month), part(day))
}

#[cfg(test)]
mod tests {
    use super::{Utc, civil, days};
    use std::time::{Duration, UNIX_EPOCH};

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        let (mut expected, mut previous) = (days(1970, 1, 1), 0);
        assert_eq!(expected, 0);
        for day in 0..146_097 {
            let (year, month, number) = civil(day);
            assert_eq!(days(year, month, number), expected);
            assert!(number == previous + 1 || number == 1);
            (expected, previous) = (expected + 1, number);
        }
        assert_eq!(civil(11_016), (2000, 2, 29));
    }

    #[test]
    fn moments_are_written_as_smpp_does() {
        let utc = Utc::of(UNIX_EPOCH + Duration::from_secs(1_676_040_840 + 59));
        assert_eq!(utc.to_string(), "230210145459000+");
        assert_eq!(utc.receipt_date().to_string(), "2302101454");
        assert_eq!(utc.timestamp(), 1_676_040_899);
    }
}
