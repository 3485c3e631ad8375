//! The end of a connection that reads, writes and waits.

use std::fmt;
use std::sync::Arc;
use std::task::Waker;
use std::time;

use bytes::BytesMut;

use crate::outbox::Outbox;
use crate::shared::Shared;

/// What an adapter drives a connection with: it reads octets, writes octets, and waits.
///
/// The loop, whatever the runtime:
///
/// 1. [`register`](Self::register) the waker of the task, or thread, that drives.
/// 2. If [`deadline`](Self::deadline) has come, call [`handle_timeout`](Self::handle_timeout).
/// 3. Write what [`to_send`](Self::to_send) gives, and tell [`sent`](Self::sent) how much went.
/// 4. If it [`is_closed`](Self::is_closed): send what is left, end the stream, done.
/// 5. If it [`wants_input`](Self::wants_input), read; an end is [`handle_eof`](Self::handle_eof),
///    an error [`handle_lost`](Self::handle_lost).
/// 6. Give what was read to [`handle_received`](Self::handle_received). While it says that not all
///    was handled, let others run, and go on at 1 without reading.
/// 7. Sleep until woken, until the deadline, or until the stream is ready.
///
/// When it is dropped the session ends as if the connection had been lost.
pub struct Driver {
    shared: Arc<Shared>,
    /// What is being written, and how much of it is done.
    sending: Outbox,
    done: usize,
    wakers: Vec<Waker>,
}

impl Driver {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            sending: Outbox::default(),
            done: 0,
            wakers: Vec::new(),
        }
    }

    /// From here on, whoever adds output or changes a deadline wakes this waker, once.
    ///
    /// True if others are likely to add to what waits to be sent: a driver that can let them run
    /// first does, and one write takes it all. Batching, not encoding, decides throughput.
    pub fn register(&mut self, waker: &Waker) -> bool {
        let now = self.shared.now();
        let mut inner = self.shared.lock();
        inner.now = now;
        match &mut inner.driver {
            Some(driver) => driver.clone_from(waker),
            None => inner.driver = Some(waker.clone()),
        }
        let busy = inner.replies.taken() > 1 || inner.session.unanswered() > 0;
        busy && self.sending.is_empty() && !inner.out.is_empty()
    }

    /// Handles whole frames that have come, as far as the application keeps up; they are taken
    /// from the front.
    ///
    /// One call handles 32 of them, or half of the octets if that is more, and answers whether
    /// that was all. If not, let the application run and write what it sends; then call this again
    /// before reading, as soon as the connection [`wants_input`](Self::wants_input). So both sides
    /// work at a time, where otherwise each would wait for all that the other does.
    pub fn handle_received(&mut self, received: &mut BytesMut) -> bool {
        self.act(|shared, inner, now| shared.receive(inner, now, received))
    }

    /// When [`handle_timeout`](Self::handle_timeout) is to be called; on the connection's clock.
    #[must_use]
    pub fn deadline(&self) -> Option<time::Instant> {
        let inner = self.shared.lock();
        let due = self.shared.next_timeout(&inner, inner.now)?;
        self.shared.deadline(due)
    }

    /// Does what time asks for. Early, late and repeated calls are harmless.
    pub fn handle_timeout(&mut self) {
        self.shared.lock().now = self.shared.now();
        self.act(|shared, inner, now| shared.handle_timeout(inner, now));
    }

    /// What is to be written next; empty if there is nothing.
    pub fn to_send(&mut self) -> &[u8] {
        if self.done == self.sending.len() {
            self.sending.clear();
            self.done = 0;
            let mut inner = self.shared.lock();
            let now = inner.now;
            std::mem::swap(&mut self.sending, &mut inner.out);
            inner.writing = self.sending.len();
            let patience = self.shared.settings.write_timeout;
            inner.stalled_at = patience
                .filter(|_| inner.writing > 0)
                .map(|patience| now + patience);
        }
        self.sending.behind(self.done)
    }

    /// So many octets of it have been written.
    pub fn sent(&mut self, octets: usize) {
        self.done = self.done.saturating_add(octets).min(self.sending.len());
        let left = self.sending.len() - self.done;
        self.act(|shared, inner, now| {
            let was_congested = shared.is_congested(inner);
            inner.writing = left;
            let patience = shared.settings.write_timeout;
            inner.stalled_at = patience.filter(|_| left > 0).map(|patience| now + patience);
            if was_congested && !shared.is_congested(inner) {
                shared.pass_room_on(inner, now);
            }
        });
    }

    /// Whether the session is closed: what is left is to be sent, within
    /// [`linger`](Self::linger), and the stream ended.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.shared.lock().closed.is_some()
    }

    /// How long a closed session may take to send what is left.
    #[must_use]
    pub fn linger(&self) -> time::Duration {
        self.shared.settings.linger
    }

    /// Whether to read: not while the application or the peer is too slow, and not after the end.
    #[must_use]
    pub fn wants_input(&self) -> bool {
        let inner = self.shared.lock();
        inner.closed.is_none() && self.shared.wants_input(&inner)
    }

    /// The peer has ended its direction. What it has asked is answered first, if that does not
    /// take too long.
    pub fn handle_eof(&mut self) {
        let linger = self.shared.settings.linger;
        self.act(|_, inner, now| {
            inner.eof.get_or_insert(now + linger);
        });
    }

    /// The connection is lost: nothing can be written or read any more.
    pub fn handle_lost(&mut self) {
        self.act(|_, inner, now| inner.session.handle_eof(now));
    }

    /// Does something to the connection, shows what that wrote, and wakes whom it concerns.
    fn act<R>(
        &mut self,
        act: impl FnOnce(&Shared, &mut crate::shared::Inner, smpp_session::Instant) -> R,
    ) -> R {
        let shared = &*self.shared;
        let mut inner = shared.lock();
        let now = shared.batch_now(&mut inner);
        let result = act(shared, &mut inner, now);
        shared.settle(&mut inner, now);
        inner.take_wakers(&mut self.wakers);
        drop(inner);
        self.wakers.drain(..).for_each(Waker::wake);
        result
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.handle_lost();
        drop(self.shared.lock().permit.take());
        if let Some(group) = &self.shared.settings.group {
            group.leave(&self.shared);
        }
    }
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver")
            .field("link", &self.shared.link)
            .finish_non_exhaustive()
    }
}
