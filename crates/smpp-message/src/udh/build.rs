//! Building a header.

use core::fmt;

use super::{Element, Udh, UdhError, UdhErrorKind};
use crate::writer::Writer;

/// Writes a user data header into a lent buffer.
///
/// # Examples
///
/// ```
/// use smpp_message::udh::{Element, Ports, UdhBuilder, WapPort};
///
/// let mut buffer = [0; 16];
/// let mut udh = UdhBuilder::new(&mut buffer);
/// udh.push(&Element::Ports(Ports::new(WapPort::PUSH, 9200)))?;
/// assert_eq!(udh.finish(), [0x06, 0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0]);
/// # Ok::<(), smpp_message::udh::UdhError>(())
/// ```
pub struct UdhBuilder<'b> {
    buffer: &'b mut [u8],
    /// Octets in use, UDHL included; 0 before the first element.
    len: usize,
}

impl<'b> UdhBuilder<'b> {
    /// A builder that writes from the front of `buffer`. A header takes up to
    /// 256 octets.
    #[must_use]
    pub const fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0 }
    }

    /// Appends an element. On an error the header is as before.
    ///
    /// # Errors
    ///
    /// Located where the element would have begun:
    ///
    /// - [`UdhErrorKind::TooLarge`] past 255 octets.
    /// - [`UdhErrorKind::BufferTooSmall`] past the end of the buffer.
    pub fn push(&mut self, element: &Element<'_>) -> Result<(), UdhError> {
        let (fixed, rest) = element.data();
        self.append(element.iei().0, fixed.as_octets(), rest)
    }

    /// Appends every element of a header.
    ///
    /// # Errors
    ///
    /// As [`push`](Self::push); elements before the failing one stay.
    pub fn extend(&mut self, udh: Udh<'_>) -> Result<(), UdhError> {
        for element in udh.raw_elements() {
            self.append(element.iei().0, element.data(), &[])?;
        }
        Ok(())
    }

    fn append(&mut self, iei: u8, fixed: &[u8], rest: &[u8]) -> Result<(), UdhError> {
        let start = self.len.max(1);
        let iedl = fixed.len().saturating_add(rest.len());
        let end = start.saturating_add(2).saturating_add(iedl);
        let (Ok(iedl), Ok(udhl)) = (u8::try_from(iedl), u8::try_from(end.saturating_sub(1))) else {
            return Err(UdhError::new(UdhErrorKind::TooLarge, start));
        };
        let too_small = || UdhError::new(UdhErrorKind::BufferTooSmall, start);
        let place = self.buffer.get_mut(start..end).ok_or_else(too_small)?;
        let mut writer = Writer::new(place);
        for octets in [&[iei, iedl][..], fixed, rest] {
            writer.extend(octets).map_err(|_| too_small())?;
        }
        if let Some(first) = self.buffer.first_mut() {
            *first = udhl;
        }
        self.len = end;
        Ok(())
    }

    /// The header, UDHL included; empty if nothing was pushed, which is no
    /// header at all.
    #[must_use]
    pub fn finish(self) -> &'b [u8] {
        self.buffer.get(..self.len).unwrap_or_default()
    }

    /// The header as a view, to put before every part of a message; an empty
    /// one if nothing was pushed.
    #[must_use]
    pub fn udh(self) -> Udh<'b> {
        Udh {
            elements: self.buffer.get(1..self.len).unwrap_or_default(),
        }
    }
}

impl fmt::Debug for UdhBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UdhBuilder")
            .field("octets", &self.len)
            .field("room", &self.buffer.len())
            .finish()
    }
}
