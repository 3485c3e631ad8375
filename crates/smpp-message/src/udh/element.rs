//! The information elements.

use core::fmt;

use super::{UdhError, UdhErrorKind};
use crate::gsm7::Language;

/// An information element identifier.
///
/// Spec: 3GPP TS 23.040 §9.2.3.24. One octet; every value survives.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Iei(pub u8);

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident = $value:literal, $text:literal, $repeatable:literal;)*) => {
        impl Iei {
            $($(#[$doc])* pub const $name: Self = Self($value);)*

            /// Every identifier with a name.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What the element is called; `None` if the value is reserved or
            /// belongs to nobody in particular.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$name => Some($text),)*
                    _ => None,
                }
            }

            /// Whether a header may hold several elements of this kind. Of one
            /// that may not repeat, the last counts.
            #[must_use]
            pub const fn repeats(self) -> bool {
                match self {
                    $(Self::$name => $repeatable,)*
                    _ => true,
                }
            }
        }
    };
}

identifiers! {
    /// Part of a long message, with an 8-bit reference.
    CONCATENATION_8 = 0x00, "concatenation, 8-bit reference", false;
    /// Special SMS message indication: messages are waiting.
    MESSAGE_INDICATION = 0x01, "special SMS message indication", true;
    /// Application ports of one octet.
    PORTS_8 = 0x04, "application ports, 8-bit", false;
    /// Application ports of two octets.
    PORTS_16 = 0x05, "application ports, 16-bit", false;
    /// SMSC control parameters.
    SMSC_CONTROL = 0x06, "SMSC control parameters", false;
    /// Who put the elements that follow there.
    SOURCE_INDICATOR = 0x07, "UDH source indicator", true;
    /// Part of a long message, with a 16-bit reference.
    CONCATENATION_16 = 0x08, "concatenation, 16-bit reference", false;
    /// Wireless control message protocol.
    WCMP = 0x09, "WCMP", true;
    /// EMS: text formatting.
    TEXT_FORMATTING = 0x0A, "text formatting", true;
    /// EMS: a sound of the handset.
    PREDEFINED_SOUND = 0x0B, "predefined sound", true;
    /// EMS: a sound as iMelody, at most 128 octets.
    USER_DEFINED_SOUND = 0x0C, "user defined sound", true;
    /// EMS: an animation of the handset.
    PREDEFINED_ANIMATION = 0x0D, "predefined animation", true;
    /// EMS: an animation of four 16 x 16 frames.
    LARGE_ANIMATION = 0x0E, "large animation", true;
    /// EMS: an animation of four 8 x 8 frames.
    SMALL_ANIMATION = 0x0F, "small animation", true;
    /// EMS: a picture of 32 x 32.
    LARGE_PICTURE = 0x10, "large picture", true;
    /// EMS: a picture of 16 x 16.
    SMALL_PICTURE = 0x11, "small picture", true;
    /// EMS: a picture of a stated size.
    VARIABLE_PICTURE = 0x12, "variable picture", true;
    /// EMS: the objects that follow are for the user to keep.
    USER_PROMPT = 0x13, "user prompt indicator", true;
    /// EMS: an extended object, or its continuation.
    EXTENDED_OBJECT = 0x14, "extended object", true;
    /// EMS: an extended object of this message, shown again.
    REUSED_EXTENDED_OBJECT = 0x15, "reused extended object", true;
    /// EMS: compression control.
    COMPRESSION_CONTROL = 0x16, "compression control", false;
    /// EMS: whether the objects that follow may be passed on.
    OBJECT_DISTRIBUTION = 0x17, "object distribution indicator", true;
    /// EMS: a standard WVG object.
    STANDARD_WVG = 0x18, "standard WVG object", true;
    /// EMS: a character size WVG object.
    CHARACTER_SIZE_WVG = 0x19, "character size WVG object", true;
    /// EMS: extended object data request.
    EXTENDED_OBJECT_REQUEST = 0x1A, "extended object data request", false;
    /// The text begins with an e-mail header.
    EMAIL_HEADER = 0x20, "RFC 5322 e-mail header", false;
    /// A part of the text is a link.
    HYPERLINK = 0x21, "hyperlink format", true;
    /// The address a reply goes to.
    REPLY_ADDRESS = 0x22, "reply address", false;
    /// Enhanced voice mail information.
    ENHANCED_VOICE_MAIL = 0x23, "enhanced voice mail information", false;
    /// National language single shift.
    SINGLE_SHIFT = 0x24, "national language single shift", false;
    /// National language locking shift.
    LOCKING_SHIFT = 0x25, "national language locking shift", false;
    /// Filler.
    FILLER = 0x26, "filler", true;
}

