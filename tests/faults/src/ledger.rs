//! What became of every message.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How a request ended, as far as its sender can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With a response that accepted it: it was delivered.
    Acknowledged,
    /// With a response that refused it: it was not delivered.
    Refused,
    /// Without a response: it was delivered, or not.
    Unknown,
    /// It never left: it was not delivered.
    NotSent,
}

/// What became of every message, one octet for each: who sent it says how that ended, who got it
/// says so. Both sides use the one ledger.
#[derive(Debug, Default)]
pub struct Ledger(Mutex<Vec<u8>>);

const DELIVERED: u8 = 0x80;
const OPEN: u8 = 0;

impl Ledger {
    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of a new message.
    pub fn open(&self) -> usize {
        let mut entries = self.lock();
        entries.push(OPEN);
        entries.len() - 1
    }

    /// The request with this message has ended.
    ///
    /// # Panics
    /// If it had ended before.
    pub fn end(&self, number: usize, outcome: Outcome) {
        let mut entries = self.lock();
        let before = entries[number];
        assert_eq!(before & !DELIVERED, OPEN, "{number} ended twice");
        entries[number] = before | (outcome as u8 + 1);
    }

    /// This message has come.
    ///
    /// # Panics
    /// If it had come before, or nobody sent it.
    pub fn deliver(&self, number: usize) {
        let mut entries = self.lock();
        assert!(number < entries.len(), "{number} was never sent");
        assert_eq!(
            entries[number] & DELIVERED,
            0,
            "{number} was delivered twice"
        );
        entries[number] |= DELIVERED;
    }

    /// Closes the books and starts new ones: every request has ended, what was acknowledged was
    /// delivered, and what was refused or never sent was not.
    ///
    /// # Panics
    /// If that is not so.
    pub fn close(&self) -> Totals {
        let entries = std::mem::take(&mut *self.lock());
        let mut totals = Totals::default();
        for (number, entry) in entries.into_iter().enumerate() {
            let delivered = entry & DELIVERED != 0;
            match (entry & !DELIVERED).checked_sub(1) {
                None => panic!("{number} never ended; delivered: {delivered}"),
                Some(outcome) if outcome == Outcome::Acknowledged as u8 => {
                    assert!(delivered, "{number} was acknowledged and not delivered");
                    totals.acknowledged += 1;
                }
                Some(outcome) if outcome == Outcome::Unknown as u8 => {
                    totals.unknown += 1;
                    totals.cut_after_delivery += usize::from(delivered);
                }
                Some(outcome) => {
                    assert!(!delivered, "{number} was delivered and not accepted");
                    let refused = usize::from(outcome == Outcome::Refused as u8);
                    totals.refused += refused;
                    totals.not_sent += 1 - refused;
                }
            }
            totals.delivered += usize::from(delivered);
        }
        let accounted = totals.acknowledged + totals.cut_after_delivery;
        assert_eq!(totals.delivered, accounted, "{totals}");
        totals
    }
}

/// What became of all messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Accepted by a response: all of them delivered.
    pub acknowledged: usize,
    /// Refused by a response: none of them delivered.
    pub refused: usize,
    /// Ended without a response.
    pub unknown: usize,
    /// Those of them that were delivered: cut off before their response came.
    pub cut_after_delivery: usize,
    /// Never sent: none of them delivered.
    pub not_sent: usize,
    /// Delivered: what was acknowledged, and what was cut off after it.
    pub delivered: usize,
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} delivered = {} acknowledged + {} cut off before their response; {} cut off before \
             delivery, {} refused, {} not sent",
            self.delivered,
            self.acknowledged,
            self.cut_after_delivery,
            self.unknown - self.cut_after_delivery,
            self.refused,
            self.not_sent
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn books_that_balance_are_closed() {
        let ledger = Ledger::default();
        for (outcome, delivered) in [
            (Outcome::Acknowledged, true),
            (Outcome::Refused, false),
            (Outcome::Unknown, true),
            (Outcome::Unknown, false),
            (Outcome::NotSent, false),
        ] {
            let number = ledger.open();
            if delivered {
                ledger.deliver(number);
            }
            ledger.end(number, outcome);
        }
        let expected = Totals {
            acknowledged: 1,
            refused: 1,
            unknown: 2,
            cut_after_delivery: 1,
            not_sent: 1,
            delivered: 2,
        };
        assert_eq!(ledger.close(), expected);
        assert_eq!(ledger.close(), Totals::default());
    }

    /// Does something wrong to a ledger with one message.
    fn wrong(fault: impl FnOnce(&Ledger, usize)) {
        let ledger = Ledger::default();
        let number = ledger.open();
        fault(&ledger, number);
        ledger.close();
    }

    #[test]
    #[should_panic(expected = "never ended")]
    fn a_request_that_never_ends_is_found() {
        wrong(|ledger, number| ledger.deliver(number));
    }

    #[test]
    #[should_panic(expected = "acknowledged and not delivered")]
    fn an_acknowledgement_of_nothing_is_found() {
        wrong(|ledger, number| ledger.end(number, Outcome::Acknowledged));
    }

    #[test]
    #[should_panic(expected = "delivered twice")]
    fn a_second_delivery_is_found() {
        wrong(|ledger, number| {
            ledger.deliver(number);
            ledger.deliver(number);
        });
    }

    #[test]
    #[should_panic(expected = "ended twice")]
    fn a_second_end_is_found() {
        wrong(|ledger, number| {
            ledger.end(number, Outcome::Unknown);
            ledger.end(number, Outcome::Unknown);
        });
    }

    #[test]
    #[should_panic(expected = "delivered and not accepted")]
    fn a_delivery_of_what_was_never_sent_is_found() {
        wrong(|ledger, number| {
            ledger.deliver(number);
            ledger.end(number, Outcome::NotSent);
        });
    }
}
