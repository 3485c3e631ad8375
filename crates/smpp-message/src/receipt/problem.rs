//! What departs from the specification, and in which field.

use core::fmt;

/// A field of a receipt's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Key {
    /// `id`.
    Id,
    /// `sub`.
    Sub,
    /// `dlvrd`.
    Dlvrd,
    /// `submit date`.
    SubmitDate,
    /// `done date`.
    DoneDate,
    /// `stat`.
    Stat,
    /// `err`.
    Err,
    /// `text`.
    Text,
}

impl Key {
    /// Every key, in the order of Appendix B.
    pub const ALL: [Self; 8] = [
        Self::Id,
        Self::Sub,
        Self::Dlvrd,
        Self::SubmitDate,
        Self::DoneDate,
        Self::Stat,
        Self::Err,
        Self::Text,
    ];

    /// The key as it is written, without the colon.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Sub => "sub",
            Self::Dlvrd => "dlvrd",
            Self::SubmitDate => "submit date",
            Self::DoneDate => "done date",
            Self::Stat => "stat",
            Self::Err => "err",
            Self::Text => "text",
        }
    }
}

/// A departure of a receipt from the specification: what, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// What.
    pub kind: ProblemKind,
    /// Where: octets from the start of the text (of the UTF-8 text, if it was
    /// UCS-2); 0 for what is not in the text.
    pub offset: usize,
}

/// What departs from the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// A key that Appendix B does not have; passed over.
    UnknownKey,
    /// Octets that are neither key nor value; passed over.
    Junk,
    /// A field that is there twice; the first counts.
    Repeated(Key),
    /// A number that is none, or a date that is none; kept as text.
    Unreadable(Key),
    /// Twelve digits, a date with seconds and one with a year of four digits.
    AmbiguousDate(Key),
    /// A state that is not known; kept as text.
    UnknownState,
    /// A state without `stat:`; taken for one.
    StateWithoutKey,
    /// A value after a space; taken.
    SpaceBeforeValue(Key),
    /// NULs at the end; dropped.
    TrailingNul,
    /// `data_coding` says one thing and the octets another; the octets count.
    Coding,
    /// `esm_class` has a reserved message type that holds the receipt bit;
    /// taken for a receipt.
    ReservedType,
    /// `esm_class` announces a header that is not whole; passed over.
    Header,
    /// The TLV `receipted_message_id` and `id:` differ; the TLV counts. So
    /// they do in a peer that writes one in hexadecimal: see
    /// [`IdForm`](super::IdForm).
    IdDiffers,
    /// The TLV `message_state` and `stat:` differ; the TLV counts.
    StateDiffers,
    /// The TLV `message_state` has the wrong length, or a value of no state;
    /// passed over.
    StateTlv,
    /// The TLV `network_error_code` has the wrong length; passed over.
    NetworkErrorTlv,
    /// The text is UCS-2, and the scratch buffer has no room for it; no field
    /// was read. An octet and a half for each of its octets is enough.
    ScratchTooSmall,
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKey => f.write_str("an unknown key"),
            Self::Junk => f.write_str("octets that are neither key nor value"),
            Self::Repeated(key) => write!(f, "`{}` is there twice", key.name()),
            Self::Unreadable(key) => write!(f, "`{}` cannot be read", key.name()),
            Self::AmbiguousDate(key) => write!(f, "`{}` can be read in two ways", key.name()),
            Self::UnknownState => f.write_str("an unknown state"),
            Self::StateWithoutKey => f.write_str("a state without its key"),
            Self::SpaceBeforeValue(key) => {
                write!(f, "a space before the value of `{}`", key.name())
            }
            Self::TrailingNul => f.write_str("NUL octets at the end"),
            Self::Coding => f.write_str("not coded as data_coding says"),
            Self::ReservedType => f.write_str("a reserved message type with the receipt bit"),
            Self::Header => f.write_str("the user data header is not whole"),
            Self::IdDiffers => f.write_str("receipted_message_id and `id` differ"),
            Self::StateDiffers => f.write_str("message_state and `stat` differ"),
            Self::StateTlv => f.write_str("message_state cannot be read"),
            Self::NetworkErrorTlv => f.write_str("network_error_code cannot be read"),
            Self::ScratchTooSmall => f.write_str("the scratch buffer is too small for the text"),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at offset {}", self.kind, self.offset)
    }
}
