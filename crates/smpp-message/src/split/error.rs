//! Why a message cannot be cut.

use core::error::Error;
use core::fmt;

use crate::error::{TextError, TextErrorKind};

/// A message that cannot be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitError {
    kind: SplitErrorKind,
    position: usize,
}

/// Why a message cannot be cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SplitErrorKind {
    /// The alphabet lacks a character.
    Unrepresentable,
    /// More than 255 parts (so many), or a payload above 65535 octets.
    TooLong {
        /// How many parts it would be; `None` for a payload.
        parts: Option<usize>,
    },
    /// The headers leave no room for a character.
    NoRoom,
    /// The header of the limits has an element that the splitter adds itself.
    HeaderNotAllowed,
    /// The peer has no `data_coding` for an alphabet that fits, with the class asked for.
    NoDataCoding,
}

impl SplitError {
    pub(super) const NO_ROOM: Self = Self::new(SplitErrorKind::NoRoom, 0);
    pub(crate) const NO_DATA_CODING: Self = Self::new(SplitErrorKind::NoDataCoding, 0);

    pub(super) const fn new(kind: SplitErrorKind, position: usize) -> Self {
        Self { kind, position }
    }

    /// Why.
    #[must_use]
    pub const fn kind(&self) -> SplitErrorKind {
        self.kind
    }

    /// Where: octets of the text to the character in question, or of the
    /// header, from UDHL, to the element; else 0.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.position
    }
}

impl From<TextError> for SplitError {
    fn from(error: TextError) -> Self {
        debug_assert_eq!(error.kind(), TextErrorKind::Unrepresentable);
        Self::new(SplitErrorKind::Unrepresentable, error.position())
    }
}

impl fmt::Display for SplitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            SplitErrorKind::Unrepresentable => write!(
                f,
                "the alphabet lacks a character, at offset {}",
                self.position
            ),
            SplitErrorKind::TooLong { parts: Some(parts) } => {
                write!(f, "the message takes {parts} parts: 255 are possible")
            }
            SplitErrorKind::TooLong { parts: None } => {
                f.write_str("the message takes more than 65535 octets")
            }
            SplitErrorKind::NoRoom => f.write_str("the headers leave no room for a character"),
            SplitErrorKind::HeaderNotAllowed => write!(
                f,
                "the splitter adds this element itself, at offset {}",
                self.position
            ),
            SplitErrorKind::NoDataCoding => f.write_str(
                "the peer has no data_coding for an alphabet of this text with this class",
            ),
        }
    }
}

impl Error for SplitError {}
