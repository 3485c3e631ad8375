//! The end of a connection that an adapter drives: octets in, octets out, deadlines.

use std::fmt;
use std::sync::Arc;
use std::task::Waker;

use bytes::BytesMut;
use smpp_session::Instant;

use crate::shared::Shared;
use crate::turn::Turn;
use crate::write_buffer::WriteBuffer;

/// The size of a block of memory for received frames, unless one input needs more.
const BLOCK_OCTETS: usize = 64 * 1024;

/// How many inputs of the present size a block of memory is to hold.
const INPUTS_IN_BLOCK: usize = 4;

/// Drives one connection over a stream of octets: sans-IO, for any runtime.
///
/// The adapter owns the stream, a timer and the `Driver`. It notes what the stream did with the
/// `handle_*` functions, which take no lock. Then it calls [`turn`](Self::turn), which does all of
/// the connection's work under one lock and says what to do next.
///
/// # The loop
///
/// ```
/// # use std::io;
/// # use std::task::{Context, Poll};
/// # use std::time::Instant;
/// # use smpp_connection::Driver;
/// # trait Stream {
/// #     fn poll_read(&mut self, cx: &mut Context<'_>, to: &mut [u8]) -> Poll<io::Result<usize>>;
/// #     fn poll_write(&mut self, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>>;
/// #     fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>>;
/// #     fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>>;
/// # }
/// # trait Timer { fn poll_at(&mut self, cx: &mut Context<'_>, at: Option<Instant>) -> Poll<()>; }
/// struct Task<S, T> {
///     stream: S,
///     timer: T,
///     driver: Driver,
///     linger: Option<Instant>,
/// }
///
/// impl<S: Stream, T: Timer> Task<S, T> {
///     fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
///         for _ in 0..32 {
///             let turn = self.driver.turn(cx.waker());
///             if let Some(linger) = turn.closed {
///                 // Bounds the time for the rest of the output.
///                 let end = *self.linger.get_or_insert_with(|| Instant::now() + linger);
///                 if self.timer.poll_at(cx, Some(end)).is_ready() {
///                     return Poll::Ready(());
///                 }
///             } else if self.timer.poll_at(cx, turn.deadline).is_ready() {
///                 continue;
///             }
///             let mut progress = false;
///             while !self.driver.to_write().is_empty() {
///                 match self.stream.poll_write(cx, self.driver.to_write()) {
///                     Poll::Ready(Ok(octets)) if octets > 0 => self.driver.handle_written(octets),
///                     Poll::Ready(_) => return Poll::Ready(()),
///                     Poll::Pending => break,
///                 }
///                 progress = true;
///             }
///             if !progress && self.driver.to_write().is_empty() {
///                 // Everything is written. A stream that buffers, as TLS does, sends it now.
///                 match self.stream.poll_flush(cx) {
///                     Poll::Ready(Err(_)) => return Poll::Ready(()),
///                     Poll::Ready(Ok(())) if turn.closed.is_some() => {
///                         return self.stream.poll_close(cx).map(drop);
///                     }
///                     _ => {}
///                 }
///             }
///             if turn.read {
///                 // One buffer for all connections: an idle one holds no memory for reading.
///                 let mut scratch = [0; 16 * 1024];
///                 match self.stream.poll_read(cx, &mut scratch) {
///                     Poll::Ready(Ok(0)) => self.driver.handle_eof(),
///                     Poll::Ready(Ok(octets)) => self.driver.handle_received(&scratch[..octets]),
///                     Poll::Ready(Err(_)) => self.driver.handle_lost(),
///                     Poll::Pending if progress || turn.again => {}
///                     Poll::Pending => return Poll::Pending,
///                 }
///             } else if !progress && !turn.again {
///                 return Poll::Pending;
///             }
///             if turn.again {
///                 break;
///             }
///         }
///         // Other tasks run first; this one goes on afterwards.
///         cx.waker().wake_by_ref();
///         Poll::Pending
///     }
/// }
/// ```
///
/// # Rules
///
/// - **Wake-ups.** `turn` keeps the waker and wakes it when the application adds output, changes
///   a deadline or makes the driver read again. Call `turn` after each wake-up, after each input,
///   and when the deadline has passed. A call too many is harmless.
/// - **Deadlines.** [`Turn::deadline`] holds until the next turn. A timer may fire early or late;
///   `turn` reads the clock and does what is due. The next deadline may then have passed already:
///   call `turn` again until it has not. A deadline moves later with almost every PDU, so leaving
///   an earlier timer armed is cheaper than setting it each turn.
/// - **Writing.** Write [`to_write`](Self::to_write) and report each success by
///   [`handle_written`](Self::handle_written). Partial writes are normal. Output is exchanged only
///   when all of it was written, so call `turn` again after the last octet. The connection closes
///   if the stream takes nothing for `write_timeout`.
/// - **Flushing.** If the stream buffers, flush it when `to_write` is empty.
/// - **Reading.** Read only if [`Turn::read`] is true: otherwise the application or the peer is
///   too slow, and TCP must push back. `handle_received` copies, so read into a buffer that all
///   connections share. A connection without a partial frame keeps no octets.
/// - **Yielding.** If [`Turn::again`] is true, let other tasks run once and call `turn` again
///   without waiting for an event. Do write first what `to_write` has.
/// - **Half-close.** At the end of the input call [`handle_eof`](Self::handle_eof) and go on: the
///   peer may still read. The session closes when all requests of the peer are answered, or after
///   `linger`. If the stream is broken, call [`handle_lost`](Self::handle_lost).
/// - **Closing.** Once [`Turn::closed`] is set, write and flush the rest within that time. Then
///   close the stream and drop the driver.
/// - **Dropping** the driver ends the session like a lost connection.
pub struct Driver {
    shared: Arc<Shared>,
    /// Octets that were received and not handled.
    received: BytesMut,
    /// Whether `received` may hold a whole frame.
    has_frames: bool,
    /// The octets being written, and how many of them are done.
    writing: WriteBuffer,
    written: usize,
    /// Input since the last turn.
    has_written: bool,
    has_received: bool,
    end: Option<End>,
    /// Whether other tasks were given a turn to add output.
    yielded: bool,
    deadline: Option<Instant>,
    wakers: Vec<Waker>,
}

