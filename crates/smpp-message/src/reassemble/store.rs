//! Where parts wait: slots and blocks, linked by index.
//!
//! Every operation is a few steps, or one walk along the parts of a message.
//!
//! Longer than most: slots and chains of blocks keep the same books, and nobody else may touch
//! them.

use smpp_codec::Instant;
use smpp_codec::values::DataCoding;

use super::Content;
use crate::alphabet::Alphabet;

/// Octets of content in a block.
pub(super) const BLOCK_OCTETS: usize = 160;

/// No slot, no block.
pub(super) const NONE: u32 = u32::MAX;

/// Room for one message, to lend to a [`Reassembler`](super::Reassembler).
#[derive(Clone, Copy, Debug)]
pub struct PartSlot {
    pub(super) state: State,
    pub(super) total: u8,
    pub(super) received: u8,
    hash: u32,
    /// The block with the key.
    key: u32,
    /// The first blocks of the parts, linked in the order of their numbers.
    parts: u32,
    pub(super) octets: u32,
    /// When the first part came; of a whole message, the last.
    pub(super) since: Instant,
    /// The message before and after in its list, by age.
    older: u32,
    newer: u32,
    /// Of the bucket with this slot's index: its first message.
    bucket: u32,
    /// The next message of the bucket this message is in.
    next: u32,
}

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
        hash: 0,
        key: NONE,
        parts: NONE,
        octets: 0,
        since: Instant::ORIGIN,
        older: NONE,
        newer: NONE,
        bucket: NONE,
        next: NONE,
    };
}

/// Room for 160 octets of a part, to lend to a
/// [`Reassembler`](super::Reassembler).
#[derive(Clone, Copy)]
pub struct Block {
    /// The rest of this part; of a free block, the next free one.
    next: u32,
    /// The next part of the message.
    part: u32,
    /// Octets of the whole part; meant in its first block only.
    len: u32,
    pub(super) number: u8,
    pub(super) coding: Coding,
    data: [u8; BLOCK_OCTETS],
}

/// How a part is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Coding {
    pub(super) data_coding: DataCoding,
    pub(super) alphabet: Option<Alphabet>,
}

impl Coding {
    const NONE: Self = Self {
        data_coding: DataCoding::DEFAULT,
        alphabet: None,
    };
}

impl Block {
    /// An empty block.
    pub const EMPTY: Self = Self {
        next: NONE,
        part: NONE,
        len: 0,
        number: 0,
        coding: Coding::NONE,
        data: [0; BLOCK_OCTETS],
    };
}

impl core::fmt::Debug for Block {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Block").finish_non_exhaustive()
    }
}

/// Messages by age.
#[derive(Clone, Copy, Debug)]
pub(super) struct List {
    pub(super) oldest: u32,
    newest: u32,
}

impl List {
    const EMPTY: Self = Self {
        oldest: NONE,
        newest: NONE,
    };
}

/// Memory that is lent or, with an allocator, owned.
pub(super) enum Lent<'m, T> {
    Slice(&'m mut [T]),
    #[cfg(feature = "alloc")]
    Owned(alloc::vec::Vec<T>),
}

impl<T> Lent<'_, T> {
    fn get(&self, index: u32) -> Option<&T> {
        self.all().get(usize::try_from(index).ok()?)
    }

    fn get_mut(&mut self, index: u32) -> Option<&mut T> {
        let index = usize::try_from(index).ok()?;
        match self {
            Self::Slice(slice) => slice.get_mut(index),
            #[cfg(feature = "alloc")]
            Self::Owned(vec) => vec.get_mut(index),
        }
    }

    fn all(&self) -> &[T] {
        match self {
            Self::Slice(slice) => slice,
            #[cfg(feature = "alloc")]
            Self::Owned(vec) => vec,
        }
    }

    fn all_mut(&mut self) -> &mut [T] {
        match self {
            Self::Slice(slice) => slice,
            #[cfg(feature = "alloc")]
            Self::Owned(vec) => vec,
        }
    }
}

pub(super) struct Store<'m> {
    slots: Lent<'m, PartSlot>,
    blocks: Lent<'m, Block>,
    free_slot: u32,
    free_block: u32,
    pub(super) free_blocks: usize,
    /// Messages with a part missing.
    pub(super) open: List,
    /// Whole messages, kept to know a duplicate.
    pub(super) whole: List,
}

impl<'m> Store<'m> {
    /// Takes the memory, whatever is in it.
    pub(super) fn new(slots: Lent<'m, PartSlot>, blocks: Lent<'m, Block>) -> Self {
        let mut store = Self {
            slots,
            blocks,
            free_slot: NONE,
            free_block: NONE,
            free_blocks: 0,
            open: List::EMPTY,
            whole: List::EMPTY,
        };
        // NONE is no index, so that one slot or block less can be used of 2^32.
        for (index, slot) in (0..NONE).zip(store.slots.all_mut()) {
            *slot = PartSlot::EMPTY;
            slot.next = store.free_slot;
            store.free_slot = index;
        }
        for (index, block) in (0..NONE).zip(store.blocks.all_mut()) {
            block.next = store.free_block;
            store.free_block = index;
            store.free_blocks = store.free_blocks.saturating_add(1);
        }
        store
    }

