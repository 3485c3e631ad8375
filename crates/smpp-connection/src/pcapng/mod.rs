//! Captures: every frame of a connection in a file that Wireshark opens.

mod blocks;
mod flow;
mod mask;

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::tap::{Direction, Link, Tap};

use flow::Flow;

/// How many connections are followed at a time.
const MAX_FLOWS: usize = 16_384;

/// A [`Tap`] that writes a capture in the format pcapng.
///
/// One capture may serve many connections. What it writes are IP packets with the connection's
/// addresses and ports, and TCP segments with right sequence numbers and checksums, as if this
/// side had connected: so Wireshark reassembles and dissects them, and a connection over TLS can be
/// read too. Where a stream has no addresses, 192.0.2.1 and 192.0.2.2 stand for the two sides. On
/// another port than 2775, choose "Decode as" SMPP.
///
/// **Masked unless asked for otherwise**: passwords, addresses, message text, and every TLV that is
/// not an integer. Lengths stay. Strings become asterisks, octets NUL; what cannot be decoded, and
/// the body of a PDU that no specification knows, 0xFF. See [`unmasked`](Self::unmasked).
///
/// A write happens under the connection's lock: give it a [`BufWriter`](io::BufWriter), and see to
/// it that what is behind does not block. Memory: three times the longest frame, and 40 octets a
/// connection, 16,384 of which are followed at a time.
///
/// After a write error nothing more is written, and the connections go on: see
/// [`lost`](Self::lost) and [`finish`](Self::finish).
///
/// ```
/// use smpp_connection::{Capture, Direction, Link, Tap};
///
/// let capture = Capture::new(Vec::new())?;
/// let link = Link::new(Some("192.0.2.7:51234".parse()?), Some("198.51.100.1:2775".parse()?));
/// let enquire_link = [0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1];
/// capture.frame(&link, Direction::Sent, &enquire_link);
/// let file = capture.finish()?;
/// assert_eq!(&file[..4], b"\x0A\x0D\x0D\x0A");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Capture<W> {
    masked: bool,
    state: Mutex<State<W>>,
}

struct State<W> {
    out: W,
    failed: Option<io::Error>,
    lost: u64,
    flows: BTreeMap<u64, Flow>,
    masked: Vec<u8>,
    block: Vec<u8>,
}

impl<W: Write> Capture<W> {
    /// Begins a capture: writes the head of the file.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(&blocks::head())?;
        Ok(Self {
            masked: true,
            state: Mutex::new(State {
                out,
                failed: None,
                lost: 0,
                flows: BTreeMap::new(),
                masked: Vec::new(),
                block: Vec::new(),
            }),
        })
    }

    /// Shows everything, passwords included: whoever reads the file can bind with them.
    #[must_use]
    pub fn unmasked(self) -> Self {
        Self {
            masked: false,
            ..self
        }
    }

    /// Writes one frame that passed at this time. [`Tap::frame`] does it with the time of now.
    pub fn frame_at(&self, time: SystemTime, link: &Link, direction: Direction, frame: &[u8]) {
        let mut state = self.state();
        if state.failed.is_some() {
            state.lost = state.lost.saturating_add(1);
            return;
        }
        if let Err(error) = state.write_frame(time, link, direction, frame, self.masked) {
            state.failed = Some(error);
            state.lost = 1;
        }
    }

    /// Frames that were not written, since a write failed.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.state().lost
    }

    /// Hands what is buffered to the writer.
    ///
    /// # Errors
    ///
    /// Those of the writer, or the one that ended the capture before; that one is told once.
    pub fn flush(&self) -> io::Result<()> {
        let mut state = self.state();
        match state.failed.take() {
            Some(error) => {
                // It stays failed: half a block may have been written.
                state.failed = Some(error.kind().into());
                Err(error)
            }
            None => state.out.flush(),
        }
    }

    /// Ends the capture, and gives the writer back.
    ///
    /// # Errors
    ///
    /// As [`flush`](Self::flush).
    pub fn finish(self) -> io::Result<W> {
        self.flush()?;
        let state = self
            .state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        Ok(state.out)
    }

    fn state(&self) -> MutexGuard<'_, State<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Write> State<W> {
    fn write_frame(
        &mut self,
        time: SystemTime,
        link: &Link,
        direction: Direction,
        frame: &[u8],
        masked: bool,
    ) -> io::Result<()> {
        let frame = if masked {
            mask::copy(frame, &mut self.masked);
            &self.masked
        } else {
            frame
        };
        let Self {
            out, flows, block, ..
        } = self;
        let mut write = |packet: &flow::Packet<'_>| {
            blocks::packet(time, packet, block)?;
            out.write_all(block)
        };
        if !flows.contains_key(&link.number) {
            if flows.len() >= MAX_FLOWS {
                flows.pop_first();
            }
            let flow = flows.entry(link.number).or_insert_with(|| Flow::new(link));
            flow.open(&mut write)?;
        }
        match flows.get_mut(&link.number) {
            Some(flow) => flow.data(direction, frame, &mut write),
            None => Ok(()),
        }
    }

    fn write_end(&mut self, time: SystemTime, link: &Link) -> io::Result<()> {
        let Self {
            out, flows, block, ..
        } = self;
        match flows.remove(&link.number) {
            Some(mut flow) => flow.close(&mut |packet| {
                blocks::packet(time, packet, block)?;
                out.write_all(block)
            }),
            None => Ok(()),
        }
    }
}

impl<W: Write + Send> Tap for Capture<W> {
    fn frame(&self, link: &Link, direction: Direction, frame: &[u8]) {
        self.frame_at(SystemTime::now(), link, direction, frame);
    }

    fn closed(&self, link: &Link) {
        let mut state = self.state();
        if state.failed.is_none() {
            state.failed = state.write_end(SystemTime::now(), link).err();
        }
    }
}

impl<W> fmt::Debug for Capture<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Capture")
            .field("masked", &self.masked)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
