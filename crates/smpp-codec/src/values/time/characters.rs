//! The characters of a time: digits, two of them a number, and how many there are.

use core::fmt;

use super::error::{TimeError, TimeErrorKind};

/// Characters of a time, its NUL not counted.
pub(super) const CHARACTERS: usize = 16;

/// The field of a time as its 16 characters; an error if it has another length.
pub(super) fn whole(octets: &[u8]) -> Result<&[u8; CHARACTERS], TimeError> {
    octets.try_into().map_err(|_| {
        // Where the first character is missing, or too much.
        TimeError::new(TimeErrorKind::Length, octets.len().min(CHARACTERS))
    })
}

/// Two digits at `at`.
pub(super) fn two(octets: &[u8], at: usize) -> Result<u8, TimeError> {
    let tens = digit(octets, at)?;
    let units = digit(octets, at.saturating_add(1))?;
    Ok(tens.wrapping_mul(10).wrapping_add(units))
}

/// The digit at `at`.
pub(super) fn digit(octets: &[u8], at: usize) -> Result<u8, TimeError> {
    match octets.get(at) {
        Some(octet @ b'0'..=b'9') => Ok(octet & 0x0F),
        _ => Err(TimeError::new(TimeErrorKind::Digit, at)),
    }
}

/// A number up to 99 in two digits.
pub(super) const fn digits(value: u8) -> [u8; 2] {
    [
        b'0'.wrapping_add(value / 10 % 10),
        b'0'.wrapping_add(value % 10),
    ]
}

/// Prints digits and signs, which are ASCII.
pub(super) fn characters(octets: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(core::str::from_utf8(octets).unwrap_or_default())
}