    pub(super) fn slot(&self, index: u32) -> Option<&PartSlot> {
        self.slots.get(index)
    }

    pub(super) fn slot_mut(&mut self, index: u32) -> Option<&mut PartSlot> {
        self.slots.get_mut(index)
    }

    pub(super) const fn has_free_slot(&self) -> bool {
        self.free_slot != NONE
    }

    pub(super) fn slots(&self) -> usize {
        self.slots.all().len()
    }

    pub(super) fn blocks(&self) -> usize {
        self.blocks.all().len()
    }

    //------- Messages -----

    /// The message with this key.
    pub(super) fn find(&self, hash: u32, key: &[u8]) -> Option<u32> {
        let mut index = self.slot(self.bucket_of(hash)?)?.bucket;
        while let Some(slot) = self.slot(index) {
            if slot.hash == hash && self.key(index) == key {
                return Some(index);
            }
            index = slot.next;
        }
        None
    }

    /// The key of a message.
    pub(super) fn key(&self, index: u32) -> &[u8] {
        let block = self.slot(index).and_then(|slot| self.blocks.get(slot.key));
        block.map_or(&[], |block| {
            let len = usize::try_from(block.len).unwrap_or(0);
            block.data.get(..len).unwrap_or_default()
        })
    }

    /// Begins a message, its key in a block of its own. `None` if there is no
    /// slot or no block free, or the key does not fit a block.
    pub(super) fn begin(&mut self, hash: u32, key: &[u8], since: Instant) -> Option<u32> {
        let index = self.free_slot;
        let bucket = self.bucket_of(hash)?;
        let next = self.slot(index)?.next;
        let key = self.take_chain(key.len(), |block, _| {
            let place = block.get_mut(..key.len());
            place.map_or(0, |place| {
                place.copy_from_slice(key);
                key.len()
            })
        })?;
        self.free_slot = next;
        let first = self.slot(bucket)?.bucket;
        let slot = self.slot_mut(index)?;
        let own_bucket = slot.bucket;
        *slot = PartSlot {
            state: State::Open,
            hash,
            key,
            since,
            next: first,
            bucket: own_bucket,
            ..PartSlot::EMPTY
        };
        self.slot_mut(bucket)?.bucket = index;
        self.append(index, State::Open);
        Some(index)
    }

    /// Forgets a message.
    pub(super) fn release(&mut self, index: u32) {
        let Some(&slot) = self.slot(index) else {
            return;
        };
        self.unlink(index);
        self.leave_bucket(index, &slot);
        self.free_chain(slot.key);
        let mut part = slot.parts;
        while let Some(block) = self.blocks.get(part) {
            let next = block.part;
            self.free_chain(part);
            part = next;
        }
        let free = self.free_slot;
        if let Some(slot) = self.slot_mut(index) {
            *slot = PartSlot {
                bucket: slot.bucket,
                next: free,
                ..PartSlot::EMPTY
            };
            self.free_slot = index;
        }
    }

    /// Moves a message to the list of whole ones.
    pub(super) fn complete(&mut self, index: u32, now: Instant) {
        self.unlink(index);
        if let Some(slot) = self.slot_mut(index) {
            slot.since = now;
        }
        self.append(index, State::Whole);
    }

    /// The open message after this one in age.
    pub(super) fn newer(&self, index: u32) -> u32 {
        self.slot(index).map_or(NONE, |slot| slot.newer)
    }

    fn bucket_of(&self, hash: u32) -> Option<u32> {
        let buckets = u32::try_from(self.slots()).unwrap_or(NONE);
        hash.checked_rem(buckets)
    }

    fn leave_bucket(&mut self, index: u32, slot: &PartSlot) {
        let Some(bucket) = self.bucket_of(slot.hash) else {
            return;
        };
        let first = self.slot(bucket).map_or(NONE, |slot| slot.bucket);
        if first == index {
            if let Some(bucket) = self.slot_mut(bucket) {
                bucket.bucket = slot.next;
            }
            return;
        }
        let mut before = first;
        while let Some(other) = self.slot_mut(before) {
            if other.next == index {
                other.next = slot.next;
                return;
            }
            before = other.next;
        }
    }

    const fn list(&mut self, state: State) -> &mut List {
        match state {
            State::Whole => &mut self.whole,
            State::Free | State::Open => &mut self.open,
        }
    }

