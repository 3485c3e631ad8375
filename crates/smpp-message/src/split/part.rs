//! The parts of a message.

use core::fmt;

use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{DataCoding, EsmClass};

use super::cut::{Body, Frame};
use super::method::Method;
use crate::alphabet::{Alphabet, Unit, pack_text};
use crate::error::TextError;
use crate::gsm7::{Language, packed};
use crate::udh::{Concatenation, Element, UdhBuilder};

/// The parts of a message, in order: see
/// [`Splitter::with_reference`](super::Splitter::with_reference).
///
/// A part ends before a character that does not fit whole, and before a
/// grapheme cluster that does not, unless that would cost a part more.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// What is left.
    pub(super) body: Body<'a>,
    pub(super) frame: Frame<'a>,
    /// Units of what is left.
    pub(super) units: usize,
    pub(super) reference: u16,
    pub(super) total: u8,
    /// The part to come; 0 after the last.
    pub(super) number: u8,
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        if self.number == 0 {
            return None;
        }
        let after = usize::from(self.total.saturating_sub(self.number));
        let (body, rest, units) = self.body.cut(self.units, after, &self.frame);
        let concatenation = (self.total > 1).then_some(Concatenation {
            reference: match self.frame.method {
                Method::Udh8 => self.reference & 0xFF,
                _ => self.reference,
            },
            wide: !matches!(self.frame.method, Method::Udh8),
            total: self.total,
            number: self.number,
        });
        let part = Part {
            body,
            frame: self.frame,
            concatenation,
            units,
        };
        self.body = rest;
        self.units = self.units.saturating_sub(units);
        self.number = if self.number == self.total {
            0
        } else {
            self.number.saturating_add(1)
        };
        Some(part)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = match self.number {
            0 => 0,
            number => usize::from(self.total.saturating_sub(number)).saturating_add(1),
        };
        (left, Some(left))
    }
}

impl ExactSizeIterator for Parts<'_> {}
impl core::iter::FusedIterator for Parts<'_> {}

impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("number", &self.number)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

/// One part, ready to be written.
///
/// `Debug` does not show the text.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    body: Body<'a>,
    frame: Frame<'a>,
    concatenation: Option<Concatenation>,
    units: usize,
}

impl<'a> Part<'a> {
    /// Which part this is, from 1.
    #[must_use]
    pub const fn number(&self) -> u8 {
        match self.concatenation {
            Some(part) => part.number,
            None => 1,
        }
    }

    /// How many parts the message has.
    #[must_use]
    pub const fn total(&self) -> u8 {
        match self.concatenation {
            Some(part) => part.total,
            None => 1,
        }
    }

    /// How many septets, octets or 16-bit units of content the part has.
    #[must_use]
    pub const fn units(&self) -> usize {
        self.units
    }

