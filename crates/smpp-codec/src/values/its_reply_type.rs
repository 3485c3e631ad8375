//! `its_reply_type`: how the user is to answer an interactive message.

open_enum! {
    /// `its_reply_type`: how the user is to answer an interactive message. CDMA.
    ///
    /// One octet; 9 and above are reserved.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct ItsReplyType(u8) {
        /// With a digit.
        DIGIT = 0, "digit";
        /// With a number.
        NUMBER = 1, "number";
        /// With a telephone number.
        TELEPHONE_NUMBER = 2, "telephone_number";
        /// With a password.
        PASSWORD = 3, "password";
        /// With a line of characters.
        CHARACTER_LINE = 4, "character_line";
        /// By choosing from a menu.
        MENU = 5, "menu";
        /// With a date.
        DATE = 6, "date";
        /// With a time.
        TIME = 7, "time";
        /// By going on.
        CONTINUE = 8, "continue";
    }
}
