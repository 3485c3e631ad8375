//! Vectors of correlating receipts with messages, by `smpp-message`.

use smpp_message::Instant;
use smpp_message::correlate::{Correlated, Correlator, CorrelatorConfig, Entry};

use crate::values::{Found, Given};

/// Responses and final receipts in the order of their steps; the step that each belongs to.
pub(crate) fn correlate(given: &Given<'_>, found: &mut Found) {
    let now = Instant::from_micros(0);
    let mut correlator = Correlator::new(CorrelatorConfig::default(), [const { Entry::EMPTY }; 8]);
    let mut step = 0_usize;
    while let Some(address) = given.octets(&format!("step[{step}].address")) {
        let of = match given.octets(&format!("step[{step}].message_id")) {
            Some(id) => {
                assert_eq!(correlator.submitted(now, id, address, step), None);
                correlator.held(id, address).map(|(_, receipt)| receipt)
            }
            None => {
                let id = given.octets(&format!("step[{step}].receipted")).unwrap();
                match correlator.receipt(now, [id], address, true, step) {
                    Correlated::Matched(message, _) => Some(message),
                    _ => None,
                }
            }
        };
        if let Some(of) = of {
            found.integer(&format!("step[{step}].of"), of);
        }
        step += 1;
    }
}
