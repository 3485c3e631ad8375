//! `broadcast_message_class`: where a broadcast goes in the handset.

open_enum! {
    /// `broadcast_message_class`: where a broadcast goes in the handset. GSM.
    ///
    /// One octet; 4 and above are reserved. Default when absent: none. The specification prints
    /// 0x02 for classes 1 and 2: class 1 is 0x01.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct BroadcastMessageClass(u8) {
        /// No class.
        NONE = 0, "none";
        /// Class 1, as the user says.
        CLASS_1 = 1, "class_1";
        /// Class 2, as the user says.
        CLASS_2 = 2, "class_2";
        /// Class 3: the terminal equipment.
        CLASS_3 = 3, "class_3";
    }
}