impl fmt::Display for Iei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.name(), self.0) {
            (Some(name), _) => f.write_str(name),
            (None, 0x70..=0x7F) => write!(f, "SIM toolkit security header {:#04x}", self.0),
            (None, 0x80..=0x9F) => write!(f, "SME to SME element {:#04x}", self.0),
            (None, 0xC0..=0xDF) => write!(f, "message centre element {:#04x}", self.0),
            _ => write!(f, "reserved element {:#04x}", self.0),
        }
    }
}

impl fmt::Debug for Iei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An element as it stands: identifier and data.
///
/// Borrows from the header. `Debug` shows the length of the data, not the data.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RawElement<'a> {
    iei: Iei,
    data: &'a [u8],
    offset: usize,
}

impl<'a> RawElement<'a> {
    pub(super) const fn new(iei: Iei, data: &'a [u8], offset: usize) -> Self {
        Self { iei, data, offset }
    }

    /// The first element of some, its data, and the others.
    #[inline]
    pub(super) fn split(elements: &'a [u8]) -> Option<(Iei, &'a [u8], &'a [u8])> {
        let (&[iei, iedl], rest) = elements.split_first_chunk::<2>()?;
        let (data, rest) = rest.split_at_checked(usize::from(iedl))?;
        Some((Iei(iei), data, rest))
    }

    /// What kind of element this is.
    #[must_use]
    pub const fn iei(self) -> Iei {
        self.iei
    }

    /// The data, IEDL octets.
    #[must_use]
    pub const fn data(self) -> &'a [u8] {
        self.data
    }

    /// Where the element begins: octets from UDHL to its IEI.
    #[must_use]
    pub const fn offset(self) -> usize {
        self.offset
    }

    /// Reads the data by what the identifier says. An unknown element is
    /// [`Element::Other`].
    ///
    /// # Errors
    ///
    /// [`UdhErrorKind::ElementLength`], at the element's IEI, if the data are
    /// not as long as the identifier says.
    pub fn decode(self) -> Result<Element<'a>, UdhError> {
        Element::read(self.iei, self.data)
            .ok_or_else(|| UdhError::new(UdhErrorKind::ElementLength, self.offset))
    }
}

impl fmt::Debug for RawElement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} octets", self.iei, self.data.len())
    }
}

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

