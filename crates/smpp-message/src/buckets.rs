//! Hash buckets in lent slots, for the correlator and the reassembler.
//!
//! The slot whose index is the hash modulo the number of slots has the bucket's list.

use smpp_codec::slots::{Linked, Links, SlotList};

/// The tag of the lists of slots with hashes of one bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SameBucket;

/// A slot's part in the table: the list of the bucket with its index, and its own hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Bucket {
    list: SlotList<SameBucket>,
    pub(crate) links: Links,
    hash: u32,
}

impl Bucket {
    pub(crate) const EMPTY: Self = Self {
        list: SlotList::EMPTY,
        links: Links::NONE,
        hash: 0,
    };
}

/// A slot of a hash table.
pub(crate) trait Hashed: Linked<SameBucket> {
    fn bucket(&self) -> &Bucket;
    fn bucket_mut(&mut self) -> &mut Bucket;
}

/// Implements [`Hashed`] for a slot with a field `bucket`.
macro_rules! hashed {
    ([$($generics:tt)*] $Slot:ty) => {
        impl<$($generics)*> smpp_codec::slots::Linked<crate::buckets::SameBucket> for $Slot {
            fn links(&self) -> smpp_codec::slots::Links {
                self.bucket.links
            }

            fn links_mut(&mut self) -> &mut smpp_codec::slots::Links {
                &mut self.bucket.links
            }
        }

        impl<$($generics)*> crate::buckets::Hashed for $Slot {
            fn bucket(&self) -> &crate::buckets::Bucket {
                &self.bucket
            }

            fn bucket_mut(&mut self) -> &mut crate::buckets::Bucket {
                &mut self.bucket
            }
        }
    };
}

pub(crate) use hashed;

/// Puts a slot in front of the bucket of this hash.
pub(crate) fn insert<S: Hashed>(slots: &mut [S], hash: u32, index: u32) {
    if let Some(slot) = get(slots, index) {
        slot.bucket_mut().hash = hash;
        change(slots, hash, |list, slots| list.push_front(slots, index));
    }
}

/// Removes a slot from its bucket, which it must be in.
pub(crate) fn remove<S: Hashed>(slots: &mut [S], index: u32) {
    if let Some(slot) = get(slots, index) {
        let hash = slot.bucket().hash;
        change(slots, hash, |list, slots| list.remove(slots, index));
    }
}

/// Returns the slots with this hash, the last inserted first.
pub(crate) fn of<S: Hashed>(slots: &[S], hash: u32) -> impl Iterator<Item = (u32, &S)> {
    let bucket = bucket_of(slots, hash).and_then(|at| slots.get(at));
    let list = bucket.map_or(SlotList::EMPTY, |slot| slot.bucket().list);
    list.iter(slots)
        .filter(move |(_, slot)| slot.bucket().hash == hash)
}

fn change<S: Hashed>(
    slots: &mut [S],
    hash: u32,
    change: impl FnOnce(&mut SlotList<SameBucket>, &mut [S]),
) {
    let Some(at) = bucket_of(slots, hash) else {
        return;
    };
    let Some(mut list) = slots.get(at).map(|slot| slot.bucket().list) else {
        return;
    };
    change(&mut list, slots);
    if let Some(slot) = slots.get_mut(at) {
        slot.bucket_mut().list = list;
    }
}

fn bucket_of<S>(slots: &[S], hash: u32) -> Option<usize> {
    let buckets = u32::try_from(slots.len()).unwrap_or(u32::MAX);
    usize::try_from(hash.checked_rem(buckets)?).ok()
}

fn get<S>(slots: &mut [S], index: u32) -> Option<&mut S> {
    slots.get_mut(usize::try_from(index).ok()?)
}
