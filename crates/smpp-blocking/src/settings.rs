//! What a connection is set up with.

use std::fmt;
use std::sync::Arc;

use smpp_session::{Config, RemoteError};

/// Which way a PDU went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "there are two ways")]
pub enum Direction {
    /// From the peer.
    Received,
    /// To the peer.
    Sent,
}

/// Is shown what passes a connection. Every method does nothing unless it is written.
///
/// Called under the connection's lock, in the order of the wire: be brief, and do not call the
/// connection.
pub trait Observer: Send + Sync {
    /// A whole PDU passes.
    fn frame(&self, direction: Direction, frame: &[u8]) {
        let _ = (direction, frame);
    }

    /// The peer broke the protocol, and has been answered.
    fn fault(&self, error: &RemoteError) {
        let _ = error;
    }
}

/// What a connection is set up with.
#[derive(Clone)]
#[allow(clippy::exhaustive_structs, reason = "built with struct update syntax")]
pub struct Settings {
    /// Timers, limits and versions of the session.
    pub session: Config,
    /// How many requests of ours may be unanswered; further ones wait. Default: 10, the guideline
    /// of SMPP 3.4.
    pub window: usize,
    /// How many octets may wait to be sent before further requests wait. Default: 256 KiB.
    pub max_unsent_octets: usize,
    /// Is shown what passes.
    pub observer: Option<Arc<dyn Observer>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            session: Config::default(),
            window: 10,
            max_unsent_octets: 256 * 1024,
            observer: None,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("session", &self.session)
            .field("window", &self.window)
            .field("max_unsent_octets", &self.max_unsent_octets)
            .finish_non_exhaustive()
    }
}
