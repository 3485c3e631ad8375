//! What the threads of a connection, its waker and the timer share: the driver and the stream.

use std::io::{self, ErrorKind, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock, Weak};
use std::task::{Wake, Waker};
use std::time::{Duration, Instant};

use smpp_connection::{Driver, Turn};

use crate::output::{Claim, Output};
use crate::parker::Parker;
use crate::stream::Close;
use crate::sync::atomic::{AtomicBool, Ordering};
use crate::sync::{Mutex, lock};
use crate::timer::Alarm;

/// Octets that one write is given at most: beyond, the peer's progress would show too late.
const WRITE_OCTETS: usize = 64 * 1024;

/// How late a deadline is seen that was added during a write.
const GRAIN: Duration = Duration::from_millis(1);

/// What the threads of a connection, its waker and the timer share.
///
/// Locks: `writer` is held by the holder of `output` only, also during a write. `driven` is taken
/// within it, never during a read, a write or a sleep. The connection's own lock and the timer's
/// are taken within `driven`.
pub(crate) struct Shared {
    pub(crate) driven: Mutex<Driven>,
    pub(crate) writer: Mutex<Writer>,
    pub(crate) output: Output,
    reader: Parker,
    /// No request of ours was unanswered at the last turn.
    is_idle: AtomicBool,
    close: Close,
    /// What the driver wakes. Refers to this, which owns the driver, so it is weak.
    waker: Waker,
    alarm: OnceLock<Alarm>,
    /// The alarm is set for a turn that follows soon.
    is_poked: AtomicBool,
}

pub(crate) struct Driven {
    /// Gone when the connection has ended.
    pub(crate) driver: Option<Driver>,
    /// The reader sleeps until it may read.
    is_paused: bool,
    /// When the alarm fires; not later than the deadline.
    armed: Option<Instant>,
    /// Once the session is closed: when the stream is ended.
    end: Option<Instant>,
}

pub(crate) struct Writer {
    /// Gone when the connection has ended.
    pub(crate) stream: Option<Box<dyn Write + Send>>,
    /// What is being written.
    octets: Vec<u8>,
    /// What the last write did, until the driver is told.
    written: io::Result<usize>,
}

/// The application has changed something.
struct Changed(Weak<Shared>);

impl Wake for Changed {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.upgrade().iter().for_each(Shared::wake);
    }
}

/// The alarm has fired.
struct Elapsed(Weak<Shared>);

impl Wake for Elapsed {
    fn wake(self: Arc<Self>) {
        self.0.upgrade().iter().for_each(|shared| shared.tick());
    }
}

/// What a round of writing has left.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    Nothing,
    More,
    /// More, and the next write may block.
    Blocked,
    /// Nothing, and there will be nothing: the connection has ended.
    End,
}

impl Shared {
    pub(crate) fn new(
        driver: Driver,
        stream: Box<dyn Write + Send>,
        close: Close,
    ) -> io::Result<Arc<Self>> {
        let shared = Arc::new_cyclic(|shared: &Weak<Self>| Self {
            driven: Mutex::new(Driven {
                driver: Some(driver),
                is_paused: false,
                armed: None,
                end: None,
            }),
            writer: Mutex::new(Writer {
                stream: Some(stream),
                octets: Vec::new(),
                written: Ok(0),
            }),
            output: Output::new(),
            reader: Parker::default(),
            is_idle: AtomicBool::new(false),
            close,
            waker: Waker::from(Arc::new(Changed(shared.clone()))),
            alarm: OnceLock::new(),
            is_poked: AtomicBool::new(false),
        });
        let elapsed = Elapsed(Arc::downgrade(&shared));
        let alarm = Alarm::new(Waker::from(Arc::new(elapsed)))?;
        shared.alarm.get_or_init(|| alarm);
        Ok(shared)
    }

    fn wake(self: &Arc<Self>) {
        let is_claimed = self.is_idle.load(Ordering::Relaxed) && Claim::take(self);
        if !is_claimed && self.output.notify() {
            self.poke();
        }
    }

    /// Makes the timer take a turn soon: the thread that would may be blocked in a write.
    fn poke(&self) {
        if !self.is_poked.swap(true, Ordering::AcqRel) {
            self.set_alarm(Instant::now() + GRAIN);
        }
    }

    fn set_alarm(&self, at: Instant) {
        self.alarm.get().into_iter().for_each(|alarm| alarm.set(at));
    }

    /// The timer's turn. Ends a stream that has lingered.
    fn tick(&self) {
        self.is_poked.store(false, Ordering::Release);
        let mut driven = lock(&self.driven);
        driven.armed = None;
        self.turn_and_notify(&mut driven);
        let is_over = driven.end.is_some_and(|end| end <= Instant::now());
        drop(driven);
        if is_over {
            (self.close)();
        }
    }

