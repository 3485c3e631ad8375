//! The requests of this side that are not answered yet.

use smpp_codec::slots::{Linked, Links, SlotList};
use smpp_codec::{CommandId, Instant, MAX_SEQUENCE_NUMBER};

/// How many requests may be outstanding outside the window: a bind, an unbind, an `enquire_link`.
pub(crate) const CONTROL: usize = 3;

/// Room for one request that is not answered yet; the window is a slice of them.
///
/// Lend a `&mut [WindowSlot<T>]` of any length, or let the session own an array, a `Vec` or a `Box`.
#[derive(Clone, Debug)]
#[cfg_attr(smpp_model, derive(PartialEq, Eq, Hash))]
pub struct WindowSlot<T> {
    token: Option<T>,
    deadline: Instant,
    sequence_number: u32,
    command_id: CommandId,
    links: Links,
    /// Whether the response was unreadable.
    failed: bool,
}

impl<T> WindowSlot<T> {
    /// An empty slot.
    pub const EMPTY: Self = Self {
        token: None,
        deadline: Instant::NEVER,
        sequence_number: 0,
        command_id: CommandId(0),
        links: Links::NONE,
        failed: false,
    };
}

/// The tag of the two lists of slots: a slot is free, or its request waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Turn;

impl<T> Linked<Turn> for WindowSlot<T> {
    #[inline]
    fn links(&self) -> Links {
        self.links
    }

    #[inline]
    fn links_mut(&mut self) -> &mut Links {
        &mut self.links
    }
}

fn get<T>(slots: &mut [WindowSlot<T>], index: u32) -> Option<&mut WindowSlot<T>> {
    slots.get_mut(index as usize)
}

impl<T> Default for WindowSlot<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// A request that has left the window.
#[derive(Debug)]
pub(crate) struct Done<T> {
    pub(crate) token: T,
    pub(crate) sequence_number: u32,
    pub(crate) command_id: CommandId,
    pub(crate) failed: bool,
}

/// The book-keeping of the window; the slots themselves are the caller's.
///
/// A request takes the slot that has been free for longest, and a sequence number that leads back
/// to it: the number modulo the window's size is the slot. So no number is in use twice, numbers
/// ascend by one as long as responses come in order, and a request, a response and an expiry cost
/// the same whatever the window's size. A PDU that takes no slot passes over the one that its
/// number leads to. Requests all wait for the same time, so those that wait are in the order of
/// their deadlines.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Window {
    free: SlotList<Turn>,
    waiting: SlotList<Turn>,
    outstanding: u32,
    /// One less than the last sequence number, modulo the greatest; and the slot it leads to.
    last: u32,
    last_slot: u32,
}

impl Window {
    pub(crate) fn new<T>(slots: &mut [WindowSlot<T>]) -> Self {
        let mut window = Self {
            free: SlotList::EMPTY,
            waiting: SlotList::EMPTY,
            outstanding: 0,
            last: MAX_SEQUENCE_NUMBER.wrapping_sub(1),
            last_slot: 0,
        };
        window.go_on_behind(slots, window.last);
        for index in 0..window.capacity(slots) {
            if let Some(slot) = get(slots, index) {
                *slot = WindowSlot::EMPTY;
            }
            window.free.push_back(slots, index);
        }
        window
    }

    fn capacity<T>(&self, slots: &[WindowSlot<T>]) -> u32 {
        // Beyond this no sequence number would lead to a slot.
        u32::try_from(slots.len())
            .unwrap_or(MAX_SEQUENCE_NUMBER)
            .min(MAX_SEQUENCE_NUMBER)
    }

    /// The next number comes behind one more than this.
    fn go_on_behind<T>(&mut self, slots: &[WindowSlot<T>], last: u32) {
        self.last = last;
        self.last_slot = self.slot_of(slots, last).unwrap_or_default();
    }

    /// The slot that one less than a sequence number leads to; `None` if there are no slots.
    fn slot_of<T>(&self, slots: &[WindowSlot<T>], last: u32) -> Option<u32> {
        last.checked_rem(self.capacity(slots))
    }

    pub(crate) const fn outstanding(&self) -> u32 {
        self.outstanding
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.free.is_empty()
    }

    /// The sequence number that the next request of the window takes; `None` if it is full.
    ///
    /// `avoid` tells the few numbers that are in use outside the window.
    pub(crate) fn next_sequence_number<T>(
        &self,
        slots: &[WindowSlot<T>],
        avoid: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let slot = self.free.first()?;
        let capacity = self.capacity(slots);
        // How far the free slot is ahead of the slot of the last number; at least one.
        let behind = self.last_slot;
        let ahead = if slot > behind {
            slot.wrapping_sub(behind)
        } else {
            slot.wrapping_add(capacity).wrapping_sub(behind)
        };
        let mut number = self.last.wrapping_add(ahead);
        for _ in 0..=CONTROL {
            // Numbers stop where a whole round of slots does not fit any more. That is in the last
            // round, and only there it is worth a division.
            if number >= MAX_SEQUENCE_NUMBER.wrapping_sub(capacity)
                && number
                    >= MAX_SEQUENCE_NUMBER.wrapping_sub(MAX_SEQUENCE_NUMBER.checked_rem(capacity)?)
            {
                number = slot;
            }
            if !avoid(number.wrapping_add(1)) {
                break;
            }
            number = number.wrapping_add(capacity);
        }
        Some(number.wrapping_add(1))
    }

