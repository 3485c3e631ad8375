//! The streams that a connection can run over.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Wake, Waker};
use std::time::{Duration, Instant};

use smpp_connection::Error;

use crate::timer::Alarm;

/// A stream of octets in both directions: TCP, a Unix socket, TLS, or a pair of one's own.
///
/// It is taken apart, because one thread blocks in reading while others write.
pub trait Stream {
    /// What is read from.
    type Reader: Read + Send + 'static;
    /// What is written to.
    type Writer: Write + Send + 'static;

    /// Takes it apart.
    ///
    /// # Errors
    /// The stream's.
    fn split(self) -> io::Result<Halves<Self::Reader, Self::Writer>>;
}

/// A stream, taken apart: see [`new`](Self::new) for one of your own.
pub struct Halves<R, W> {
    pub(crate) reader: R,
    pub(crate) writer: W,
    pub(crate) close: Close,
}

/// Ends both directions.
pub(crate) type Close = Arc<dyn Fn() + Send + Sync>;

impl<R, W> Halves<R, W>
where
    R: Read + Send + 'static,
    W: Write + Send + 'static,
{
    /// A stream of a reader, a writer and a way to end both.
    ///
    /// `close` must make a read and a write that block in other threads return, and all later
    /// ones; it may be called more than once. It is what ends the threads of a connection whose
    /// peer is silent, or does not read.
    ///
    /// Reads and writes may block as long as they like otherwise, and may do less than they are
    /// asked for. A read of nothing is the end of the stream.
    pub fn new(reader: R, writer: W, close: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            reader,
            writer,
            close: Arc::new(close),
        }
    }

    /// What it is made of: to put something between, or to use it without a connection.
    pub fn into_parts(self) -> (R, W, impl Fn() + Send + Sync + use<R, W>) {
        let close = self.close;
        (self.reader, self.writer, move || close())
    }
}

impl<R, W> Stream for Halves<R, W>
where
    R: Read + Send + 'static,
    W: Write + Send + 'static,
{
    type Reader = R;
    type Writer = W;

    fn split(self) -> io::Result<Self> {
        Ok(self)
    }
}

impl<R, W> fmt::Debug for Halves<R, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Halves").finish_non_exhaustive()
    }
}

/// One direction of a socket, which is one descriptor for both.
#[derive(Debug)]
pub struct Half<S>(Arc<S>);

impl<S> Read for Half<S>
where
    for<'s> &'s S: Read,
{
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&*self.0).read(buffer)
    }
}

impl<S> Write for Half<S>
where
    for<'s> &'s S: Write,
{
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        (&*self.0).write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        (&*self.0).flush()
    }
}

/// A socket blocks without a limit of its own: it is the connection that keeps the time.
macro_rules! socket {
    ($socket:ty) => {
        impl Stream for $socket {
            type Reader = Half<Self>;
            type Writer = Half<Self>;

            fn split(self) -> io::Result<Halves<Half<Self>, Half<Self>>> {
                self.set_nonblocking(false)?;
                self.set_read_timeout(None)?;
                self.set_write_timeout(None)?;
                let socket = Arc::new(self);
                Ok(Halves {
                    reader: Half(Arc::clone(&socket)),
                    writer: Half(Arc::clone(&socket)),
                    close: Arc::new(move || {
                        // It fails if it is closed already.
                        let _ = socket.shutdown(std::net::Shutdown::Both);
                    }),
                })
            }
        }
    };
}

socket!(TcpStream);
#[cfg(unix)]
socket!(UnixStream);

/// Does what may block, within this time. After that the stream is closed, and so the work ends.
pub(crate) fn within<T>(
    limit: Duration,
    close: &Close,
    work: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    /// Closes the stream, unless the work was done before.
    struct Elapsed(AtomicBool, Close);

    impl Wake for Elapsed {
        fn wake(self: Arc<Self>) {
            if !self.0.swap(true, Ordering::AcqRel) {
                (self.1)();
            }
        }
    }

    let elapsed = Arc::new(Elapsed(AtomicBool::new(false), Arc::clone(close)));
    let alarm = Alarm::new(Waker::from(Arc::clone(&elapsed)))?;
    let until = Instant::now().checked_add(limit);
    until.into_iter().for_each(|until| alarm.set(until));
    let result = work();
    if elapsed.0.swap(true, Ordering::AcqRel) {
        return Err(io::Error::from(ErrorKind::TimedOut).into());
    }
    result
}
