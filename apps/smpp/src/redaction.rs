//! Redaction: `Debug` of passwords, and of types that hold a text or an address.

use std::convert::Infallible;
use std::fmt;
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

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn nothing_shows_it() {
        let secret: Secret = "hunter2".parse().unwrap();
        assert!(!format!("{secret:?}").contains("hunter2"));
    }
}
