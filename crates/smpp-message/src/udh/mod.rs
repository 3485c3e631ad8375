//! The user data header: what stands before the text.
//!
//! Spec: 3GPP TS 23.040 §9.2.3.24. Layout in octets: UDHL 1, then elements of
//! IEI 1, IEDL 1 and IEDL octets of data; UDHL counts the elements and not
//! itself. A header is there when `esm_class` has 0x40 set, in `short_message`
//! as in `message_payload`.

mod build;
mod element;
mod fields;
mod iei;
mod layout;

pub use self::build::UdhBuilder;
pub use self::element::{Element, RawElement};
pub use self::fields::{Concatenation, MessageIndication, Ports, TextFormatting, WapPort};
pub use self::iei::Iei;

use core::error::Error;
use core::fmt;

use crate::gsm7::{Gsm7, Language};

/// A user data header whose elements tile it exactly.
///
/// Borrows the user data it was split from. Unknown elements are kept, in
/// their place; each element is looked into only when asked.
///
/// # Examples
///
/// ```
/// use smpp_message::udh::Udh;
///
/// let user_data = [0x05, 0x00, 0x03, 0x2A, 0x02, 0x01, b'h', b'i'];
/// let (udh, text) = Udh::split(&user_data)?;
/// let part = udh.concatenation().unwrap();
/// assert_eq!((part.reference, part.total, part.number), (0x2A, 2, 1));
/// assert_eq!(text, b"hi");
/// # Ok::<(), smpp_message::udh::UdhError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Udh<'a> {
    /// The elements, without UDHL: at most 255 octets.
    elements: &'a [u8],
}

impl<'a> Udh<'a> {
    /// A header without elements: one octet, 0.
    pub const EMPTY: Udh<'static> = Udh { elements: &[] };

    /// Splits user data into its header and what follows.
    ///
    /// # Errors
    ///
    /// Located in octets from UDHL:
    ///
    /// - [`UdhErrorKind::Missing`], offset 0, if there is no octet at all.
    /// - [`UdhErrorKind::HeaderTooLong`], offset 0, if UDHL counts more octets
    ///   than there are.
    /// - [`UdhErrorKind::ElementTooLong`], at its IEI, if an element runs past
    ///   the header, or has no length octet.
    pub fn split(user_data: &'a [u8]) -> Result<(Self, &'a [u8]), UdhError> {
        let (&udhl, rest) = user_data
            .split_first()
            .ok_or(UdhError::new(UdhErrorKind::Missing, 0))?;
        let (elements, text) = rest
            .split_at_checked(usize::from(udhl))
            .ok_or(UdhError::new(UdhErrorKind::HeaderTooLong, 0))?;
        let mut rest = elements;
        while !rest.is_empty() {
            let Some((_, _, after)) = RawElement::split(rest) else {
                let before = elements.len().saturating_sub(rest.len());
                // UDHL stands before the elements.
                return Err(UdhError::new(
                    UdhErrorKind::ElementTooLong,
                    before.saturating_add(1),
                ));
            };
            rest = after;
        }
        Ok((Self { elements }, text))
    }

    /// What of a header can be read, in tolerant use: the elements before the
    /// first that does not fit, and as text what follows the header, or
    /// nothing if the header is longer than the user data.
    #[must_use]
    pub fn split_lossy(user_data: &'a [u8]) -> (Self, &'a [u8]) {
        let Some((&udhl, rest)) = user_data.split_first() else {
            return (Udh::EMPTY, &[]);
        };
        let (header, text) = rest
            .split_at_checked(usize::from(udhl))
            .unwrap_or((rest, &[]));
        let mut left = header;
        while let Some((_, _, after)) = RawElement::split(left) {
            left = after;
        }
        let whole = header.len().saturating_sub(left.len());
        let elements = header.get(..whole).unwrap_or_default();
        (Self { elements }, text)
    }

    /// How many octets the header takes, UDHL included: 1 to 256.
    #[must_use]
    pub const fn len(self) -> usize {
        self.elements.len().saturating_add(1)
    }

