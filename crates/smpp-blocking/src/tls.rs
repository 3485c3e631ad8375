//! TLS over any stream.
//!
//! One rustls connection serves both halves, under a lock that is not held while octets are read
//! or written: the reader feeds it, the writer empties it. What it wants to say by itself once the
//! handshake is over, an answer to a new key for one, goes out before the next octets of SMPP.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::{ClientConnection, Connection, ServerConnection};
use smpp_connection::{Error, TlsClient, TlsError, TlsServer};

use crate::stream::{Close, Halves, Stream, within};

/// Octets that one read asks for, and one write takes: a record of TLS.
const OCTETS: usize = 16 * 1024;

/// A stream in TLS, its handshake done.
pub struct TlsStream<R, W: Write>(Halves<TlsReader<R>, TlsWriter<W>>);

impl<R, W> TlsStream<R, W>
where
    R: Read + Send + 'static,
    W: Write + Send + 'static,
{
    /// The client's side: does the handshake, within so long, with the server that has the
    /// certificate of this host.
    ///
    /// # Errors
    /// [`Error::Tls`] if the peer does not speak TLS or is not whom its certificate should say;
    /// [`Error::Io`] if it does not answer in time.
    pub fn connect(
        stream: impl Stream<Reader = R, Writer = W>,
        tls: &TlsClient,
        host: &str,
        limit: Duration,
    ) -> Result<Self, Error> {
        let connection = ClientConnection::new(tls.config(), tls.server_name(host)?);
        Self::handshake(stream, connection.map(Connection::from), limit)
    }

    /// The server's side: does the handshake, within so long.
    ///
    /// # Errors
    /// As [`connect`](Self::connect).
    pub fn accept(
        stream: impl Stream<Reader = R, Writer = W>,
        tls: &TlsServer,
        limit: Duration,
    ) -> Result<Self, Error> {
        let connection = ServerConnection::new(tls.config());
        Self::handshake(stream, connection.map(Connection::from), limit)
    }

    fn handshake(
        stream: impl Stream<Reader = R, Writer = W>,
        connection: Result<Connection, rustls::Error>,
        limit: Duration,
    ) -> Result<Self, Error> {
        let connection = connection
            .map_err(invalid)
            .map_err(TlsError::from_handshake)?;
        let halves = stream.split()?;
        let tls = Tls(Arc::new(Mutex::new(connection)));
        let close: Close = Arc::clone(&halves.close);
        let mut reader = TlsReader {
            stream: halves.reader,
            tls: tls.clone(),
            chunk: vec![0; OCTETS],
            fed: 0,
            read: 0,
        };
        let mut writer = TlsWriter {
            stream: halves.writer,
            tls,
            records: Vec::new(),
        };
        within(limit, &close, || {
            loop {
                writer.send()?;
                if !writer.tls.lock().is_handshaking() {
                    return Ok(());
                }
                if let Err(error) = reader.feed() {
                    // An alert says why.
                    let _ = writer.send();
                    return Err(Error::from(TlsError::from_handshake(error)));
                }
            }
        })?;
        Ok(Self(Halves {
            reader,
            writer,
            close,
        }))
    }
}

impl<R, W> Stream for TlsStream<R, W>
where
    R: Read + Send + 'static,
    W: Write + Send + 'static,
{
    type Reader = TlsReader<R>;
    type Writer = TlsWriter<W>;

    fn split(self) -> io::Result<Halves<TlsReader<R>, TlsWriter<W>>> {
        Ok(self.0)
    }
}

/// Both halves' connection.
#[derive(Clone)]
struct Tls(Arc<Mutex<Connection>>);

impl Tls {
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn invalid(error: rustls::Error) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, error)
}

/// What is read from a [`TlsStream`].
pub struct TlsReader<R> {
    stream: R,
    tls: Tls,
    /// What was read, of which so much has been fed to the connection.
    chunk: Vec<u8>,
    fed: usize,
    read: usize,
}

impl<R: Read> TlsReader<R> {
    /// Gives the connection more of what came, and reads more if there is none.
    fn feed(&mut self) -> io::Result<()> {
        if self.fed == self.read {
            self.fed = 0;
            self.read = self.stream.read(&mut self.chunk)?;
        }
        let mut octets = self.chunk.get(self.fed..self.read).unwrap_or(&[]);
        let mut tls = self.tls.lock();
        let is_handshaking = tls.is_handshaking();
        // Given nothing, it knows that this is the end.
        self.fed += tls.read_tls(&mut octets)?;
        tls.process_new_packets().map_err(invalid)?;
        if self.read == 0 && is_handshaking {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

impl<R: Read> Read for TlsReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.tls.lock().reader().read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                read => return read,
            }
            self.feed()?;
        }
    }
}

/// What is written to a [`TlsStream`]. Says the end of the stream when it is dropped.
pub struct TlsWriter<W: Write> {
    stream: W,
    tls: Tls,
    /// What is being sent.
    records: Vec<u8>,
}

impl<W: Write> TlsWriter<W> {
    /// Sends what the connection has to send.
    fn send(&mut self) -> io::Result<()> {
        {
            let mut tls = self.tls.lock();
            while tls.wants_write() {
                tls.write_tls(&mut self.records)?;
            }
        }
        let sent = self.stream.write_all(&self.records);
        self.records.clear();
        sent.and_then(|()| self.stream.flush())
    }
}

impl<W: Write> Write for TlsWriter<W> {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let octets = octets.get(..OCTETS).unwrap_or(octets);
        let written = self.tls.lock().writer().write(octets)?;
        self.send()?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.send()
    }
}

impl<W: Write> Drop for TlsWriter<W> {
    fn drop(&mut self) {
        self.tls.lock().send_close_notify();
        // Nobody is left to be told that it failed.
        let _ = self.send();
    }
}

impl<R, W: Write> fmt::Debug for TlsStream<R, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsStream").finish_non_exhaustive()
    }
}

impl<R> fmt::Debug for TlsReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsReader").finish_non_exhaustive()
    }
}

impl<W: Write> fmt::Debug for TlsWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsWriter").finish_non_exhaustive()
    }
}
