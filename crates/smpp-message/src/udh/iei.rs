//! The identifiers of the elements.

use core::fmt;

/// An information element identifier.
///
/// Spec: 3GPP TS 23.040 §9.2.3.24. One octet; every value survives.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "an open value is its integer")]
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

impl Iei {
    /// Elements that are a position and an object.
    pub(super) const fn is_object(self) -> bool {
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

    /// Elements that [`Element`](super::Element) has a variant for.
    pub(super) const fn has_layout(self) -> bool {
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
