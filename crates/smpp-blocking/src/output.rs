//! The right to write to a connection's stream, and its hand-over between threads.
//!
//! One thread at a time holds the output. The connection's writer thread takes it once it was
//! notified; a caller takes it if it is idle, and writes its own request without a change of
//! threads. The state is one atomic number, so no notification is lost between two holders: see
//! [`Output::release`].

use std::cell::Cell;
use std::mem;
use std::sync::Arc;

use crate::parker::Parker;
use crate::shared::{Left, Shared};
use crate::sync::atomic::{AtomicU8, Ordering};
use crate::sync::thread_local;

/// Something may have changed since a holder last looked.
const NOTIFIED: u8 = 1;

/// A thread holds the output.
const HELD: u8 = 2;

/// The holder is in a write, which may block.
const WRITING: u8 = 4;

/// How many rounds a caller writes, before the writer thread takes over.
const INLINE_ROUNDS: usize = 4;

/// Octets that a caller writes itself at most. An empty send buffer of a socket has room for them,
/// so the write does not block.
const INLINE_OCTETS: usize = 4 * 1024;

/// Who writes. It begins notified: the writer thread takes the first look.
pub(crate) struct Output {
    state: AtomicU8,
    /// The writer thread sleeps on it.
    pub(crate) writer: Parker,
}

impl Output {
    pub(crate) fn new() -> Self {
        Self {
            state: AtomicU8::new(NOTIFIED),
            writer: Parker::default(),
        }
    }

    /// Makes the holder, or the writer thread, look for something to write. Returns whether the
    /// holder is in a write, which may block.
    pub(crate) fn notify(&self) -> bool {
        let before = self.state.fetch_or(NOTIFIED, Ordering::AcqRel);
        if before == 0 {
            self.writer.unpark();
        }
        before & WRITING != 0
    }

    /// Takes the output if its state is `from`.
    fn take(&self, from: u8) -> bool {
        let (to, failed) = (HELD | NOTIFIED, Ordering::Relaxed);
        let taken = self
            .state
            .compare_exchange(from, to, Ordering::AcqRel, failed);
        taken.is_ok()
    }

    /// The holder is about to look: a change from here on is another notification.
    pub(crate) fn begin_look(&self) {
        self.state.fetch_and(!NOTIFIED, Ordering::AcqRel);
    }

    /// The holder is about to write. Returns whether something has changed since its look.
    pub(crate) fn begin_write(&self) -> bool {
        self.state.fetch_or(WRITING, Ordering::AcqRel) & NOTIFIED != 0
    }

    pub(crate) fn end_write(&self) {
        self.state.fetch_and(!WRITING, Ordering::AcqRel);
    }

    /// Gives the output back. A notification that the holder has not looked at is left for the
    /// writer thread, and nobody else can take the output before it: its state is not 0.
    fn release(&self) {
        let before = self.state.fetch_and(!(HELD | WRITING), Ordering::AcqRel);
        if before & NOTIFIED != 0 {
            self.writer.unpark();
        }
    }
}

/// The right to write. Given back when dropped.
pub(crate) struct Held(Arc<Shared>);

impl Held {
    /// For the writer thread: takes the output if it was notified.
    pub(crate) fn take_notified(shared: &Arc<Shared>) -> Option<Self> {
        shared
            .output
            .take(NOTIFIED)
            .then(|| Self(Arc::clone(shared)))
    }

    /// Writes once, if there is anything to write.
    pub(crate) fn write(&self) -> Left {
        self.0.write(usize::MAX)
    }

    /// Writes what the calling thread has added. Leaves it to the writer thread if the write may
    /// block, or if others go on adding.
    pub(crate) fn write_inline(self) {
        for _ in 0..INLINE_ROUNDS {
            match self.0.write(INLINE_OCTETS) {
                Left::More => {}
                Left::Nothing => return,
                Left::Blocked | Left::End => break,
            }
        }
        self.0.output.notify();
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.output.notify();
        }
        self.0.output.release();
    }
}

/// Whether this thread polls for a caller, and what the poll has claimed.
#[derive(Default)]
enum Claimed {
    #[default]
    Closed,
    Open,
    Held(Held),
}

thread_local! {
    static CLAIMED: Cell<Claimed> = const { Cell::new(Claimed::Closed) };
}

/// Lets the thread claim an idle output while it polls. A poll that panics leaves its claim to the
/// writer thread. A poll within a poll has its own.
pub(crate) struct Claim(Claimed);

impl Claim {
    pub(crate) fn open() -> Self {
        Self(set(Claimed::Open))
    }

    /// What was claimed, for the thread to write.
    pub(crate) fn close(self) -> Option<Held> {
        match set(Claimed::Closed) {
            Claimed::Held(held) => Some(held),
            _ => None,
        }
    }

    /// For the connection's waker: claims the output if this thread polls and nobody writes.
    pub(crate) fn take(shared: &Arc<Shared>) -> bool {
        let claimed = set(Claimed::Closed);
        let takes = matches!(claimed, Claimed::Open) && shared.output.take(0);
        set(if takes {
            Claimed::Held(Held(Arc::clone(shared)))
        } else {
            claimed
        });
        takes
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        set(mem::take(&mut self.0));
    }
}

/// While the thread ends, nothing is claimed.
fn set(claimed: Claimed) -> Claimed {
    CLAIMED
        .try_with(|now| now.replace(claimed))
        .unwrap_or_default()
}
