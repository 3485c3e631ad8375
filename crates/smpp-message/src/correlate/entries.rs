//! The memory of a correlator: a slice of entries, in lists by age and by address.

use smpp_codec::Instant;
use smpp_codec::slots::{Linked, Links};

use crate::buckets::{self, Bucket, hashed};
use crate::correlate::id::{Text, address_of, id_of};
use crate::correlate::{Correlator, Discarded};
use crate::references::hash;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Content<M, R> {
    Free,
    Message(M),
    Receipt(R, bool),
}

/// Memory for one message or one receipt that waits. A correlator has a slice of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry<M, R> {
    pub(super) content: Content<M, R>,
    pub(super) id: Text<64>,
    pub(super) address: Text<20>,
    pub(super) until: Instant,
    age: Links,
    bucket: Bucket,
}

impl<M, R> Entry<M, R> {
    /// An empty entry.
    pub const EMPTY: Self = Self {
        content: Content::Free,
        id: Text::EMPTY,
        address: Text::EMPTY,
        until: Instant::NEVER,
        age: Links::NONE,
        bucket: Bucket::EMPTY,
    };
}

impl<M, R> Default for Entry<M, R> {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// The tag of the lists of free entries and of entries in use, by age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Age;

impl<M, R> Linked<Age> for Entry<M, R> {
    fn links(&self) -> Links {
        self.age
    }

    fn links_mut(&mut self) -> &mut Links {
        &mut self.age
    }
}

hashed!([M, R] Entry<M, R>);

/// Returns the hash of an address. Collisions cost a walk over at most all entries.
pub(super) fn hash_of(address: &Text<20>) -> u32 {
    hash(&[address.get()])
}

impl<M: Clone, R, S: AsRef<[Entry<M, R>]> + AsMut<[Entry<M, R>]>> Correlator<M, R, S> {
    pub(super) fn entry(&self, index: u32) -> Option<&Entry<M, R>> {
        self.entries.as_ref().get(index as usize)
    }

    pub(super) fn entry_mut(&mut self, index: u32) -> Option<&mut Entry<M, R>> {
        self.entries.as_mut().get_mut(index as usize)
    }

    pub(super) fn insert(
        &mut self,
        now: Instant,
        id: &[u8],
        address: &[u8],
        content: Content<M, R>,
    ) -> Option<Discarded<M, R>> {
        let discarded = match (self.free.is_empty(), self.used.first()) {
            (true, Some(oldest)) => discarded_of(self.take(oldest)),
            _ => None,
        };
        let Some(index) = self.free.pop_front(self.entries.as_mut()) else {
            return discarded_of(content);
        };
        // Time does not go back: a newer entry waits longer.
        let newest = self.used.last().and_then(|newest| self.entry(newest));
        let last = newest.map_or_else(Instant::default, |entry| entry.until);
        let until = now.saturating_add(self.config.max_age).max(last);
        let address = address_of(address);
        if let Some(entry) = self.entry_mut(index) {
            entry.content = content;
            entry.id = Text::new(id_of(id));
            entry.address = address;
            entry.until = until;
        }
        self.used.push_back(self.entries.as_mut(), index);
        buckets::insert(self.entries.as_mut(), hash_of(&address), index);
        self.len = self.len.saturating_add(1);
        discarded
    }

    /// Empties an entry that is in use.
    pub(super) fn take(&mut self, index: u32) -> Content<M, R> {
        let Some(entry) = self.entry_mut(index) else {
            return Content::Free;
        };
        let content = core::mem::replace(&mut entry.content, Content::Free);
        let entries = self.entries.as_mut();
        self.used.remove(entries, index);
        buckets::remove(entries, index);
        self.free.push_front(entries, index);
        self.len = self.len.saturating_sub(1);
        content
    }
}

pub(super) fn discarded_of<M, R>(content: Content<M, R>) -> Option<Discarded<M, R>> {
    match content {
        Content::Free => None,
        Content::Message(message) => Some(Discarded::Message(message)),
        Content::Receipt(receipt, _) => Some(Discarded::Receipt(receipt)),
    }
}
