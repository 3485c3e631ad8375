//! The pen, whose holder writes for all, and how the threads of a connection call each other.

use std::io::{self, ErrorKind, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Wake;
use std::thread;

use crate::bell::Bell;
use crate::line::Line;

/// Whom to call; the connection's waker. It does not hold the driver, which holds it.
pub(crate) struct Calls {
    place: Mutex<Place>,
    pub(crate) reader: Bell,
    pub(crate) writer: Bell,
    pub(crate) timer: Bell,
}

/// Where the pen lies. Whoever takes it writes, for all; there is only one.
#[derive(Default)]
struct Place {
    pen: Option<Pen>,
    /// Something has changed since whoever had it last looked.
    again: bool,
    /// Whoever has it is in a write, which may block.
    writing: bool,
    /// It has been thrown away: nothing is written any more.
    done: bool,
}

pub(crate) struct Pen {
    stream: Box<dyn Write + Send>,
    octets: Vec<u8>,
}

impl Calls {
    pub(crate) fn new(stream: Box<dyn Write + Send>) -> Self {
        let pen = Pen {
            stream,
            octets: Vec::new(),
        };
        Self {
            place: Mutex::new(Place {
                pen: Some(pen),
                ..Place::default()
            }),
            reader: Bell::default(),
            writer: Bell::default(),
            timer: Bell::default(),
        }
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether something has changed since this was asked last.
    pub(crate) fn has_changed(&self) -> bool {
        std::mem::take(&mut self.place().again)
    }

    /// Calls the writer, or makes whoever has the pen call it when it is put back.
    pub(crate) fn wake_writer(&self) {
        let mut place = self.place();
        place.again = true;
        if place.pen.is_some() {
            drop(place);
            self.writer.ring();
        }
    }

    /// What is written now may block.
    pub(crate) fn begin_write(&self) {
        let mut place = self.place();
        place.writing = true;
        if place.again {
            // What changed before the write may be the timer's, and the write may block.
            drop(place);
            self.timer.ring();
        }
    }

    pub(crate) fn end_write(&self) {
        self.place().writing = false;
    }

    /// Whether nothing is written any more.
    pub(crate) fn is_done(&self) -> bool {
        self.place().done
    }
}

/// Something was added to what is to be written, or is due earlier, or has ended.
impl Wake for Calls {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut place = self.place();
        place.again = true;
        let (is_free, writing) = (place.pen.is_some(), place.writing);
        drop(place);
        if is_free {
            self.writer.ring();
        } else if writing {
            // Whoever writes may be blocked.
            self.timer.ring();
        }
    }
}

impl Pen {
    /// What is to be written next.
    pub(crate) fn fill(&mut self, octets: &[u8]) {
        self.octets.clear();
        self.octets.extend_from_slice(octets);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.octets.is_empty()
    }

    /// Writes as much of it as the stream takes at a time, and answers how much that was.
    pub(crate) fn write(&mut self) -> io::Result<usize> {
        loop {
            match self.stream.write(&self.octets) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(octets) => {
                    self.stream.flush()?;
                    return Ok(octets);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// The pen, taken. Put back when dropped.
pub(crate) struct Held<'l> {
    line: &'l Line,
    pen: Option<Pen>,
}

impl<'l> Held<'l> {
    /// Takes it, unless somebody has it.
    pub(crate) fn take(line: &'l Line) -> Option<Self> {
        let pen = line.calls.place().pen.take()?;
        Some(Self {
            line,
            pen: Some(pen),
        })
    }

    pub(crate) const fn pen(&mut self) -> Option<&mut Pen> {
        self.pen.as_mut()
    }

    /// Nothing is written any more: the stream is ended by dropping it.
    pub(crate) fn throw_away(mut self) {
        drop(self.pen.take());
        let calls = &self.line.calls;
        calls.place().done = true;
        calls.timer.ring();
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let Some(pen) = self.pen.take() else { return };
        if thread::panicking() {
            // The stream's own write panicked.
            self.line.lose();
        }
        let calls = &self.line.calls;
        let mut place = calls.place();
        place.writing = false;
        place.pen = Some(pen);
        if std::mem::take(&mut place.again) {
            drop(place);
            calls.writer.ring();
        }
    }
}
