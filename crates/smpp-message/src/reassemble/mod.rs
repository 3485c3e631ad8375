//! Long messages: joining parts.
//!
//! Spec: 3GPP TS 23.040 §9.2.3.24.1; SMPP 3.4 §5.3.2.22 to 24. Parts come in
//! any order, more than once, or never, from many senders at a time.

mod fragment;
mod keep;
mod long_message;
mod memory;
mod outcome;
mod store;

pub use self::fragment::Fragment;
pub use self::keep::Keep;
pub use self::long_message::LongMessage;
pub use self::memory::{Block, PartSlot};
pub use self::outcome::{DropReason, Dropped, Outcome, Refusal};

use core::fmt;
use core::time::Duration;

use smpp_codec::Instant;
use smpp_codec::slots::SlotList;

use self::fragment::{source_of, write_key};
use self::memory::{Age, BLOCK_OCTETS, Coding, Lent, State};
use self::store::Store;
use crate::references::hash;

/// Joins the parts of long messages, in memory that the caller lends.
///
/// It holds at most as many messages as it has slots and as many octets as it
/// has blocks of 160 (a part takes whole blocks, a message one more), each for
/// at most a stated age. What no longer fits goes, the oldest first, and the
/// caller is told. A peer cannot make it take more.
///
/// Parts belong together by link, addresses, reference, number of parts and
/// kind of reference. A part that comes twice is known by its content, also
/// for a while after its message was whole; one that comes with other content
/// begins a new message, as its sender has used the reference again.
///
/// Time is an argument, in [`Instant`]s of one origin.
///
/// # Examples
///
/// ```
/// use smpp_codec::pdu::DeliverSm;
/// use smpp_codec::values::EsmClass;
/// use smpp_message::{Instant, Message};
/// use smpp_message::data_coding::Peer;
/// use smpp_message::reassemble::{Block, Fragment, Keep, Outcome, Reassembler, PartSlot};
///
/// let (mut slots, mut blocks) = ([PartSlot::EMPTY; 16], [Block::EMPTY; 64]);
/// let mut reassembler = Reassembler::new(&mut slots, &mut blocks, Keep::default());
/// let mut deliver = DeliverSm { esm_class: EsmClass::UDHI, ..DeliverSm::default() };
/// let now = Instant::ORIGIN;
/// for short_message in [
///     &[0x05, 0x00, 0x03, 0x2A, 0x02, 0x02, b'l', b'd'],
///     &[0x05, 0x00, 0x03, 0x2A, 0x02, 0x01, b'w', b'o', b'r'][..],
/// ] {
///     deliver.short_message = short_message;
///     let data = Message::from(&deliver).user_data(&Peer::default())?;
///     let source = &deliver.source_addr;
///     let Some(part) = Fragment::new(source, &deliver.destination_addr, &data) else {
///         continue; // not a part of a long message
///     };
///     match reassembler.push(now, &part, &mut |lost| eprintln!("{lost:?}")) {
///         Outcome::Whole(message) => {
///             let (mut octets, mut text) = ([0; 1000], [0; 3000]);
///             assert_eq!(message.decode_lossy(&mut octets, &mut text)?, Some("world"));
///         }
///         Outcome::Waiting { received, total } => assert_eq!((received, total), (1, 2)),
///         other => panic!("{other:?}"),
///     }
/// }
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
pub struct Reassembler<'m> {
    store: Store<'m>,
    keep: Keep,
}

impl<'m> Reassembler<'m> {
    /// A reassembler in lent memory, whatever is in it.
    #[must_use]
    pub fn new(slots: &'m mut [PartSlot], blocks: &'m mut [Block], keep: Keep) -> Self {
        Self {
            store: Store::new(Lent::Slice(slots), Lent::Slice(blocks)),
            keep,
        }
    }

    /// Takes a part.
    ///
    /// First drops what is too old at `now`; then, for want of room, whole
    /// messages that were kept and the oldest waiting ones. Each waiting
    /// message that goes is handed to `dropped`.
    ///
    /// Work: the messages dropped, and one walk along the blocks of the message.
    pub fn push(
        &mut self,
        now: Instant,
        part: &Fragment<'_>,
        dropped: &mut dyn FnMut(Dropped<'_>),
    ) -> Outcome<'_> {
        self.expire(now, dropped);
        if !part.part.is_valid() {
            return Outcome::Refused(Refusal::Invalid);
        }
        let mut key = [0; BLOCK_OCTETS];
        let Some(key) = write_key(part, &mut key) else {
            return Outcome::Refused(Refusal::Address);
        };
        let hash = hash(&[key]);
        let mut found = self.store.find(hash, key);
        if let Some(index) = found {
            let number = part.part.number;
            match self.store.part(index, number) {
                Some(there) if self.store.part_equals(there, &part.content) => {
                    return Outcome::Duplicate;
                }
                Some(_) => {
                    self.drop_or_forget(index, DropReason::Reused, dropped);
                    found = None;
                }
                None => {}
            }
        }
        match self.add(now, part, hash, key, found, dropped) {
            Ok(index) => {
                let (received, total) = self
                    .store
                    .slot(index)
                    .map_or((0, 0), |slot| (slot.received, slot.total));
                if received < total {
                    return Outcome::Waiting { received, total };
                }
                self.store.complete(index, now);
                Outcome::Whole(self.message(index))
            }
            Err(refusal) => Outcome::Refused(refusal),
        }
    }

