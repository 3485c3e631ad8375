//! A text as it was composed: its alphabet, why, and its parts.

use core::fmt;

use crate::alphabet::Alphabet;
use crate::data_coding::DataCoding;
use crate::split::{Parts, Splitter};

/// A text with its alphabet, ready to be cut into parts.
///
/// `Debug` does not show the text.
#[derive(Clone, Copy, Debug)]
pub struct Composed<'a> {
    pub(super) split: Splitter<'a>,
    pub(super) alphabet: Alphabet,
    pub(super) reason: Reason,
}

impl<'a> Composed<'a> {
    /// The alphabet, with the national tables if it uses some.
    #[must_use]
    pub const fn alphabet(&self) -> Alphabet {
        self.alphabet
    }

    /// Why this alphabet.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// Returns the `data_coding` of every part, which names the alphabet and the class to the peer.
    #[must_use]
    pub const fn data_coding(&self) -> DataCoding {
        self.split.data_coding()
    }

    /// How many parts: 1 to 255.
    #[must_use]
    pub const fn parts(&self) -> u8 {
        self.split.parts()
    }

    /// How many septets, octets or 16-bit units the text takes.
    #[must_use]
    pub const fn units(&self) -> usize {
        self.split.units()
    }

    /// How many septets, octets or 16-bit units fit in each part.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.split.capacity()
    }

    /// How many septets, octets or 16-bit units the last part has left.
    #[must_use]
    pub fn room(&self) -> usize {
        self.split.room()
    }

    /// The message before it is cut.
    #[must_use]
    pub const fn split(&self) -> &Splitter<'a> {
        &self.split
    }

    /// The parts: see [`Splitter::with_reference`].
    #[must_use]
    pub const fn with_reference(&self, reference: u16) -> Parts<'a> {
        self.split.with_reference(reference)
    }
}

/// Why an alphabet was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The peer's default alphabet has every character.
    Default,
    /// Latin-1 was asked for and has every character.
    Latin1,
    /// National tables take fewer parts: this many fewer than the next best, or
    /// than 256 where that is too long.
    SavesParts(u8),
    /// National tables take no more parts than UCS-2 and are preferred to it.
    RatherThanUcs2,
    /// The default alphabet lacks a character, the first at this position, in
    /// octets of the text.
    NotInDefault {
        /// Where.
        position: usize,
    },
    /// UCS-2 takes fewer parts than the default alphabet would.
    FewerParts,
    /// The peer has no `data_coding` for its default alphabet with this class.
    NoDataCoding,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("the default alphabet has every character"),
            Self::Latin1 => f.write_str("Latin-1 has every character"),
            Self::SavesParts(1) => f.write_str("national tables save a part"),
            Self::SavesParts(parts) => write!(f, "national tables save {parts} parts"),
            Self::RatherThanUcs2 => f.write_str("national tables are preferred to UCS-2"),
            Self::NotInDefault { position } => write!(
                f,
                "the default alphabet lacks the character at offset {position}"
            ),
            Self::FewerParts => f.write_str("UCS-2 takes fewer parts"),
            Self::NoDataCoding => {
                f.write_str("no data_coding names the default alphabet with this class")
            }
        }
    }
}
