//! The messages of a reassembler: their slots, and their blocks in one list each.
//!
//! Every operation is a few steps, or one walk along the blocks of a message.

use smpp_codec::Instant;
use smpp_codec::slots::SlotList;

use super::fragment::Content;
use super::memory::{Age, BLOCK_OCTETS, Block, Chain, Coding, Lent, PartSlot, State};
use crate::buckets;

/// The part number of a message's key, which is before every part.
const KEY: u8 = 0;

pub(super) struct Store<'m> {
    slots: Lent<'m, PartSlot>,
    blocks: Lent<'m, Block>,
    free_slots: SlotList<Age>,
    free: SlotList<Chain>,
    pub(super) free_blocks: usize,
    /// Messages with a part missing, the oldest first.
    pub(super) open: SlotList<Age>,
    /// Whole messages, kept to recognise duplicates, the oldest first.
    pub(super) whole: SlotList<Age>,
}

impl<'m> Store<'m> {
    /// Takes the memory, whatever is in it.
    pub(super) fn new(mut slots: Lent<'m, PartSlot>, mut blocks: Lent<'m, Block>) -> Self {
        slots.all_mut().fill(PartSlot::EMPTY);
        Self {
            free_slots: SlotList::of_all(slots.all_mut()),
            free: SlotList::of_all(blocks.all_mut()),
            free_blocks: blocks.all().len(),
            open: SlotList::EMPTY,
            whole: SlotList::EMPTY,
            slots,
            blocks,
        }
    }

    pub(super) fn slot(&self, index: u32) -> Option<&PartSlot> {
        self.slots.all().get(usize::try_from(index).ok()?)
    }

    pub(super) fn slot_mut(&mut self, index: u32) -> Option<&mut PartSlot> {
        self.slots.all_mut().get_mut(usize::try_from(index).ok()?)
    }

    pub(super) const fn has_free_slot(&self) -> bool {
        !self.free_slots.is_empty()
    }

    pub(super) fn slots(&self) -> &[PartSlot] {
        self.slots.all()
    }

    pub(super) fn blocks(&self) -> usize {
        self.blocks.all().len()
    }

    //------- Messages -----

    /// Returns the message with this key.
    pub(super) fn find(&self, hash: u32, key: &[u8]) -> Option<u32> {
        let mut same = buckets::of(self.slots(), hash);
        let found = same.find(|(_, slot)| self.key_of(slot) == key);
        found.map(|(index, _)| index)
    }

    /// Returns the key of a message.
    pub(super) fn key(&self, index: u32) -> &[u8] {
        self.slot(index).map_or(&[], |slot| self.key_of(slot))
    }

    fn key_of(&self, slot: &PartSlot) -> &[u8] {
        let first = slot.blocks.iter(self.blocks.all()).next();
        first.map_or(&[], |(_, block)| block.octets())
    }

    /// Begins a message. `None` if no slot or no block is free, or the key does not fit a block.
    pub(super) fn begin(&mut self, hash: u32, key: &[u8], since: Instant) -> Option<u32> {
        if self.free_blocks == 0 || key.len() > BLOCK_OCTETS {
            return None;
        }
        let index = self.free_slots.pop_front(self.slots.all_mut())?;
        self.open.push_back(self.slots.all_mut(), index);
        buckets::insert(self.slots.all_mut(), hash, index);
        let slot = self.slot_mut(index)?;
        (slot.state, slot.since) = (State::Open, since);
        self.add_block(index, None, KEY, Coding::NONE, |block| {
            let place = block.get_mut(..key.len());
            place.map_or(0, |place| {
                place.copy_from_slice(key);
                key.len()
            })
        })?;
        Some(index)
    }

    /// Forgets a message.
    pub(super) fn release(&mut self, index: u32) {
        let Some(&slot) = self.slot(index) else {
            return;
        };
        let slots = self.slots.all_mut();
        match slot.state {
            State::Free => return,
            State::Open => self.open.remove(slots, index),
            State::Whole => self.whole.remove(slots, index),
        }
        buckets::remove(slots, index);
        self.free_slots.push_front(slots, index);
        let mut blocks = slot.blocks;
        self.free.append(self.blocks.all_mut(), &mut blocks);
        self.free_blocks = self.free_blocks.saturating_add(slot.block_count);
        if let Some(slot) = self.slot_mut(index) {
            slot.state = State::Free;
            (slot.total, slot.received, slot.octets) = (0, 0, 0);
            (slot.blocks, slot.block_count) = (SlotList::EMPTY, 0);
        }
    }

