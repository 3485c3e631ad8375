//! The books: that every request ends exactly once, and both sides tell the same story.

use std::collections::HashMap;

use smpp_codec::CommandStatus;
use smpp_session::FailReason;

/// How a request ended, as its sender was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a request is answered, or is not")]
pub enum Outcome {
    /// The peer answered.
    Answered(CommandStatus),
    /// It did not.
    Failed(FailReason),
}

/// What one side asked, and what it answered.
#[derive(Debug, Default)]
pub struct Ledger {
    asked: HashMap<u32, Option<Outcome>>,
    answered: HashMap<u32, CommandStatus>,
    /// Requests that came, less the responses that went, by sequence number.
    owed: HashMap<u32, i64>,
}

impl Ledger {
    /// A request was sent.
    pub fn ask(&mut self, token: u32) {
        let before = self.asked.insert(token, None);
        assert!(before.is_none(), "token {token} was given twice");
    }

    /// A request of ours ended.
    pub fn end(&mut self, token: u32, outcome: Outcome) {
        let entry = self.asked.get_mut(&token);
        let entry = entry.unwrap_or_else(|| panic!("token {token} was never given"));
        assert_eq!(
            *entry, None,
            "law 7: token {token} ends twice, now {outcome:?}"
        );
        *entry = Some(outcome);
    }

    /// The application answered a request of the peer.
    pub fn answer(&mut self, token: u32, status: CommandStatus) {
        self.answered.insert(token, status);
    }

    /// A request came from the peer, with this number.
    pub fn owe(&mut self, sequence_number: u32) {
        *self.owed.entry(sequence_number).or_default() += 1;
    }

    /// A response was written with this number.
    pub fn pay(&mut self, sequence_number: u32) {
        let owed = self.owed.entry(sequence_number).or_default();
        *owed -= 1;
        assert!(
            *owed >= 0,
            "a response {sequence_number} that nobody asked for"
        );
    }

    /// How many requests have not ended.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.asked
            .values()
            .filter(|outcome| outcome.is_none())
            .count()
    }

    /// How many requests there were, and how many were answered.
    #[must_use]
    pub fn totals(&self) -> (usize, usize) {
        let answered = |outcome: &&Option<Outcome>| matches!(outcome, Some(Outcome::Answered(_)));
        (
            self.asked.len(),
            self.asked.values().filter(answered).count(),
        )
    }

    /// That what this side was told is what the peer said.
    pub fn check(&self, peer: &Self, throttled: CommandStatus) {
        for (token, outcome) in &self.asked {
            let Some(Outcome::Answered(status)) = outcome else {
                continue;
            };
            match peer.answered.get(token) {
                Some(said) => assert_eq!(status, said, "token {token}: another answer"),
                // It never reached the application: the session answered for it.
                None => assert!(
                    *status == throttled
                        || *status == CommandStatus::ESME_RINVBNDSTS
                        || *status == CommandStatus::ESME_RINVCMDID,
                    "token {token}: nobody answered {status}"
                ),
            }
        }
    }
}
