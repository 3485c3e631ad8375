//! The state of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use smpp_session::SessionEnd;

use crate::error::Error;
use crate::tap::Link;

/// The state of a [`Client`](crate::Client).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ClientState {
    /// A connection is being made, or bound.
    Connecting,
    /// Bound: requests are sent.
    Bound(Link),
    /// The connection was lost, or did not come about; the next attempt follows.
    Waiting {
        /// Why, as the policy sees it.
        ending: SessionEnd,
        /// Why, in full.
        error: Arc<Error>,
        /// How long until the next attempt, from when this state began.
        wait: Duration,
    },
    /// There are no more attempts: it was stopped; or, with an error, no attempt can ever succeed,
    /// since the bind request cannot be encoded.
    Stopped(Option<Arc<Error>>),
}

impl fmt::Display for ClientState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Connecting => f.write_str("connecting"),
            Self::Bound(link) => write!(f, "bound: connection {link}"),
            Self::Waiting { error, wait, .. } => write!(f, "{error}; next attempt in {wait:.1?}"),
            Self::Stopped(None) => f.write_str("stopped"),
            Self::Stopped(Some(error)) => write!(f, "stopped: {error}"),
        }
    }
}
