//! The one task of a connection: it reads, writes and waits.

use std::cell::Cell;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// Octets that one read asks for.
const READ_OCTETS: usize = 64 * 1024;

/// How many reads of this size a block of memory for frames is to hold.
const READS_IN_BLOCK: usize = 4;

/// How often one poll reads and writes before it lets others run. It always wakes itself then.
const WORK_LIMIT: usize = 32;

thread_local! {
    /// Every connection reads into this, and keeps what came: one that is silent holds no buffer.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Drives a connection until it is closed.
pub(crate) struct Driver<S> {
    stream: S,
    connection: smpp_connection::Driver,
    received: BytesMut,
    /// Whether what was received has been handled, as far as it is whole.
    handled_all: bool,
    timer: Pin<Box<Sleep>>,
    /// When the timer fires; not later than the connection's own deadline.
    armed: Option<Instant>,
    /// Whether callers were given a turn to add to what is about to be written.
    yielded: bool,
    needs_flush: bool,
    closing: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Driver<S> {
    pub(crate) fn new(stream: S, connection: smpp_connection::Driver) -> Self {
        Self {
            stream,
            connection,
            received: BytesMut::new(),
            handled_all: true,
            timer: Box::pin(sleep_until(Instant::now())),
            armed: None,
            yielded: false,
            needs_flush: false,
            closing: false,
        }
    }

    /// Writes as much as the stream takes. Ready when nothing is left to write.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            let octets = self.connection.to_send();
            if octets.is_empty() {
                if self.needs_flush {
                    ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
                    self.needs_flush = false;
                }
                return Poll::Ready(Ok(()));
            }
            let written = ready!(Pin::new(&mut self.stream).poll_write(cx, octets))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.connection.sent(written);
            self.needs_flush = true;
        }
    }

    /// Reads once, and handles what came. Ready with false when the peer has ended the stream.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let mut scratch = SCRATCH.take();
        scratch.resize(READ_OCTETS, 0);
        let mut buffer = ReadBuf::new(&mut scratch);
        let read = Pin::new(&mut self.stream).poll_read(cx, &mut buffer);
        let came = buffer.filled();
        if self.received.capacity() - self.received.len() < came.len() {
            // The frames share a block, which is not taken again while one of them is held: for
            // who sends much, a block holds some reads.
            let block = (came.len() * READS_IN_BLOCK).min(READ_OCTETS);
            self.received.reserve(block.max(came.len()));
        }
        self.received.extend_from_slice(came);
        let has_more = !came.is_empty();
        SCRATCH.set(scratch);
        ready!(read)?;
        Poll::Ready(Ok(has_more))
    }

    /// Does what time asks for, and leaves the timer armed, if there is anything to wait for.
    fn poll_timer(&mut self, cx: &mut Context<'_>) {
        while let Some(due) = self.connection.deadline() {
            let due = Instant::from_std(due);
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
            self.connection.handle_timeout();
        }
    }

    /// Sends what is left and ends the stream, as far and as long as the peer lets us.
    fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if !self.closing {
            self.closing = true;
            let linger = Instant::now() + self.connection.linger();
            self.timer.as_mut().reset(linger);
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
        let others_may_add = this.connection.register(cx.waker());
        // Callers that are ready to send do so now, and one write takes it all. Where there is
        // only one, it is not kept waiting.
        if others_may_add && !this.yielded {
            this.yielded = true;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        this.yielded = false;

        for _ in 0..WORK_LIMIT {
            if !this.closing {
                this.poll_timer(cx);
            }
            if this.connection.is_closed() {
                return this.poll_close(cx);
            }
            if let Poll::Ready(Err(_)) = this.poll_write(cx) {
                this.connection.handle_lost();
                return Poll::Ready(());
            }
            if !this.connection.wants_input() {
                return Poll::Pending;
            }
            if this.handled_all {
                match this.poll_read(cx) {
                    Poll::Ready(Ok(true)) => {}
                    Poll::Ready(Ok(false)) => this.connection.handle_eof(),
                    Poll::Ready(Err(_)) => this.connection.handle_lost(),
                    Poll::Pending => return Poll::Pending,
                }
            }
            this.handled_all = this.connection.handle_received(&mut this.received);
            if !this.handled_all {
                // Whoever was given something goes on, before the rest is handled.
                this.yielded = true;
                break;
            }
        }
        // There may be more to do: a task that stops for others must wake itself.
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
