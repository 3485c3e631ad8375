//! The memory of a reassembler: slots for messages and blocks for their octets.

use smpp_codec::Instant;
use smpp_codec::slots::{Linked, Links, SlotList};
use smpp_codec::values::DataCoding;

use crate::alphabet::Alphabet;
use crate::buckets::{Bucket, hashed};

/// Octets of content in a block.
pub(super) const BLOCK_OCTETS: usize = 160;

/// Memory for one message, to lend to a [`Reassembler`](super::Reassembler).
#[derive(Clone, Copy, Debug)]
pub struct PartSlot {
    pub(super) state: State,
    pub(super) total: u8,
    pub(super) received: u8,
    /// The block with the key as part 0, then those of the parts, by ascending number.
    pub(super) blocks: SlotList<Chain>,
    /// The number of blocks in the list.
    pub(super) block_count: usize,
    pub(super) octets: u32,
    /// When the first part came; of a whole message, the last.
    pub(super) since: Instant,
    age: Links,
    pub(super) bucket: Bucket,
}

/// The list that a slot is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Free,
    Open,
    Whole,
}

impl PartSlot {
    /// An empty slot.
    pub const EMPTY: Self = Self {
        state: State::Free,
        total: 0,
        received: 0,
        blocks: SlotList::EMPTY,
        block_count: 0,
        octets: 0,
        since: Instant::ORIGIN,
        age: Links::NONE,
        bucket: Bucket::EMPTY,
    };
}

/// The tag of the lists of messages by age, and of the list of free slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Age;

impl Linked<Age> for PartSlot {
    fn links(&self) -> Links {
        self.age
    }

    fn links_mut(&mut self) -> &mut Links {
        &mut self.age
    }
}

hashed!([] PartSlot);

/// Memory for 160 octets of a part, to lend to a [`Reassembler`](super::Reassembler).
#[derive(Clone, Copy)]
pub struct Block {
    links: Links,
    /// The octets in use.
    len: u8,
    /// The part that the block is of; 0 for the key.
    pub(super) number: u8,
    pub(super) coding: Coding,
    data: [u8; BLOCK_OCTETS],
}

/// The tag of the lists of blocks: those of a message, or free ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chain;

impl Linked<Chain> for Block {
    fn links(&self) -> Links {
        self.links
    }

    fn links_mut(&mut self) -> &mut Links {
        &mut self.links
    }
}

/// How a part is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coding {
    pub(super) data_coding: DataCoding,
    pub(super) alphabet: Option<Alphabet>,
}

impl Coding {
    pub(super) const NONE: Self = Self {
        data_coding: DataCoding::DEFAULT,
        alphabet: None,
    };
}

impl Block {
    /// An empty block.
    pub const EMPTY: Self = Self {
        links: Links::NONE,
        len: 0,
        number: 0,
        coding: Coding::NONE,
        data: [0; BLOCK_OCTETS],
    };

    /// Makes it a block of a part, filled by `fill`, which returns the octets in use.
    pub(super) fn set(
        &mut self,
        number: u8,
        coding: Coding,
        fill: impl FnOnce(&mut [u8; BLOCK_OCTETS]) -> usize,
    ) {
        (self.number, self.coding) = (number, coding);
        self.len = u8::try_from(fill(&mut self.data)).unwrap_or(0);
    }

    pub(super) fn octets(&self) -> &[u8] {
        self.data.get(..usize::from(self.len)).unwrap_or_default()
    }
}

impl core::fmt::Debug for Block {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Block").finish_non_exhaustive()
    }
}

/// Memory that is lent or, with an allocator, owned.
pub(super) enum Lent<'m, T> {
    Slice(&'m mut [T]),
    #[cfg(feature = "alloc")]
    Owned(alloc::vec::Vec<T>),
}

impl<T> Lent<'_, T> {
    pub(super) fn all(&self) -> &[T] {
        match self {
            Self::Slice(slice) => slice,
            #[cfg(feature = "alloc")]
            Self::Owned(vec) => vec,
        }
    }

    pub(super) fn all_mut(&mut self) -> &mut [T] {
        match self {
            Self::Slice(slice) => slice,
            #[cfg(feature = "alloc")]
            Self::Owned(vec) => vec,
        }
    }
}
