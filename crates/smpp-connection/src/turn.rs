//! The actions that a driver's turn asks of the adapter.

use std::time::{Duration, Instant};

/// What the adapter does until the next turn: see [`Driver`](crate::Driver).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Turn {
    /// Whether to read from the stream.
    pub read: bool,
    /// Whether to call [`turn`](crate::Driver::turn) again without waiting for an event, once
    /// other tasks have run. They add output to what is about to be written, or take what they
    /// were given.
    pub again: bool,
    /// When to call [`turn`](crate::Driver::turn) again at the latest, on the connection's clock.
    pub deadline: Option<Instant>,
    /// How many requests of ours were unanswered at the end of the turn.
    pub outstanding: u32,
    /// Set once the session is closed: how long the rest of the output may take. Default:
    /// 5 s, by [`Settings::linger`](crate::Settings::linger).
    pub closed: Option<Duration>,
}
