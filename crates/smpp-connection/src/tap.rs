//! What is shown of a connection.

use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use smpp_session::RemoteError;

/// Which connection of this process it is, and between whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Link {
    /// Counts up from 1; no two connections of a process have the same.
    pub number: u64,
    /// This side's address, if the stream has one.
    pub local: Option<SocketAddr>,
    /// The peer's address, if the stream has one.
    pub peer: Option<SocketAddr>,
}

impl Link {
    /// The next connection of this process.
    #[must_use]
    pub fn new(local: Option<SocketAddr>, peer: Option<SocketAddr>) -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        Self {
            number,
            local,
            peer,
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.peer {
            Some(peer) => write!(f, "{} with {peer}", self.number),
            None => write!(f, "{}", self.number),
        }
    }
}

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
/// connection. One tap may serve many connections.
pub trait Tap: Send + Sync {
    /// A whole PDU passes; octets as on the wire, passwords and texts included.
    fn frame(&self, link: &Link, direction: Direction, frame: &[u8]) {
        let _ = (link, direction, frame);
    }

    /// The peer broke the protocol, and has been answered.
    fn fault(&self, link: &Link, error: &RemoteError) {
        let _ = (link, error);
    }

    /// The connection has ended.
    fn closed(&self, link: &Link) {
        let _ = link;
    }
}
