//! What the threads of a connection share: the driver, and what each of them does with it.

use std::fmt;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Instant;

use smpp_connection::Driver;

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
        driver.register(&waker);
        Self {
            driven: Mutex::new(Driven {
                driver: Some(driver),
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

    /// The driver; whatever is changed from now on calls somebody again.
    fn register<'d>(&self, driven: &'d mut Driven) -> Option<&'d mut Driver> {
        let driver = driven.driver.as_mut()?;
        driver.register(&self.waker);
        Some(driver)
    }

    /// Calls the timer if it sleeps for too long, and the reader if it may read again.
    pub(crate) fn call_others(&self, driven: &mut Driven) {
        let Some(driver) = &driven.driver else { return };
        let due = driver.deadline();
        let is_nearer = due.is_some_and(|due| driven.armed.is_none_or(|armed| due < armed));
        if is_nearer || driver.is_closed() {
            driven.armed = due;
            self.calls.timer.ring();
        }
        self.call_reader(driven);
    }

    fn call_reader(&self, driven: &mut Driven) {
        let Some(driver) = &driven.driver else { return };
        if driven.paused && driver.wants_input() {
            driven.paused = false;
            self.calls.reader.ring();
        }
    }

    /// Calls the writer, if there is anything to write.
    pub(crate) fn call_writer(&self, driven: &mut Driven) {
        let Some(driver) = &mut driven.driver else {
            return;
        };
        if !driver.to_send().is_empty() || driver.is_closed() {
            self.calls.wake_writer();
        }
    }

    /// The timer's turn: does what time asks for, and answers until when it may sleep.
    pub(crate) fn keep_time(&self, driven: &mut Driven) -> Option<Instant> {
        let driver = self.register(driven)?;
        if driver.deadline().is_some_and(|due| due <= Instant::now()) {
            driver.handle_timeout();
        }
        driven.armed = driver.deadline();
        self.call_reader(driven);
        self.call_writer(driven);
        driven.armed
    }

    /// The connection is lost.
    pub(crate) fn lose(&self) {
        let mut driven = self.driven();
        if let Some(driver) = &mut driven.driver {
            driver.handle_lost();
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
            let Some(driver) = self.register(&mut driven) else {
                return Left::End;
            };
            let octets = driver.to_send();
            let octets = octets.get(..WRITE_OCTETS).unwrap_or(octets);
            pen.fill(octets);
            let is_closed = driver.is_closed();
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
        let left = match written {
            Ok(octets) => {
                driver.sent(octets);
                if driver.to_send().is_empty() && !driver.is_closed() {
                    Left::Nothing
                } else {
                    Left::More
                }
            }
            Err(_) => {
                driver.handle_lost();
                Left::End
            }
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
