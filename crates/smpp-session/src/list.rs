//! Lists threaded through the slots of a window.

use crate::window::WindowSlot;

/// No slot.
pub(crate) const NONE: u32 = u32::MAX;

/// A list threaded through the slots: first and last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Ends {
    pub(crate) first: u32,
    pub(crate) last: u32,
}

impl Ends {
    pub(crate) const EMPTY: Self = Self {
        first: NONE,
        last: NONE,
    };
}

pub(crate) fn get<T>(slots: &mut [WindowSlot<T>], index: u32) -> Option<&mut WindowSlot<T>> {
    slots.get_mut(index as usize)
}

/// Appends a slot to a list.
pub(crate) fn push<T>(slots: &mut [WindowSlot<T>], ends: &mut Ends, index: u32) {
    let Some(slot) = get(slots, index) else {
        return;
    };
    slot.previous = ends.last;
    slot.next = NONE;
    match get(slots, ends.last) {
        Some(last) => last.next = index,
        None => ends.first = index,
    }
    ends.last = index;
}

/// Puts a slot at the head of a list.
pub(crate) fn push_front<T>(slots: &mut [WindowSlot<T>], ends: &mut Ends, index: u32) {
    let Some(slot) = get(slots, index) else {
        return;
    };
    slot.previous = NONE;
    slot.next = ends.first;
    match get(slots, ends.first) {
        Some(first) => first.previous = index,
        None => ends.last = index,
    }
    ends.first = index;
}

/// Takes a slot out of the list that it is in.
pub(crate) fn unlink<T>(slots: &mut [WindowSlot<T>], ends: &mut Ends, index: u32) {
    let Some(slot) = get(slots, index) else {
        return;
    };
    let (previous, next) = (slot.previous, slot.next);
    match get(slots, previous) {
        Some(slot) => slot.next = next,
        None => ends.first = next,
    }
    match get(slots, next) {
        Some(slot) => slot.previous = previous,
        None => ends.last = previous,
    }
}
