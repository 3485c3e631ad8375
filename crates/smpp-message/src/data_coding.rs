//! `data_coding` both ways.
//!
//! Spec: SMPP 3.4 §5.2.19; SMPP 5.0 §4.7.7; for the GSM groups, 3GPP TS 23.038
//! §4. In SMPP 3.3 the octet is the GSM data coding scheme.

use crate::alphabet::Alphabet;
use crate::gsm7::Gsm7;
use crate::setters::setters;

pub use smpp_codec::values::DataCoding;

/// What a `data_coding` stands for.
///
/// # Examples
///
/// ```
/// use smpp_message::Alphabet;
/// use smpp_message::data_coding::{Content, DataCoding, Meaning, MessageClass, Peer};
///
/// let flash = Meaning::of(DataCoding(0xF0), &Peer::default());
/// assert_eq!(flash.content, Content::Text(Alphabet::GSM7));
/// assert_eq!(flash.class, Some(MessageClass::FLASH));
///
/// let mut meaning = Meaning::new(Content::Text(Alphabet::Utf16));
/// assert_eq!(meaning.data_coding(&Peer::default()), Some(DataCoding::UCS2));
/// meaning.class = Some(MessageClass::FLASH);
/// assert_eq!(meaning.data_coding(&Peer::default()), Some(DataCoding(0x18)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Meaning {
    /// What the octets are.
    pub content: Content,
    /// Where the message goes in the handset.
    pub class: Option<MessageClass>,
    /// Messages wait, or no longer do.
    pub waiting: Option<Waiting>,
    /// Compressed as in 3GPP TS 23.042. No phone is known to do so; the
    /// content cannot be read.
    pub compressed: bool,
    /// To be deleted once read.
    pub delete_after_reading: bool,
}

/// What the octets of a message are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Content {
    /// Text. Which GSM 7-bit tables it uses, the header tells.
    Text(Alphabet),
    /// Octets: no text.
    Octets,
    /// Text in a coding that this crate has no table of: the value, 5, 9, 10,
    /// 13 or 14, of SMPP.
    Foreign(DataCoding),
    /// A value that the specification reserves.
    Reserved(DataCoding),
}

/// The class of a message: where it goes in the handset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "an open value is its integer")]
pub struct MessageClass(pub u8);

impl MessageClass {
    /// Class 0: shown at once, not stored.
    pub const FLASH: Self = Self(0);
    /// Class 1: the handset's memory.
    pub const HANDSET: Self = Self(1);
    /// Class 2: the SIM.
    pub const SIM: Self = Self(2);
    /// Class 3: the equipment connected to the handset.
    pub const TERMINAL: Self = Self(3);
}

/// A message waiting indication in `data_coding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the group has these bits and no others"
)]
pub struct Waiting {
    /// Whether to show the sign, or to take it away.
    pub active: bool,
    /// What waits: 0 voice, 1 fax, 2 e-mail, 3 other.
    pub kind: u8,
    /// Whether the message is to be kept.
    pub store: bool,
}

impl Waiting {
    /// Voice messages wait, or no longer do; the message itself is not kept.
    #[must_use]
    pub const fn voice(active: bool) -> Self {
        Self {
            active,
            kind: 0,
            store: false,
        }
    }
}

/// Which values are read as a GSM data coding scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Groups {
    /// 0xC0 to 0xDF and 0xF0 to 0xFF: what SMPP 3.4 and 5.0 say.
    Specified,
    /// Also what those versions reserve from 0x10 on, as many message centres
    /// do: flash messages in UCS-2 are 0x18.
    #[default]
    Practised,
    /// Every value: SMPP 3.3.
    All,
}

/// What a peer means by the values that peers do not agree on.
///
/// # Examples
///
/// ```
/// use smpp_message::Alphabet;
/// use smpp_message::data_coding::{Content, DataCoding, Meaning, Peer};
///
/// let mut peer = Peer::default();
/// peer.zero = Content::Text(Alphabet::Latin1);
/// assert_eq!(Meaning::of(DataCoding::DEFAULT, &peer).content, Content::Text(Alphabet::Latin1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Peer {
    /// 0, the message centre's default alphabet: by default GSM 7-bit, one
    /// septet per octet. Others mean packed septets, Latin-1, ASCII or UTF-8.
    pub zero: Content,
    /// 1, by the specification IA5. Some mean GSM 7-bit.
    pub one: Content,
    /// 4, by the specification octets. Some mean GSM 7-bit.
    pub four: Content,
    /// 8, by the specification UCS-2: by default read as UTF-16, big-endian.
    /// Some mean little-endian.
    pub eight: Content,
    /// Which values follow GSM.
    pub groups: Groups,
}

