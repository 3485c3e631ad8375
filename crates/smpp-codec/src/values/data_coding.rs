//! `data_coding`: how the user data is coded.

open_enum! {
    /// `data_coding`: how the user data is coded.
    ///
    /// One octet. In SMPP 3.3 it is the GSM data coding scheme; from 3.4 on the values below,
    /// and 0xC0 to 0xDF and 0xF0 to 0xFF as in GSM. What 0 means is the peer's choice.
    ///
    /// What a value stands for, message classes and waiting indications of the GSM groups
    /// included, `smpp_message::data_coding::Meaning` tells; it makes values of meanings too.
    ///
    /// Spec: SMPP 3.4 section 5.2.19; SMPP 5.0, `data_coding`.
    pub struct DataCoding(u8) {
        /// The message centre's default alphabet.
        DEFAULT = 0x00, "default";
        /// IA5, which is ASCII.
        IA5 = 0x01, "ia5";
        /// Octets, first value.
        OCTET_UNSPECIFIED = 0x02, "octet_unspecified";
        /// Latin-1, ISO 8859-1.
        LATIN_1 = 0x03, "latin_1";
        /// Octets, second value, and the usual one for binary.
        OCTET_UNSPECIFIED_COMMON = 0x04, "octet_unspecified_common";
        /// JIS X 0208-1990.
        JIS = 0x05, "jis";
        /// Cyrillic, ISO 8859-5.
        CYRILLIC = 0x06, "cyrillic";
        /// Latin and Hebrew, ISO 8859-8.
        LATIN_HEBREW = 0x07, "latin_hebrew";
        /// UCS-2, big endian, without a byte order mark.
        UCS2 = 0x08, "ucs2";
        /// Pictogram.
        PICTOGRAM = 0x09, "pictogram";
        /// Music codes, ISO 2022-JP.
        MUSIC_CODES = 0x0A, "music_codes";
        /// Extended Kanji, JIS X 0212-1990.
        EXTENDED_KANJI_JIS = 0x0D, "extended_kanji_jis";
        /// KS C 5601.
        KS_C_5601 = 0x0E, "ks_c_5601";
    }
}
