//! Connections that are counted, and ended, together.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};

use crate::metrics::Metrics;
use crate::shared::Shared;
use crate::waiters::Waiters;

/// Connections that are counted, and ended, together: those of a listener, for one.
///
/// A connection joins by its [`Settings::group`](crate::Settings::group), and leaves when its
/// driver is done with it. A clone is the same group.
#[derive(Clone, Default)]
pub struct Group(Arc<Mutex<Members>>);

#[derive(Default)]
struct Members {
    /// What those did that have left.
    past: Metrics,
    present: HashMap<u64, Weak<Shared>>,
    /// Those who wait until nobody is left.
    waiters: Waiters,
    last_number: u64,
}

impl Group {
    /// How many connections there are now.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.members().present.len()
    }

    /// What all of them have done until now, those that have ended included.
    ///
    /// Takes microseconds for each connection.
    #[must_use]
    pub fn metrics(&self) -> Metrics {
        let (mut metrics, present) = {
            let members = self.members();
            (members.past.clone(), members.shared())
        };
        for shared in present {
            metrics.merge(&shared.lock().snapshot());
        }
        metrics
    }

    /// Unbinds all that are bound, and closes the others.
    pub fn unbind(&self) {
        for shared in self.members().shared() {
            shared.act(|inner, now| {
                if inner.session.unbind(now, &mut inner.out).is_err()
                    && !inner.session.state().is_bound()
                {
                    inner.session.abort(now);
                }
                inner.wake_all_waiters();
            });
        }
    }

    /// Closes all at once.
    pub fn abort(&self) {
        for shared in self.members().shared() {
            shared.act(|inner, now| inner.session.abort(now));
        }
    }

    /// Waits until no connection is left.
    pub fn left(&self) -> impl Future<Output = ()> + Send + use<> {
        let number = {
            let mut members = self.members();
            members.last_number = members.last_number.wrapping_add(1);
            members.last_number
        };
        Left {
            group: self.clone(),
            number,
        }
    }

    pub(crate) fn join(&self, shared: &Arc<Shared>) {
        let number = shared.link.number;
        self.members()
            .present
            .insert(number, Arc::downgrade(shared));
    }

    pub(crate) fn leave(&self, shared: &Shared) {
        let snapshot = shared.lock().snapshot();
        let mut members = self.members();
        members.past.merge(&snapshot);
        members.present.remove(&shared.link.number);
        let mut wakers = Vec::new();
        if members.present.is_empty() {
            wakers.extend(std::iter::from_fn(|| members.waiters.pop()));
        }
        drop(members);
        wakers.into_iter().for_each(Waker::wake);
    }

    fn members(&self) -> MutexGuard<'_, Members> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The future of [`Group::left`].
struct Left {
    group: Group,
    /// This one among those who wait.
    number: u64,
}

impl Future for Left {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut members = self.group.members();
        if members.present.is_empty() {
            return Poll::Ready(());
        }
        members.waiters.wait(self.number, cx.waker());
        Poll::Pending
    }
}

impl Drop for Left {
    fn drop(&mut self) {
        self.group.members().waiters.leave(self.number);
    }
}

impl Members {
    fn shared(&self) -> Vec<Arc<Shared>> {
        self.present.values().filter_map(Weak::upgrade).collect()
    }
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Group")
            .field("connections", &self.connections())
            .finish()
    }
}
