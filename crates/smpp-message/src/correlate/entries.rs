//! The memory of a correlator: a slice of entries, threaded by age and by address.

use crate::correlate::id::{Text, address_of, id_of};
use crate::correlate::{Correlator, Discarded};
use smpp_codec::Instant;

/// No entry.
pub(super) const NONE: u32 = u32::MAX;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Content<M, R> {
    Free,
    Message(M),
    Receipt(R, bool),
}

/// Room for one message or one receipt that waits; the correlator's memory is a slice of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry<M, R> {
    pub(super) content: Content<M, R>,
    pub(super) id: Text<64>,
    pub(super) address: Text<20>,
    pub(super) until: Instant,
    /// The neighbours in age, or in the list of what is free.
    older: u32,
    pub(super) newer: u32,
    /// The next entry with an address of the same hash.
    pub(super) next: u32,
    /// The newest entry of those whose hash leads here.
    pub(super) bucket: u32,
}

impl<M, R> Entry<M, R> {
    /// An empty entry.
    pub const EMPTY: Self = Self {
        content: Content::Free,
        id: Text::EMPTY,
        address: Text::EMPTY,
        until: Instant::NEVER,
        older: NONE,
        newer: NONE,
        next: NONE,
        bucket: NONE,
    };
}

impl<M, R> Default for Entry<M, R> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<M: Clone, R, S: AsRef<[Entry<M, R>]> + AsMut<[Entry<M, R>]>> Correlator<M, R, S> {
    pub(super) fn entry(&self, index: u32) -> Option<&Entry<M, R>> {
        self.entries.as_ref().get(index as usize)
    }

    pub(super) fn entry_mut(&mut self, index: u32) -> Option<&mut Entry<M, R>> {
        self.entries.as_mut().get_mut(index as usize)
    }

    /// Where the list of an address begins.
    pub(super) fn bucket(&self, address: &Text<20>) -> Option<u32> {
        // FNV-1a: nobody gains from a collision but a longer list of at most all entries.
        let hash = address.get().iter().fold(0x811C_9DC5_u32, |hash, octet| {
            (hash ^ u32::from(*octet)).wrapping_mul(0x0100_0193)
        });
        let entries = u32::try_from(self.entries.as_ref().len()).unwrap_or(NONE);
        hash.checked_rem(entries)
    }

    pub(super) fn insert(
        &mut self,
        now: Instant,
        id: &[u8],
        address: &[u8],
        content: Content<M, R>,
    ) -> Option<Discarded<M, R>> {
        let discarded = match self.free {
            NONE => self.discard(self.oldest),
            _ => None,
        };
        let (index, newest) = (self.free, self.newest);
        let address = address_of(address);
        let (Some(bucket), Some(free)) = (self.bucket(&address), self.entry(index)) else {
            return discarded_of(content);
        };
        self.free = free.newer;
        // Time does not go back: what is newer waits longer.
        let last = self
            .entry(newest)
            .map_or_else(Instant::default, |entry| entry.until);
        let until = now.saturating_add(self.config.max_age).max(last);
        let head = self
            .entry_mut(bucket)
            .map(|head| core::mem::replace(&mut head.bucket, index));
        if let Some(entry) = self.entry_mut(index) {
            entry.content = content;
            entry.id = Text::new(id_of(id));
            entry.address = address;
            entry.until = until;
            (entry.older, entry.newer) = (newest, NONE);
            entry.next = head.unwrap_or(NONE);
        }
        match self.entry_mut(newest) {
            Some(entry) => entry.newer = index,
            None => self.oldest = index,
        }
        self.newest = index;
        self.len = self.len.saturating_add(1);
        discarded
    }

    pub(super) fn discard(&mut self, index: u32) -> Option<Discarded<M, R>> {
        discarded_of(self.take(index))
    }

    /// Empties an entry, and takes it out of its lists.
    pub(super) fn take(&mut self, index: u32) -> Content<M, R> {
        let free = self.free;
        let Some(entry) = self.entry_mut(index) else {
            return Content::Free;
        };
        let content = core::mem::replace(&mut entry.content, Content::Free);
        let (older, newer, next, address) = (entry.older, entry.newer, entry.next, entry.address);
        entry.newer = free;
        self.free = index;
        self.len = self.len.saturating_sub(1);
        match self.entry_mut(older) {
            Some(entry) => entry.newer = newer,
            None => self.oldest = newer,
        }
        match self.entry_mut(newer) {
            Some(entry) => entry.older = older,
            None => self.newest = older,
        }
        if let Some(head) = self.bucket(&address).and_then(|at| self.entry_mut(at)) {
            if head.bucket == index {
                head.bucket = next;
                return content;
            }
            let mut at = head.bucket;
            while let Some(entry) = self.entry_mut(at) {
                if entry.next == index {
                    entry.next = next;
                    break;
                }
                at = entry.next;
            }
        }
        content
    }
}

fn discarded_of<M, R>(content: Content<M, R>) -> Option<Discarded<M, R>> {
    match content {
        Content::Free => None,
        Content::Message(message) => Some(Discarded::Message(message)),
        Content::Receipt(receipt, _) => Some(Discarded::Receipt(receipt)),
    }
}
