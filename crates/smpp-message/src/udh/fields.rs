//! What some elements say.

/// One part of a long message.
///
/// Spec: 3GPP TS 23.040 §9.2.3.24.1 and §9.2.3.24.8; with TLVs, SMPP 3.4
/// §5.3.2.22 to 24.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the element has these fields and no others"
)]
pub struct Concatenation {
    /// The same in every part of a message. Below 256 unless [`wide`](Self::wide).
    pub reference: u16,
    /// Whether the reference takes two octets.
    pub wide: bool,
    /// How many parts there are, from 1.
    pub total: u8,
    /// Which of them this is, from 1.
    pub number: u8,
}

impl Concatenation {
    /// Whether the part can be: neither number is 0, nor the part past the
    /// total. 3GPP asks to ignore an element that is not.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        self.number >= 1 && self.number <= self.total
    }
}

/// Application ports: which program the message is for.
///
/// Spec: 3GPP TS 23.040 §9.2.3.24.3 and §9.2.3.24.4. Of 16-bit ports, 16000
/// to 16999 are free for applications, those from 49152 on are reserved and
/// the others are IANA's; of 8-bit ports 240 to 255 are free, the others
/// reserved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the element has these fields and no others"
)]
pub struct Ports {
    /// The port the message is for. Below 256 unless [`wide`](Self::wide).
    pub destination: u16,
    /// The port it comes from. Below 256 unless [`wide`](Self::wide).
    pub originator: u16,
    /// Whether a port takes two octets.
    pub wide: bool,
}

impl Ports {
    /// 16-bit ports, the usual form.
    #[must_use]
    pub const fn new(destination: u16, originator: u16) -> Self {
        Self {
            destination,
            originator,
            wide: true,
        }
    }

    /// 8-bit ports.
    #[must_use]
    pub fn new_8(destination: u8, originator: u8) -> Self {
        Self {
            destination: u16::from(destination),
            originator: u16::from(originator),
            wide: false,
        }
    }
}

/// Well-known 16-bit ports.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WapPort;

impl WapPort {
    /// WAP push, connectionless.
    pub const PUSH: u16 = 2948;
    /// WAP push, secure.
    pub const PUSH_SECURE: u16 = 2949;
    /// WAP session, connectionless.
    pub const WSP: u16 = 9200;
    /// vCard.
    pub const VCARD: u16 = 9204;
    /// vCalendar.
    pub const VCALENDAR: u16 = 9205;
}

/// Special SMS message indication: so many messages wait.
///
/// Spec: 3GPP TS 23.040 §9.2.3.24.2. Two octets: bit 7 store, bits 6 and 5
/// profile, bits 4 to 2 extended type, bits 1 and 0 type; then the count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the element has these fields and no others"
)]
pub struct MessageIndication {
    /// Whether the message is to be kept after the indication is shown.
    pub store: bool,
    /// Which of up to four subscriber profiles, 0 to 3.
    pub profile: u8,
    /// What waits, bits 4 to 0: 0 voice, 1 fax, 2 e-mail, 7 video; 3 other.
    pub kind: u8,
    /// How many; 255 stands for 255 or more.
    pub count: u8,
}

/// EMS text formatting.
///
/// Spec: 3GPP TS 23.040 §9.2.3.24.10.1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the element has these fields and no others"
)]
pub struct TextFormatting {
    /// The first character it is for, from 0.
    pub start: u8,
    /// How many characters; 0 makes it the default of all text to come.
    pub length: u8,
    /// Alignment, size and style bits.
    pub mode: u8,
    /// Foreground (low four bits) and background colour, of later releases.
    pub colour: Option<u8>,
}