    /// Takes a turn of the driver, arms the timer, and lets the reader go on.
    fn turn<'d>(&self, driven: &'d mut Driven) -> Option<(Turn, &'d mut Driver)> {
        let driver = driven.driver.as_mut()?;
        let mut turn = driver.turn(&self.waker);
        if turn.again && driver.to_write().is_empty() {
            // Threads run by themselves: there is nothing to yield to.
            turn = driver.turn(&self.waker);
        }
        self.is_idle.store(turn.outstanding == 0, Ordering::Relaxed);
        let mut due = turn.deadline;
        if let Some(linger) = turn.closed {
            let now = Instant::now();
            driven.end = driven.end.or_else(|| now.checked_add(linger));
            due = driven.end.filter(|end| *end > now);
        }
        // Deadlines move later with almost every PDU: an earlier alarm stays set.
        if let Some(due) = due.filter(|due| driven.armed.is_none_or(|armed| *due < armed)) {
            driven.armed = Some(due);
            self.set_alarm(due);
        }
        if driven.is_paused && (turn.read || turn.again) {
            driven.is_paused = false;
            self.reader.unpark();
        }
        Some((turn, driver))
    }

    /// Takes a turn, and leaves what there is to write to the holder of the output.
    fn turn_and_notify(&self, driven: &mut Driven) -> Option<Turn> {
        let (turn, driver) = self.turn(driven)?;
        if !driver.to_write().is_empty() || turn.closed.is_some() {
            self.output.notify();
        }
        Some(turn)
    }

    /// The reader's turns, until it is to read. Returns false when the session has ended.
    pub(crate) fn await_input(&self) -> bool {
        loop {
            let mut driven = lock(&self.driven);
            match self.turn_and_notify(&mut driven) {
                Some(turn) if turn.closed.is_none() => {
                    if turn.read {
                        return true;
                    }
                    driven.is_paused = !turn.again;
                }
                _ => return false,
            }
            let is_paused = driven.is_paused;
            drop(driven);
            if is_paused {
                self.reader.park(None);
            }
        }
    }

    /// A stream, or a tap, that panics ends the connection as a broken stream does.
    pub(crate) fn or_lose(&self, work: impl FnOnce()) {
        if catch_unwind(AssertUnwindSafe(work)).is_err() {
            if let Some(driver) = &mut lock(&self.driven).driver {
                driver.handle_lost();
            }
            self.output.notify();
        }
    }

    /// Ends the stream, and with it the threads.
    pub(crate) fn end(&self) {
        (self.close)();
        let driver = lock(&self.driven).driver.take();
        self.reader.unpark();
        self.output.notify();
        drop(driver);
    }

    /// Reports the last write, takes a turn, and writes once if there are at most `most` octets.
    /// For the holder of the output.
    pub(crate) fn write(&self, most: usize) -> Left {
        let writer = &mut *lock(&self.writer);
        let Some(stream) = &mut writer.stream else {
            return Left::End;
        };
        self.output.begin_look();
        {
            let mut driven = lock(&self.driven);
            let written = std::mem::replace(&mut writer.written, Ok(0));
            match (&mut driven.driver, &written) {
                (Some(driver), Ok(octets)) => driver.handle_written(*octets),
                (Some(driver), Err(_)) => driver.handle_lost(),
                (None, _) => return Left::End,
            }
            let Some((turn, driver)) = self.turn(&mut driven) else {
                return Left::End;
            };
            if written.is_err() {
                writer.written = written;
                return Left::End;
            }
            let octets = driver.to_write();
            if octets.is_empty() {
                return turn.closed.map_or(Left::Nothing, |_| Left::End);
            }
            if octets.len() > most {
                return Left::Blocked;
            }
            writer.octets.clear();
            writer
                .octets
                .extend_from_slice(octets.get(..WRITE_OCTETS).unwrap_or(octets));
        }
        if self.output.begin_write() {
            self.poke();
        }
        // For a stream that panics.
        writer.written = Err(ErrorKind::Other.into());
        writer.written = write_once(stream, &writer.octets);
        self.output.end_write();
        match writer.written {
            Ok(octets) if octets == writer.octets.len() => Left::More,
            _ => Left::Blocked,
        }
    }
}

/// Writes as much as the stream takes at a time. Returns how much that was.
fn write_once(stream: &mut impl Write, octets: &[u8]) -> io::Result<usize> {
    loop {
        match stream.write(octets) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(octets) => return stream.flush().map(|()| octets),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
