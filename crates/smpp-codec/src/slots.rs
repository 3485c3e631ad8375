//! Lists of slots in memory that the caller lends, linked by index.
//!
//! The windows of `smpp-session`, the correlator and the reassembler of `smpp-message` and the
//! response slots of `smpp-connection` share this list. No call allocates or panics: an index
//! without a slot changes nothing. Each call takes the slice of slots, always the same one.

use core::iter::FusedIterator;
use core::marker::PhantomData;

/// No slot.
const NONE: u32 = u32::MAX;

/// The neighbours of a slot in one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Links {
    previous: u32,
    next: u32,
}

impl Links {
    /// The links of a slot that is in no list.
    pub const NONE: Self = Self {
        previous: NONE,
        next: NONE,
    };
}

impl Default for Links {
    fn default() -> Self {
        Self::NONE
    }
}

/// A slot with links for lists of the tag `L`.
///
/// A slot is in one list of a tag at a time. A second tag puts it in a second list.
pub trait Linked<L> {
    /// Returns the links.
    fn links(&self) -> Links;

    /// Returns the links, to be changed.
    fn links_mut(&mut self) -> &mut Links;
}

/// A list of slots: the first and the last index.
///
/// Constant work for every call but [`iter`](Self::iter).
///
/// ```
/// use smpp_codec::slots::{Linked, Links, SlotList};
///
/// #[derive(Clone, Copy)]
/// struct Slot(Links);
///
/// struct Free;
///
/// impl Linked<Free> for Slot {
///     fn links(&self) -> Links {
///         self.0
///     }
///
///     fn links_mut(&mut self) -> &mut Links {
///         &mut self.0
///     }
/// }
///
/// let mut slots = [Slot(Links::NONE); 3];
/// let mut free = SlotList::<Free>::of_all(&mut slots);
/// assert_eq!(free.pop_front(&mut slots), Some(0));
/// free.push_back(&mut slots, 0);
/// assert!(free.iter(&slots).map(|(index, _)| index).eq([1, 2, 0]));
/// ```
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct SlotList<L> {
    first: u32,
    last: u32,
    tag: PhantomData<L>,
}

impl<L> Clone for SlotList<L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for SlotList<L> {}

impl<L> Default for SlotList<L> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<L> SlotList<L> {
    /// A list without slots.
    pub const EMPTY: Self = Self {
        first: NONE,
        last: NONE,
        tag: PhantomData,
    };

    /// Returns a list of all slots, in their order.
    ///
    /// Of more than `u32::MAX` slots, the first `u32::MAX` are used.
    #[must_use]
    pub fn of_all<S: Linked<L>>(slots: &mut [S]) -> Self {
        let mut list = Self::EMPTY;
        for index in 0..u32::try_from(slots.len()).unwrap_or(NONE) {
            list.push_back(slots, index);
        }
        list
    }

    /// Returns the first slot's index.
    #[must_use]
    #[inline]
    pub const fn first(&self) -> Option<u32> {
        match self.first {
            NONE => None,
            first => Some(first),
        }
    }

    /// Returns the last slot's index.
    #[must_use]
    #[inline]
    pub const fn last(&self) -> Option<u32> {
        match self.last {
            NONE => None,
            last => Some(last),
        }
    }

