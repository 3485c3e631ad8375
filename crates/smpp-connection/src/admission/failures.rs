//! Failed binds by address, of a bounded number of addresses.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;

use smpp_codec::Instant;

use super::AdmissionLimits;

/// How often binds of an address failed, and when the last did.
#[derive(Clone, Copy)]
struct Failed {
    times: u32,
    last: Instant,
}

#[derive(Default)]
pub(super) struct Failures {
    of_address: HashMap<IpAddr, Failed>,
    /// The same addresses, the one to forget first in front.
    by_time: BTreeSet<(Instant, IpAddr)>,
}

impl Failures {
    pub(super) fn count(&self, limits: &AdmissionLimits, now: Instant, address: IpAddr) -> u32 {
        match self.of_address.get(&address) {
            Some(failed) if now.since(failed.last) < limits.block_time => failed.times,
            _ => 0,
        }
    }

    pub(super) fn blocked(&self, limits: &AdmissionLimits, now: Instant, address: IpAddr) -> bool {
        // A count of zero never blocks, so that a limit of zero does not shut everybody out.
        let count = self.count(limits, now, address);
        count > 0 && count >= limits.failed_binds
    }

    pub(super) fn add(&mut self, limits: &AdmissionLimits, now: Instant, address: IpAddr) {
        let times = self.count(limits, now, address).saturating_add(1);
        let before = self.of_address.remove(&address);
        if let Some(before) = before {
            self.by_time.remove(&(before.last, address));
        }
        // Time that goes back counts as standing still.
        let last = before.map_or(now, |before| before.last.max(now));
        self.of_address.insert(address, Failed { times, last });
        self.by_time.insert((last, address));
        if self.of_address.len() > limits.remembered_addresses {
            if let Some((_, oldest)) = self.by_time.pop_first() {
                self.of_address.remove(&oldest);
            }
        }
    }

    #[cfg(test)]
    pub(super) fn addresses(&self) -> usize {
        assert_eq!(self.of_address.len(), self.by_time.len());
        self.of_address.len()
    }
}
