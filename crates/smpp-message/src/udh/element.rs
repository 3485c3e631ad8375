//! The information elements.

use core::fmt;

use super::fields::{Concatenation, MessageIndication, Ports, TextFormatting};
use super::{Iei, UdhError, UdhErrorKind};
use crate::gsm7::Language;

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

/// An information element, read.
///
/// Spec: 3GPP TS 23.040 §9.2.3.24. `position` is the character of the text
/// that an object stands before. `Debug` shows numbers, and of anything longer
/// the length.
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
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (fixed, rest) = self.data();
        write!(f, "{} {:02x?}", self.iei(), fixed.as_octets())?;
        if rest.is_empty() {
            Ok(())
        } else {
            write!(f, " and {} octets", rest.len())
        }
    }
}
