//! `registered_delivery`: which receipts and acknowledgements are asked for.

use core::fmt;

open_enum! {
    /// Message centre delivery receipt, bits 1 and 0 of `registered_delivery`.
    pub struct McReceipt(u8) {
        /// No receipt.
        NONE = 0, "none";
        /// A receipt on the final outcome, whatever it is.
        ON_SUCCESS_OR_FAILURE = 1, "on_success_or_failure";
        /// A receipt on failure only.
        ON_FAILURE = 2, "on_failure";
        /// A receipt on success only. SMPP 5.0; reserved before.
        ON_SUCCESS = 3, "on_success";
    }
}

open_enum! {
    /// SME originated acknowledgement, bits 3 and 2 of `registered_delivery`.
    pub struct SmeAck(u8) {
        /// None.
        NONE = 0, "none";
        /// Delivery acknowledgement.
        DELIVERY = 1, "delivery";
        /// Manual or user acknowledgement.
        USER = 2, "user";
        /// Both.
        BOTH = 3, "both";
    }
}

/// `registered_delivery`: which receipts and acknowledgements are asked for.
///
/// One octet: bits 1 and 0 message centre receipt, bits 3 and 2 SME acknowledgement, bit 4
/// intermediate notification. The text of SMPP 3.4 says bit 5 for the last, its table bit 4, and
/// so does SMPP 5.0: bit 4 it is.
///
/// Spec: SMPP 3.4 section 5.2.17; SMPP 5.0, `registered_delivery`.
///
/// ```
/// use smpp_codec::values::{McReceipt, RegisteredDelivery};
///
/// assert_eq!(RegisteredDelivery::RECEIPT, RegisteredDelivery(1));
/// assert_eq!(RegisteredDelivery(0x12).receipt(), McReceipt::ON_FAILURE);
/// assert!(RegisteredDelivery(0x12).intermediate());
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
#[allow(
    clippy::exhaustive_structs,
    reason = "a bit field is its integer, for ever"
)]
pub struct RegisteredDelivery(pub u8);

impl RegisteredDelivery {
    /// Nothing is asked for.
    pub const NONE: Self = Self(0);
    /// A receipt on the final outcome, whatever it is.
    pub const RECEIPT: Self = Self(1);

    /// Bits 1 and 0.
    #[must_use]
    pub const fn receipt(self) -> McReceipt {
        McReceipt(self.0 & 0x03)
    }

    /// Bits 3 and 2.
    #[must_use]
    pub const fn sme_ack(self) -> SmeAck {
        SmeAck((self.0 & 0x0C) >> 2)
    }

    /// Bit 4: intermediate notifications.
    #[must_use]
    pub const fn intermediate(self) -> bool {
        self.0 & 0x10 != 0
    }

    /// With another receipt; only two bits of it count.
    #[must_use]
    pub const fn with_receipt(self, receipt: McReceipt) -> Self {
        Self(self.0 & !0x03 | receipt.0 & 0x03)
    }

    /// With another acknowledgement; only two bits of it count.
    #[must_use]
    pub const fn with_sme_ack(self, ack: SmeAck) -> Self {
        Self(self.0 & !0x0C | (ack.0 & 0x03) << 2)
    }

    /// With or without intermediate notifications.
    #[must_use]
    pub const fn with_intermediate(self, on: bool) -> Self {
        Self(self.0 & !0x10 | (on as u8) << 4)
    }
}

impl fmt::Debug for RegisteredDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for RegisteredDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#04x} (receipt {}", self.0, self.receipt())?;
        if self.sme_ack() != SmeAck::NONE {
            write!(f, ", sme_ack {}", self.sme_ack())?;
        }
        if self.intermediate() {
            f.write_str(", intermediate")?;
        }
        f.write_str(")")
    }
}

impl From<u8> for RegisteredDelivery {
    #[inline]
    fn from(value: u8) -> Self {
        Self(value)
    }
}

impl From<RegisteredDelivery> for u8 {
    #[inline]
    fn from(value: RegisteredDelivery) -> Self {
        value.0
    }
}