    /// Whether there is no element.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.elements.is_empty()
    }

    /// The encoded elements, one after another, without the UDHL that `len` counts.
    #[must_use]
    pub const fn as_octets(self) -> &'a [u8] {
        self.elements
    }

    /// The elements in their order, unread.
    #[must_use]
    pub const fn raw_elements(self) -> RawElements<'a> {
        RawElements {
            rest: self.elements,
            offset: 1,
        }
    }

    /// The elements in their order, each read by what its identifier says.
    pub fn elements(self) -> impl Iterator<Item = Result<Element<'a>, UdhError>> + Clone {
        self.raw_elements().map(RawElement::decode)
    }

    /// The part of a long message this is.
    ///
    /// Of several concatenation elements, 8-bit or 16-bit, the last counts; one
    /// that cannot be (of the wrong length, part 0, part above the total) does
    /// not count at all, as 3GPP asks.
    #[must_use]
    pub fn concatenation(self) -> Option<Concatenation> {
        self.last(|element| match element {
            Element::Concatenation(part) if part.is_valid() => Some(part),
            _ => None,
        })
    }

    /// The application ports; of several the last counts.
    #[must_use]
    pub fn ports(self) -> Option<Ports> {
        self.last(|element| match element {
            Element::Ports(ports) => Some(ports),
            _ => None,
        })
    }

    /// The GSM 7-bit tables that the national language elements select; the
    /// default ones where there is none. Of several the last counts.
    #[must_use]
    pub fn gsm7(self) -> Gsm7 {
        Gsm7 {
            locking: self
                .last(|element| match element {
                    Element::LockingShift(language) => Some(language),
                    _ => None,
                })
                .unwrap_or(Language::DEFAULT),
            single: self
                .last(|element| match element {
                    Element::SingleShift(language) => Some(language),
                    _ => None,
                })
                .unwrap_or(Language::DEFAULT),
        }
    }

    /// The message waiting indications: there may be one per kind of message.
    pub fn indications(self) -> impl Iterator<Item = MessageIndication> + Clone + 'a {
        self.raw_elements()
            .filter_map(|element| match element.decode() {
                Ok(Element::MessageIndication(indication)) => Some(indication),
                _ => None,
            })
    }

    fn last<T>(self, mut pick: impl FnMut(Element<'a>) -> Option<T>) -> Option<T> {
        self.raw_elements()
            .filter_map(|element| pick(element.decode().ok()?))
            .last()
    }
}

impl fmt::Debug for Udh<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.raw_elements()).finish()
    }
}

/// The elements of a header: see [`Udh::raw_elements`].
#[derive(Clone, Copy)]
pub struct RawElements<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Iterator for RawElements<'a> {
    type Item = RawElement<'a>;

    fn next(&mut self) -> Option<RawElement<'a>> {
        let (iei, data, rest) = RawElement::split(self.rest)?;
        let element = RawElement::new(iei, data, self.offset);
        let used = self.rest.len().saturating_sub(rest.len());
        self.rest = rest;
        self.offset = self.offset.saturating_add(used);
        Some(element)
    }
}

impl core::iter::FusedIterator for RawElements<'_> {}

impl fmt::Debug for RawElements<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}

/// A header that is not one, or that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UdhError {
    kind: UdhErrorKind,
    offset: usize,
}

/// What is wrong with a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UdhErrorKind {
    /// A header is announced and there is no octet.
    Missing,
    /// UDHL counts more octets than the user data has.
    HeaderTooLong,
    /// An element runs past the end of the header.
    ElementTooLong,
    /// An element's data are not as long as its identifier says.
    ElementLength,
    /// Building: the header would exceed 255 octets, or one element's data would.
    TooLarge,
    /// Building: the buffer ends before the header.
    BufferTooSmall,
}

impl UdhError {
    pub(crate) const fn new(kind: UdhErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> UdhErrorKind {
        self.kind
    }

    /// Where: octets from UDHL.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for UdhError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            UdhErrorKind::Missing => "no user data header where one is announced",
            UdhErrorKind::HeaderTooLong => "the user data header is longer than the user data",
            UdhErrorKind::ElementTooLong => "an element runs past the user data header",
            UdhErrorKind::ElementLength => "an element of the wrong length",
            UdhErrorKind::TooLarge => "the user data header would exceed 255 octets",
            UdhErrorKind::BufferTooSmall => "the buffer is too small for the user data header",
        })?;
        write!(f, ", at offset {}", self.offset)
    }
}

impl Error for UdhError {}

#[cfg(test)]
mod tests;