/// An information element, read.
///
/// Spec: 3GPP TS 23.040 §9.2.3.24. `position` is the character of the text
/// that an object stands before. `Debug` may show the data; [`RawElement`]
/// does not.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Element<'a> {
    /// 0x00 and 0x08: part of a long message.
    Concatenation(Concatenation),
    /// 0x01: messages are waiting.
    MessageIndication(MessageIndication),
    /// 0x04 and 0x05: application ports.
    Ports(Ports),
    /// 0x06: bit 0 report on completion, bit 1 on a permanent error, bit 2 on
    /// a temporary error given up, bit 3 on one still tried, bit 6 cancel the
    /// later reports of the concatenation, bit 7 return this header.
    SmscControl(u8),
    /// 0x07: who put the elements after this one there: 1 the sender, 2 the
    /// receiver, 3 the message centre.
    SourceIndicator(u8),
    /// 0x0A: text formatting.
    TextFormatting(TextFormatting),
    /// 0x0B: the sound with this number.
    PredefinedSound {
        /// Where in the text.
        position: u8,
        /// Which sound.
        number: u8,
    },
    /// 0x0D: the animation with this number.
    PredefinedAnimation {
        /// Where in the text.
        position: u8,
        /// Which animation.
        number: u8,
    },
    /// 0x0C, 0x0E to 0x11, 0x18, 0x19: sound, animation, picture or WVG object.
    Object {
        /// Which of them.
        iei: Iei,
        /// Where in the text.
        position: u8,
        /// The object itself.
        data: &'a [u8],
    },
    /// 0x12: a picture of its own size.
    VariablePicture {
        /// Where in the text.
        position: u8,
        /// Width in units of eight pixels.
        width: u8,
        /// Height in pixels.
        height: u8,
        /// One bit per pixel, by rows.
        data: &'a [u8],
    },
    /// 0x13: how many of the objects that follow are one for the user.
    UserPrompt(u8),
    /// 0x15: an extended object of this message, shown again.
    ReusedExtendedObject {
        /// Its reference.
        reference: u8,
        /// Where in the text, in the whole message.
        position: u16,
    },
    /// 0x17: how many of the objects that follow, 0 for all, may not be passed
    /// on if bit 0 of the attributes is set.
    ObjectDistribution {
        /// How many objects.
        count: u8,
        /// Attributes.
        attributes: u8,
    },
    /// 0x20: how many characters of the text are the e-mail header.
    EmailHeader(u8),
    /// 0x21: characters of the text that are a link's title and address.
    Hyperlink {
        /// Where the title begins, in the whole message.
        position: u16,
        /// Characters of the title.
        title: u8,
        /// Characters of the address, after one space.
        url: u8,
    },
    /// 0x24: the single shift table.
    SingleShift(Language),
    /// 0x25: the locking shift table.
    LockingShift(Language),
    /// Any other element, known by name or not.
    Other {
        /// Which element.
        iei: Iei,
        /// Its data.
        data: &'a [u8],
    },
}

impl<'a> Element<'a> {
    /// The identifier it is written with.
    #[must_use]
    pub const fn iei(&self) -> Iei {
        match *self {
            Self::Concatenation(Concatenation { wide: false, .. }) => Iei::CONCATENATION_8,
            Self::Concatenation(_) => Iei::CONCATENATION_16,
            Self::MessageIndication(_) => Iei::MESSAGE_INDICATION,
            Self::Ports(Ports { wide: false, .. }) => Iei::PORTS_8,
            Self::Ports(_) => Iei::PORTS_16,
            Self::SmscControl(_) => Iei::SMSC_CONTROL,
            Self::SourceIndicator(_) => Iei::SOURCE_INDICATOR,
            Self::TextFormatting(_) => Iei::TEXT_FORMATTING,
            Self::PredefinedSound { .. } => Iei::PREDEFINED_SOUND,
            Self::PredefinedAnimation { .. } => Iei::PREDEFINED_ANIMATION,
            Self::Object { iei, .. } | Self::Other { iei, .. } => iei,
            Self::VariablePicture { .. } => Iei::VARIABLE_PICTURE,
            Self::UserPrompt(_) => Iei::USER_PROMPT,
            Self::ReusedExtendedObject { .. } => Iei::REUSED_EXTENDED_OBJECT,
            Self::ObjectDistribution { .. } => Iei::OBJECT_DISTRIBUTION,
            Self::EmailHeader(_) => Iei::EMAIL_HEADER,
            Self::Hyperlink { .. } => Iei::HYPERLINK,
            Self::SingleShift(_) => Iei::SINGLE_SHIFT,
            Self::LockingShift(_) => Iei::LOCKING_SHIFT,
        }
    }

