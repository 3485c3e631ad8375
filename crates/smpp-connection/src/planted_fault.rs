//! Faults that the models of `tests/schedules` switch on, to show that the models find them.
//!
//! Only the copy of this crate that those tests compile has this module.
#![allow(missing_docs, reason = "not in the published crate")]

use std::cell::Cell;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlantedFault {
    /// A woken waiter that is dropped does not wake the next one.
    CapacityIsNotPassedOn,
    /// A turn that stops for other tasks does not ask for the next one.
    YieldWithoutWakeUp,
}

thread_local! {
    // Shuttle runs all tasks of a model on the thread of the test.
    static PLANTED: Cell<Option<PlantedFault>> = const { Cell::new(None) };
}

impl PlantedFault {
    /// Switches this fault on, for the models of the current thread.
    pub fn plant(self) {
        PLANTED.set(Some(self));
    }

    pub(crate) fn is_planted(self) -> bool {
        PLANTED.get() == Some(self)
    }
}