    /// Moves an open message to the list of whole ones.
    pub(super) fn complete(&mut self, index: u32, now: Instant) {
        self.open.remove(self.slots.all_mut(), index);
        self.whole.push_back(self.slots.all_mut(), index);
        if let Some(slot) = self.slot_mut(index) {
            (slot.state, slot.since) = (State::Whole, now);
        }
    }

    //------- Parts -----

    /// Returns the number of blocks for a part of so many octets: at least one.
    pub(super) const fn blocks_for(octets: usize) -> usize {
        match octets.div_ceil(BLOCK_OCTETS) {
            0 => 1,
            blocks => blocks,
        }
    }

    /// Returns the first block of a part.
    pub(super) fn part(&self, index: u32, number: u8) -> Option<u32> {
        let slot = self.slot(index)?;
        let mut blocks = slot.blocks.iter(self.blocks.all());
        let (first, _) = blocks.find(|(_, block)| block.number == number)?;
        Some(first)
    }

    /// Returns whether a part has exactly this content.
    pub(super) fn part_equals(&self, part: u32, content: &Content<'_>) -> bool {
        let mut offset = 0_usize;
        let mut wanted = [0; BLOCK_OCTETS];
        self.pieces(part).all(|piece| {
            let len = content.fill(offset, &mut wanted);
            offset = offset.saturating_add(len);
            wanted.get(..len) == Some(piece)
        }) && offset == content.len()
    }

    /// Adds a part before those of higher numbers.
    pub(super) fn insert(
        &mut self,
        index: u32,
        number: u8,
        coding: Coding,
        content: &Content<'_>,
    ) -> Option<()> {
        let count = Self::blocks_for(content.len());
        if count > self.free_blocks {
            return None;
        }
        let octets = u32::try_from(content.len()).ok()?;
        let slot = self.slot_mut(index)?;
        slot.received = slot.received.saturating_add(1);
        slot.octets = slot.octets.saturating_add(octets);
        let blocks = slot.blocks;
        let before = blocks
            .iter(self.blocks.all())
            .find(|(_, block)| block.number > number)
            .map(|(before, _)| before);
        let mut offset = 0_usize;
        for _ in 0..count {
            self.add_block(index, before, number, coding, |block| {
                let len = content.fill(offset, block);
                offset = offset.saturating_add(len);
                len
            })?;
        }
        Some(())
    }

    /// Takes a free block and puts it before another of the message, or at the end.
    fn add_block(
        &mut self,
        index: u32,
        before: Option<u32>,
        number: u8,
        coding: Coding,
        fill: impl FnOnce(&mut [u8; BLOCK_OCTETS]) -> usize,
    ) -> Option<()> {
        let slot = self.slots.all_mut().get_mut(usize::try_from(index).ok()?)?;
        let blocks = self.blocks.all_mut();
        let taken = self.free.pop_front(blocks)?;
        self.free_blocks = self.free_blocks.saturating_sub(1);
        slot.block_count = slot.block_count.saturating_add(1);
        match before {
            Some(before) => slot.blocks.insert_before(blocks, before, taken),
            None => slot.blocks.push_back(blocks, taken),
        }
        let block = blocks.get_mut(usize::try_from(taken).ok()?)?;
        block.set(number, coding, fill);
        Some(())
    }

    /// Returns the parts that have come, by ascending number: the coding and the first block.
    pub(super) fn parts(&self, index: u32) -> impl Iterator<Item = (Coding, u32)> {
        let blocks = self
            .slot(index)
            .map_or(SlotList::EMPTY, |slot| slot.blocks)
            .iter(self.blocks.all());
        let mut last = KEY;
        blocks.filter_map(move |(index, block)| {
            let is_first = block.number != core::mem::replace(&mut last, block.number);
            is_first.then_some((block.coding, index))
        })
    }

    /// Returns the content of a part, given its first block, block by block.
    pub(super) fn pieces(&self, part: u32) -> impl Iterator<Item = &[u8]> {
        let mut blocks = SlotList::<Chain>::iter_from(self.blocks.all(), part)
            .map(|(_, block)| block)
            .peekable();
        let number = blocks.peek().map(|block| block.number);
        blocks
            .take_while(move |block| Some(block.number) == number)
            .map(Block::octets)
    }
}
