//! When two message ids are the same, and two addresses.

use core::fmt;

/// Up to `N` octets; what is longer is cut off, and compares equal to what is cut off alike.
///
/// `Debug` does not show them.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Text<const N: usize> {
    octets: [u8; N],
    len: u8,
}

impl<const N: usize> Text<N> {
    pub(super) const EMPTY: Self = Self {
        octets: [0; N],
        len: 0,
    };

    pub(super) fn new(octets: &[u8]) -> Self {
        let mut text = Self::EMPTY;
        for (to, from) in text.octets.iter_mut().zip(octets) {
            *to = *from;
            text.len = text.len.saturating_add(1);
        }
        text
    }

    pub(super) fn get(&self) -> &[u8] {
        self.octets.get(..usize::from(self.len)).unwrap_or(&[])
    }
}

impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} octets]", self.len)
    }
}

/// Whether two ids are the same, as text or, if wanted, one hexadecimal and one decimal.
pub(super) fn is_same(one: &[u8], other: &[u8], numbers: bool) -> bool {
    let (one, other) = (id_of(one), id_of(other));
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let crossed = |one: &[u8], other: &[u8]| match (number(one, 10), number(other, 16)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    };
    one.eq_ignore_ascii_case(other) || numbers && (crossed(one, other) || crossed(other, one))
}

/// An id without what does not count: what follows a NUL, spaces around it, leading zeros.
pub(super) fn id_of(id: &[u8]) -> &[u8] {
    let end = id.iter().position(|octet| *octet == 0).unwrap_or(id.len());
    let id = id.get(..end).unwrap_or(id).trim_ascii();
    let zeros = id.iter().take_while(|octet| **octet == b'0').count();
    // Of nothing but zeros one stays.
    id.get(zeros.min(id.len().saturating_sub(1))..)
        .unwrap_or(id)
}

pub(super) fn address_of(address: &[u8]) -> Text<20> {
    let digits = address.strip_prefix(b"+").unwrap_or(address);
    let zeros = digits.iter().take_while(|octet| **octet == b'0').count();
    Text::new(digits.get(zeros..).unwrap_or(digits))
}

/// An id as a number to this base, if it is one.
fn number(id: &[u8], base: u32) -> Option<u128> {
    id.iter().try_fold(0_u128, |number, octet| {
        let digit = char::from(*octet).to_digit(base)?;
        number.checked_mul(base.into())?.checked_add(digit.into())
    })
}
