//! PDUs by command and status.

use std::fmt;

use smpp_codec::{CommandId, CommandStatus};

use super::Count;

/// How many pairs of command and status are told apart: what is possible is 2^64 of them, what
/// happens is a dozen.
pub(super) const MAX_PAIRS: usize = 64;

/// A short list that keeps the frequent in front: what has overtaken the entry before it changes
/// places with it. So a lookup is one or two comparisons, and none is moved once all are in order.
#[derive(Clone, Default)]
pub(super) struct Counts {
    pairs: Vec<Count>,
    unlisted: u64,
}

impl Counts {
    #[inline]
    pub(super) fn add(&mut self, command_id: CommandId, command_status: CommandStatus, pdus: u64) {
        let same = |count: &Count| {
            count.command_id == command_id && count.command_status == command_status
        };
        // Most often it is the first.
        match self.pairs.first_mut().filter(|first| same(first)) {
            Some(first) => first.pdus = first.pdus.saturating_add(pdus),
            None => self.add_other(same, command_id, command_status, pdus),
        }
    }

    fn add_other(
        &mut self,
        same: impl Fn(&Count) -> bool,
        command_id: CommandId,
        command_status: CommandStatus,
        pdus: u64,
    ) {
        match self
            .pairs
            .iter_mut()
            .enumerate()
            .find(|(_, count)| same(count))
        {
            Some((at, count)) => {
                count.pdus = count.pdus.saturating_add(pdus);
                let Some(before) = at.checked_sub(1) else {
                    return;
                };
                if let Some([before, count]) = self.pairs.get_mut(before..=at) {
                    if count.pdus > before.pdus {
                        std::mem::swap(before, count);
                    }
                }
            }
            None => self.insert(command_id, command_status, pdus),
        }
    }

    #[cold]
    fn insert(&mut self, command_id: CommandId, command_status: CommandStatus, pdus: u64) {
        if self.pairs.len() < MAX_PAIRS {
            self.pairs.push(Count {
                command_id,
                command_status,
                pdus,
            });
        } else {
            self.unlisted = self.unlisted.saturating_add(pdus);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Count> + '_ {
        self.pairs.iter().copied()
    }

    pub(super) const fn unlisted(&self) -> u64 {
        self.unlisted
    }

    pub(super) fn total(&self) -> u64 {
        self.iter().fold(self.unlisted, |total, count| {
            total.saturating_add(count.pdus)
        })
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for count in other.iter() {
            self.add(count.command_id, count.command_status, count.pdus);
        }
        self.unlisted = self.unlisted.saturating_add(other.unlisted);
    }
}

impl fmt::Debug for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.pairs).finish()
    }
}
