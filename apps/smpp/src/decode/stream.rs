//! Octets, cut into PDUs to their end.

use smpp_codec::frame::{self, FrameError, FrameSplit};
use smpp_codec::{DecodeError, Deviation, HEADER_OCTETS, Pdu};

use super::Rules;

/// What stands at one place of a stream.
pub(crate) enum Found<'a> {
    /// A whole frame.
    Frame(&'a [u8]),
    /// No frame, nor any behind it: everything that is left.
    Lost(FrameError, &'a [u8]),
    /// The beginning of a PDU, or of its header, which has so many octets when it is whole.
    Incomplete {
        /// Octets that are there.
        have: usize,
        /// Octets that are needed, as far as they tell.
        need: usize,
    },
}

/// Walks over the frames of a stream.
#[derive(Clone)]
pub(crate) struct Frames<'a> {
    rest: &'a [u8],
    offset: usize,
    max_octets: usize,
}

crate::redaction::opaque!(Found<'_>, Frames<'_>);

impl<'a> Frames<'a> {
    pub(crate) const fn new(octets: &'a [u8], rules: Rules) -> Self {
        Self {
            rest: octets,
            offset: 0,
            max_octets: rules.max_octets,
        }
    }
}

impl<'a> Iterator for Frames<'a> {
    /// Where it begins, and what it is.
    type Item = (usize, Found<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let offset = self.offset;
        let octets = core::mem::take(&mut self.rest);
        let found = match frame::split(octets, self.max_octets) {
            Ok(FrameSplit::Frame { frame, rest }) => {
                self.rest = rest;
                self.offset += frame.len();
                Found::Frame(frame)
            }
            Ok(FrameSplit::NeedMore(_)) => Found::Incomplete {
                have: octets.len(),
                need: integer(octets, 0).map_or(HEADER_OCTETS, |length| length as usize),
            },
            Err(error) => Found::Lost(error, octets),
        };
        Some((offset, found))
    }
}

/// Decodes a frame, and collects its deviations in `deviations`, which is emptied first.
pub(crate) fn decode<'a>(
    frame: &'a [u8],
    rules: Rules,
    deviations: &mut Vec<Deviation>,
) -> Result<Pdu<'a>, DecodeError> {
    deviations.clear();
    Pdu::decode_with(frame, rules.dialect, &mut |deviation| {
        deviations.push(deviation);
    })
}

/// The four octets at an offset, if they are there.
pub(crate) fn integer(octets: &[u8], at: usize) -> Option<u32> {
    octets
        .get(at..)
        .and_then(|octets| octets.first_chunk())
        .map(|octets| u32::from_be_bytes(*octets))
}
