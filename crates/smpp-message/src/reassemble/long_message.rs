//! A message, whole or not.

use core::fmt;

use smpp_codec::values::DataCoding;

use super::fragment::{PEER_OCTETS, source_of};
use super::store::{Slot, Store};
use crate::alphabet::Alphabet;
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

    /// How the parts are coded, as the first that came has it.
    #[must_use]
    pub fn data_coding(&self) -> DataCoding {
        self.slot()
            .map_or_else(DataCoding::default, |slot| slot.data_coding)
    }

    /// The alphabet of the content, if that is text, as the first part that
    /// came has it. Packed septets were unpacked.
    #[must_use]
    pub fn alphabet(&self) -> Option<Alphabet> {
        self.slot()?.alphabet
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

    fn slot(&self) -> Option<&'r Slot> {
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
