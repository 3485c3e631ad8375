use core::time::Duration;
use std::format;
use std::string::ToString;
use std::vec::Vec;

use super::civil;
use super::{
    AbsoluteTime, Century, FinalDate, LocalTime, RelativeTime, Time, TimeErrorKind as Kind,
};
use crate::Version;

/// Counts days one by one, which cannot be wrong.
#[test]
fn every_day_of_eight_centuries_is_the_one_after_the_day_before() {
    let (mut year, mut month, mut day) = (1600, 1, 1);
    let first = civil::days(year, month, day);
    assert_eq!(civil::days(1970, 1, 1), 0);
    for days in first..first + 800 * 366 {
        assert_eq!(civil::days(year, month, day), days);
        assert_eq!(civil::date(days), (year, month, day));
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = [
            31,
            28 + u8::from(leap),
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ][usize::from(month) - 1];
        assert_eq!(civil::last_day(year, month), last);
        (year, month, day) = match (month, day) {
            (12, 31) => (year + 1, 1, 1),
            (_, day) if day == last => (year, month + 1, 1),
            _ => (year, month, day + 1),
        };
    }
}

#[test]
fn the_ends_of_time_do_not_overflow() {
    for seconds in [i64::MIN, i64::MIN + 86_400, -1, 0, i64::MAX] {
        let (year, month, day) = civil::date(seconds.div_euclid(86_400));
        assert_eq!(civil::days(year, month, day), seconds.div_euclid(86_400));
        let longest = RelativeTime::new(99, 12, 31, 23, 59, 59).unwrap();
        assert!(longest.after(seconds) >= seconds);
        let _ = Century::around(seconds);
        let _ = AbsoluteTime::from_unix_seconds(seconds, 56, Century::default());
    }
}

#[test]
fn every_second_of_a_century_is_written_and_read_the_same() {
    for century in [
        Century::default(),
        Century::starting(2000),
        Century::starting(1976),
    ] {
        let first = century_start(century);
        let seconds = (first..).step_by(86_399).take(36_525 + 40);
        for (seconds, quarters) in seconds.zip((-56..=56).cycle()) {
            let Ok(time) = AbsoluteTime::from_unix_seconds(seconds, quarters, century) else {
                let local = seconds + i64::from(quarters) * 900;
                let (year, ..) = civil::date(local.div_euclid(86_400));
                assert!(!(0..100).contains(&(year - year_of(first))), "{seconds}");
                continue;
            };
            assert_eq!(time.unix_seconds(century), seconds);
            let octets = time.encode();
            assert_eq!(Time::decode(&octets), Ok(Some(Time::Absolute(time))));
            assert_eq!(time.to_string().as_bytes(), octets);
            let date = time.local().encode();
            assert_eq!(
                FinalDate::decode(&date),
                Ok(Some(FinalDate::Local(time.local())))
            );
        }
    }
}

fn century_start(century: Century) -> i64 {
    let year = (0..100)
        .map(|digits| century.year(digits))
        .min()
        .unwrap_or_default();
    civil::days(year, 1, 1) * 86_400
}

fn year_of(seconds: i64) -> i64 {
    civil::date(seconds.div_euclid(86_400)).0
}

#[test]
fn two_digits_are_one_year_of_the_century_each() {
    let default = Century::default();
    for digits in 0..100u8 {
        let expected = i64::from(digits) + if digits < 38 { 2000 } else { 1900 };
        assert_eq!(default.year(digits), expected);
        for first in [0, 1, 1937, 1938, 1999, 2000, 2050, u16::MAX] {
            let century = Century::starting(first);
            let year = century.year(digits);
            assert!((i64::from(first)..i64::from(first) + 100).contains(&year));
            assert_eq!(century.digits(year), Some(digits));
            assert_eq!(century.digits(year + 100), None);
            assert_eq!(century.digits(year - 100), None);
        }
    }
}

/// Every character at every octet: what is accepted is what the format allows, and is written
/// back but for what a period ignores and the sign of UTC.
#[test]
fn every_octet_at_every_place_is_read_as_the_format_says() {
    for base in [
        b"261123161500904+",
        b"000228235959048-",
        b"020610233429000R",
    ] {
        let base = *base;
        for at in 0..16 {
            for value in 0..=255 {
                let mut octets = base;
                octets[at] = value;
                match Time::decode(&octets) {
                    Ok(Some(time)) => {
                        let mut expected = octets;
                        if octets[15] == b'R' {
                            expected[12..15].copy_from_slice(b"000");
                        } else if octets.ends_with(b"00-") {
                            expected[15] = b'+';
                        }
                        assert_eq!(time.encode(), expected);
                    }
                    Ok(None) => panic!("16 characters are a time"),
                    Err(error) if !value.is_ascii_digit() => {
                        let expected = if at == 15 { Kind::Suffix } else { Kind::Digit };
                        assert_eq!((error.kind(), error.position()), (expected, at));
                    }
                    Err(error) => assert!(error.position() <= at, "{error}"),
                }
            }
        }
    }
}

