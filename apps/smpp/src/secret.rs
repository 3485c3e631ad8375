//! Passwords: taken, compared, and never shown; and `Debug` of what holds a text or an address.

use std::convert::Infallible;
use std::fmt;
use std::hint::black_box;
use std::str::FromStr;

/// Something to keep to oneself: `Debug` does not show it, and nothing else can.
#[derive(Clone, Default)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Never fails: an error would be shown with what was typed.
impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<hidden>")
    }
}

/// `Debug` by name alone, for types that hold the text of a message, an address or a whole PDU: what
/// is to be printed of them has functions of its own.
macro_rules! opaque {
    ($($Type:ty),+) => {
        $(impl std::fmt::Debug for $Type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($Type))
            }
        })+
    };
}
pub(crate) use opaque;

/// Whether two strings of a bind request are equal, in a time that does not depend on where they
/// differ. No field of a bind is longer than what is compared.
pub(crate) fn are_equal(known: &[u8], given: &[u8]) -> bool {
    const MOST: usize = 64;
    let octet = |octets: &[u8], at: usize| octets.get(at).copied().unwrap_or(0);
    let mut differ = u8::from(known.len() != given.len()) | u8::from(given.len() > MOST);
    for at in 0..MOST {
        differ = black_box(differ | (octet(known, at) ^ octet(given, at)));
    }
    black_box(differ) == 0
}

#[cfg(test)]
mod tests {
    use super::{Secret, are_equal};

    #[test]
    fn equal_is_equal() {
        assert!(are_equal(b"", b""));
        assert!(are_equal(b"secret", b"secret"));
        for other in [&b""[..], b"secre", b"secret1", b"Secret", b"secret\0"] {
            assert!(!are_equal(b"secret", other), "{other:?}");
            assert!(!are_equal(other, b"secret"), "{other:?}");
        }
        assert!(!are_equal(&[1; 65], &[1; 65]), "too long to be either");
    }

    #[test]
    fn nothing_shows_it() {
        let secret: Secret = "hunter2".parse().unwrap();
        assert!(!format!("{secret:?}").contains("hunter2"));
    }
}
