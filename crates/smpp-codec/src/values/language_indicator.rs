//! `language_indicator`: the language of a message.

open_enum! {
    /// `language_indicator`: the language of a message. CDMA and TDMA.
    ///
    /// One octet; those above 5 are in CMT-136. Default when absent: unspecified.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct LanguageIndicator(u8) {
        /// Unspecified.
        UNSPECIFIED = 0, "unspecified";
        /// English.
        ENGLISH = 1, "english";
        /// French.
        FRENCH = 2, "french";
        /// Spanish.
        SPANISH = 3, "spanish";
        /// German.
        GERMAN = 4, "german";
        /// Portuguese.
        PORTUGUESE = 5, "portuguese";
    }
}
