//! Connections that are counted, and ended, together.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::{Context, Poll, Waker};

use crate::metrics::Metrics;
use crate::waiters::Waiters;

/// Connections that are counted, and ended, together: those of a listener, for one.
///
/// A connection joins by its [`Settings::group`](crate::Settings::group), and leaves when its
/// driver is done with it. A clone is the same group.
#[derive(Clone, Default)]
pub struct Group(Arc<Mutex<Members>>);

/// A connection, as its group uses it.
pub(crate) trait Member: Send + Sync {
    /// A copy of its counters.
    fn metrics(&self) -> Metrics;
    /// Unbinds it if it is bound, else closes it.
    fn unbind(&self);
    /// Closes it.
    fn abort(&self);
}

#[derive(Default)]
struct Members {
    /// What those did that have left.
    past: Metrics,
    present: HashMap<u64, Weak<dyn Member>>,
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
            (members.past.clone(), members.present())
        };
        for member in present {
            metrics.merge(&member.metrics());
        }
        metrics
    }

    /// Unbinds all that are bound, and closes the others.
    pub fn unbind(&self) {
        let present = self.members().present();
        present.iter().for_each(|member| member.unbind());
    }

    /// Closes all at once.
    pub fn abort(&self) {
        let present = self.members().present();
        present.iter().for_each(|member| member.abort());
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

    pub(crate) fn join(&self, number: u64, member: &Arc<dyn Member>) {
        let member = Arc::downgrade(member);
        self.members().present.insert(number, member);
    }

    pub(crate) fn leave(&self, number: u64, metrics: &Metrics) {
        let mut members = self.members();
        members.past.merge(metrics);
        members.present.remove(&number);
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
    fn present(&self) -> Vec<Arc<dyn Member>> {
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