impl Default for Peer {
    fn default() -> Self {
        Self::new()
    }
}

impl Peer {
    /// Returns the default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            zero: Content::Text(Alphabet::GSM7),
            one: Content::Text(Alphabet::Ia5),
            four: Content::Octets,
            eight: Content::Text(Alphabet::Utf16),
            groups: Groups::Practised,
        }
    }

    setters! {
        with_zero zero: Content;
        with_one one: Content;
        with_four four: Content;
        with_eight eight: Content;
        with_groups groups: Groups;
    }
}

impl Meaning {
    /// Plain content, of no class.
    #[must_use]
    pub const fn new(content: Content) -> Self {
        Self {
            content,
            class: None,
            waiting: None,
            compressed: false,
            delete_after_reading: false,
        }
    }

    /// What a peer means by a value.
    #[must_use]
    pub const fn of(data_coding: DataCoding, peer: &Peer) -> Self {
        let value = data_coding.0;
        let follows_gsm = match peer.groups {
            Groups::Specified => matches!(value, 0xC0..=0xDF | 0xF0..),
            Groups::Practised => value >= 0x10,
            Groups::All => true,
        };
        if follows_gsm {
            return Self::of_gsm(value, peer);
        }
        Self::new(match value {
            0 => peer.zero,
            1 => peer.one,
            2 => Content::Octets,
            3 => Content::Text(Alphabet::Latin1),
            4 => peer.four,
            5 | 9 | 10 | 13 | 14 => Content::Foreign(data_coding),
            6 => Content::Text(Alphabet::Cyrillic),
            7 => Content::Text(Alphabet::Hebrew),
            8 => peer.eight,
            _ => Content::Reserved(data_coding),
        })
    }

    /// A GSM data coding scheme.
    const fn of_gsm(value: u8, peer: &Peer) -> Self {
        let gsm7 = match peer.zero {
            Content::Text(Alphabet::Gsm7Packed(tables)) => Alphabet::Gsm7Packed(tables),
            _ => Alphabet::GSM7,
        };
        let mut meaning = Self::new(Content::Reserved(DataCoding(value)));
        let class = Some(MessageClass(value & 0x03));
        match value {
            ..=0x7F => {
                meaning.content = match (value >> 2) & 0x03 {
                    0 => Content::Text(gsm7),
                    1 => Content::Octets,
                    2 => peer.eight,
                    _ => Content::Reserved(DataCoding(value)),
                };
                meaning.compressed = value & 0x20 != 0;
                meaning.delete_after_reading = value & 0x40 != 0;
                if value & 0x10 != 0 {
                    meaning.class = class;
                }
            }
            0x80..=0xBF => {}
            0xC0..=0xEF => {
                meaning.content = if value < 0xE0 {
                    Content::Text(gsm7)
                } else {
                    peer.eight
                };
                meaning.waiting = Some(Waiting {
                    active: value & 0x08 != 0,
                    kind: value & 0x03,
                    store: value >= 0xD0,
                });
            }
            0xF0.. => {
                meaning.content = if value & 0x04 == 0 {
                    Content::Text(gsm7)
                } else {
                    Content::Octets
                };
                meaning.class = class;
            }
        }
        meaning
    }

    /// The value that says this to a peer; `None` if none does.
    ///
    /// Of several, the one that SMPP 3.4 specifies.
    #[must_use]
    pub fn data_coding(&self, peer: &Peer) -> Option<DataCoding> {
        let wanted = self.without_tables();
        // What SMPP specifies comes first: plain values, then classes and
        // waiting indications, then what else GSM has.
        let plain = [0, 1, 3, 4, 6, 7, 8].into_iter().chain(0..=0x0F);
        plain
            .chain(0xF0..=0xFF)
            .chain(0xC0..=0xEF)
            .chain(0x10..=0xBF)
            .map(DataCoding)
            .find(|&value| Self::of(value, peer).without_tables() == wanted)
    }

    /// The same, whatever the GSM 7-bit tables, which the header selects; and
    /// UCS-2 as UTF-16, which differs only in what is refused.
    fn without_tables(mut self) -> Self {
        self.content = match self.content {
            Content::Text(Alphabet::Gsm7(_)) => Content::Text(Alphabet::GSM7),
            Content::Text(Alphabet::Gsm7Packed(_)) => {
                Content::Text(Alphabet::Gsm7Packed(Gsm7::DEFAULT))
            }
            Content::Text(Alphabet::Ucs2) => Content::Text(Alphabet::Utf16),
            other => other,
        };
        self
    }
}

#[cfg(test)]
mod tests;
