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

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Received => "received",
            Self::Sent => "sent",
        })
    }
}

/// Observes every PDU on a connection. All methods have empty default implementations.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Side;

    #[test]
    fn directions_sides_and_links_are_displayed() {
        assert_eq!(format!("{:>9}", Direction::Sent), "     sent");
        assert_eq!(Direction::Received.to_string(), "received");
        let sides = [Side::Esme, Side::EsmeAwaitingOutbind, Side::MessageCenter];
        let names = sides.map(|side| side.to_string());
        assert_eq!(names, ["ESME", "ESME awaiting outbind", "message centre"]);
        let link = Link::new(None, "192.0.2.7:2775".parse().ok());
        assert_eq!(
            link.to_string(),
            format!("{} with 192.0.2.7:2775", link.number)
        );
    }
}
