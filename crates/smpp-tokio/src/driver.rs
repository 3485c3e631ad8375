//! The task of a connection: it reads, writes and waits.

use std::cell::Cell;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// Octets that one read asks for.
const READ_OCTETS: usize = 64 * 1024;

/// How many turns one poll takes before other tasks run. The task always wakes itself then.
const WORK_LIMIT: usize = 32;

thread_local! {
    /// The buffer that all connections of a thread read into: an idle connection holds none.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Drives a connection until it is closed.
pub(crate) struct Driver<S> {
    stream: S,
    connection: smpp_connection::Driver,
    timer: Pin<Box<Sleep>>,
    /// When the timer fires; not later than the connection's deadline.
    armed: Option<Instant>,
    needs_flush: bool,
    closing: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Driver<S> {
    pub(crate) fn new(stream: S, connection: smpp_connection::Driver) -> Self {
        Self {
            stream,
            connection,
            timer: Box::pin(sleep_until(Instant::now())),
            armed: None,
            needs_flush: false,
            closing: false,
        }
    }

    /// Writes as much as the stream takes. Returns whether the connection is to hear of it.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> io::Result<bool> {
        let mut progress = false;
        while !self.connection.to_write().is_empty() {
            let octets = self.connection.to_write();
            match Pin::new(&mut self.stream).poll_write(cx, octets) {
                Poll::Ready(written) => match written? {
                    0 => return Err(io::ErrorKind::WriteZero.into()),
                    octets => self.connection.handle_written(octets),
                },
                Poll::Pending => return Ok(progress),
            }
            progress = true;
            self.needs_flush = true;
        }
        if self.needs_flush {
            if let Poll::Ready(flushed) = Pin::new(&mut self.stream).poll_flush(cx) {
                flushed?;
                self.needs_flush = false;
            }
        }
        Ok(progress)
    }

    /// Reads once. Ready with the end or an error as well.
    fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut scratch = SCRATCH.take();
        scratch.resize(READ_OCTETS, 0);
        let mut buffer = ReadBuf::new(&mut scratch);
        let read = Pin::new(&mut self.stream).poll_read(cx, &mut buffer);
        let input = match read {
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => {
                self.connection.handle_eof();
                Poll::Ready(())
            }
            Poll::Ready(Ok(())) => {
                self.connection.handle_received(buffer.filled());
                Poll::Ready(())
            }
            Poll::Ready(Err(_)) => {
                self.connection.handle_lost();
                Poll::Ready(())
            }
            Poll::Pending => Poll::Pending,
        };
        SCRATCH.set(scratch);
        input
    }

    /// Arms the timer. Ready if the deadline has passed.
    fn poll_timer(&mut self, cx: &mut Context<'_>, due: Option<time::Instant>) -> Poll<()> {
        let Some(due) = due.map(Instant::from_std) else {
            return Poll::Pending;
        };
        // Deadlines move later with almost every PDU. A timer that fires early now and then costs
        // less than setting it each time.
        if self.armed.is_none_or(|armed| armed > due) {
            self.timer.as_mut().reset(due);
            self.armed = Some(due);
        }
        ready!(self.timer.as_mut().poll(cx));
        self.armed = None;
        Poll::Ready(())
    }

    /// Sends what is left and ends the stream, as far and as long as the peer lets us.
    fn poll_close(&mut self, cx: &mut Context<'_>, linger: time::Duration) -> Poll<()> {
        if !self.closing {
            self.closing = true;
            self.timer.as_mut().reset(Instant::now() + linger);
        }
        loop {
            let Ok(progress) = self.poll_write(cx) else {
                return Poll::Ready(());
            };
            if !progress {
                break;
            }
            self.connection.turn(cx.waker());
        }
        let is_sent = self.connection.to_write().is_empty() && !self.needs_flush;
        if is_sent && Pin::new(&mut self.stream).poll_shutdown(cx).is_ready() {
            return Poll::Ready(());
        }
        self.timer.as_mut().poll(cx)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Future for Driver<S> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        for _ in 0..WORK_LIMIT {
            let turn = this.connection.turn(cx.waker());
            if let Some(linger) = turn.closed {
                return this.poll_close(cx, linger);
            }
            if this.poll_timer(cx, turn.deadline).is_ready() {
                continue;
            }
            let Ok(written) = this.poll_write(cx) else {
                // The driver's end is the end of the session.
                return Poll::Ready(());
            };
            if turn.again {
                // Tasks that were given something go on before the rest is handled, and tasks that
                // are ready to send do so before this writes.
                break;
            }
            let read = turn.read && this.poll_read(cx).is_ready();
            if !written && !read {
                return Poll::Pending;
            }
        }
        // There may be more to do: a task that stops for others must wake itself.
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
