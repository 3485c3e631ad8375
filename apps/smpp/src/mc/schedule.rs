//! `schedule_delivery_time` and `validity_period`: when a message is delivered, and until when.

use std::time::Duration;

use smpp_codec::values::time::{Century, Time};

/// Returns how long after `now` a time of SMPP is; zero if it is past, `None` if it is not a time.
///
/// `now` is in seconds since 1970-01-01 00:00 UTC. Two digits of a year are one of the 50 years
/// before now, or of the 49 after.
pub(crate) fn from_now(time: &[u8], now: i64) -> Option<Duration> {
    let time = Time::decode(time).ok()??;
    let then = time.unix_seconds(now, Century::around(now));
    let seconds = u64::try_from(then - now).unwrap_or(0);
    let tenths = match time {
        Time::Absolute(time) => time.tenths(),
        Time::Relative(_) => 0,
    };
    Some(Duration::from_secs(seconds) + Duration::from_millis(u64::from(tenths) * 100))
}

#[cfg(test)]
mod tests {
    use super::from_now;

    fn seconds(time: &str) -> Option<u64> {
        // 2023-02-10 14:54:00 UTC
        let now = 1_676_040_840;
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
