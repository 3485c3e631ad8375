//! What is done to one connection.

use std::time::Duration;

/// What happens to a direction, once, when so many octets have passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Both sides see the connection end.
    Cut,
    /// Both sides see the connection reset.
    Reset,
    /// The receiver sees the end of the stream; the other direction goes on.
    HalfClose,
    /// Nothing passes for a while; then all goes on.
    Stall(Duration),
    /// Nothing is read any more: the sender's buffers fill.
    StopReading,
    /// Everything is read and nothing passes: the receiver might as well never answer.
    Swallow,
    /// So many octets of anything come between, from this seed.
    Garbage {
        /// What the octets are made from.
        seed: u64,
        /// How many.
        octets: usize,
    },
}

/// What is done to one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// How many octets pass at once, at most.
    pub piece: usize,
    /// How long each piece is held.
    pub hold: Duration,
    /// What happens, and after how many octets.
    pub fault: Option<(u64, Fault)>,
}

impl Way {
    /// Everything passes as it comes.
    pub const CLEAN: Self = Self {
        piece: usize::MAX,
        hold: Duration::ZERO,
        fault: None,
    };

    /// Everything passes one octet at a time.
    pub const OCTETS: Self = Self {
        piece: 1,
        ..Self::CLEAN
    };

    /// This happens after so many octets.
    #[must_use]
    pub const fn after(octets: u64, fault: Fault) -> Self {
        Self {
            fault: Some((octets, fault)),
            ..Self::CLEAN
        }
    }
}

/// What is done to one connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// From the client to the server.
    pub to_server: Way,
    /// From the server to the client.
    pub to_client: Way,
}

impl Plan {
    /// Everything passes as it comes.
    pub const CLEAN: Self = Self {
        to_server: Way::CLEAN,
        to_client: Way::CLEAN,
    };

    /// The same in both directions.
    #[must_use]
    pub fn both(way: Way) -> Self {
        Self {
            to_server: way.clone(),
            to_client: way,
        }
    }

    /// One direction only.
    #[must_use]
    pub const fn one(to_server: bool, way: Way) -> Self {
        if to_server {
            Self {
                to_server: way,
                ..Self::CLEAN
            }
        } else {
            Self {
                to_client: way,
                ..Self::CLEAN
            }
        }
    }

    /// Any fault in either direction, within so many octets.
    pub fn random(rng: &mut fastrand::Rng, octets: u64) -> Self {
        let fault = match rng.u32(0..7) {
            0 => Fault::Cut,
            1 => Fault::Reset,
            2 => Fault::HalfClose,
            3 => Fault::Stall(Duration::from_millis(rng.u64(0..1500))),
            4 => Fault::StopReading,
            5 => Fault::Swallow,
            _ => Fault::Garbage {
                seed: rng.u64(..),
                octets: rng.usize(1..64),
            },
        };
        let (piece, hold) = match rng.u32(0..8) {
            0 => (1, Duration::ZERO),
            1 => (7, Duration::ZERO),
            2 => (512, Duration::from_millis(1)),
            _ => (usize::MAX, Duration::ZERO),
        };
        // One in four befalls the bind and what comes right after it.
        let within = if rng.u32(0..4) == 0 { 300 } else { octets };
        let way = Way {
            piece,
            hold,
            fault: Some((rng.u64(0..within), fault)),
        };
        Self::one(rng.bool(), way)
    }
}