/// How the stream's input ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    HalfClosed,
    Lost,
}

impl Driver {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            received: BytesMut::new(),
            has_frames: false,
            writing: WriteBuffer::default(),
            written: 0,
            has_written: false,
            has_received: false,
            end: None,
            yielded: false,
            deadline: None,
            wakers: Vec::new(),
        }
    }

    /// Adds octets that were read from the stream. The next turn handles them.
    pub fn handle_received(&mut self, octets: &[u8]) {
        if self.received.capacity() - self.received.len() < octets.len() {
            // Frames share a block, which is not reused while one of them is held.
            let block = octets.len().saturating_mul(INPUTS_IN_BLOCK);
            self.received
                .reserve(block.min(BLOCK_OCTETS).max(octets.len()));
        }
        self.received.extend_from_slice(octets);
        self.has_received = true;
    }

    /// Notes that the stream took the first octets of [`to_write`](Self::to_write).
    pub fn handle_written(&mut self, octets: usize) {
        let written = self.written.saturating_add(octets);
        self.written = written.min(self.writing.len());
        self.has_written = true;
    }

    /// Notes that the peer has ended its direction of the stream. The next turns handle what was
    /// received, then let the application answer for as long as `linger` says.
    pub const fn handle_eof(&mut self) {
        if self.end.is_none() {
            self.end = Some(End::HalfClosed);
        }
    }

    /// Notes that the stream is broken: nothing can be read or written. The next turn closes the
    /// session.
    pub const fn handle_lost(&mut self) {
        self.end = Some(End::Lost);
    }

    /// The octets to write next; empty if there are none. Takes no lock.
    #[must_use]
    pub fn to_write(&self) -> &[u8] {
        self.writing.behind(self.written)
    }

    /// Does everything that is to be done now, under one lock: takes the input that was noted,
    /// expires timers, handles received frames, and exchanges the output when all is written.
    ///
    /// One turn handles 64 frames, or half of the received octets if that is more. So the
    /// application and the peer work while the rest waits. Wakes the application's tasks after
    /// the lock was released; keeps `waker` for the application to wake.
    pub fn turn(&mut self, waker: &Waker) -> Turn {
        let shared = &*self.shared;
        let mut guard = shared.lock();
        let inner = &mut *guard;
        let now = shared.now();
        inner.now = now;
        let no_input = !self.has_written && !self.has_received && self.end.is_none();
        if std::mem::take(&mut self.has_written) {
            let was_congested = inner.is_congested();
            inner.set_writing(now, self.writing.len() - self.written);
            if was_congested && !inner.is_congested() {
                inner.pass_capacity_on(now);
            }
        }
        if self.deadline.is_some_and(|due| due <= now) {
            inner.handle_timeout(now);
        }
        let all_written = self.written == self.writing.len();
        let batch = no_input && !self.yielded && all_written && inner.is_batching();
        self.yielded = batch;
        if !batch {
            self.has_frames |= std::mem::take(&mut self.has_received);
            if self.has_frames {
                self.has_frames = !inner.receive(now, &mut self.received);
            }
            match self.end {
                Some(End::Lost) => inner.session.handle_eof(now),
                Some(End::HalfClosed) if !self.has_frames => {
                    inner.eof.get_or_insert(now + shared.settings.linger);
                }
                _ => {}
            }
        }
        inner.settle(now);
        if all_written && !batch && !inner.out.buffer.is_empty() {
            self.writing.clear();
            self.written = 0;
            std::mem::swap(&mut self.writing, &mut inner.out.buffer);
            inner.set_writing(now, self.writing.len());
        }
        match &mut inner.driver {
            Some(driver) => driver.clone_from(waker),
            None => inner.driver = Some(waker.clone()),
        }
        let is_open = inner.closed.is_none();
        let wants_input = is_open && inner.wants_input();
        let more = self.has_frames && wants_input;
        self.yielded |= more;
        self.deadline = inner.next_timeout(now).filter(|_| is_open);
        let outstanding = inner.session.outstanding();
        std::mem::swap(&mut inner.wake, &mut self.wakers);
        drop(guard);
        self.wakers.drain(..).for_each(Waker::wake);
        let again = batch || more;
        #[cfg(smpp_shuttle)]
        let again = again && !crate::PlantedFault::YieldWithoutWakeUp.is_planted();
        Turn {
            read: wants_input && !self.has_frames && !batch,
            again,
            deadline: self.deadline.and_then(|due| self.shared.deadline(due)),
            outstanding,
            closed: (!is_open).then_some(self.shared.settings.linger),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let mut waker = None;
        self.shared.act(|inner, now| {
            waker = inner.driver.take();
            inner.session.handle_eof(now);
        });
        drop(waker);
        let permit = self.shared.permit().take();
        drop(permit);
        if let Some(group) = &self.shared.settings.group {
            let metrics = self.shared.lock().snapshot();
            group.leave(self.shared.link.number, &metrics);
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
