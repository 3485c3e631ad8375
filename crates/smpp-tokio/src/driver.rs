//! The one task of a connection: it reads, writes and waits.

use std::future::Future;
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::shared::Shared;

/// Octets that one read asks for.
const READ_OCTETS: usize = 16 * 1024;

/// How often one poll reads and writes before it lets others run. It always wakes itself then.
const WORK_LIMIT: usize = 32;

/// How long a peer may take to read what was sent before the session was closed.
const LINGER: Duration = Duration::from_secs(5);

/// Drives a connection until it is closed.
pub(crate) struct Driver<S> {
    stream: S,
    shared: Arc<Shared>,
    received: BytesMut,
    /// What is being written; refilled from the shared buffer when it is empty.
    sending: BytesMut,
    timer: Pin<Box<Sleep>>,
    /// When the timer fires; not later than the session's own deadline.
    armed: Option<Instant>,
    /// Whether callers were given a turn to add to what is about to be written.
    yielded: bool,
    needs_flush: bool,
    closing: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Driver<S> {
    pub(crate) fn new(stream: S, shared: Arc<Shared>) -> Self {
        Self {
            stream,
            shared,
            received: BytesMut::with_capacity(READ_OCTETS),
            sending: BytesMut::new(),
            timer: Box::pin(sleep_until(Instant::now())),
            armed: None,
            yielded: false,
            needs_flush: false,
            closing: false,
        }
    }

    /// Writes as much as the connection takes. Ready when nothing is left to write.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            if self.sending.is_empty() {
                let mut inner = self.shared.lock();
                std::mem::swap(&mut self.sending, &mut inner.out);
                inner.writing = self.sending.len();
            }
            if self.sending.is_empty() {
                if self.needs_flush {
                    ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
                    self.needs_flush = false;
                }
                return Poll::Ready(Ok(()));
            }
            let written = ready!(Pin::new(&mut self.stream).poll_write(cx, &self.sending))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.sending.advance(written);
            self.needs_flush = true;
            let mut inner = self.shared.lock();
            let was_congested = self.shared.is_congested(&inner);
            inner.writing = self.sending.len();
            if was_congested && !self.shared.is_congested(&inner) {
                self.shared.room.notify_waiters();
            }
        }
    }

    /// Reads once. Ready with false when the peer has ended the stream.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        self.received.reserve(READ_OCTETS);
        let read = pin!(self.stream.read_buf(&mut self.received));
        Poll::Ready(Ok(ready!(read.poll(cx))? != 0))
    }

    /// Handles whole frames that have come, as far as the application keeps up.
    fn handle_received(&mut self) {
        let now = self.shared.now();
        let mut inner = self.shared.lock();
        self.shared.receive(&mut inner, now, &mut self.received);
        inner.settle(&self.shared.room);
    }

    /// Does what time asks for. Always leaves the timer armed, if there is anything to wait for.
    fn poll_timer(&mut self, cx: &mut Context<'_>) {
        loop {
            let due = {
                let inner = self.shared.lock();
                inner.session.poll_timeout()
            };
            let Some(due) = due else { return };
            let due = self.shared.deadline(due);
            // Deadlines move away with almost every PDU: firing too early now and then is cheaper
            // than setting the timer each time.
            if self.armed.is_none_or(|armed| armed > due) {
                self.timer.as_mut().reset(due);
                self.armed = Some(due);
            }
            if self.timer.as_mut().poll(cx).is_pending() {
                return;
            }
            self.armed = None;
            self.shared
                .act(|inner, now| inner.session.handle_timeout(now, &mut inner.out));
        }
    }

    /// Whether the session is closed; `wants_input` otherwise says whether to read.
    fn look(&self) -> (bool, bool) {
        let inner = self.shared.lock();
        (
            inner.session.close_reason().is_some(),
            inner.session.wants_input(),
        )
    }

    /// The connection has ended, one way or another.
    fn end(&self) {
        self.shared.act(|inner, now| inner.session.handle_eof(now));
    }

    /// Sends what is left and ends the stream, as far and as long as the peer lets us.
    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.closing {
            self.closing = true;
            self.timer.as_mut().reset(Instant::now() + LINGER);
        }
        let sent = match self.poll_write(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut self.stream).poll_shutdown(cx),
            sent => sent,
        };
        if sent.is_pending() && self.timer.as_mut().poll(cx).is_pending() {
            return Poll::Pending;
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Future for Driver<S> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        let others_may_add = {
            let mut inner = this.shared.lock();
            // From here on, whoever adds output wakes this task.
            match &mut inner.driver {
                Some(driver) => driver.clone_from(cx.waker()),
                None => inner.driver = Some(cx.waker().clone()),
            }
            let busy = inner.session.outstanding() > 1 || inner.session.unanswered() > 0;
            busy && !inner.out.is_empty()
        };
        // Callers that are ready to send do so now, and one write takes it all: batching, not
        // encoding, decides throughput. Where there is only one, it is not kept waiting.
        if others_may_add && this.sending.is_empty() && !this.yielded {
            this.yielded = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        this.yielded = false;

        for _ in 0..WORK_LIMIT {
            if !this.closing {
                this.handle_received();
                this.poll_timer(cx);
            }
            let (closed, wants_input) = this.look();
            if closed {
                return this.poll_close(cx);
            }
            if let Poll::Ready(Err(_)) = this.poll_write(cx) {
                this.end();
                return Poll::Ready(());
            }
            if !wants_input {
                return Poll::Pending;
            }
            match this.poll_read(cx) {
                Poll::Ready(Ok(true)) => {}
                // Half of the connection may still carry what was answered.
                Poll::Ready(Ok(false) | Err(_)) => this.end(),
                Poll::Pending => return Poll::Pending,
            }
        }
        // There may be more to do: a task that stops for others must wake itself.
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
