//! `source_node_id` and `dest_node_id`: a node of a network.

use core::fmt;

use crate::tlv::{Shape, TlvOctets, TlvValue};

/// `source_node_id` and `dest_node_id`: a node of the network that the network id of the same side
/// names. SMPP 5.0.
///
/// Six decimal digits without a NUL.
///
/// Spec: SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::tlv::{self, Tlv};
/// use smpp_codec::values::NodeId;
///
/// let digits = NodeId::digits(42).unwrap();
/// assert_eq!(&digits, b"000042");
/// let tlv = Tlv::new(tlv::DEST_NODE_ID, NodeId(&digits));
/// assert_eq!(NodeId(&digits).number(), Some(42));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the octets of the wire")]
pub struct NodeId<'a>(pub &'a [u8; 6]);

impl NodeId<'_> {
    /// The six digits of a number; `None` above 999,999.
    #[must_use]
    pub const fn digits(number: u32) -> Option<[u8; 6]> {
        if number > 999_999 {
            return None;
        }
        let mut digits = [b'0'; 6];
        let mut rest = number;
        let mut room: &mut [u8] = &mut digits;
        while let [before @ .., digit] = room {
            let units = (rest % 10) as u8;
            *digit = b'0'.wrapping_add(units);
            rest /= 10;
            room = before;
        }
        Some(digits)
    }

    /// The number that the digits make; `None` if they are not all digits.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        self.0.iter().try_fold(0u32, |number, octet| match octet {
            b'0'..=b'9' => Some(
                number
                    .wrapping_mul(10)
                    .wrapping_add(u32::from(octet & 0x0F)),
            ),
            _ => None,
        })
    }
}

impl TlvValue for NodeId<'_> {
    type Value<'v> = NodeId<'v>;

    const SHAPE: Shape = Shape::Octets;

    fn allows(octets: usize) -> bool {
        octets == 6
    }

    fn decode(octets: &[u8]) -> Option<NodeId<'_>> {
        octets.try_into().ok().map(NodeId)
    }

    fn encode<'v>(value: Self::Value<'v>) -> TlvOctets<'v> {
        TlvOctets::from_octets(value.0)
    }
}

impl fmt::Debug for NodeId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NodeId(\"{}\")", self.0.escape_ascii())
    }
}