    /// Drops what is too old at `now`. Calling it more often than
    /// [`poll_timeout`](Self::poll_timeout) asks does no harm.
    pub fn expire(&mut self, now: Instant, dropped: &mut dyn FnMut(Dropped<'_>)) {
        while let Some(oldest) = self.too_old(self.store.whole, now, self.keep.whole) {
            self.store.release(oldest);
        }
        while let Some(oldest) = self.too_old(self.store.open, now, self.keep.age) {
            self.drop_or_forget(oldest, DropReason::Age, dropped);
        }
    }

    /// When [`expire`](Self::expire) will have something to drop, if nothing
    /// comes before.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        let oldest = self.store.slot(self.store.open.first()?)?;
        Some(oldest.since.saturating_add(self.keep.age))
    }

    /// How many messages wait for a part.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.open().count()
    }

    fn open(&self) -> impl Iterator<Item = u32> {
        let open = self.store.open.iter(self.store.slots());
        open.map(|(index, _)| index)
    }

    /// The first message of a list, if it is that old.
    fn too_old(&self, list: SlotList<Age>, now: Instant, age: Duration) -> Option<u32> {
        let oldest = list.first()?;
        let slot = self.store.slot(oldest)?;
        (slot.since.saturating_add(age) <= now).then_some(oldest)
    }

    fn message(&self, index: u32) -> LongMessage<'_> {
        LongMessage {
            store: &self.store,
            index,
        }
    }

    /// Adds a part to its message, or begins one. Answers the message.
    fn add(
        &mut self,
        now: Instant,
        part: &Fragment<'_>,
        hash: u32,
        key: &[u8],
        found: Option<u32>,
        dropped: &mut dyn FnMut(Dropped<'_>),
    ) -> Result<u32, Refusal> {
        let octets = part.content.len();
        let before = found.and_then(|index| self.store.slot(index));
        let after = u64::from(before.map_or(0, |slot| slot.octets))
            .saturating_add(u64::try_from(octets).unwrap_or(u64::MAX));
        // A message has a block for its key.
        let mut needed = Store::blocks_for(octets);
        if found.is_none() {
            needed = needed.saturating_add(1);
        }
        let small = after <= u64::from(self.keep.message_octets);
        if small && found.is_none() && needed <= self.store.blocks() {
            self.limit_source(key, dropped);
        }
        if !small || !self.make_room(needed, found, dropped) {
            if let Some(index) = found {
                self.drop_or_forget(index, DropReason::TooLarge, dropped);
            }
            return Err(Refusal::TooLarge);
        }
        let index = match found {
            Some(index) => index,
            None => {
                let begun = self.store.begin(hash, key, now);
                let index = begun.ok_or(Refusal::TooLarge)?;
                if let Some(slot) = self.store.slot_mut(index) {
                    slot.total = part.part.total;
                }
                index
            }
        };
        let coding = Coding {
            data_coding: part.data_coding,
            alphabet: part.alphabet,
        };
        self.store
            .insert(index, part.part.number, coding, &part.content)
            .ok_or(Refusal::TooLarge)?;
        Ok(index)
    }

    /// Makes sure of a slot, unless the message has one, and of blocks.
    fn make_room(
        &mut self,
        blocks: usize,
        found: Option<u32>,
        dropped: &mut dyn FnMut(Dropped<'_>),
    ) -> bool {
        if blocks > self.store.blocks() || self.store.slots().is_empty() {
            return false;
        }
        loop {
            let slot = found.is_some() || self.store.has_free_slot();
            if slot && self.store.free_blocks >= blocks {
                return true;
            }
            if let Some(oldest) = self.store.whole.first() {
                self.store.release(oldest);
                continue;
            }
            let Some(oldest) = self.open().find(|&index| Some(index) != found) else {
                return false;
            };
            self.drop_or_forget(oldest, DropReason::Room, dropped);
        }
    }

    /// Drops the oldest messages of a source that would have one too many.
    fn limit_source(&mut self, key: &[u8], dropped: &mut dyn FnMut(Dropped<'_>)) {
        let Some(limit) = self.keep.messages_per_source else {
            return;
        };
        let same = |store: &Store<'_>, index| source_of(store.key(index)) == source_of(key);
        let mut count = self.open().filter(|&at| same(&self.store, at)).count();
        while count >= usize::from(limit.max(1)) {
            let oldest = self.open().find(|&index| same(&self.store, index));
            if let Some(oldest) = oldest {
                self.drop_or_forget(oldest, DropReason::Source, dropped);
            }
            count = count.saturating_sub(1);
        }
    }

    /// Releases a message, and tells of it if it was waiting.
    fn drop_or_forget(
        &mut self,
        index: u32,
        reason: DropReason,
        dropped: &mut dyn FnMut(Dropped<'_>),
    ) {
        let slot = self.store.slot(index);
        if slot.is_some_and(|slot| slot.state == State::Open) {
            dropped(Dropped {
                reason,
                message: self.message(index),
            });
        }
        self.store.release(index);
    }
}

#[cfg(feature = "alloc")]
impl Reassembler<'static> {
    /// A reassembler with memory of its own, for so many messages and blocks
    /// of 160 octets. It does not grow.
    #[must_use]
    pub fn with_capacity(messages: usize, blocks: usize, keep: Keep) -> Self {
        let slots = alloc::vec![PartSlot::EMPTY; messages];
        let blocks = alloc::vec![Block::EMPTY; blocks];
        Self {
            store: Store::new(Lent::Owned(slots), Lent::Owned(blocks)),
            keep,
        }
    }
}

impl fmt::Debug for Reassembler<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reassembler")
            .field("waiting", &self.waiting())
            .field("slots", &self.store.slots().len())
            .field("blocks", &self.store.blocks())
            .field("free_blocks", &self.store.free_blocks)
            .field("keep", &self.keep)
            .finish()
    }
}

#[cfg(test)]
mod tests;
