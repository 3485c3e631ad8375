//! The hand-over that `smpp-blocking` had before, with its lost wake-up: the models find it.
//!
//! The code is that of its `pen.rs`, `bell.rs` and `line.rs`, without the stream, the reader and
//! the timer. `Held::drop` clears `again` before it rings the writer. If another thread takes the
//! pen in between, the writer finds no pen and sleeps, and nothing tells that thread to look again.
//! A repair of this one step is the control: the model then finds nothing.

mod common;

use std::sync::Arc;
use std::task::{Wake, Waker};

use shuttle::sync::{Condvar, Mutex};
use shuttle::thread;

const SENDERS: usize = 3;

/// One thread sleeps on it, any thread rings it.
#[derive(Default)]
struct Bell {
    rung: Mutex<bool>,
    ring: Condvar,
}

impl Bell {
    fn ring(&self) {
        *self.rung.lock().unwrap() = true;
        self.ring.notify_one();
    }

    fn wait(&self) {
        let mut rung = self.rung.lock().unwrap();
        while !*rung {
            rung = self.ring.wait(rung).unwrap();
        }
        *rung = false;
    }
}

/// Where the pen lies; its holder writes for all.
struct Place {
    pen: Option<Pen>,
    again: bool,
}

/// The stream: counts what was written.
struct Pen(usize);

struct Calls {
    place: Mutex<Place>,
    writer: Bell,
}

impl Calls {
    fn has_changed(&self) -> bool {
        std::mem::take(&mut self.place.lock().unwrap().again)
    }
}

impl Wake for Calls {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut place = self.place.lock().unwrap();
        place.again = true;
        let is_free = place.pen.is_some();
        drop(place);
        if is_free {
            self.writer.ring();
        }
    }
}

/// The connection: what is to be written, and whom to wake for it.
#[derive(Default)]
struct Connection {
    out: usize,
    driver: Option<Waker>,
}

struct Line {
    connection: Mutex<Connection>,
    calls: Arc<Calls>,
    written: Mutex<usize>,
    all_written: Condvar,
}

struct Held<'l> {
    line: &'l Line,
    pen: Option<Pen>,
}

impl<'l> Held<'l> {
    fn take(line: &'l Line) -> Option<Self> {
        let pen = Some(line.calls.place.lock().unwrap().pen.take()?);
        Some(Self { line, pen })
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let calls = &self.line.calls;
        let mut place = calls.place.lock().unwrap();
        place.pen = self.pen.take();
        if std::mem::take(&mut place.again) {
            drop(place);
            calls.writer.ring();
        }
    }
}

impl Line {
    fn new() -> Self {
        let pen = Some(Pen(0));
        let calls = Arc::new(Calls {
            place: Mutex::new(Place { pen, again: false }),
            writer: Bell::default(),
        });
        let connection = Connection {
            out: 0,
            driver: Some(Waker::from(Arc::clone(&calls))),
        };
        Self {
            connection: Mutex::new(connection),
            calls,
            written: Mutex::new(0),
            all_written: Condvar::new(),
        }
    }

    /// What a request does when it is polled: it adds output, and wakes the driver.
    fn request(&self) {
        let mut connection = self.connection.lock().unwrap();
        connection.out += 1;
        let driver = connection.driver.take();
        drop(connection);
        driver.into_iter().for_each(Waker::wake);
    }

    /// Polls, and writes what that has added, unless somebody is writing.
    fn writing(&self, poll: impl FnOnce()) {
        let Some(mut held) = Held::take(self) else {
            return poll();
        };
        poll();
        if self.calls.has_changed() {
            self.write(&mut held);
        }
    }

    /// Writes once; false if there was nothing.
    fn write(&self, held: &mut Held<'_>) -> bool {
        self.calls.has_changed();
        let out = {
            let mut connection = self.connection.lock().unwrap();
            connection.driver = Some(Waker::from(Arc::clone(&self.calls)));
            std::mem::take(&mut connection.out)
        };
        if let Some(pen) = &mut held.pen {
            pen.0 += out;
            *self.written.lock().unwrap() = pen.0;
            self.all_written.notify_all();
        }
        out > 0
    }

    /// The writer's thread.
    fn write_always(&self, repaired: bool) {
        loop {
            if let Some(mut held) = Held::take(self) {
                while self.write(&mut held) {}
            } else if repaired {
                // The holder of the pen rings when it puts the pen back, or has done so.
                let mut place = self.calls.place.lock().unwrap();
                if place.pen.is_none() {
                    place.again = true;
                } else {
                    drop(place);
                    continue;
                }
            }
            if *self.written.lock().unwrap() == SENDERS {
                return;
            }
            self.calls.writer.wait();
        }
    }
}

fn hand_over(repaired: bool) {
    let line = Arc::new(Line::new());
    for _ in 0..SENDERS {
        let line = Arc::clone(&line);
        thread::spawn(move || {
            line.writing(|| line.request());
            // Polled once more, with nothing to send.
            line.writing(|| ());
        });
    }
    {
        let line = Arc::clone(&line);
        thread::spawn(move || line.write_always(repaired));
    }
    // The peer waits until it was sent everything. It rings the writer so that it ends.
    let mut written = line.written.lock().unwrap();
    while *written < SENDERS {
        written = line.all_written.wait(written).unwrap();
    }
    drop(written);
    line.calls.writer.ring();
}

#[test]
fn model_finds_the_lost_wake_up_within_1000_schedules() {
    let failure = common::failure_within(|| hand_over(false), 1_000);
    let failure = failure.expect("the fault is found");
    assert!(failure.contains("deadlock"), "{failure}");
}

#[test]
fn model_finds_nothing_once_the_fault_is_repaired() {
    common::explore(|| hand_over(true), common::schedules());
}
