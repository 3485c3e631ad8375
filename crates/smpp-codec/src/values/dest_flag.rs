//! `dest_flag`: the kind of a destination of `submit_multi`.

open_enum! {
    /// What an entry of a `submit_multi` destination list is.
    ///
    /// One octet. Spec: SMPP 3.4 section 5.2.25; SMPP 5.0 section 4.7.9.
    pub struct DestFlag(u8) {
        /// An SME address: ton, npi and address follow.
        SME_ADDRESS = 1, "sme_address";
        /// The name of a distribution list follows.
        DISTRIBUTION_LIST = 2, "distribution_list";
    }
}
