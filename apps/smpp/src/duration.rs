//! Durations as people type them.

use std::time::Duration;

/// `500ms`, `2s`, `5m`, `1h`; a number alone is in seconds.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let millis = match unit {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return Err("write a whole number and ms, s, m or h: 500ms".into()),
    };
    let number: u64 = number
        .parse()
        .map_err(|_| "write a whole number and ms, s, m or h: 500ms")?;
    number
        .checked_mul(millis)
        .map(Duration::from_millis)
        .filter(|duration| *duration <= LONGEST)
        .ok_or_else(|| "that is longer than a year".into())
}

const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

#[cfg(test)]
mod tests {
    use super::parse;
    use std::time::Duration;

    #[test]
    fn what_people_type() {
        assert_eq!(parse("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse("2s"), Ok(Duration::from_secs(2)));
        assert_eq!(parse("30"), Ok(Duration::from_secs(30)));
        assert_eq!(parse("5m"), Ok(Duration::from_secs(300)));
        assert_eq!(parse("1h"), Ok(Duration::from_secs(3600)));
        for bad in [
            "",
            "s",
            "1.5s",
            "-1s",
            "2 s",
            "99999999999999999999s",
            "9000h",
            "1d",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