    /// Returns whether the list has no slots.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.first == NONE
    }

    /// Appends a slot that is in no list.
    #[inline]
    pub fn push_back<S: Linked<L>>(&mut self, slots: &mut [S], index: u32) {
        let Some(slot) = get(slots, index) else {
            return;
        };
        let (previous, next) = (self.last, NONE);
        *slot.links_mut() = Links { previous, next };
        match get(slots, previous) {
            Some(slot) => slot.links_mut().next = index,
            None => self.first = index,
        }
        self.last = index;
    }

    /// Puts a slot that is in no list in front.
    #[inline]
    pub fn push_front<S: Linked<L>>(&mut self, slots: &mut [S], index: u32) {
        let Some(slot) = get(slots, index) else {
            return;
        };
        let (previous, next) = (NONE, self.first);
        *slot.links_mut() = Links { previous, next };
        match get(slots, next) {
            Some(slot) => slot.links_mut().previous = index,
            None => self.last = index,
        }
        self.first = index;
    }

    /// Puts a slot that is in no list before another of this list.
    #[inline]
    pub fn insert_before<S: Linked<L>>(&mut self, slots: &mut [S], before: u32, index: u32) {
        let Some(next) = get(slots, before) else {
            return;
        };
        let (previous, next) = (next.links().previous, before);
        let Some(slot) = get(slots, index) else {
            return;
        };
        *slot.links_mut() = Links { previous, next };
        self.join(slots, previous, index);
        self.join(slots, index, next);
    }

    /// Removes a slot from this list, which it must be in.
    #[inline]
    pub fn remove<S: Linked<L>>(&mut self, slots: &mut [S], index: u32) {
        let Some(slot) = get(slots, index) else {
            return;
        };
        let Links { previous, next } = slot.links();
        self.join(slots, previous, next);
    }

    /// Removes the first slot and returns its index.
    #[inline]
    pub fn pop_front<S: Linked<L>>(&mut self, slots: &mut [S]) -> Option<u32> {
        let first = self.first()?;
        let next = get(slots, first)?.links().next;
        self.first = next;
        match get(slots, next) {
            Some(slot) => slot.links_mut().previous = NONE,
            None => self.last = NONE,
        }
        Some(first)
    }

    /// Moves all slots of another list of the same slice to the end of this one.
    #[inline]
    pub fn append<S: Linked<L>>(&mut self, slots: &mut [S], other: &mut Self) {
        let moved = core::mem::take(other);
        if moved.is_empty() {
            return;
        }
        let last = core::mem::replace(&mut self.last, moved.last);
        self.join(slots, last, moved.first);
        self.last = moved.last;
    }

    /// Returns the slots in order, with their indices; at most as many as the slice has.
    #[inline]
    pub fn iter<'s, S: Linked<L>>(
        &self,
        slots: &'s [S],
    ) -> impl FusedIterator<Item = (u32, &'s S)> + use<'s, S, L> {
        Self::iter_from(slots, self.first)
    }

    /// Returns the slots of a list from one of them on, as [`iter`](Self::iter) does.
    #[inline]
    pub fn iter_from<'s, S: Linked<L>>(
        slots: &'s [S],
        index: u32,
    ) -> impl FusedIterator<Item = (u32, &'s S)> + use<'s, S, L> {
        Walk::<S, L> {
            slots,
            next: index,
            left: slots.len(),
            tag: PhantomData,
        }
    }

    /// Makes two slots neighbours; without one of them, the other is an end of the list.
    #[inline]
    fn join<S: Linked<L>>(&mut self, slots: &mut [S], previous: u32, next: u32) {
        match get(slots, previous) {
            Some(slot) => slot.links_mut().next = next,
            None => self.first = next,
        }
        match get(slots, next) {
            Some(slot) => slot.links_mut().previous = previous,
            None => self.last = previous,
        }
    }
}

#[inline]
fn get<S>(slots: &mut [S], index: u32) -> Option<&mut S> {
    slots.get_mut(usize::try_from(index).ok()?)
}

/// The slots of a list, in order: see [`SlotList::iter`].
struct Walk<'s, S, L> {
    slots: &'s [S],
    next: u32,
    left: usize,
    tag: PhantomData<L>,
}

impl<'s, S: Linked<L>, L> Iterator for Walk<'s, S, L> {
    type Item = (u32, &'s S);

    #[inline]
    fn next(&mut self) -> Option<(u32, &'s S)> {
        self.left = self.left.checked_sub(1)?;
        let index = self.next;
        let slot = self.slots.get(usize::try_from(index).ok()?)?;
        self.next = slot.links().next;
        Some((index, slot))
    }
}

impl<S: Linked<L>, L> FusedIterator for Walk<'_, S, L> {}

#[cfg(test)]
mod tests;
