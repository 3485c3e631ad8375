//! The national language identifiers of 3GPP TS 23.038.

use core::fmt;

/// A national language identifier, as in information elements 0x24 and 0x25.
///
/// Spec: 3GPP TS 23.038 §6.2.1.2.4. One octet; every value survives. An
/// unknown language, and [`SPANISH`](Self::SPANISH) as a locking shift, stand
/// for the default tables, as the specification asks of a receiver.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[expect(clippy::exhaustive_structs, reason = "an open value is its integer")]
pub struct Language(pub u8);

impl Language {
    /// The default alphabet, or the default extension table.
    pub const DEFAULT: Self = Self(0);
    /// Turkish.
    pub const TURKISH: Self = Self(1);
    /// Spanish: a single shift table only.
    pub const SPANISH: Self = Self(2);
    /// Portuguese.
    pub const PORTUGUESE: Self = Self(3);
    /// Bengali and Assamese.
    pub const BENGALI: Self = Self(4);
    /// Gujarati.
    pub const GUJARATI: Self = Self(5);
    /// Hindi.
    pub const HINDI: Self = Self(6);
    /// Kannada.
    pub const KANNADA: Self = Self(7);
    /// Malayalam.
    pub const MALAYALAM: Self = Self(8);
    /// Oriya.
    pub const ORIYA: Self = Self(9);
    /// Punjabi.
    pub const PUNJABI: Self = Self(10);
    /// Tamil.
    pub const TAMIL: Self = Self(11);
    /// Telugu.
    pub const TELUGU: Self = Self(12);
    /// Urdu.
    pub const URDU: Self = Self(13);

    /// Every language with a table, in the order of the identifiers.
    pub const ALL: [Self; 14] = [
        Self::DEFAULT,
        Self::TURKISH,
        Self::SPANISH,
        Self::PORTUGUESE,
        Self::BENGALI,
        Self::GUJARATI,
        Self::HINDI,
        Self::KANNADA,
        Self::MALAYALAM,
        Self::ORIYA,
        Self::PUNJABI,
        Self::TAMIL,
        Self::TELUGU,
        Self::URDU,
    ];

    /// The English name; `None` if the identifier is not assigned.
    #[must_use]
    pub const fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::DEFAULT => "default",
            Self::TURKISH => "Turkish",
            Self::SPANISH => "Spanish",
            Self::PORTUGUESE => "Portuguese",
            Self::BENGALI => "Bengali",
            Self::GUJARATI => "Gujarati",
            Self::HINDI => "Hindi",
            Self::KANNADA => "Kannada",
            Self::MALAYALAM => "Malayalam",
            Self::ORIYA => "Oriya",
            Self::PUNJABI => "Punjabi",
            Self::TAMIL => "Tamil",
            Self::TELUGU => "Telugu",
            Self::URDU => "Urdu",
            _ => return None,
        })
    }

    /// Whether the language has a locking shift table of its own.
    #[must_use]
    pub const fn has_locking_table(self) -> bool {
        self.0 <= 13 && self.0 != Self::SPANISH.0
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "language {}", self.0),
        }
    }
}
