//! `schedule_delivery_time` and `validity_period`: when a message is delivered, and until when.

use std::time::{Duration, SystemTime};

use crate::calendar::{Utc, days};

/// Time as SMPP writes it, `YYMMDDhhmmsstnnp`, from now; zero if it is past. `None` if it is no
/// time.
///
/// Spec: SMPP 3.4 section 7.1.1; SMPP 5.0 section 4.7.23.4. A year of two digits is the one
/// nearest to now; relative years and months are added to the calendar, the rest to the clock.
pub(crate) fn from_now(time: &[u8], now: SystemTime) -> Option<Duration> {
    let (sign, digits) = time.split_last()?;
    if digits.len() != 15 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let field = |at: usize| (digits[at] - b'0') * 10 + (digits[at + 1] - b'0');
    let [year, month, day, hour, minute, second] = [0, 2, 4, 6, 8, 10].map(field);
    let (tenths, quarters) = (digits[12] - b'0', field(13));
    let now = Utc::of(now);
    let clock_fits = hour <= 23 && minute <= 59 && second <= 59;
    let then = match sign {
        b'+' | b'-' => {
            // To UTC+14, which the specification forgets.
            let date_fits = (1..=12).contains(&month) && (1..=31).contains(&day);
            if !clock_fits || !date_fits || quarters > 56 {
                return None;
            }
            let century = now.year - now.year.rem_euclid(100);
            let year = [century - 100, century, century + 100]
                .map(|century| century + i64::from(year))
                .into_iter()
                .min_by_key(|year| (year - now.year).abs())?;
            let written = Utc {
                year,
                month,
                day,
                hour,
                minute,
                second,
            }
            .timestamp();
            let offset = i64::from(quarters) * 15 * 60;
            if *sign == b'+' {
                written - offset
            } else {
                written + offset
            }
        }
        b'R' => {
            let months = i64::from(now.month) - 1 + i64::from(month);
            let then = Utc {
                year: now.year + i64::from(year) + months.div_euclid(12),
                month: u8::try_from(months.rem_euclid(12) + 1).ok()?,
                ..now
            };
            // The 31st of a month that has none is its last day.
            let next = if then.month == 12 {
                (then.year + 1, 1)
            } else {
                (then.year, then.month + 1)
            };
            let last = days(next.0, next.1, 1) - days(then.year, then.month, 1);
            let then = Utc {
                day: then.day.min(u8::try_from(last).ok()?),
                ..then
            };
            let [day, hour, minute, second] = [day, hour, minute, second].map(i64::from);
            then.timestamp() + ((day * 24 + hour) * 60 + minute) * 60 + second
        }
        _ => return None,
    };
    let seconds = u64::try_from(then - now.timestamp()).unwrap_or(0);
    let tenths = if *sign == b'R' { 0 } else { tenths };
    Some(Duration::from_secs(seconds) + Duration::from_millis(u64::from(tenths) * 100))
}

#[cfg(test)]
mod tests {
    use super::from_now;
    use std::time::{Duration, UNIX_EPOCH};

    fn seconds(time: &str) -> Option<u64> {
        // 2023-02-10 14:54:00 UTC
        let now = UNIX_EPOCH + Duration::from_secs(1_676_040_840);
        from_now(time.as_bytes(), now).map(|duration| duration.as_secs())
    }

    #[test]
    fn relative_time_is_added() {
        assert_eq!(seconds("000000000010000R"), Some(10));
        assert_eq!(seconds("000000003000000R"), Some(30 * 60));
        assert_eq!(seconds("000001000000000R"), Some(24 * 3600));
        // February has 28 days, and 2024 will be a leap year.
        assert_eq!(seconds("000100000000000R"), Some(28 * 24 * 3600));
        assert_eq!(seconds("010000000000000R"), Some(365 * 24 * 3600));
        assert_eq!(seconds("001200000000000R"), seconds("010000000000000R"));
    }

    #[test]
    fn absolute_time_has_a_zone_and_a_century() {
        assert_eq!(seconds("230210145500000+"), Some(60));
        assert_eq!(seconds("230210155500004+"), Some(60), "UTC+1");
        assert_eq!(seconds("230210135500004-"), Some(60), "UTC-1");
        assert_eq!(seconds("230210145300000+"), Some(0), "past");
        assert_eq!(seconds("990101000000000+"), Some(0), "1999");
    }

    #[test]
    fn what_is_no_time() {
        for bad in [
            "",
            "230210145500",
            "2302101455000000",
            "231310145500000+",
            "230210245500000+",
            "230210145500057+",
            "23021014550000x+",
            "230210145500000Z",
        ] {
            assert_eq!(seconds(bad), None, "{bad}");
        }
    }
}