    fn append(&mut self, index: u32, state: State) {
        let newest = self.list(state).newest;
        if let Some(slot) = self.slot_mut(index) {
            slot.state = state;
            slot.older = newest;
            slot.newer = NONE;
        }
        match self.slot_mut(newest) {
            Some(slot) => slot.newer = index,
            None => self.list(state).oldest = index,
        }
        self.list(state).newest = index;
    }

    fn unlink(&mut self, index: u32) {
        let Some(&slot) = self.slot(index) else {
            return;
        };
        match self.slot_mut(slot.older) {
            Some(older) => older.newer = slot.newer,
            None => self.list(slot.state).oldest = slot.newer,
        }
        match self.slot_mut(slot.newer) {
            Some(newer) => newer.older = slot.older,
            None => self.list(slot.state).newest = slot.older,
        }
    }

    //------- Parts -----

    /// How many blocks a part of so many octets takes: at least one.
    pub(super) const fn blocks_for(octets: usize) -> usize {
        match octets.div_ceil(BLOCK_OCTETS) {
            0 => 1,
            blocks => blocks,
        }
    }

    /// The first block of a part.
    pub(super) fn part(&self, index: u32, number: u8) -> Option<u32> {
        let mut part = self.slot(index)?.parts;
        while let Some(block) = self.blocks.get(part) {
            if block.number == number {
                return Some(part);
            }
            part = block.part;
        }
        None
    }

    /// Whether a part holds just this content.
    pub(super) fn part_equals(&self, part: u32, content: &Content<'_>) -> bool {
        let mut offset = 0_usize;
        let mut wanted = [0; BLOCK_OCTETS];
        self.pieces(part).all(|piece| {
            let len = content.fill(offset, &mut wanted);
            offset = offset.saturating_add(len);
            wanted.get(..len) == Some(piece)
        }) && offset == content.len()
    }

    /// Adds a part in the order of the numbers.
    pub(super) fn insert(
        &mut self,
        index: u32,
        number: u8,
        coding: Coding,
        content: &Content<'_>,
    ) -> Option<()> {
        let first = self.take_chain(content.len(), |block, offset| content.fill(offset, block))?;
        let mut before = NONE;
        let mut after = self.slot(index)?.parts;
        while let Some(block) = self.blocks.get(after) {
            if block.number > number {
                break;
            }
            before = after;
            after = block.part;
        }
        let block = self.blocks.get_mut(first)?;
        block.number = number;
        block.coding = coding;
        block.part = after;
        match self.blocks.get_mut(before) {
            Some(before) => before.part = first,
            None => self.slot_mut(index)?.parts = first,
        }
        let slot = self.slot_mut(index)?;
        slot.received = slot.received.saturating_add(1);
        slot.octets = slot
            .octets
            .saturating_add(u32::try_from(content.len()).unwrap_or(u32::MAX));
        Some(())
    }

    /// The parts that are there, by ascending number: how each is coded, and
    /// its first block.
    pub(super) fn parts(&self, index: u32) -> impl Iterator<Item = (Coding, u32)> {
        let mut part = self.slot(index).map_or(NONE, |slot| slot.parts);
        core::iter::from_fn(move || {
            let block = self.blocks.get(part)?;
            let found = (block.coding, part);
            part = block.part;
            Some(found)
        })
    }

    /// The content of a part, block by block.
    pub(super) fn pieces(&self, part: u32) -> impl Iterator<Item = &[u8]> {
        let mut index = part;
        let mut left = self.blocks.get(part).map_or(0, |block| block.len);
        core::iter::from_fn(move || {
            let block = self.blocks.get(index)?;
            index = block.next;
            let len = usize::try_from(left).unwrap_or(0).min(BLOCK_OCTETS);
            left = left.saturating_sub(u32::try_from(len).unwrap_or(0));
            block.data.get(..len)
        })
    }

    //------- Blocks -----

    /// Takes blocks for so many octets, filled by `fill` from its offset on.
    fn take_chain(
        &mut self,
        len: usize,
        mut fill: impl FnMut(&mut [u8; BLOCK_OCTETS], usize) -> usize,
    ) -> Option<u32> {
        let count = Self::blocks_for(len);
        if count > self.free_blocks {
            return None;
        }
        let whole = u32::try_from(len).ok()?;
        let first = self.free_block;
        let mut index = first;
        let mut offset = 0_usize;
        for left in (0..count).rev() {
            let block = self.blocks.get_mut(index)?;
            offset = offset.saturating_add(fill(&mut block.data, offset));
            block.part = NONE;
            block.len = whole;
            index = block.next;
            if left == 0 {
                block.next = NONE;
            }
        }
        self.free_block = index;
        self.free_blocks = self.free_blocks.saturating_sub(count);
        Some(first)
    }

    fn free_chain(&mut self, first: u32) {
        let mut index = first;
        while let Some(block) = self.blocks.get_mut(index) {
            let next = block.next;
            block.next = self.free_block;
            self.free_block = index;
            self.free_blocks = self.free_blocks.saturating_add(1);
            index = next;
        }
    }
}