#[test]
fn what_is_out_of_range_is_told_with_its_place() {
    for (octets, kind, position) in [
        (&b"260023161500000+"[..], Kind::Month, 2),
        (b"261323161500000+", Kind::Month, 2),
        (b"261100161500000+", Kind::Day, 4),
        (b"261131161500000+", Kind::Day, 4),
        (b"270229161500000+", Kind::Day, 4),
        (b"261123241500000+", Kind::Hour, 6),
        (b"261123166000000+", Kind::Minute, 8),
        (b"261123161560000+", Kind::Second, 10),
        (b"261123161500057+", Kind::Zone, 13),
        (b"261123161500099-", Kind::Zone, 13),
        (b"2611231615000000", Kind::Suffix, 15),
        (b"261123161500000r", Kind::Suffix, 15),
        (b"001300000000000R", Kind::Month, 2),
        (b"000032000000000R", Kind::Day, 4),
        (b"000000240000000R", Kind::Hour, 6),
        (b"00000000000000 R", Kind::Digit, 14),
        (b"261123161500", Kind::Length, 12),
        (b"261123161500000", Kind::Length, 15),
        (b"261123161500000+ ", Kind::Length, 16),
        (b" ", Kind::Length, 1),
    ] {
        let error = Time::decode(octets).unwrap_err();
        assert_eq!((error.kind(), error.position()), (kind, position));
        assert!(!format!("{error}").is_empty());
    }
    assert_eq!(Time::decode(b""), Ok(None));
}

#[test]
fn a_zone_of_twelve_hours_is_specified_and_one_of_fourteen_is_read() {
    for quarters in -56i8..=56 {
        let sign = if quarters < 0 { '-' } else { '+' };
        let text = format!("261123161500{:03}{sign}", quarters.unsigned_abs());
        let Ok(Some(Time::Absolute(time))) = Time::decode(text.as_bytes()) else {
            panic!("{text}");
        };
        assert_eq!(time.quarters(), quarters);
        let utc = 1_795_450_500 - i64::from(quarters) * 900;
        assert_eq!(time.unix_seconds(Century::default()), utc);
    }
    // West of Greenwich, nothing has a minus before it.
    let Ok(Some(utc)) = Time::decode(b"261123161500000-") else {
        panic!("UTC");
    };
    assert_eq!(&utc.encode(), b"261123161500000+");
}

#[test]
fn a_final_date_has_a_zone_or_none_and_is_no_period() {
    assert_eq!(FinalDate::decode(b""), Ok(None));
    let Ok(Some(date)) = FinalDate::decode(b"261123161500") else {
        panic!("12 digits");
    };
    let Ok(Some(time)) = FinalDate::decode(b"261123161500000+") else {
        panic!("16 characters");
    };
    assert_eq!(date.local(), time.local());
    let error = FinalDate::decode(b"020610233429000R").unwrap_err();
    assert_eq!((error.kind(), error.position()), (Kind::Relative, 15));
    for octets in [&b"26112316150"[..], b"2611231615000", b"2611231615000000+"] {
        assert_eq!(FinalDate::decode(octets).unwrap_err().kind(), Kind::Length);
    }
    assert_eq!(LocalTime::decode(b"1").unwrap_err().position(), 1);
}

#[test]
fn periods_are_read_and_written_the_same() {
    for years in [0, 1, 99] {
        for months in 0..=12 {
            for days in 0..=31 {
                for (hours, minutes, seconds) in [(0, 0, 0), (23, 59, 59), (1, 2, 3)] {
                    let period =
                        RelativeTime::new(years, months, days, hours, minutes, seconds).unwrap();
                    let octets = period.encode();
                    assert_eq!(Time::decode(&octets), Ok(Some(Time::Relative(period))));
                }
            }
        }
    }
    for seconds in (0..32 * 86_400).step_by(997) {
        let duration = Duration::from_secs(seconds);
        let period = RelativeTime::from_duration(duration).unwrap();
        assert_eq!(period.duration(0), duration);
        assert_eq!(period.duration(1_795_450_500), duration);
    }
    let month = Duration::from_secs(32 * 86_400);
    assert_eq!(
        RelativeTime::from_duration(month).unwrap_err().kind(),
        Kind::Day
    );
    assert!(RelativeTime::from_duration(Duration::MAX).is_err());
}

#[test]
fn months_and_years_end_on_the_last_day_that_there_is() {
    let at = |year, month, day| civil::days(year, month, day) * 86_400 + 3_661;
    for (years, months, days, from, to) in [
        (0, 1, 0, (2027, 1, 31), (2027, 2, 28)),
        (0, 1, 0, (2028, 1, 31), (2028, 2, 29)),
        (0, 1, 1, (2027, 1, 31), (2027, 3, 1)),
        (1, 0, 0, (2028, 2, 29), (2029, 2, 28)),
        (0, 12, 0, (2026, 12, 31), (2027, 12, 31)),
        (2, 11, 31, (2026, 3, 31), (2029, 3, 31)),
        (0, 10, 0, (2026, 4, 30), (2027, 2, 28)),
        (99, 0, 0, (2026, 11, 23), (2125, 11, 23)),
    ] {
        let period = RelativeTime::new(years, months, days, 0, 0, 0).unwrap();
        let (from, to) = (at(from.0, from.1, from.2), at(to.0, to.1, to.2));
        assert_eq!(period.after(from), to, "{period}");
        let time = Time::Relative(period);
        assert_eq!(time.unix_seconds(from, Century::default()), to);
    }
}

#[test]
fn version_3_3_has_no_periods() {
    let forms: Vec<_> = [&b"261123161500000+"[..], b"000000003000000R"]
        .iter()
        .filter_map(|octets| Time::decode(octets).ok().flatten())
        .map(|time| time.since())
        .collect();
    assert_eq!(forms, [Version::V3_3, Version::V3_4]);
}
