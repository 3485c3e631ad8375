//! Any PDU: an owned value that lends a [`Pdu`], from the octets of a fuzzer or from a strategy.

mod body;
mod field;
mod lists;
mod records;
mod strings;

use std::fmt;

use arbitrary::{Arbitrary, Unstructured};
use smpp_codec::pdu::Pdu;
use smpp_codec::{CommandId, CommandStatus};

use body::AnyBody;
use field::Field;
pub use lists::Lists;

/// A PDU that owns its strings, TLVs and lists.
///
/// Every PDU, field, TLV and list of the codec can occur. Most values are valid. Some are too long,
/// have a NUL inside, or do not belong to the version that a PDU is encoded in.
///
/// ```
/// use arbitrary::{Arbitrary, Unstructured};
/// use smpp_fuzz_oracles::AnyPdu;
///
/// let any = AnyPdu::arbitrary(&mut Unstructured::new(&[12, 0, 0, 0])).unwrap();
/// let lists = any.lists();
/// assert_eq!(any.pdu(&lists).command_id(), any.command_id());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct AnyPdu {
    command_status: CommandStatus,
    sequence_number: u32,
    body: AnyBody,
}

impl AnyPdu {
    /// Returns the `command_id` of the PDU.
    #[must_use]
    pub fn command_id(&self) -> CommandId {
        self.body.command_id()
    }

    /// Returns the lists of the PDU as the codec borrows them, for [`pdu`](Self::pdu).
    #[must_use]
    pub fn lists(&self) -> Lists<'_> {
        let mut lists = Lists::default();
        self.body.collect(&mut lists);
        lists
    }

    /// Lends the PDU. `lists` must be from [`lists`](Self::lists) of the same value.
    #[must_use]
    pub fn pdu<'a>(&'a self, lists: &'a Lists<'a>) -> Pdu<'a> {
        Pdu::new(self.sequence_number, self.body.lend(lists)).with_status(self.command_status)
    }

    /// Copies a PDU; `None` if a string or a list has more octets or entries than a value of this
    /// type can have, or if octets trail behind the TLVs.
    #[must_use]
    pub fn copy_of(pdu: &Pdu<'_>) -> Option<Self> {
        Some(Self {
            command_status: pdu.command_status,
            sequence_number: pdu.sequence_number,
            body: AnyBody::copy_of(pdu.body)?,
        })
    }

    /// Returns octets from which [`Arbitrary`] makes this value.
    #[must_use]
    pub fn to_input(&self) -> Vec<u8> {
        let mut input = Vec::new();
        self.body.write(&mut input);
        self.command_status.write(&mut input);
        match self.sequence_number.checked_sub(1).map(u8::try_from) {
            Some(Ok(octet)) if octet < 0xFF => input.push(octet),
            _ => {
                input.push(0xFF);
                self.sequence_number.write(&mut input);
            }
        }
        input
    }
}

/// The body comes first, so that a mutation of the start of an input changes the kind of PDU.
impl<'a> Arbitrary<'a> for AnyPdu {
    fn arbitrary(input: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        Ok(Self {
            body: Field::take(input)?,
            command_status: Field::take(input)?,
            sequence_number: match u8::take(input)? {
                0xFF => Field::take(input)?,
                octet => u32::from(octet) + 1,
            },
        })
    }
}

impl fmt::Debug for AnyPdu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyPdu")
            .field("command_status", &self.command_status)
            .field("sequence_number", &self.sequence_number)
            .field("body", &self.body)
            .finish()
    }
}

#[cfg(any(test, feature = "proptest"))]
impl proptest::arbitrary::Arbitrary for AnyPdu {
    type Parameters = ();
    type Strategy = proptest::strategy::BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        use proptest::prelude::*;
        let number = prop_oneof![4 => 1..1000_u32, 1 => any::<u32>()];
        (CommandStatus::strategy(), number, AnyBody::strategy())
            .prop_map(|(command_status, sequence_number, body)| Self {
                command_status,
                sequence_number,
                body,
            })
            .boxed()
    }
}

#[cfg(test)]
mod tests;
