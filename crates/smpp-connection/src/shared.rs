//! One connection under its lock, with its clock; the handles and the driver share it.

use std::sync::{Arc, PoisonError};
use std::task::Waker;
use std::time;

use smpp_session::{Instant, Session, WindowSlot};

use crate::admission::Permit;
use crate::clock::Clock;
use crate::group::Member;
use crate::inner::{Inner, Window};
use crate::metrics::Metrics;
use crate::settings::Settings;
use crate::sync::{Mutex, MutexGuard};
use crate::tap::Link;
use crate::token::Token;
use crate::trace::Trace;
use crate::wire::Wire;

/// One connection: what its handles and its driver share.
///
/// The lock of `inner` is held for session calls only, never across an await, a system call or a
/// wake-up. The tap and the log run under it, in the order of the wire. `permit` has a mutex of its
/// own, so that a listener's limits are never counted under the connection's lock; neither of the
/// two is taken while the other is held.
pub(crate) struct Shared {
    inner: Mutex<Inner>,
    permit: Mutex<Option<Permit>>,
    clock: Clock,
    pub(crate) settings: Settings,
    pub(crate) link: Link,
    pub(crate) trace: Trace,
}

impl Shared {
    pub(crate) fn new(
        link: Link,
        settings: Settings,
        clock: Clock,
        session: impl FnOnce(Window, Instant) -> Session<Token, Window>,
    ) -> Self {
        let slots = std::iter::repeat_with(WindowSlot::default)
            .take(settings.window)
            .collect();
        let now = clock.now();
        let session = session(slots, now);
        let trace = Trace::new(&link);
        let wire = Wire::new(trace.clone(), settings.tap.clone(), link);
        Self {
            inner: Mutex::new(Inner::new(session, &settings, wire, now)),
            permit: Mutex::new(None),
            clock,
            settings,
            trace,
            link,
        }
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    /// The time for a call. While the driver sleeps it is the clock's. Once the driver was woken
    /// it stands still until the driver's turn: reading the clock costs as much as encoding, and
    /// what is sent before that turn leaves together.
    #[inline]
    pub(crate) fn batch_now(&self, inner: &mut Inner) -> Instant {
        if inner.driver.is_some() {
            inner.now = self.now();
        }
        inner.now
    }

    /// When `at` is, on the clock of the runtime.
    pub(crate) fn deadline(&self, at: Instant) -> Option<time::Instant> {
        self.clock.to_std(at)
    }

    /// The connection under its lock. A panic while it was held left it whole: every call is.
    #[inline]
    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection's place among those of a listener. Not to be taken under the lock.
    pub(crate) fn permit(&self) -> MutexGuard<'_, Option<Permit>> {
        self.permit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Uses the connection under its lock, then wakes the driver and the tasks that it concerns.
    pub(crate) fn act<R>(&self, act: impl FnOnce(&mut Inner, Instant) -> R) -> R {
        let mut inner = self.lock();
        let now = self.batch_now(&mut inner);
        let result = act(&mut inner, now);
        inner.settle(now);
        let driver = inner.driver.take();
        let wake = if inner.wake.is_empty() {
            Vec::new()
        } else {
            std::mem::take(&mut inner.wake)
        };
        drop(inner);
        if let Some(driver) = driver {
            driver.wake();
        }
        wake.into_iter().for_each(Waker::wake);
        result
    }

    /// As a member of a group.
    pub(crate) fn member(self: &Arc<Self>) -> Arc<dyn Member> {
        Arc::clone(self) as Arc<dyn Member>
    }
}

impl Member for Shared {
    fn metrics(&self) -> Metrics {
        self.lock().snapshot()
    }

    fn unbind(&self) {
        self.act(|inner, now| {
            if inner.session.unbind(now, &mut inner.out).is_err()
                && !inner.session.state().is_bound()
            {
                inner.session.abort(now);
            }
            inner.wake_all_waiters();
        });
    }

    fn abort(&self) {
        self.act(|inner, now| inner.session.abort(now));
    }
}
