//! `delivery_failure_reason`: why a message could not be delivered.

open_enum! {
    /// `delivery_failure_reason`: why a message could not be delivered.
    ///
    /// One octet; 4 and above are reserved. Absent if it was delivered.
    ///
    /// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
    pub struct DeliveryFailureReason(u8) {
        /// The destination is unavailable.
        DESTINATION_UNAVAILABLE = 0, "destination_unavailable";
        /// The destination's address is invalid: suspended, or without SMS.
        DESTINATION_ADDRESS_INVALID = 1, "destination_address_invalid";
        /// An error of the network that will last.
        PERMANENT_NETWORK_ERROR = 2, "permanent_network_error";
        /// An error of the network that will pass.
        TEMPORARY_NETWORK_ERROR = 3, "temporary_network_error";
    }
}
