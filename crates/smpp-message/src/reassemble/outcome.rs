//! What becomes of a part, and of a message that will not be whole.

use super::LongMessage;

/// What became of a part.
#[derive(Debug)]
#[non_exhaustive]
pub enum Outcome<'r> {
    /// It was the last one missing: here is the message.
    Whole(LongMessage<'r>),
    /// It waits for the others.
    Waiting {
        /// How many parts are there.
        received: u8,
        /// How many there will be.
        total: u8,
    },
    /// It was there already, with the same content.
    Duplicate,
    /// It was not taken, and nothing else changed but for what was dropped.
    Refused(Refusal),
}

/// Why a part was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Refusal {
    /// The part cannot be: part 0, or above the total.
    Invalid,
    /// The addresses are longer than SMPP allows, 64 octets each.
    Address,
    /// It and its message are larger than what is kept.
    TooLarge,
}

/// Why a message was dropped before it was whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DropReason {
    /// A part did not come in time.
    Age,
    /// It was the oldest, and another needed its room.
    Room,
    /// It was its source's oldest, and the source has too many.
    Source,
    /// A part came again with other content.
    Reused,
    /// It grew too large.
    TooLarge,
}

/// A message that will not be whole, with what there is of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Dropped<'r> {
    /// Why.
    pub reason: DropReason,
    /// What there is of it.
    pub message: LongMessage<'r>,
}