    /// Reads an element's data; `None` if they are not as long as they must be.
    fn read(iei: Iei, data: &'a [u8]) -> Option<Self> {
        Some(match (iei, data) {
            (Iei::CONCATENATION_8, &[reference, total, number]) => {
                Self::Concatenation(Concatenation {
                    reference: u16::from(reference),
                    wide: false,
                    total,
                    number,
                })
            }
            (Iei::CONCATENATION_16, &[high, low, total, number]) => {
                Self::Concatenation(Concatenation {
                    reference: u16::from_be_bytes([high, low]),
                    wide: true,
                    total,
                    number,
                })
            }
            (Iei::MESSAGE_INDICATION, &[bits, count]) => {
                Self::MessageIndication(MessageIndication {
                    store: bits & 0x80 != 0,
                    profile: (bits >> 5) & 0x03,
                    kind: bits & 0x1F,
                    count,
                })
            }
            (Iei::PORTS_8, &[destination, originator]) => {
                Self::Ports(Ports::new_8(destination, originator))
            }
            (Iei::PORTS_16, &[a, b, c, d]) => Self::Ports(Ports::new(
                u16::from_be_bytes([a, b]),
                u16::from_be_bytes([c, d]),
            )),
            (Iei::SMSC_CONTROL, &[bits]) => Self::SmscControl(bits),
            (Iei::SOURCE_INDICATOR, &[source]) => Self::SourceIndicator(source),
            (Iei::TEXT_FORMATTING, &[start, length, mode, ref colour @ ..])
                if colour.len() <= 1 =>
            {
                Self::TextFormatting(TextFormatting {
                    start,
                    length,
                    mode,
                    colour: colour.first().copied(),
                })
            }
            (Iei::PREDEFINED_SOUND, &[position, number]) => {
                Self::PredefinedSound { position, number }
            }
            (Iei::PREDEFINED_ANIMATION, &[position, number]) => {
                Self::PredefinedAnimation { position, number }
            }
            (iei, &[position, ref data @ ..]) if iei.is_object() => Self::Object {
                iei,
                position,
                data,
            },
            (Iei::VARIABLE_PICTURE, &[position, width, height, ref data @ ..]) => {
                Self::VariablePicture {
                    position,
                    width,
                    height,
                    data,
                }
            }
            (Iei::USER_PROMPT, &[objects]) => Self::UserPrompt(objects),
            (Iei::REUSED_EXTENDED_OBJECT, &[reference, high, low]) => Self::ReusedExtendedObject {
                reference,
                position: u16::from_be_bytes([high, low]),
            },
            (Iei::OBJECT_DISTRIBUTION, &[count, attributes]) => {
                Self::ObjectDistribution { count, attributes }
            }
            (Iei::EMAIL_HEADER, &[length]) => Self::EmailHeader(length),
            (Iei::HYPERLINK, &[high, low, title, url]) => Self::Hyperlink {
                position: u16::from_be_bytes([high, low]),
                title,
                url,
            },
            (Iei::SINGLE_SHIFT, &[language]) => Self::SingleShift(Language(language)),
            (Iei::LOCKING_SHIFT, &[language]) => Self::LockingShift(Language(language)),
            (iei, data) if !iei.has_layout() => Self::Other { iei, data },
            _ => return None,
        })
    }

