//! Who may connect to a listener, and how often a bind may fail.

mod failures;

use std::collections::HashMap;
use std::error;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use smpp_codec::Instant;

use failures::Failures;

use crate::setters::setters;

/// What a listener allows.
///
/// ```
/// use smpp_connection::AdmissionLimits;
///
/// static LIMITS: AdmissionLimits = AdmissionLimits::new().with_per_address(500);
/// assert_eq!(LIMITS.connections, 10_000);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct AdmissionLimits {
    /// Connections at a time. Default: 10,000.
    pub connections: u32,
    /// Connections at a time of one address. Default: 100.
    pub per_address: u32,
    /// Connections at a time that are not bound yet, of all addresses. Default: 1,000.
    pub unbound: u32,
    /// After how many failed binds an address is blocked. Default: 10.
    pub failed_binds: u32,
    /// How long it is blocked after the last of them; after the same time without another they are
    /// forgotten. Default: 5 minutes.
    pub block_time: Duration,
    /// Of how many addresses failed binds are remembered: beyond, the one whose last failure is
    /// longest ago is forgotten. About 100 octets each. Default: 4,096.
    pub remembered_addresses: usize,
}

impl AdmissionLimits {
    /// The default limits.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            connections: 10_000,
            per_address: 100,
            unbound: 1_000,
            failed_binds: 10,
            block_time: Duration::from_secs(300),
            remembered_addresses: 4_096,
        }
    }

    setters! {
        with_connections connections: u32;
        with_per_address per_address: u32;
        with_unbound unbound: u32;
        with_failed_binds failed_binds: u32;
        with_block_time block_time: Duration;
        with_remembered_addresses remembered_addresses: usize;
    }
}

impl Default for AdmissionLimits {
    fn default() -> Self {
        Self::new()
    }
}

/// Counts the connections of a listener, and refuses those beyond its limits.
///
/// An IPv6 address counts as its /64, which is what one customer has at least; an IPv4 address is
/// the same however the socket shows it. Behind a proxy, ask with the address of the
/// `ProxyHeader`, or all peers are one.
///
/// Memory is bounded by the limits: with the defaults, less than 2 MB. A clone is the same
/// admission.
///
/// ```
/// use smpp_connection::{Admission, AdmissionLimits, AdmissionError};
/// use smpp_codec::Instant;
/// use std::time::Duration;
///
/// let limits = AdmissionLimits::new().with_failed_binds(1);
/// let admission = Admission::new(limits);
/// let now = Instant::from_micros(0);
/// let peer = "192.0.2.7".parse()?;
///
/// let mut permit = admission.admit(now, peer)?;      // a connection is accepted
/// assert_eq!(permit.attempt(now)?, 0);               // it asks to bind: nothing failed before
/// permit.failed(now);                                // with a wrong password
/// assert_eq!(permit.attempt(now), Err(AdmissionError::Blocked));
/// drop(permit);                                      // it is closed
/// assert_eq!(admission.admit(now, peer).unwrap_err(), AdmissionError::Blocked);
///
/// let later = now + Duration::from_secs(300);
/// admission.admit(later, peer)?.bound();
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Admission(Arc<Shared>);

struct Shared {
    limits: AdmissionLimits,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    connections: u32,
    unbound: u32,
    of_address: HashMap<IpAddr, u32>,
    failures: Failures,
}

impl Admission {
    /// Admits nobody yet.
    #[must_use]
    pub fn new(limits: AdmissionLimits) -> Self {
        Self(Arc::new(Shared {
            limits,
            counts: Mutex::default(),
        }))
    }

