//! Who asked.

use std::num::NonZeroU32;

use smpp_session::Instant;

/// Who wants to know how a request ends, and since when: what the session's window keeps.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) to: To,
    pub(crate) sent: Instant,
}

/// To whom the answer goes.
///
/// Two numbers rather than an enum of them, because this is moved in and out of the window with
/// every request, and an enum of several sizes goes through memory each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct To {
    queue: NonZeroU32,
    tag: u64,
}

/// What stands for no queue.
const CALLER: NonZeroU32 = NonZeroU32::MIN;

impl To {
    /// The place of a single caller among the replies.
    pub(crate) fn caller(place: u32) -> Self {
        Self {
            queue: CALLER,
            tag: place.into(),
        }
    }

    /// A bulk queue, and what its owner calls the request.
    pub(crate) const fn bulk(queue: Number, tag: u64) -> Self {
        Self {
            queue: queue.0,
            tag,
        }
    }

    /// The queue, if it is one's, and the tag or place.
    pub(crate) fn whose(self) -> (Option<Number>, u64) {
        let queue = (self.queue != CALLER).then_some(Number(self.queue));
        (queue, self.tag)
    }
}

/// The number of a bulk queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number(NonZeroU32);

impl Number {
    /// One that no queue has.
    pub(crate) const NONE: Self = Self(CALLER);

    /// The next one.
    pub(crate) fn next(self) -> Self {
        let next = self.0.checked_add(1);
        Self(next.unwrap_or(CALLER.saturating_add(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_and_queues_are_told_apart() {
        assert_eq!(To::caller(0).whose(), (None, 0));
        assert_eq!(To::caller(u32::MAX).whose(), (None, u32::MAX.into()));
        let first = Number::NONE.next();
        assert_ne!(first, Number::NONE);
        assert_eq!(To::bulk(first, u64::MAX).whose(), (Some(first), u64::MAX));
        assert_eq!(Number(NonZeroU32::MAX).next(), first);
    }

    #[test]
    fn a_slot_knows_that_it_is_empty_without_more_octets() {
        assert_eq!(size_of::<Option<Token>>(), size_of::<Token>());
        assert_eq!(size_of::<Token>(), 24);
    }
}