    /// The text of the part; `None` of binary content.
    #[must_use]
    pub const fn as_text(&self) -> Option<&'a str> {
        match self.body {
            Body::Text(text, _) => Some(text),
            Body::Octets(_) => None,
        }
    }

    /// What goes into the `sar_*` TLVs; `None` where none are to be sent.
    #[must_use]
    pub const fn sar(&self) -> Option<Concatenation> {
        match self.frame.method {
            Method::Sar => self.concatenation,
            _ => None,
        }
    }

    /// The three `sar_*` TLVs; `None` where none are to be sent.
    ///
    /// ```
    /// use smpp_codec::pdu::SubmitSm;
    /// use smpp_message::split::{Limits, Method, Splitter};
    ///
    /// let mut limits = Limits::default();
    /// limits.method = Method::Sar;
    /// let octets = [7; 200];
    /// for part in Splitter::from_octets(&octets, &limits)?.with_reference(42) {
    ///     let tlvs = part.sar_tlvs();
    ///     let mut short_message = [0; 255];
    ///     let submit = SubmitSm {
    ///         esm_class: part.esm_class(),
    ///         data_coding: part.data_coding(),
    ///         short_message: part.encode(&mut short_message)?,
    ///         tlvs: tlvs.as_ref().map(Into::into).unwrap_or_default(),
    ///         ..SubmitSm::default()
    ///     };
    ///     assert_eq!(submit.tlvs.iter().count(), 3);
    /// }
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn sar_tlvs(&self) -> Option<[Tlv<'static>; 3]> {
        let part = self.sar()?;
        Some([
            Tlv::new(tlv::SAR_MSG_REF_NUM, part.reference),
            Tlv::new(tlv::SAR_TOTAL_SEGMENTS, part.total),
            Tlv::new(tlv::SAR_SEGMENT_SEQNUM, part.number),
        ])
    }

    /// Whether the part has a header, so that `esm_class` needs 0x40.
    #[must_use]
    pub fn has_udh(&self) -> bool {
        self.header_octets() > 0
    }

    /// The `esm_class` of a message like this, with 0x40 set if the part has a
    /// header.
    #[must_use]
    pub fn esm_class(&self) -> EsmClass {
        EsmClass::default().with_udhi(self.has_udh())
    }

    /// Returns the `data_coding` of the message, the same for every part.
    #[must_use]
    pub const fn data_coding(&self) -> DataCoding {
        self.frame.data_coding
    }

    /// Whether the octets go into `message_payload`, with `sm_length` 0,
    /// instead of `short_message`.
    #[must_use]
    pub const fn in_payload(&self) -> bool {
        matches!(self.frame.method, Method::Payload)
    }

    /// How many octets [`encode`](Self::encode) writes.
    #[must_use]
    pub fn encoded_len(&self) -> usize {
        let header = self.header_octets();
        let content = match self.body {
            Body::Octets(octets) => octets.len(),
            Body::Text(text, alphabet) => match alphabet {
                Alphabet::Gsm7Packed(_) => {
                    let fill = packed::fill_bits(header);
                    let padded = self.padded(text, fill);
                    packed::packed_len(self.units.saturating_add(padded), fill)
                }
                _ => match alphabet.unit() {
                    Unit::Word => self.units.saturating_mul(2),
                    Unit::Septet | Unit::Octet => self.units,
                },
            },
        };
        header.saturating_add(content)
    }

    /// Writes the header, if there is one, and the content; answers what was
    /// written.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`](crate::TextErrorKind::BufferTooSmall)
    /// with the size that suffices.
    pub fn encode<'b>(&self, out: &'b mut [u8]) -> Result<&'b [u8], TextError> {
        let too_small = || TextError::too_small(self.encoded_len());
        let header = self.header_octets();
        let (udh, place) = out.split_at_mut_checked(header).ok_or_else(too_small)?;
        if header > 0 {
            let mut builder = UdhBuilder::new(udh);
            self.push_elements(&mut builder).ok_or_else(too_small)?;
        }
        let content = match self.body {
            Body::Octets(octets) => place
                .get_mut(..octets.len())
                .map(|place| place.copy_from_slice(octets))
                .map(|()| octets.len()),
            Body::Text(text, Alphabet::Gsm7Packed(gsm7)) => {
                let fill = packed::fill_bits(header);
                let pad = self.padded(text, fill) > 0;
                pack_text(gsm7, text, None, fill, pad, place)
                    .map(|(octets, _)| octets.len())
                    .ok()
            }
            Body::Text(text, alphabet) => alphabet.encode(text, place).map(<[u8]>::len).ok(),
        };
        let len = content.ok_or_else(too_small)?.saturating_add(header);
        Ok(out.get(..len).unwrap_or_default())
    }

    fn header_octets(&self) -> usize {
        self.frame.header_octets(self.body, self.concatenation)
    }

    fn push_elements(&self, builder: &mut UdhBuilder<'_>) -> Option<()> {
        if let (Some(part), Method::Udh8 | Method::Udh16) = (self.concatenation, self.frame.method)
        {
            builder.push(&Element::Concatenation(part)).ok()?;
        }
        if let Body::Text(_, Alphabet::Gsm7(gsm7) | Alphabet::Gsm7Packed(gsm7)) = self.body {
            if gsm7.single != Language::DEFAULT {
                builder.push(&Element::SingleShift(gsm7.single)).ok()?;
            }
            if gsm7.locking != Language::DEFAULT {
                builder.push(&Element::LockingShift(gsm7.locking)).ok()?;
            }
        }
        match self.frame.header {
            Some(header) => builder.extend(header).ok(),
            None => Some(()),
        }
    }

    /// How many carriage returns the packed form adds: 0 or 1. None where the
    /// part is full, which leaves no bits for a reader to take for an `@`.
    fn padded(&self, text: &str, fill: u8) -> usize {
        let full = self.units >= self.frame.capacity;
        packed::padding(self.units, text.ends_with('\r') && !full, fill)
    }
}

impl fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("number", &self.number())
            .field("total", &self.total())
            .field("units", &self.units)
            .field("octets", &self.encoded_len())
            .finish()
    }
}
