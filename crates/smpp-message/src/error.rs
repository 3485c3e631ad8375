//! What text can do wrong, and where.

use core::error::Error;
use core::fmt;

/// A text that could not be encoded, or octets that could not be decoded.
///
/// Holds no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextError {
    kind: TextErrorKind,
    position: usize,
}

/// What was wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextErrorKind {
    /// Encoding: the alphabet has no such character.
    Unrepresentable,
    /// Decoding: an octet the alphabet does not use, such as one above 0x7F in
    /// seven bits.
    InvalidOctet,
    /// Decoding: a code without a character: an unassigned cell, or an escape
    /// before one.
    Unassigned,
    /// Decoding: an escape with nothing after it, or with another escape.
    DanglingEscape,
    /// Decoding: a UTF-16 surrogate without its other half.
    LoneSurrogate,
    /// Decoding: the octets end within a character.
    Incomplete,
    /// The buffer is too small; this many octets would do. What it holds now
    /// is not specified. The position is 0.
    BufferTooSmall {
        /// The size, in octets, that suffices.
        needed: usize,
    },
}

impl TextError {
    #[inline]
    pub(crate) const fn new(kind: TextErrorKind, position: usize) -> Self {
        Self { kind, position }
    }

    #[cold]
    pub(crate) const fn too_small(needed: usize) -> Self {
        Self::new(TextErrorKind::BufferTooSmall { needed }, 0)
    }

    /// What was wrong.
    #[must_use]
    pub const fn kind(&self) -> TextErrorKind {
        self.kind
    }

    /// Where: octets from the start of the input to the character or code in
    /// question; for packed septets, the number of septets before it.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TextErrorKind::Unrepresentable => "the alphabet has no such character",
            TextErrorKind::InvalidOctet => "the alphabet does not use such an octet",
            TextErrorKind::Unassigned => "no character is assigned to this code",
            TextErrorKind::DanglingEscape => "an escape with nothing to escape",
            TextErrorKind::LoneSurrogate => "half of a surrogate pair",
            TextErrorKind::Incomplete => "the text ends within a character",
            TextErrorKind::BufferTooSmall { needed } => {
                return write!(f, "the buffer is too small: {needed} octets are needed");
            }
        };
        write!(f, "{what}, at offset {}", self.position)
    }
}

impl Error for TextError {}
