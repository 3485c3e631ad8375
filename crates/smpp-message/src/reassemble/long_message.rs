//! A message, whole or not.

use core::fmt;

use smpp_codec::values::DataCoding;

use super::fragment::{PEER_OCTETS, source_of};
use super::memory::{Coding, PartSlot};
use super::store::Store;
use crate::alphabet::Alphabet;
use crate::error::TextError;
use crate::step::as_text;
use crate::writer::Writer;

/// A message in a [`Reassembler`](super::Reassembler): whole, or dropped with parts missing.
///
/// Borrows from it until its next call. `Debug` does not show addresses or
/// text.
#[derive(Clone, Copy)]
pub struct LongMessage<'r> {
    pub(super) store: &'r Store<'r>,
    pub(super) index: u32,
}

impl<'r> LongMessage<'r> {
    /// Octets of content, of the parts that are there.
    #[must_use]
    pub fn len(&self) -> usize {
        let octets = self.slot().map_or(0, |slot| slot.octets);
        usize::try_from(octets).unwrap_or(usize::MAX)
    }

    /// Whether there is no content.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many parts the message has.
    #[must_use]
    pub fn total(&self) -> u8 {
        self.slot().map_or(0, |slot| slot.total)
    }

    /// How many of them are there.
    #[must_use]
    pub fn received(&self) -> u8 {
        self.slot().map_or(0, |slot| slot.received)
    }

    /// How the parts are coded, if all that are there are coded alike.
    #[must_use]
    pub fn data_coding(&self) -> Option<DataCoding> {
        self.coding().map(|coding| coding.data_coding)
    }

    /// The alphabet of the content, if that is text, and the same in all parts
    /// that are there. Packed septets were unpacked.
    #[must_use]
    pub fn alphabet(&self) -> Option<Alphabet> {
        self.coding()?.alphabet
    }

    fn coding(&self) -> Option<Coding> {
        let mut codings = self.store.parts(self.index).map(|(coding, _)| coding);
        let first = codings.next()?;
        codings.all(|coding| coding == first).then_some(first)
    }

    /// The text of the parts that are there, as [`Alphabet::decode_lossy`]
    /// reads it; `None` if one of them is no text.
    ///
    /// Some senders choose the alphabet part by part: each run of parts in one
    /// alphabet is joined before it is read, so that a character cut in two is
    /// whole again. `scratch` has to hold [`len`](Self::len) octets.
    ///
    /// # Errors
    ///
    /// [`TextErrorKind::BufferTooSmall`](crate::TextErrorKind::BufferTooSmall)
    /// if `scratch` or `out` is too small; three times [`len`](Self::len)
    /// always suffices.
    pub fn decode_lossy<'b>(
        &self,
        scratch: &mut [u8],
        out: &'b mut [u8],
    ) -> Result<Option<&'b str>, TextError> {
        let too_small = || TextError::too_small(self.len().saturating_mul(3));
        let mut parts = self.store.parts(self.index).peekable();
        let mut written = 0_usize;
        while let Some((coding, part)) = parts.next() {
            let Some(alphabet) = coding.alphabet else {
                return Ok(None);
            };
            let mut run = Writer::new(scratch);
            let mut next = Some(part);
            while let Some(part) = next {
                for piece in self.store.pieces(part) {
                    run.extend(piece).map_err(|_| too_small())?;
                }
                next = parts
                    .next_if(|(other, _)| other.alphabet == coding.alphabet)
                    .map(|(_, part)| part);
            }
            let place = out.get_mut(written..).unwrap_or_default();
            let text = alphabet.decode_lossy(run.finish(), place);
            let len = text.map_err(|_| too_small())?.len();
            written = written.saturating_add(len);
        }
        as_text(out.get(..written).unwrap_or_default()).map(Some)
    }

    /// The source address's octets.
    #[must_use]
    pub fn source(&self) -> &'r [u8] {
        source_of(self.store.key(self.index))
            .get(PEER_OCTETS..)
            .unwrap_or_default()
    }

    /// The numbers of the parts that are missing.
    pub fn missing(&self) -> impl Iterator<Item = u8> + use<'r> {
        let (store, index) = (self.store, self.index);
        (1..=self.total()).filter(move |&number| store.part(index, number).is_none())
    }

    /// The content of the parts that are there, in their order and in pieces
    /// of up to 160 octets.
    pub fn pieces(&self) -> impl Iterator<Item = &'r [u8]> + use<'r> {
        let store = self.store;
        store
            .parts(self.index)
            .flat_map(move |(_, part)| store.pieces(part))
    }

    /// Copies the content; `None` if `out` is shorter than [`len`](Self::len).
    pub fn copy_to<'b>(&self, out: &'b mut [u8]) -> Option<&'b [u8]> {
        let mut writer = Writer::new(out);
        for piece in self.pieces() {
            writer.extend(piece).ok()?;
        }
        Some(writer.finish())
    }

    fn slot(&self) -> Option<&'r PartSlot> {
        self.store.slot(self.index)
    }
}

impl fmt::Debug for LongMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LongMessage")
            .field("received", &self.received())
            .field("total", &self.total())
            .field("octets", &self.len())
            .field("data_coding", &self.data_coding())
            .finish()
    }
}
