//! `its_session_info`: the place of a message in an interactive session.

/// `its_session_info`: where a message stands in an interactive session. CDMA.
///
/// Layout (octets): session number 1; then bits 7 to 1 the number in the dialogue, bit 0 whether
/// the session ends.
///
/// Spec: SMPP 3.4 section 5.3.2; SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::values::ItsSessionInfo;
///
/// let last = ItsSessionInfo::new(7, 3, true);
/// assert_eq!(last.to_octets(), [7, 0x07]);
/// assert_eq!((last.sequence_number(), last.is_end()), (3, true));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ItsSessionInfo([u8; 2]);

impl ItsSessionInfo {
    /// A message of a session; of its number in the dialogue, 0 to 127, seven bits count.
    #[must_use]
    pub const fn new(session_number: u8, sequence_number: u8, end: bool) -> Self {
        Self([session_number, sequence_number << 1 | end as u8])
    }

    /// From the octets of the wire.
    #[must_use]
    pub const fn from_octets(octets: [u8; 2]) -> Self {
        Self(octets)
    }

    /// The octets of the wire.
    #[must_use]
    pub const fn to_octets(self) -> [u8; 2] {
        self.0
    }

    /// Which session.
    #[must_use]
    pub const fn session_number(self) -> u8 {
        let [session_number, _] = self.0;
        session_number
    }

    /// The message's number in the dialogue, 0 to 127.
    #[must_use]
    pub const fn sequence_number(self) -> u8 {
        let [_, rest] = self.0;
        rest >> 1
    }

    /// Whether the session ends with it.
    #[must_use]
    pub const fn is_end(self) -> bool {
        let [_, rest] = self.0;
        rest & 1 != 0
    }
}

octets_value!(ItsSessionInfo, 2);
