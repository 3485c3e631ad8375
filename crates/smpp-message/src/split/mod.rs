//! Long messages: cutting a text into parts.
//!
//! Spec: 3GPP TS 23.040 §9.2.3.24.1 and §9.2.3.24.8 (user data header); SMPP
//! 3.4 §5.3.2.22 to 24 (`sar_*` TLVs) and §5.3.2.32 (`message_payload`).

mod cut;
mod error;
mod method;
mod part;

pub use self::error::{SplitError, SplitErrorKind};
pub use self::method::Method;
pub use self::part::{Part, Parts};

use core::fmt;

use self::cut::{Body, Frame, capacity, count_parts, header_len};
use crate::alphabet::Alphabet;
use crate::data_coding::DataCoding;
use crate::setters::setters;
use crate::udh::{Iei, Udh};

/// User data octets in one SMS on GSM and UMTS.
pub const SMS_OCTETS: u8 = 140;

/// Octets of the largest part, header included: 160, a GSM 7-bit text with one septet per octet.
///
/// A buffer of this size holds every part whose [`Limits::octets`] are at most [`SMS_OCTETS`].
/// See [`Limits::max_part_len`] for other limits and for [`Method::Payload`].
pub const MAX_PART_LEN: usize = Limits::new().max_part_len();

/// What a part may hold, and what stands before it.
///
/// # Examples
///
/// ```
/// use smpp_message::split::{Limits, Method};
///
/// // For a peer that wants an octet to spare.
/// static LIMITS: Limits<'_> = Limits::new().with_method(Method::Udh16).with_octets(139);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits<'a> {
    /// How parts say that they belong together. Default: [`Method::Udh8`].
    pub method: Method,
    /// User data octets in one part, header included, packed as on the radio:
    /// default [`SMS_OCTETS`]. CDMA and TDMA networks have limits of their
    /// own; some peers want a spare octet. 0 fits nothing. Without effect with
    /// [`Method::Payload`].
    pub octets: u8,
    /// A header for every part: ports, for instance. Concatenation and
    /// national language elements are added as needed and must not be in it.
    /// Default: none.
    pub header: Option<Udh<'a>>,
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> Limits<'a> {
    /// Returns the default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            method: Method::Udh8,
            octets: SMS_OCTETS,
            header: None,
        }
    }

    /// Returns the octets of the largest part that these limits permit, header included.
    ///
    /// 65535 with [`Method::Payload`]; else eight septets for each seven of the octets.
    #[must_use]
    pub const fn max_part_len(&self) -> usize {
        match self.method {
            Method::Payload => u16::MAX as usize,
            _ => (self.octets as usize).saturating_mul(8) / 7,
        }
    }

    setters! {
        with_method method: Method;
        with_octets octets: u8;
        with_header header: Option<Udh<'a>>;
    }
}

/// A message that is not yet cut, with all that is known before it is.
///
/// Borrows the text, or the octets, and the header of [`Limits`].
///
/// # Examples
///
/// ```
/// use smpp_message::Alphabet;
/// use smpp_message::split::{Limits, Splitter};
///
/// let text = "0123456789".repeat(20);
/// let split = Splitter::from_text(&text, Alphabet::GSM7, &Limits::default())?;
/// assert_eq!((split.parts(), split.capacity(), split.room()), (2, 153, 106));
///
/// let mut short_message = [0; 255];
/// for part in split.with_reference(0x2A) {
///     let octets = part.encode(&mut short_message)?;
///     assert_eq!(octets[..6], [0x05, 0x00, 0x03, 0x2A, 0x02, part.number()]);
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Splitter<'a> {
    body: Body<'a>,
    frame: Frame<'a>,
    /// Units of the whole message.
    units: usize,
    total: u8,
}

impl<'a> Splitter<'a> {
    /// Prepares a text. One that fits in one part stays one, without a
    /// concatenation element.
    ///
    /// # Errors
    ///
    /// - [`SplitErrorKind::Unrepresentable`] with the position, in octets of
    ///   `text`, of the first character the alphabet lacks.
    /// - [`SplitErrorKind::TooLong`] for more than 255 parts, or a payload
    ///   above 65535 octets.
    /// - [`SplitErrorKind::NoRoom`] if the headers fill a part.
    /// - [`SplitErrorKind::HeaderNotAllowed`] if the header of `limits` has a
    ///   concatenation or national language element.
    pub fn from_text(
        text: &'a str,
        alphabet: Alphabet,
        limits: &Limits<'a>,
    ) -> Result<Self, SplitError> {
        Self::counted(text, alphabet, alphabet.units(text)?, limits)
    }

    /// Prepares octets: binary content. They are cut anywhere.
    ///
    /// # Errors
    ///
    /// As [`from_text`](Self::from_text), but for the alphabet.
    pub fn from_octets(octets: &'a [u8], limits: &Limits<'a>) -> Result<Self, SplitError> {
        Self::new(Body::Octets(octets), octets.len(), true, limits)
    }