    /// A sequence number for a PDU that takes no slot; [`pass`](Self::pass) makes it taken.
    ///
    /// Only after all numbers have been used once may those that come next still be in use.
    pub(crate) fn unslotted_sequence_number<T>(
        &self,
        slots: &[WindowSlot<T>],
        avoid: impl Fn(u32) -> bool,
    ) -> u32 {
        let mut last = self.last;
        loop {
            let next = last.wrapping_add(1);
            last = if next >= MAX_SEQUENCE_NUMBER { 0 } else { next };
            let number = last.wrapping_add(1);
            // Fewer numbers are in use than there are.
            if self.find(slots, number).is_none() && !avoid(number) {
                return number;
            }
        }
    }

    /// Notes that an unslotted number was used. If the slot that it leads to is the next in turn,
    /// that turn is over: so the numbers of requests go on from here by one.
    pub(crate) fn pass<T>(&mut self, slots: &mut [WindowSlot<T>], sequence_number: u32) {
        self.go_on_behind(slots, sequence_number.wrapping_sub(1));
        if self.free.first() == Some(self.last_slot) {
            self.free.remove(slots, self.last_slot);
            self.free.push_back(slots, self.last_slot);
        }
    }

    /// Enters a request under the number that [`next_sequence_number`](Self::next_sequence_number)
    /// gave.
    pub(crate) fn insert<T>(
        &mut self,
        slots: &mut [WindowSlot<T>],
        sequence_number: u32,
        command_id: CommandId,
        token: T,
        deadline: Instant,
    ) {
        let Some(index) = self.free.pop_front(slots) else {
            return;
        };
        if let Some(slot) = get(slots, index) {
            slot.token = Some(token);
            slot.deadline = deadline;
            slot.sequence_number = sequence_number;
            slot.command_id = command_id;
            slot.failed = false;
        }
        self.waiting.push_back(slots, index);
        self.last = sequence_number.wrapping_sub(1);
        self.last_slot = index;
        self.outstanding = self.outstanding.saturating_add(1);
    }

    /// Moves the origin of time, and forgets what empty slots remember.
    #[cfg(smpp_model)]
    pub(crate) fn shift<T>(&self, slots: &mut [WindowSlot<T>], shift: impl Fn(Instant) -> Instant) {
        for slot in slots {
            if slot.token.is_some() {
                slot.deadline = shift(slot.deadline);
            } else {
                *slot = WindowSlot {
                    links: slot.links,
                    ..WindowSlot::EMPTY
                };
            }
        }
    }

    /// Which request a sequence number belongs to.
    fn find<T>(&self, slots: &[WindowSlot<T>], sequence_number: u32) -> Option<(u32, CommandId)> {
        let index = self.slot_of(slots, sequence_number.checked_sub(1)?)?;
        let slot = slots.get(index as usize)?;
        let taken = slot.token.is_some() && slot.sequence_number == sequence_number;
        taken.then_some((index, slot.command_id))
    }

    /// The request that waits under this number: its place, and what it is.
    pub(crate) fn waiting<T>(
        &self,
        slots: &[WindowSlot<T>],
        sequence_number: u32,
    ) -> Option<(u32, CommandId)> {
        let (index, command_id) = self.find(slots, sequence_number)?;
        (!slots.get(index as usize)?.failed).then_some((index, command_id))
    }

    /// Marks the request in this place as failed: the next that [`expired`](Self::expired) gives.
    pub(crate) fn fail<T>(&mut self, slots: &mut [WindowSlot<T>], index: u32) {
        self.waiting.remove(slots, index);
        if let Some(slot) = get(slots, index) {
            slot.failed = true;
            slot.deadline = Instant::default();
        }
        self.waiting.push_front(slots, index);
    }

    /// When the first of those that wait expires.
    pub(crate) fn deadline<T>(&self, slots: &[WindowSlot<T>]) -> Instant {
        self.waiting
            .first()
            .and_then(|first| slots.get(first as usize))
            .map_or(Instant::NEVER, |slot| slot.deadline)
    }

    /// Takes out a request whose time is over, the oldest first.
    pub(crate) fn expired<T>(
        &mut self,
        slots: &mut [WindowSlot<T>],
        now: Instant,
    ) -> Option<Done<T>> {
        if self.deadline(slots) > now {
            return None;
        }
        self.take(slots, self.waiting.first()?)
    }

    /// Takes out any request, the oldest first.
    pub(crate) fn pop<T>(&mut self, slots: &mut [WindowSlot<T>]) -> Option<Done<T>> {
        self.take(slots, self.waiting.first()?)
    }

    /// Takes out the request in this place.
    pub(crate) fn take<T>(&mut self, slots: &mut [WindowSlot<T>], index: u32) -> Option<Done<T>> {
        let slot = get(slots, index)?;
        let token = slot.token.take()?;
        let done = Done {
            token,
            sequence_number: slot.sequence_number,
            command_id: slot.command_id,
            failed: slot.failed,
        };
        self.waiting.remove(slots, index);
        self.free.push_back(slots, index);
        self.outstanding = self.outstanding.saturating_sub(1);
        Some(done)
    }
}

#[cfg(test)]
mod tests;
