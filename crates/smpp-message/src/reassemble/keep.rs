//! The settings of a reassembler.

use core::time::Duration;

use crate::setters::setters;

/// Settings: how long, and how much, a [`Reassembler`](super::Reassembler) keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Keep {
    /// Time that a message waits for its other parts after the first. Default:
    /// an hour. Zero: until the next call.
    pub age: Duration,
    /// Time that a whole message stays, to recognise parts that come again. It
    /// gives way to any part that needs its memory. Default: five minutes.
    pub whole: Duration,
    /// Octets of content in one message. Default: 39015, which is 255 parts of
    /// 153. 0 refuses every part that has content.
    pub message_octets: u32,
    /// Messages that one source may have waiting; further ones push its own
    /// oldest out. Default: no limit. 0 counts as 1.
    pub messages_per_source: Option<u16>,
}

impl Default for Keep {
    fn default() -> Self {
        Self::new()
    }
}

impl Keep {
    /// Returns the default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            age: Duration::from_secs(3600),
            whole: Duration::from_secs(300),
            message_octets: 255 * 153,
            messages_per_source: None,
        }
    }

    setters! {
        with_age age: Duration;
        with_whole whole: Duration;
        with_message_octets message_octets: u32;
        with_messages_per_source messages_per_source: Option<u16>;
    }
}