    /// Sets the `data_coding` of every part.
    ///
    /// Needed if the peer gives a value another meaning, or for a class: see
    /// [`Meaning::data_coding`](crate::data_coding::Meaning::data_coding). A
    /// [`Composer`](crate::Composer) sets it.
    #[must_use]
    pub const fn with_data_coding(mut self, data_coding: DataCoding) -> Self {
        self.frame.data_coding = data_coding;
        self
    }

    /// Returns the `data_coding` of every part.
    ///
    /// Default: the value of SMPP 3.4 for the alphabet, 4 for octets. It is 0 for GSM 7-bit and
    /// UTF-8, which have no value but the message centre's default.
    #[must_use]
    pub const fn data_coding(&self) -> DataCoding {
        self.frame.data_coding
    }

    /// As [`from_text`](Self::from_text), of a text known to take so many units.
    pub(crate) fn counted(
        text: &'a str,
        alphabet: Alphabet,
        units: usize,
        limits: &Limits<'a>,
    ) -> Result<Self, SplitError> {
        let uniform = units == text.len() && text.is_ascii();
        Self::new(Body::Text(text, alphabet), units, uniform, limits)
    }

    /// The fewest parts that so many units could take, whatever the text.
    pub(crate) fn fewest(
        alphabet: Alphabet,
        units: usize,
        limits: &Limits<'a>,
    ) -> Result<u8, SplitError> {
        Self::new(Body::Text("", alphabet), units, true, limits).map(|split| split.total)
    }

    fn new(
        body: Body<'a>,
        units: usize,
        uniform: bool,
        limits: &Limits<'a>,
    ) -> Result<Self, SplitError> {
        if let Some(bad) = limits.header.and_then(not_allowed) {
            return Err(SplitError::new(SplitErrorKind::HeaderNotAllowed, bad));
        }
        let mut frame = Frame {
            method: limits.method,
            header: limits.header,
            octets: usize::from(limits.octets),
            capacity: 0,
            uniform,
            data_coding: body.data_coding(),
        };
        if matches!(limits.method, Method::Payload) {
            frame.octets = usize::from(u16::MAX);
        }
        let own = frame.header_octets(body, None);
        frame.capacity = capacity(body, frame.octets, own).ok_or(SplitError::NO_ROOM)?;
        let whole = Self {
            body,
            frame,
            units,
            total: 1,
        };
        if units <= frame.capacity {
            return Ok(whole);
        }
        let with_concatenation = match limits.method {
            Method::Payload => {
                return Err(SplitError::new(SplitErrorKind::TooLong { parts: None }, 0));
            }
            Method::Udh8 | Method::Sar => header_len(own, 5),
            Method::Udh16 => header_len(own, 6),
        };
        frame.capacity =
            capacity(body, frame.octets, with_concatenation).ok_or(SplitError::NO_ROOM)?;
        if frame.capacity < body.widest() {
            return Err(SplitError::NO_ROOM);
        }
        let parts = count_parts(body, units, &frame);
        let total = u8::try_from(parts)
            .map_err(|_| SplitError::new(SplitErrorKind::TooLong { parts: Some(parts) }, 0))?;
        Ok(Self {
            frame,
            total,
            ..whole
        })
    }

    /// How many parts there will be: 1 to 255.
    #[must_use]
    pub const fn parts(&self) -> u8 {
        self.total
    }

    /// How many septets (GSM 7-bit), octets or 16-bit units the message takes.
    #[must_use]
    pub const fn units(&self) -> usize {
        self.units
    }

    /// How many septets, octets or 16-bit units fit in each part.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.frame.capacity
    }

    /// How many septets, octets or 16-bit units the last part has left.
    #[must_use]
    pub fn room(&self) -> usize {
        let last = self.with_reference(0).last();
        let used = last.map_or(0, |part| part.units());
        self.frame.capacity.saturating_sub(used)
    }

    /// The parts, under a reference that [`References`](crate::References)
    /// counts per destination. [`Method::Udh8`] uses its low eight bits; a
    /// message of one part, none of it.
    #[must_use]
    pub const fn with_reference(&self, reference: u16) -> Parts<'a> {
        Parts {
            body: self.body,
            frame: self.frame,
            units: self.units,
            reference,
            total: self.total,
            number: 1,
        }
    }
}

impl fmt::Debug for Splitter<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Splitter")
            .field("parts", &self.total)
            .field("units", &self.units)
            .field("capacity", &self.frame.capacity)
            .finish()
    }
}

/// Where in a header an element is that the splitter adds itself.
fn not_allowed(header: Udh<'_>) -> Option<usize> {
    header
        .raw_elements()
        .find(|element| {
            matches!(
                element.iei(),
                Iei::CONCATENATION_8
                    | Iei::CONCATENATION_16
                    | Iei::SINGLE_SHIFT
                    | Iei::LOCKING_SHIFT
            )
        })
        .map(|element| element.offset())
}

#[cfg(test)]
mod tests;
