//! Reference numbers for long messages, one sequence per destination.

/// Counts reference numbers per destination, in counters the caller lends.
///
/// A handset joins parts by sender and reference: two messages to one handset
/// must not share a number while either is on its way. A random number of
/// eight bits does so after some twenty messages; this counter, after 256 (or
/// 65536) to that destination.
///
/// Destinations share a counter when their addresses fall on the same one;
/// that costs numbers, never a repetition. No address is kept.
///
/// # Examples
///
/// ```
/// use smpp_message::References;
///
/// let mut counters = [0; 64];
/// let mut references = References::new(&mut counters);
/// let first = references.next(b"1000", b"4179");
/// assert_eq!(references.next(b"1000", b"4179"), first.wrapping_add(1));
/// ```
#[derive(Debug)]
pub struct References<'c> {
    counters: &'c mut [u16],
}

impl<'c> References<'c> {
    /// Counts on from what `counters` hold, whatever it is. To begin at
    /// unlike numbers after a restart, fill them with random ones.
    #[must_use]
    pub const fn new(counters: &'c mut [u16]) -> Self {
        Self { counters }
    }

    /// A number for a message from `source` to `destination`; 0 for ever
    /// if there are no counters. One step.
    pub fn next(&mut self, source: &[u8], destination: &[u8]) -> u16 {
        let hash = u64::from(hash(&[source, destination]));
        let count = u64::try_from(self.counters.len()).unwrap_or(u64::MAX);
        let at = hash
            .checked_rem(count)
            .and_then(|at| usize::try_from(at).ok());
        match at.and_then(|at| self.counters.get_mut(at)) {
            Some(counter) => {
                *counter = counter.wrapping_add(1);
                *counter
            }
            None => 0,
        }
    }
}

/// FNV-1a over some fields, each ended by an octet that no address has.
pub(crate) fn hash(fields: &[&[u8]]) -> u32 {
    let mut hash = 0x811C_9DC5_u32;
    for field in fields {
        for &octet in field.iter().chain(&[0xFF]) {
            hash = (hash ^ u32::from(octet)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn one_destination_sees_no_number_twice_in_a_row_of_65536() {
        let mut counters = [0; 3];
        let mut references = References::new(&mut counters);
        let mut seen = HashSet::new();
        for _ in 0..=u16::MAX {
            assert!(seen.insert(references.next(b"a", b"b")));
        }
        assert!(!seen.insert(references.next(b"a", b"b")));
        let mut low = HashSet::new();
        for _ in 0..256 {
            assert!(low.insert(references.next(b"a", b"c") & 0xFF));
        }
        assert_eq!(References::new(&mut []).next(b"a", b"b"), 0);
    }

    #[test]
    fn fields_do_not_run_together() {
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
    }

    #[test]
    fn every_two_octets_have_a_hash_of_their_own() {
        let pairs = (0..=255).flat_map(|first| (0..=255).map(move |second| [first, second]));
        let hashes: HashSet<u32> = pairs.map(|pair| hash(&[&pair])).collect();
        assert_eq!(hashes.len(), 65_536);
    }
}
