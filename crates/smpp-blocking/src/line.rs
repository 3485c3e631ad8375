//! What the threads of a connection share: the driver, and what each of them does with it.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Instant;

use smpp_connection::{Driver, Turn};

use crate::pen::{Calls, Held};

/// Octets that one write is given at most: beyond, the peer's progress would show too late.
const WRITE_OCTETS: usize = 64 * 1024;

/// How often a caller writes for itself and whoever came meanwhile, before the writer takes over.
const WRITES: usize = 4;

/// Everything of a connection that more than one thread touches.
///
/// Locks, never two at a time but in this order: `driven`, the connection's own, `place`. None is
/// held while a thread reads, writes or sleeps.
pub(crate) struct Line {
    driven: Mutex<Driven>,
    pub(crate) calls: Arc<Calls>,
    waker: Waker,
}

pub(crate) struct Driven {
    /// Gone when the connection has ended.
    pub(crate) driver: Option<Driver>,
    /// The driver's last turn.
    pub(crate) turn: Turn,
    /// Until when the timer sleeps.
    armed: Option<Instant>,
    /// The reader waits until it may read.
    pub(crate) paused: bool,
}

/// What a round of writing has left.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    Nothing,
    More,
    /// Nothing, and there will be nothing: the connection has ended.
    End,
}

impl Line {
    pub(crate) fn new(mut driver: Driver, stream: Box<dyn Write + Send>) -> Self {
        let calls = Arc::new(Calls::new(stream));
        let waker = Waker::from(Arc::clone(&calls));
        let turn = driver.turn(&waker);
        Self {
            driven: Mutex::new(Driven {
                driver: Some(driver),
                turn,
                armed: None,
                paused: false,
            }),
            waker,
            calls,
        }
    }

    pub(crate) fn driven(&self) -> MutexGuard<'_, Driven> {
        self.driven.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a turn of the driver, with what was noted in it.
    pub(crate) fn turn<'d>(&self, driven: &'d mut Driven) -> Option<&'d mut Driver> {
        let driver = driven.driver.as_mut()?;
        driven.turn = driver.turn(&self.waker);
        if driven.turn.again && driver.to_write().is_empty() {
            // Threads do not take turns: there is nothing to wait for.
            driven.turn = driver.turn(&self.waker);
        }
        Some(driver)
    }

    /// Calls the timer if it sleeps for too long, and the reader if it may read again.
    pub(crate) fn call_others(&self, driven: &mut Driven) {
        if driven.driver.is_none() {
            return;
        }
        let due = driven.turn.deadline;
        let is_nearer = due.is_some_and(|due| driven.armed.is_none_or(|armed| due < armed));
        if is_nearer || driven.turn.closed.is_some() {
            driven.armed = due;
            self.calls.timer.ring();
        }
        self.call_reader(driven);
    }

    fn call_reader(&self, driven: &mut Driven) {
        if driven.paused && (driven.turn.read || driven.turn.again) {
            driven.paused = false;
            self.calls.reader.ring();
        }
    }

    /// Calls the writer, if there is anything to write.
    pub(crate) fn call_writer(&self, driven: &mut Driven) {
        let Some(driver) = &driven.driver else {
            return;
        };
        if !driver.to_write().is_empty() || driven.turn.closed.is_some() {
            self.calls.wake_writer();
        }
    }

    /// The timer's turn: does what time asks for, and answers until when it may sleep.
    pub(crate) fn keep_time(&self, driven: &mut Driven) -> Option<Instant> {
        self.turn(driven)?;
        driven.armed = driven.turn.deadline;
        self.call_reader(driven);
        self.call_writer(driven);
        driven.armed
    }

    /// The connection is lost.
    pub(crate) fn lose(&self) {
        let mut driven = self.driven();
        if let Some(driver) = &mut driven.driver {
            driver.handle_lost();
            self.turn(&mut driven);
        }
        self.call_others(&mut driven);
        self.call_writer(&mut driven);
    }

    /// Polls, and writes at once what that has added, unless somebody is writing already.
    pub(crate) fn writing<T>(&self, poll: impl FnOnce() -> T) -> T {
        let Some(mut held) = self.take_pen() else {
            return poll();
        };
        let result = poll();
        if self.calls.has_changed() {
            for _ in 0..WRITES {
                match self.write(&mut held) {
                    Left::More => {}
                    Left::Nothing => return result,
                    Left::End => break,
                }
            }
            // The writer does the rest.
            self.calls.wake_writer();
        }
        result
    }

    pub(crate) fn take_pen(&self) -> Option<Held<'_>> {
        Held::take(self)
    }

    /// Writes once, if there is anything to write.
    pub(crate) fn write(&self, held: &mut Held<'_>) -> Left {
        let Some(pen) = held.pen() else {
            return Left::End;
        };
        // Before it is looked at: what changes later is looked at again.
        self.calls.has_changed();
        {
            let mut driven = self.driven();
            let Some(driver) = self.turn(&mut driven) else {
                return Left::End;
            };
            let octets = driver.to_write();
            let octets = octets.get(..WRITE_OCTETS).unwrap_or(octets);
            pen.fill(octets);
            let is_closed = driven.turn.closed.is_some();
            self.call_others(&mut driven);
            if pen.is_empty() {
                return if is_closed { Left::End } else { Left::Nothing };
            }
        }
        self.calls.begin_write();
        let written = pen.write();
        self.calls.end_write();
        let mut driven = self.driven();
        let Some(driver) = &mut driven.driver else {
            return Left::End;
        };
        let is_lost = written.is_err();
        match written {
            Ok(octets) => driver.handle_written(octets),
            Err(_) => driver.handle_lost(),
        }
        let left = match self.turn(&mut driven) {
            Some(driver) if !is_lost => {
                if driver.to_write().is_empty() && driven.turn.closed.is_none() {
                    Left::Nothing
                } else {
                    Left::More
                }
            }
            _ => Left::End,
        };
        self.call_others(&mut driven);
        left
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}
