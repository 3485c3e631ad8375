//! Changes of a few fields, with all else kept to the octet.

use super::{Body, Pdu};
use crate::field::Field;
use crate::prim::BodyEnding;
use crate::tlv::Tlvs;
use crate::visit::{FieldValue, Visitor};

impl Pdu<'_> {
    /// Returns the PDU with the changes that `change` makes; all else is kept to the octet.
    ///
    /// Encode the result under the dialect that the PDU was decoded by. Whatever that dialect
    /// tolerated is encoded again: long strings, TLVs of a wrong length, octets behind the last TLV,
    /// an error response without its body. A last string that was absent, or had no NUL, stays so
    /// unless the change gives it a value that needs the NUL.
    ///
    /// TLVs that `change` replaces take the octets behind the last TLV with them.
    /// `frame::Frame::edit`, with feature `bytes`, encodes as well.
    ///
    /// ```
    /// use smpp_codec::{Dialect, Pdu, pdu::Body};
    ///
    /// // A deliver_sm_resp without the NUL of its message_id.
    /// let frame = [0, 0, 0, 18, 0x80, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 1, b'4', b'2'];
    /// let pdu = Pdu::decode(&frame, Dialect::TOLERANT).unwrap();
    /// let edited = pdu.edit(|pdu| pdu.sequence_number = 9);
    /// let mut memory = [0; 18];
    /// edited.encode(Dialect::TOLERANT, &mut memory.as_mut_slice())?;
    /// assert_eq!((&memory[..15], memory[15], &memory[16..]), (&frame[..15], 9, &frame[16..]));
    /// # Ok::<(), smpp_codec::EncodeError>(())
    /// ```
    #[must_use]
    pub fn edit(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        if self.body.tlvs().ending() != BodyEnding::Whole {
            self.body = ended(self.body);
        }
        self
    }
}

/// The body with its ending, if its last string can end so, or with a whole one.
fn ended(body: Body<'_>) -> Body<'_> {
    /// Whether the last field is an empty string; `None` if it is not a string.
    struct Last(Option<bool>);

    impl Visitor for Last {
        fn field(&mut self, _: &'static Field, value: FieldValue<'_>, _: usize) {
            self.0 = match value {
                FieldValue::COctets(octets) => Some(octets.is_empty()),
                _ => None,
            };
        }
    }

    let whole = body.with_tlvs(Tlvs::EMPTY);
    let mut last = Last(None);
    whole.visit(&mut last);
    match (body.tlvs().ending(), last.0) {
        (BodyEnding::Omitted, Some(true)) | (BodyEnding::Unterminated, Some(false)) => body,
        _ => whole,
    }
}
