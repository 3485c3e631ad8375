//! SMPP time: the grammar is read and nothing else is, and what is read is written again.

use smpp_codec::values::time::{AbsoluteTime, Century, FinalDate, Time, TimeError};

use crate::{cut, failed};

#[cfg(test)]
mod tests;

/// Octets of input that choose a century and a point in time, before those of a field.
pub const TIME_PREFIX: usize = 10;

/// What [`time`] checks.
type TimeBy = fn(&[u8]) -> Result<Option<Time>, TimeError>;

/// Any octets as a `validity_period`, and their first twelve as a `final_date`.
///
/// The first two octets choose the century, eight more a point in time.
pub fn time(data: &[u8]) {
    time_by(data, Time::decode);
}

fn time_by(data: &[u8], decode: TimeBy) {
    let Some((choice, field)) = cut(data).split_first_chunk::<TIME_PREFIX>() else {
        return;
    };
    let [c0, c1, now @ ..] = *choice;
    let century = Century::starting(u16::from_be_bytes([c0, c1]));
    let now = i64::from_be_bytes(now);
    match decode(field) {
        Ok(None) => assert!(field.is_empty(), "no time is no octets"),
        Ok(Some(time)) => {
            let written = canonical(field);
            assert_eq!(Some(time.encode()), written, "a time as it was written");
            assert_eq!(decode(&time.encode()), Ok(Some(time)), "and read again");
            match time {
                Time::Absolute(time) => absolute(&time, century),
                Time::Relative(period) => {
                    let end = period.after(now);
                    assert!(end >= now, "a period ends after it begins");
                    assert_eq!(period.duration(now).as_secs(), end.abs_diff(now));
                }
            }
        }
        Err(error) => {
            assert_eq!(canonical(field), None, "the grammar has it: {error}");
            assert!(!field.is_empty() && error.position() <= field.len().min(16));
        }
    }
    if let Some(date) = field.get(..12) {
        let read = FinalDate::decode(date);
        assert_eq!(read.is_ok(), local(date), "a date of twelve digits");
        if let Ok(Some(read)) = read {
            assert_eq!(read.local().encode().as_slice(), date);
        }
    }
}

/// A point in time, as seconds and back.
fn absolute(time: &AbsoluteTime, century: Century) {
    let seconds = time.unix_seconds(century);
    let back = AbsoluteTime::from_unix_seconds(seconds, time.quarters(), century);
    let back = back.unwrap_or_else(|error| failed("of the same century", error));
    assert_eq!(back.unix_seconds(century), seconds, "the same second");
    // Of the two digits of a year, a century may make one without a 29th of February.
    let leap = (time.local().month(), time.local().day()) == (2, 29);
    assert!(leap || back.local() == time.local(), "the same date");
}

/// The grammar, in its own words: what these octets are written as again, if they are a time.
///
/// Of a period, what means nothing is written as zeros; UTC has a plus.
fn canonical(field: &[u8]) -> Option<[u8; 16]> {
    let mut octets: [u8; 16] = field.try_into().ok()?;
    let [date @ .., tenth, zone1, zone2, suffix] = &mut octets;
    let zone = number(&[*zone1, *zone2])?;
    tenth.is_ascii_digit().then_some(())?;
    let fits = match suffix {
        b'R' => {
            (*tenth, *zone1, *zone2) = (b'0', b'0', b'0');
            within(date, [(0, 99), (0, 12), (0, 31), (0, 23), (0, 59), (0, 59)])
        }
        b'+' | b'-' => {
            if zone == 0 {
                *suffix = b'+';
            }
            local(date) && zone <= 56
        }
        _ => false,
    };
    fits.then_some(octets)
}

/// Whether these are a date and a time of day.
fn local(date: &[u8]) -> bool {
    let last = match (date.get(..2).and_then(number), date.get(2..4)) {
        (Some(year), Some(b"02")) if year % 4 == 0 => 29,
        (_, Some(b"02")) => 28,
        (_, Some(b"04" | b"06" | b"09" | b"11")) => 30,
        _ => 31,
    };
    within(
        date,
        [(0, 99), (1, 12), (1, last), (0, 23), (0, 59), (0, 59)],
    )
}

/// Whether these are six numbers of two digits, each between its ends.
fn within(date: &[u8], ends: [(u8, u8); 6]) -> bool {
    let mut ends = ends.iter();
    let fits = date.chunks(2).all(|pair| {
        let found = number(pair).zip(ends.next());
        found.is_some_and(|(number, (least, most))| (*least..=*most).contains(&number))
    });
    fits && ends.next().is_none()
}

/// Two digits.
fn number(pair: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(pair).ok()?;
    let digits = pair.len() == 2 && pair.iter().all(u8::is_ascii_digit);
    digits.then(|| text.parse().ok()).flatten()
}
