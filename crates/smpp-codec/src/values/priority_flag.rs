//! `priority_flag`: how urgent a message is.

use core::fmt;

open_enum! {
    /// `priority_flag`: how urgent a message is; what a level means depends on the network: see
    /// [`meaning`](Self::meaning).
    ///
    /// One octet: 0 and 1 in SMPP 3.3, 0 to 3 in 3.4, 0 to 4 in 5.0; the others are reserved.
    ///
    /// Spec: SMPP 3.4 section 5.2.14; SMPP 5.0, `priority_flag`.
    ///
    /// ```
    /// use smpp_codec::values::{PriorityFlag, PriorityScheme};
    ///
    /// assert_eq!(PriorityFlag::LEVEL_3.meaning(PriorityScheme::Is95), Some("emergency"));
    /// assert_eq!(PriorityFlag::LEVEL_3.meaning(PriorityScheme::GsmCbs), None);
    /// ```
    pub struct PriorityFlag(u8) {
        /// The lowest.
        LEVEL_0 = 0, "level_0";
        /// Level 1.
        LEVEL_1 = 1, "level_1";
        /// Level 2.
        LEVEL_2 = 2, "level_2";
        /// The highest for a message to a mobile.
        LEVEL_3 = 3, "level_3";
        /// GSM cell broadcast: priority background. SMPP 5.0.
        LEVEL_4 = 4, "level_4";
    }
}

/// Whose levels of priority are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PriorityScheme {
    /// SMPP 3.3, whatever the network.
    V3_3,
    /// GSM: what is not 0 has priority.
    Gsm,
    /// ANSI-136.
    Ansi136,
    /// IS-95.
    Is95,
    /// Cell broadcast in ANSI-41. SMPP 5.0.
    Ansi41Cbs,
    /// Cell broadcast in GSM. SMPP 5.0.
    GsmCbs,
}

impl PriorityScheme {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::V3_3,
        Self::Gsm,
        Self::Ansi136,
        Self::Is95,
        Self::Ansi41Cbs,
        Self::GsmCbs,
    ];

    /// What each level means, from 0 on; `None` if it is reserved.
    #[must_use]
    pub const fn levels(self) -> &'static [Option<&'static str>] {
        match self {
            Self::V3_3 => &[Some("normal"), Some("priority")],
            Self::Gsm => &[
                Some("non-priority"),
                Some("priority"),
                Some("priority"),
                Some("priority"),
            ],
            Self::Ansi136 => &[
                Some("bulk"),
                Some("normal"),
                Some("urgent"),
                Some("very urgent"),
            ],
            Self::Is95 | Self::Ansi41Cbs => &[
                Some("normal"),
                Some("interactive"),
                Some("urgent"),
                Some("emergency"),
            ],
            Self::GsmCbs => &[
                Some("normal"),
                Some("immediate broadcast"),
                Some("high priority"),
                None,
                Some("priority background"),
            ],
        }
    }
}

impl fmt::Display for PriorityScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::V3_3 => "SMPP 3.3",
            Self::Gsm => "GSM",
            Self::Ansi136 => "ANSI-136",
            Self::Is95 => "IS-95",
            Self::Ansi41Cbs => "ANSI-41 CBS",
            Self::GsmCbs => "GSM CBS",
        })
    }
}

impl PriorityFlag {
    /// What the level means, in the specification's words; `None` if it is reserved.
    #[must_use]
    pub fn meaning(self, scheme: PriorityScheme) -> Option<&'static str> {
        *scheme.levels().get(usize::from(self.0))?
    }
}

#[cfg(test)]
mod tests {
    use super::{PriorityFlag, PriorityScheme};

    #[test]
    fn every_level_means_what_the_table_says_and_the_others_are_reserved() {
        for (scheme, expected) in PriorityScheme::ALL.iter().zip([
            "normal,priority,-,-,-,-",
            "non-priority,priority,priority,priority,-,-",
            "bulk,normal,urgent,very urgent,-,-",
            "normal,interactive,urgent,emergency,-,-",
            "normal,interactive,urgent,emergency,-,-",
            "normal,immediate broadcast,high priority,-,priority background,-",
        ]) {
            let meaning = |level| PriorityFlag(level).meaning(*scheme).unwrap_or("-");
            let levels: std::vec::Vec<_> = (0..=5).map(meaning).collect();
            assert_eq!(levels.join(","), expected, "{scheme:?}");
            assert!((6..=255).all(|level| meaning(level) == "-"));
        }
    }
}
