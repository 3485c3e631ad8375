//! What a process holds on to.

use std::fmt;
use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::Handle;

static PANICS: AtomicUsize = AtomicUsize::new(0);

/// What a process holds on to: to be compared with what it held before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Census {
    /// Octets that are allocated.
    pub octets: usize,
    /// Tasks of the runtime that have not ended.
    pub tasks: usize,
    /// Open descriptors; 0 where the system has no `/proc`.
    pub descriptors: usize,
    /// Panics since [`count_panics`](Self::count_panics), wherever they were caught.
    pub panics: usize,
}

impl Census {
    /// Counts, within a runtime.
    #[must_use]
    pub fn take() -> Self {
        Self {
            octets: crate::OCTETS.current_usage(),
            tasks: Handle::current().metrics().num_alive_tasks(),
            descriptors: std::fs::read_dir("/proc/self/fd").map_or(0, Iterator::count),
            panics: PANICS.load(Ordering::SeqCst),
        }
    }

    /// The most octets that were ever allocated since [`forget_peak`](Self::forget_peak).
    #[must_use]
    pub fn peak_octets() -> usize {
        crate::OCTETS.peak_usage()
    }

    /// Starts to look for the most octets anew.
    pub fn forget_peak() {
        crate::OCTETS.reset_peak_usage();
    }

    /// From now on panics are counted, in tasks and threads too, and still shown.
    pub fn count_panics() {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let show = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                PANICS.fetch_add(1, Ordering::SeqCst);
                show(panic);
            }));
        });
    }

    /// Whether no more is held than before, but for so many octets.
    #[must_use]
    pub fn is_back_to(&self, before: &Self, slack: usize) -> bool {
        self.octets <= before.octets + slack
            && self.tasks <= before.tasks
            && self.descriptors <= before.descriptors
    }
}

impl fmt::Display for Census {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} octets, {} tasks, {} descriptors, {} panics",
            self.octets, self.tasks, self.descriptors, self.panics
        )
    }
}
