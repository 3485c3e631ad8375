//! `esm_class`: messaging mode, message type, GSM network features.

use core::fmt;

open_enum! {
    /// Messaging mode, bits 1 and 0 of `esm_class`. Towards an ESME it means nothing.
    pub struct MessagingMode(u8) {
        /// The message centre's default, usually store and forward.
        DEFAULT = 0, "default";
        /// Datagram: no store, no receipt.
        DATAGRAM = 1, "datagram";
        /// Forward, or transaction: the response tells the outcome of the delivery.
        FORWARD = 2, "forward";
        /// Store and forward.
        STORE_AND_FORWARD = 3, "store_and_forward";
    }
}

open_enum! {
    /// Message type, bits 5 to 2 of `esm_class`, as the number those four bits make.
    pub struct MessageType(u8) {
        /// A normal message.
        NORMAL = 0, "normal";
        /// The short message carries a delivery receipt of the message centre.
        MC_DELIVERY_RECEIPT = 1, "mc_delivery_receipt";
        /// A delivery acknowledgement of an SME.
        DELIVERY_ACK = 2, "delivery_ack";
        /// A manual or user acknowledgement of an SME.
        USER_ACK = 4, "user_ack";
        /// Conversation abort (Korean CDMA).
        CONVERSATION_ABORT = 6, "conversation_abort";
        /// An intermediate delivery notification.
        INTERMEDIATE_NOTIFICATION = 8, "intermediate_notification";
    }
}

/// `esm_class`: what kind of message this is.
///
/// One octet: bits 1 and 0 messaging mode, bits 5 to 2 message type, bit 6 user data header
/// indicator, bit 7 reply path. SMPP 3.3 knows only the receipt, 0x04.
///
/// Spec: SMPP 3.4 section 5.2.12; SMPP 5.0, `esm_class`.
///
/// ```
/// use smpp_codec::values::{EsmClass, MessageType};
///
/// let receipt = EsmClass(0x44);
/// assert_eq!(receipt.message_type(), MessageType::MC_DELIVERY_RECEIPT);
/// assert!(receipt.udhi());
/// assert_eq!(EsmClass::default().with_udhi(true), EsmClass(0x40));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
#[allow(
    clippy::exhaustive_structs,
    reason = "a bit field is its integer, for ever"
)]
pub struct EsmClass(pub u8);

impl EsmClass {
    /// A delivery receipt of the message centre.
    pub const MC_DELIVERY_RECEIPT: Self = Self(0x04);
    /// User data begins with a user data header.
    pub const UDHI: Self = Self(0x40);

    /// Bits 1 and 0.
    #[must_use]
    pub const fn messaging_mode(self) -> MessagingMode {
        MessagingMode(self.0 & 0x03)
    }

    /// Bits 5 to 2.
    #[must_use]
    pub const fn message_type(self) -> MessageType {
        MessageType((self.0 & 0x3C) >> 2)
    }

    /// Bit 6: the user data begins with a user data header.
    #[must_use]
    pub const fn udhi(self) -> bool {
        self.0 & 0x40 != 0
    }

    /// Bit 7: reply path.
    #[must_use]
    pub const fn reply_path(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// With another messaging mode; only two bits of it count.
    #[must_use]
    pub const fn with_messaging_mode(self, mode: MessagingMode) -> Self {
        Self(self.0 & !0x03 | mode.0 & 0x03)
    }

    /// With another message type; only four bits of it count.
    #[must_use]
    pub const fn with_message_type(self, kind: MessageType) -> Self {
        Self(self.0 & !0x3C | (kind.0 & 0x0F) << 2)
    }

    /// With or without the user data header indicator.
    #[must_use]
    pub const fn with_udhi(self, on: bool) -> Self {
        Self(self.0 & !0x40 | (on as u8) << 6)
    }

    /// With or without the reply path.
    #[must_use]
    pub const fn with_reply_path(self, on: bool) -> Self {
        Self(self.0 & !0x80 | (on as u8) << 7)
    }

    /// The message type's name, for a value without any other bit.
    pub(crate) const fn name(self) -> Option<&'static str> {
        if self.0 & !0x3C == 0 {
            self.message_type().name()
        } else {
            None
        }
    }
}

impl fmt::Debug for EsmClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for EsmClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#04x} ({}", self.0, self.message_type())?;
        if self.messaging_mode() != MessagingMode::DEFAULT {
            write!(f, ", {}", self.messaging_mode())?;
        }
        if self.udhi() {
            f.write_str(", udhi")?;
        }
        if self.reply_path() {
            f.write_str(", reply_path")?;
        }
        f.write_str(")")
    }
}

impl From<u8> for EsmClass {
    #[inline]
    fn from(value: u8) -> Self {
        Self(value)
    }
}

impl From<EsmClass> for u8 {
    #[inline]
    fn from(value: EsmClass) -> Self {
        value.0
    }
}
