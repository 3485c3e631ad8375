//! Days and dates of the Gregorian calendar.
//!
//! Years run from March here, so that the day that leap years have is the last one of the year;
//! 400 years, an era, always have the same number of days. Seconds are an `i64`, so that days stay
//! below 2 to the 47th and nothing below can overflow.

pub(super) const SECONDS_OF_DAY: i64 = 86_400;

const DAYS_OF_ERA: i64 = 146_097;

/// Days from the first of March of year 0 to the first of January of 1970.
const EPOCH: i64 = 719_468;

/// Days from 1970-01-01 to this date. A day that the month does not have counts on from its last.
pub(super) const fn days(year: i64, month: u8, day: u8) -> i64 {
    let (year, month) = if month > 2 {
        (year, (month as i64).wrapping_sub(3))
    } else {
        (year.wrapping_sub(1), (month as i64).wrapping_add(9))
    };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let before_month = month.wrapping_mul(153).wrapping_add(2) / 5;
    let before_year = of_era
        .wrapping_mul(365)
        .wrapping_add(of_era / 4)
        .wrapping_sub(of_era / 100);
    era.wrapping_mul(DAYS_OF_ERA)
        .wrapping_add(before_year)
        .wrapping_add(before_month)
        .wrapping_add(day as i64)
        .wrapping_sub(1)
        .wrapping_sub(EPOCH)
}

/// The date, as year, month and day, so many days after 1970-01-01.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a month and a day, which fit"
)]
pub(super) const fn date(days: i64) -> (i64, u8, u8) {
    let days = days.wrapping_add(EPOCH);
    let (era, of_era) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
    let leaps = (of_era / 1460)
        .wrapping_sub(of_era / 36_524)
        .wrapping_add(of_era / 146_096);
    let year = of_era.wrapping_sub(leaps) / 365;
    let before_year = year
        .wrapping_mul(365)
        .wrapping_add(year / 4)
        .wrapping_sub(year / 100);
    let of_year = of_era.wrapping_sub(before_year);
    let month = of_year.wrapping_mul(5).wrapping_add(2) / 153;
    let before_month = month.wrapping_mul(153).wrapping_add(2) / 5;
    let day = of_year.wrapping_sub(before_month).wrapping_add(1);
    let year = year.wrapping_add(era.wrapping_mul(400));
    if month < 10 {
        (year, month.wrapping_add(3) as u8, day as u8)
    } else {
        (year.wrapping_add(1), month.wrapping_sub(9) as u8, day as u8)
    }
}

/// The last day of a month.
pub(super) const fn last_day(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

const fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}
