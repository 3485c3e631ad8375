//! Target `pdu`: a PDU that an application builds is refused, or decoded to an equal one.

use arbitrary::{Arbitrary, Unstructured};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{Dialect, Field, HEADER_OCTETS, Kind, Pdu};

use crate::decode::{DecodeBy, EncodeBy, GUARD, encode, read};
use crate::{AnyPdu, MAX, PREFIX, dialect_of, failed};

#[cfg(test)]
mod tests;

/// A PDU, and the dialect to encode it in.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_structs, reason = "an input of one target")]
pub struct PduCase {
    /// The dialect.
    pub dialect: Dialect,
    /// The PDU.
    pub pdu: AnyPdu,
}

impl<'a> Arbitrary<'a> for PduCase {
    fn arbitrary(input: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        Ok(Self {
            dialect: dialect_of(input.arbitrary::<[u8; PREFIX]>()?),
            pdu: input.arbitrary()?,
        })
    }
}

#[cfg(any(test, feature = "proptest"))]
impl proptest::arbitrary::Arbitrary for PduCase {
    type Parameters = ();
    type Strategy = proptest::strategy::BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        use proptest::prelude::*;
        (any::<[u8; PREFIX]>(), any::<AnyPdu>())
            .prop_map(|(choice, pdu)| Self {
                dialect: dialect_of(choice),
                pdu,
            })
            .boxed()
    }
}

/// Makes a [`PduCase`] from any octets, and encodes its PDU: see [`pdu_case`].
pub fn pdu(data: &[u8]) {
    pdu_by(data, encode, read);
}

/// Encodes a PDU, which is refused without a write, or decoded to an equal PDU.
pub fn pdu_case(case: &PduCase) {
    pdu_case_by(case, encode, read);
}

fn pdu_by(data: &[u8], encode: EncodeBy, decode: DecodeBy) {
    if let Ok(case) = PduCase::arbitrary(&mut Unstructured::new(data)) {
        pdu_case_by(&case, encode, decode);
    }
}

fn pdu_case_by(case: &PduCase, encode: EncodeBy, decode: DecodeBy) {
    let dialect = case.dialect;
    let lists = case.pdu.lists();
    let pdu = &case.pdu.pdu(&lists);
    let Ok(needed) = pdu.encoded_len(dialect) else {
        let mut memory = [GUARD; MAX];
        let written = encode(pdu, dialect, &mut memory.as_mut_slice());
        assert!(written.is_err_and(|error| error.kind() != Kind::NoRoom));
        assert!(memory == [GUARD; MAX], "nothing is written");
        return;
    };
    let mut frame = vec![0; needed];
    let written = encode(pdu, dialect, &mut frame.as_mut_slice());
    assert_eq!(written, Ok(needed), "as many octets as were measured");
    let decoded = decode(&frame, dialect, &mut |_| ());
    assert_eq!(decoded, Ok(*pdu), "{dialect:?}");
    adds_up(pdu, needed);
}

/// Checks that the fields that a visitor is shown, the TLVs and the header are the whole frame.
pub(crate) fn adds_up(pdu: &Pdu<'_>, octets: usize) {
    struct Count {
        octets: usize,
        entries: usize,
    }

    impl Visitor for Count {
        fn field(&mut self, _: &'static Field, value: FieldValue<'_>, octets: usize) {
            let least = match value {
                FieldValue::COctets(value) | FieldValue::Octets(value) => value.len(),
                FieldValue::Integer(_) => 1,
                _ => 0,
            };
            assert!(octets >= least);
            self.octets = self.octets.saturating_add(octets);
        }

        fn list(&mut self, _: &'static Field, entries: usize) {
            self.entries = entries;
        }

        fn entry(&mut self) {
            let left = self.entries.checked_sub(1);
            self.entries = left.unwrap_or_else(|| failed("as many entries as are counted", 0));
        }

        fn end_list(&mut self) {
            assert_eq!(self.entries, 0, "as many entries as are counted");
        }
    }

    let mut shown = Count {
        octets: HEADER_OCTETS,
        entries: 0,
    };
    pdu.body.visit(&mut shown);
    let tlvs = pdu.body.tlvs();
    assert_eq!(shown.octets.checked_add(tlvs.wire_len()), Some(octets));
    let each = tlvs.iter().map(|tlv| tlv.value_len().saturating_add(4));
    let all = each.fold(tlvs.trailing().len(), usize::saturating_add);
    assert_eq!(all, tlvs.wire_len());
}