    /// Asks for a connection that has been accepted from this address.
    ///
    /// # Errors
    ///
    /// [`AdmissionError`] says which limit it is beyond. Close it without a word: it costs least.
    pub fn admit(&self, now: Instant, peer: IpAddr) -> Result<Permit, AdmissionError> {
        let Shared { limits, .. } = &*self.0;
        let address = counted_as(peer);
        let mut counts = self.0.counts();
        if counts.failures.blocked(limits, now, address) {
            return Err(AdmissionError::Blocked);
        }
        if counts.connections >= limits.connections {
            return Err(AdmissionError::Full);
        }
        if counts.unbound >= limits.unbound {
            return Err(AdmissionError::TooManyUnbound);
        }
        let of_address = counts.of_address.get(&address).copied().unwrap_or(0);
        if of_address >= limits.per_address {
            return Err(AdmissionError::TooManyOfAddress);
        }
        counts
            .of_address
            .insert(address, of_address.saturating_add(1));
        counts.connections = counts.connections.saturating_add(1);
        counts.unbound = counts.unbound.saturating_add(1);
        Ok(Permit {
            shared: Arc::clone(&self.0),
            address,
            bound: false,
        })
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections(&self) -> u32 {
        self.0.counts().connections
    }

    /// How many of them are not bound.
    #[must_use]
    pub fn unbound(&self) -> u32 {
        self.0.counts().unbound
    }
}

impl fmt::Debug for Admission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Admission")
            .field("connections", &self.connections())
            .field("unbound", &self.unbound())
            .finish_non_exhaustive()
    }
}

impl Shared {
    /// Nothing panics while it is held, and nothing is left by halves if it did.
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one connection; given back when dropped.
pub struct Permit {
    shared: Arc<Shared>,
    address: IpAddr,
    bound: bool,
}

impl Permit {
    /// Asks for an attempt to bind, and says how many of this address failed lately.
    ///
    /// To be called before the password is looked at. Attempts that are decided at the same time
    /// do not see each other, so that an address may fail `failed_binds` times, and once more for
    /// each connection it has.
    ///
    /// # Errors
    ///
    /// [`AdmissionError::Blocked`]: too many did. Answer `ESME_RBINDFAIL` and close.
    pub fn attempt(&self, now: Instant) -> Result<u32, AdmissionError> {
        let counts = self.shared.counts();
        if counts
            .failures
            .blocked(&self.shared.limits, now, self.address)
        {
            return Err(AdmissionError::Blocked);
        }
        Ok(counts
            .failures
            .count(&self.shared.limits, now, self.address))
    }

    /// The attempt failed: the credentials were wrong. Other reasons to refuse a bind, such as too
    /// many sessions of an account, need not be counted.
    pub fn failed(&self, now: Instant) {
        let mut counts = self.shared.counts();
        counts.failures.add(&self.shared.limits, now, self.address);
    }

    /// The connection is bound, and no longer one of the unbound. Failures of its address are not
    /// forgotten for it: who has one password could try others for ever between his binds.
    pub fn bound(&mut self) {
        if !self.bound {
            self.bound = true;
            let mut counts = self.shared.counts();
            counts.unbound = counts.unbound.saturating_sub(1);
        }
    }

    /// Counts the connection as unbound again: its bind was not accepted after all.
    pub(crate) fn not_bound(&mut self) {
        if self.bound {
            self.bound = false;
            let mut counts = self.shared.counts();
            counts.unbound = counts.unbound.saturating_add(1);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.bound();
        let mut counts = self.shared.counts();
        counts.connections = counts.connections.saturating_sub(1);
        if let Some(of_address) = counts.of_address.get_mut(&self.address) {
            *of_address = of_address.saturating_sub(1);
            if *of_address == 0 {
                counts.of_address.remove(&self.address);
            }
        }
    }
}

impl fmt::Debug for Permit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit")
            .field("address", &self.address)
            .field("bound", &self.bound)
            .finish_non_exhaustive()
    }
}

/// What an address is counted as.
fn counted_as(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
        address => address,
    }
}

/// Which limit a connection is beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AdmissionError {
    /// The listener has as many connections as it may.
    Full,
    /// As many as may be are not bound.
    TooManyUnbound,
    /// The address has as many connections as it may.
    TooManyOfAddress,
    /// Too many binds of the address failed.
    Blocked,
}

impl fmt::Display for AdmissionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Full => "the listener is full: see AdmissionLimits::connections",
            Self::TooManyUnbound => {
                "too many connections are not bound: see AdmissionLimits::unbound"
            }
            Self::TooManyOfAddress => {
                "too many connections of one address: see AdmissionLimits::per_address"
            }
            Self::Blocked => {
                "too many failed binds, the address is blocked for a while: see \
                 AdmissionLimits::failed_binds"
            }
        })
    }
}

impl error::Error for AdmissionError {}

#[cfg(test)]
mod tests;
