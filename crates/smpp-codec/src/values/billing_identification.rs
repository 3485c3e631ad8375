//! `billing_identification`: billing data of a message.

use core::fmt;

use crate::error::EncodeError;

octets_view! {
    /// `billing_identification`: what to bill a message by. SMPP 5.0.
    ///
    /// Layout (octets): format 1, of which bit 7 set means a vendor's and clear is reserved; data
    /// 0 to 1023.
    ///
    /// Borrows the frame, or the room that it is built in. `Debug` does not show the data.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct BillingIdentification<'a>("billing_identification", 1..=1024);
}

impl<'a> BillingIdentification<'a> {
    /// Writes one into `room`.
    ///
    /// # Errors
    /// If there are more than 1023 octets of data.
    pub fn build(
        room: &'a mut [u8; BillingIdentification::MAX_OCTETS],
        format: u8,
        data: &[u8],
    ) -> Result<Self, EncodeError> {
        Self::build_in(room, [format], data)
    }

    /// The format.
    #[must_use]
    pub const fn format(&self) -> u8 {
        self.head(0)
    }

    /// Whether the format is a vendor's, as all but the reserved ones are.
    #[must_use]
    pub const fn is_vendor_specific(&self) -> bool {
        self.format() & 0x80 != 0
    }

    /// The data.
    #[must_use]
    pub const fn data(&self) -> &'a [u8] {
        self.tail(1)
    }
}

impl fmt::Debug for BillingIdentification<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (format, octets) = (self.format(), self.data().len());
        write!(f, "BillingIdentification({format:#04x}, <{octets} octets>)")
    }
}
