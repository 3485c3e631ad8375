//! Times by their parts, and what is said of parts that no time has.

use smpp_codec::values::time::{
    AbsoluteTime, Century, FinalDate, LocalTime, RelativeTime, Time, TimeError, TimeErrorKind,
};

/// What an error says, in three parts.
fn told(error: TimeError) -> (TimeErrorKind, usize, String) {
    (error.kind(), error.position(), error.to_string())
}

#[test]
fn a_time_is_its_parts_and_its_text() {
    let local = LocalTime::new(26, 11, 23, 16, 15, 42).expect("a date");
    let century = Century::default();
    assert_eq!(local.year(century), 2026);
    assert_eq!(local.year(Century::starting(1900)), 1926);
    assert_eq!((local.month(), local.day()), (11, 23));
    assert_eq!((local.hour(), local.minute(), local.second()), (16, 15, 42));
    assert_eq!(local.to_string(), "261123161542");
    assert_eq!(format!("{local:?}"), "261123161542");

    let time = AbsoluteTime::new(local, 7, -20).expect("a time");
    assert_eq!(
        (time.local(), time.tenths(), time.quarters()),
        (local, 7, -20)
    );
    assert_eq!(time.to_string(), "261123161542720-");
    assert_eq!(format!("{time:?}"), "261123161542720-");
    // Five hours west of Greenwich; tenths are not seconds.
    assert_eq!(time.unix_seconds(century), 1_795_450_542 + 5 * 3600);
    let either = Time::Absolute(time);
    assert_eq!(either.unix_seconds(0, century), time.unix_seconds(century));
    assert_eq!(either.to_string(), time.to_string());

    let period = RelativeTime::new(1, 2, 3, 4, 5, 6).expect("a period");
    assert_eq!((period.years(), period.months(), period.days()), (1, 2, 3));
    assert_eq!(
        (period.hours(), period.minutes(), period.seconds()),
        (4, 5, 6)
    );
    assert_eq!(period.to_string(), "010203040506000R");
    assert_eq!(format!("{period:?}"), "010203040506000R");
    assert_eq!(Time::Relative(period).to_string(), period.to_string());
}

#[test]
fn every_part_has_its_limit_its_place_and_its_reason() {
    type Parts = [u8; 6];
    type Make<'m> = &'m dyn Fn(Parts) -> Result<(), TimeError>;
    let local = |[y, m, d, h, i, s]: Parts| LocalTime::new(y, m, d, h, i, s).map(|_| ());
    let period = |[y, m, d, h, i, s]: Parts| RelativeTime::new(y, m, d, h, i, s).map(|_| ());
    let limits = [
        (
            TimeErrorKind::Year,
            99,
            99,
            "two digits cannot tell this year",
        ),
        (TimeErrorKind::Month, 12, 12, "there is no such month"),
        (TimeErrorKind::Day, 31, 31, "the month has no such day"),
        (TimeErrorKind::Hour, 23, 23, "an hour is 00 to 23"),
        (TimeErrorKind::Minute, 59, 59, "a minute is 00 to 59"),
        (TimeErrorKind::Second, 59, 59, "a second is 00 to 59"),
    ];
    for (at, (kind, most_local, most_period, why)) in limits.into_iter().enumerate() {
        let makers: [(Make<'_>, u8); 2] = [(&local, most_local), (&period, most_period)];
        for (make, most) in makers {
            let mut parts = [26, 12, 30, 16, 15, 42];
            parts[at] = most;
            assert_eq!(make(parts), Ok(()));
            parts[at] = most + 1;
            let says = format!("time at character {}: {why}", at * 2);
            assert_eq!(told(make(parts).unwrap_err()), (kind, at * 2, says));
        }
    }
    let local = LocalTime::new(26, 11, 23, 16, 15, 42).expect("a date");
    for (tenths, quarters, expected) in [
        (9, 56, None),
        (0, -56, None),
        (
            10,
            0,
            Some((TimeErrorKind::Tenth, 12, "tenths of a second are 0 to 9")),
        ),
        (
            0,
            57,
            Some((
                TimeErrorKind::Zone,
                13,
                "a zone is at most 56 quarter hours from UTC",
            )),
        ),
        (
            0,
            -57,
            Some((
                TimeErrorKind::Zone,
                13,
                "a zone is at most 56 quarter hours from UTC",
            )),
        ),
        (
            0,
            i8::MIN,
            Some((
                TimeErrorKind::Zone,
                13,
                "a zone is at most 56 quarter hours from UTC",
            )),
        ),
    ] {
        let made = AbsoluteTime::new(local, tenths, quarters).map_err(told);
        let expected = expected.map(|(kind, position, why)| {
            (
                kind,
                position,
                format!("time at character {position}: {why}"),
            )
        });
        assert_eq!(made.err(), expected);
    }
}

#[test]
fn what_is_no_time_is_told_in_words() {
    for (octets, says) in [
        (
            &b"26112316150000+"[..],
            "time at character 15: a time has 16 characters",
        ),
        (b"26112316150 000+", "time at character 11: not a digit"),
        (
            b"261123161500000X",
            "time at character 15: neither + nor - nor R",
        ),
    ] {
        assert_eq!(Time::decode(octets).unwrap_err().to_string(), says);
    }
    let refused = AbsoluteTime::decode(b"000000003000000R").unwrap_err();
    let says = "time at character 15: a point in time must be here, not a period";
    assert_eq!(refused.to_string(), says);
    assert_eq!(FinalDate::decode(b"000000003000000R"), Err(refused));
    let late = AbsoluteTime::from_unix_seconds(i64::MAX, 0, Century::default());
    assert_eq!(late.map_err(|error| error.kind()), Err(TimeErrorKind::Year));
}

#[test]
fn a_century_around_now_begins_fifty_years_before() {
    // 23 November 2026, 1 January 1970 and its eve, and times that no u16 has a year for.
    for (now, first) in [
        (1_795_450_542, 1976),
        (0, 1920),
        (-1, 1919),
        (i64::MIN, 0),
        (i64::MAX, u16::MAX),
    ] {
        assert_eq!(Century::around(now), Century::starting(first), "{now}");
    }
}