    /// The fixed octets of the data, and the rest.
    pub(super) fn data(&self) -> (Fixed, &'a [u8]) {
        let rest: &[u8] = match *self {
            Self::Object { data, .. }
            | Self::VariablePicture { data, .. }
            | Self::Other { data, .. } => data,
            _ => &[],
        };
        let fixed = match *self {
            Self::Concatenation(Concatenation {
                reference,
                wide,
                total,
                number,
            }) => {
                let [high, low] = reference.to_be_bytes();
                if wide {
                    Fixed::new([high, low, total, number], 4)
                } else {
                    Fixed::new([low, total, number, 0], 3)
                }
            }
            Self::MessageIndication(MessageIndication {
                store,
                profile,
                kind,
                count,
            }) => {
                let bits = (u8::from(store) << 7) | ((profile & 0x03) << 5) | (kind & 0x1F);
                Fixed::new([bits, count, 0, 0], 2)
            }
            Self::Ports(Ports {
                destination,
                originator,
                wide,
            }) => {
                let ([a, b], [c, d]) = (destination.to_be_bytes(), originator.to_be_bytes());
                if wide {
                    Fixed::new([a, b, c, d], 4)
                } else {
                    Fixed::new([b, d, 0, 0], 2)
                }
            }
            Self::SmscControl(octet)
            | Self::SourceIndicator(octet)
            | Self::UserPrompt(octet)
            | Self::EmailHeader(octet)
            | Self::SingleShift(Language(octet))
            | Self::LockingShift(Language(octet)) => Fixed::new([octet, 0, 0, 0], 1),
            Self::TextFormatting(TextFormatting {
                start,
                length,
                mode,
                colour,
            }) => match colour {
                Some(colour) => Fixed::new([start, length, mode, colour], 4),
                None => Fixed::new([start, length, mode, 0], 3),
            },
            Self::PredefinedSound { position, number }
            | Self::PredefinedAnimation { position, number } => {
                Fixed::new([position, number, 0, 0], 2)
            }
            Self::Object { position, .. } => Fixed::new([position, 0, 0, 0], 1),
            Self::VariablePicture {
                position,
                width,
                height,
                ..
            } => Fixed::new([position, width, height, 0], 3),
            Self::ReusedExtendedObject {
                reference,
                position,
            } => {
                let [high, low] = position.to_be_bytes();
                Fixed::new([reference, high, low, 0], 3)
            }
            Self::ObjectDistribution { count, attributes } => {
                Fixed::new([count, attributes, 0, 0], 2)
            }
            Self::Hyperlink {
                position,
                title,
                url,
            } => {
                let [high, low] = position.to_be_bytes();
                Fixed::new([high, low, title, url], 4)
            }
            Self::Other { .. } => Fixed::new([0; 4], 0),
        };
        (fixed, rest)
    }
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (fixed, rest) = self.data();
        write!(f, "{} {:02x?}", self.iei(), fixed.octets())?;
        if rest.is_empty() {
            Ok(())
        } else {
            write!(f, " and {} octets", rest.len())
        }
    }
}

impl Iei {
    /// Elements that are a position and an object.
    const fn is_object(self) -> bool {
        matches!(
            self,
            Self::USER_DEFINED_SOUND
                | Self::LARGE_ANIMATION
                | Self::SMALL_ANIMATION
                | Self::LARGE_PICTURE
                | Self::SMALL_PICTURE
                | Self::STANDARD_WVG
                | Self::CHARACTER_SIZE_WVG
        )
    }

    /// Elements that [`Element`] has a variant for.
    const fn has_layout(self) -> bool {
        self.is_object()
            || matches!(
                self,
                Self::CONCATENATION_8
                    | Self::CONCATENATION_16
                    | Self::MESSAGE_INDICATION
                    | Self::PORTS_8
                    | Self::PORTS_16
                    | Self::SMSC_CONTROL
                    | Self::SOURCE_INDICATOR
                    | Self::TEXT_FORMATTING
                    | Self::PREDEFINED_SOUND
                    | Self::PREDEFINED_ANIMATION
                    | Self::VARIABLE_PICTURE
                    | Self::USER_PROMPT
                    | Self::REUSED_EXTENDED_OBJECT
                    | Self::OBJECT_DISTRIBUTION
                    | Self::EMAIL_HEADER
                    | Self::HYPERLINK
                    | Self::SINGLE_SHIFT
                    | Self::LOCKING_SHIFT
            )
    }
}

/// Up to four octets.
pub(super) struct Fixed {
    octets: [u8; 4],
    len: usize,
}

impl Fixed {
    const fn new(octets: [u8; 4], len: usize) -> Self {
        Self { octets, len }
    }

    pub(super) fn octets(&self) -> &[u8] {
        self.octets.get(..self.len).unwrap_or_default()
    }
}
