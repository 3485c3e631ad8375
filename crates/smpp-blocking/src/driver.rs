//! The three threads of a connection: one reads, one writes, one keeps the time.
//!
//! Reading and writing block, so each needs a thread of its own, and so does whoever ends them when
//! the peer is silent or does not read. All three end with the session.

use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use smpp_connection::Driver;

use crate::line::{Left, Line};
use crate::stream::{Close, Stream};

/// Octets that one read asks for.
const READ_OCTETS: usize = 16 * 1024;

/// How late a timer may be: so that the one who keeps the time need not run for every PDU.
const GRAIN: Duration = Duration::from_millis(1);

/// What the threads need of stack: nothing of theirs is deep but the application's tap.
const STACK_OCTETS: usize = 256 * 1024;

/// Starts the threads.
pub(crate) fn start(stream: impl Stream, driver: Driver) -> io::Result<Arc<Line>> {
    let halves = stream.split()?;
    let (reader, close) = (halves.reader, halves.close);
    let line = Arc::new(Line::new(driver, Box::new(halves.writer)));
    let started = spawn("smpp-read", &line, move |line| read(reader, line))
        .and_then(|()| spawn("smpp-write", &line, write))
        .and_then(|()| {
            let close = Arc::clone(&close);
            spawn("smpp-time", &line, move |line| keep_time(line, &close))
        });
    if let Err(error) = started {
        end(&line, &close);
        return Err(error);
    }
    Ok(line)
}

fn spawn(
    name: &str,
    line: &Arc<Line>,
    work: impl FnOnce(&Line) + Send + 'static,
) -> io::Result<()> {
    /// A stream that panics is a stream that is lost.
    struct Lost<'l>(&'l Line);

    impl Drop for Lost<'_> {
        fn drop(&mut self) {
            if thread::panicking() {
                self.0.lose();
            }
        }
    }

    let line = Arc::clone(line);
    let thread = thread::Builder::new()
        .name(name.into())
        .stack_size(STACK_OCTETS);
    thread.spawn(move || {
        let lost = Lost(&line);
        work(lost.0);
    })?;
    Ok(())
}

/// Reads until the stream or the session ends.
fn read(mut reader: impl Read, line: &Line) {
    let mut chunk = vec![0; READ_OCTETS];
    let mut octets = 0;
    loop {
        let turn = {
            let mut driven = line.driven();
            let Some(driver) = &mut driven.driver else {
                return;
            };
            driver.handle_received(chunk.get(..octets).unwrap_or_default());
            octets = 0;
            line.turn(&mut driven);
            let turn = driven.turn;
            driven.paused = !turn.read && !turn.again;
            line.call_writer(&mut driven);
            line.call_others(&mut driven);
            turn
        };
        if turn.closed.is_some() {
            return;
        }
        if !turn.read {
            if !turn.again {
                line.calls.reader.wait(None);
            }
            continue;
        }
        match reader.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => octets = read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => return line.lose(),
        }
    }
    let mut driven = line.driven();
    if let Some(driver) = &mut driven.driver {
        driver.handle_eof();
    }
    line.turn(&mut driven);
    line.call_writer(&mut driven);
    line.call_others(&mut driven);
}

/// Writes what no caller writes, until the session has ended and all has been written.
fn write(line: &Line) {
    loop {
        if let Some(mut held) = line.take_pen() {
            loop {
                match line.write(&mut held) {
                    Left::More => {}
                    Left::Nothing => break,
                    Left::End => return held.throw_away(),
                }
            }
        }
        line.calls.writer.wait(None);
    }
}

/// Waits for deadlines, and ends the stream when the session has ended.
fn keep_time(line: &Line, close: &Close) {
    let mut until = None;
    let mut closing = None;
    loop {
        if line.calls.timer.wait(until) {
            thread::sleep(GRAIN);
        }
        let mut driven = line.driven();
        until = line.keep_time(&mut driven);
        let Some(linger) = driven.turn.closed.filter(|_| driven.driver.is_some()) else {
            continue;
        };
        let now = Instant::now();
        until = *closing.get_or_insert_with(|| now.checked_add(linger));
        if line.calls.is_done() || until.is_some_and(|until| until <= now) {
            drop(driven);
            return end(line, close);
        }
    }
}

/// Ends the stream, and with it whoever reads, writes or waits.
fn end(line: &Line, close: &Close) {
    close();
    let driver = line.driven().driver.take();
    drop(driver);
    line.calls.reader.ring();
    line.calls.writer.ring();
}
