//! Receipts go to the message they are about, and to no other.

use smpp_session::{Correlated, Correlator, CorrelatorConfig, Entry, Instant};

const NOW: Instant = Instant::from_micros(0);
const TO: &[u8] = b"447700900123";

/// A message centre that counts in decimal: `10` read as hexadecimal is 16, which is another
/// message of the same destination, and a newer one.
#[test]
fn the_same_text_goes_before_the_same_number() {
    let mut correlator = Correlator::new(CorrelatorConfig::default(), [Entry::EMPTY; 32]);
    for id in 0..32 {
        let sent = correlator.submitted(NOW, id.to_string().as_bytes(), TO, id);
        assert_eq!(sent, None);
    }
    for id in 0..32 {
        let ids = [id.to_string()];
        let ids = ids.iter().map(String::as_bytes);
        let matched = correlator.receipt(NOW, ids, TO, true, ());
        assert_eq!(matched, Correlated::Matched(id, ()));
    }
    assert!(correlator.is_empty());
}

#[test]
fn a_receipt_that_came_first_waits_for_the_same_text() {
    let mut correlator = Correlator::new(CorrelatorConfig::default(), [Entry::EMPTY; 4]);
    for id in [b"10", b"16"] {
        let waits = correlator.receipt(NOW, [&id[..]], TO, true, id);
        assert_eq!(waits, Correlated::Waiting(None));
    }
    assert_eq!(correlator.submitted(NOW, b"10", TO, "ten"), None);
    assert_eq!(correlator.held(b"10", TO), Some(("ten", b"10")));
}
