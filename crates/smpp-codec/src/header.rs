//! The sixteen octets that every PDU begins with.

use core::fmt;

use crate::command_id::CommandId;
use crate::command_status::CommandStatus;

/// Octets of the header, and the least `command_length`.
pub const HEADER_OCTETS: usize = 16;

/// The greatest `sequence_number` a peer may choose; the least is 1.
pub const MAX_SEQUENCE_NUMBER: u32 = 0x7FFF_FFFF;

/// The header of a PDU, the same in all versions.
///
/// Layout (octets, big endian): `command_length` 4, `command_id` 4, `command_status` 4,
/// `sequence_number` 4.
///
/// Spec: SMPP 3.4 section 3.2; SMPP 5.0, PDU format.
///
/// ```
/// use smpp_codec::{CommandId, Header};
///
/// let octets = [0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 9];
/// let header = Header::decode(&octets).unwrap();
/// assert_eq!(header.command_id, CommandId::ENQUIRE_LINK);
/// assert_eq!(header.sequence_number, 9);
/// assert_eq!(header.to_octets(), octets);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the four fields of the wire")]
pub struct Header {
    /// Octets of the whole PDU, these four included.
    pub command_length: u32,
    /// Which operation; bit 31 is set in a response.
    pub command_id: CommandId,
    /// The result, in a response; 0 in a request.
    pub command_status: CommandStatus,
    /// Chosen by the issuer of a request, repeated in its response: 1 to `0x7FFF_FFFF`.
    pub sequence_number: u32,
}

impl Header {
    /// Decodes the first 16 octets; `None` if there are fewer. Nothing is checked.
    #[inline]
    #[must_use]
    pub const fn decode(octets: &[u8]) -> Option<Self> {
        let Some((header, _)) = octets.split_first_chunk::<HEADER_OCTETS>() else {
            return None;
        };
        let [
            l0,
            l1,
            l2,
            l3,
            i0,
            i1,
            i2,
            i3,
            s0,
            s1,
            s2,
            s3,
            n0,
            n1,
            n2,
            n3,
        ] = *header;
        Some(Self {
            command_length: u32::from_be_bytes([l0, l1, l2, l3]),
            command_id: CommandId(u32::from_be_bytes([i0, i1, i2, i3])),
            command_status: CommandStatus(u32::from_be_bytes([s0, s1, s2, s3])),
            sequence_number: u32::from_be_bytes([n0, n1, n2, n3]),
        })
    }

    /// Returns the 16 octets of the wire.
    #[inline]
    #[must_use]
    pub const fn to_octets(&self) -> [u8; HEADER_OCTETS] {
        let [l0, l1, l2, l3] = self.command_length.to_be_bytes();
        let [i0, i1, i2, i3] = self.command_id.0.to_be_bytes();
        let [s0, s1, s2, s3] = self.command_status.0.to_be_bytes();
        let [n0, n1, n2, n3] = self.sequence_number.to_be_bytes();
        [
            l0, l1, l2, l3, i0, i1, i2, i3, s0, s1, s2, s3, n0, n1, n2, n3,
        ]
    }
}

/// `submit_sm_resp 7, ESME_ROK, 25 octets`: for a log.
impl fmt::Display for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            command_length,
            command_id,
            command_status,
            sequence_number,
        } = self;
        write!(
            f,
            "{command_id} {sequence_number}, {command_status}, {command_length} octets"
        )
    }
}

/// Overwrites `sequence_number` in a frame, as a router does; false if the frame has no header.
pub fn set_sequence_number(frame: &mut [u8], sequence_number: u32) -> bool {
    overwrite(frame, 12, sequence_number)
}

/// Overwrites `command_status` in a frame; false if the frame has no header.
///
/// Whether a response may lack its body depends on its status: decode the frame again before it
/// is relied on.
pub fn set_command_status(frame: &mut [u8], command_status: CommandStatus) -> bool {
    overwrite(frame, 8, command_status.0)
}

fn overwrite(frame: &mut [u8], at: usize, value: u32) -> bool {
    let field = frame.get_mut(at..).and_then(<[u8]>::first_chunk_mut);
    field.map(|field| *field = value.to_be_bytes()).is_some()
}

impl CommandId {
    /// Whether bit 31 is set: a response, which is never answered.
    #[inline]
    #[must_use]
    pub const fn is_response(self) -> bool {
        self.0 & 0x8000_0000 != 0
    }

    /// The id of the response to this request; `None` for a response and for the two requests
    /// that have none, `outbind` and `alert_notification`.
    #[must_use]
    pub const fn response(self) -> Option<Self> {
        match self {
            Self::OUTBIND | Self::ALERT_NOTIFICATION => None,
            id if id.is_response() => None,
            id => Some(Self(id.0 | 0x8000_0000)),
        }
    }
}
