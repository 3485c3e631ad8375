//! One character read from octets, whatever the alphabet.

use crate::error::{TextError, TextErrorKind};

/// The character at the front of some octets.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    /// The character, or what stands for it in a lossy reading.
    pub(crate) char: char,
    /// Why a strict reading refuses it.
    pub(crate) fault: Option<TextErrorKind>,
    /// How many octets (or septets) it took; never 0.
    pub(crate) used: usize,
}

impl Step {
    #[inline]
    pub(crate) const fn good(char: char, used: usize) -> Self {
        Self {
            char,
            fault: None,
            used,
        }
    }

    #[inline]
    pub(crate) const fn bad(char: char, kind: TextErrorKind, used: usize) -> Self {
        Self {
            char,
            fault: Some(kind),
            used,
        }
    }
}

/// What was written with whole characters, as text.
#[inline]
pub(crate) fn as_text(octets: &[u8]) -> Result<&str, TextError> {
    core::str::from_utf8(octets)
        .map_err(|error| TextError::new(TextErrorKind::Incomplete, error.valid_up_to()))
}
