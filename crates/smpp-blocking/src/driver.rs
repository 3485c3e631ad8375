//! The two threads of a connection: one reads, one writes.
//!
//! Reading and writing block, so each needs a thread of its own. The process's timer watches both:
//! it ends the stream once a closed session has lingered. Both threads end with the session.

use std::io::{self, ErrorKind, Read};
use std::sync::Arc;

use smpp_connection::Driver;

use crate::output::Held;
use crate::shared::{Left, Shared};
use crate::stream::Stream;
use crate::sync::{lock, thread};

/// Octets that one read asks for.
const READ_OCTETS: usize = 16 * 1024;

/// Stack of a thread: nothing of theirs is deep but the application's tap.
const STACK_OCTETS: usize = 256 * 1024;

/// Starts the threads. The writer's ends the connection, whatever happens.
pub(crate) fn start(stream: impl Stream, driver: Driver) -> io::Result<()> {
    let halves = stream.split()?;
    let shared = Shared::new(driver, Box::new(halves.writer), halves.close)?;
    let (reader, reading, writing) = (halves.reader, Arc::clone(&shared), Arc::clone(&shared));
    let started = spawn("smpp-write", move || {
        writing.or_lose(|| write(&writing));
        writing.end();
    })
    .and_then(|()| {
        spawn("smpp-read", move || {
            reading.or_lose(|| read(reader, &reading))
        })
    });
    if started.is_err() {
        shared.end();
    }
    started
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let thread = thread::Builder::new().name(name.into());
    thread.stack_size(STACK_OCTETS).spawn(work).map(drop)
}

/// The reader thread: reads until the stream or the session ends.
fn read(mut reader: impl Read, shared: &Shared) {
    let mut chunk = vec![0; READ_OCTETS];
    let mut is_over = false;
    while shared.await_input() && !is_over {
        let read = reader.read(&mut chunk);
        let mut driven = lock(&shared.driven);
        let Some(driver) = &mut driven.driver else {
            return;
        };
        match read {
            Ok(0) => driver.handle_eof(),
            Ok(octets) => driver.handle_received(chunk.get(..octets).unwrap_or_default()),
            Err(ref error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(_) => driver.handle_lost(),
        }
        is_over = !matches!(read, Ok(1..));
    }
}

/// The writer thread: writes what no caller writes, until the session has ended and all is written.
/// Then drops the stream's half, which ends TLS.
fn write(shared: &Arc<Shared>) {
    loop {
        let Some(held) = Held::take_notified(shared) else {
            shared.output.writer.park(None);
            continue;
        };
        loop {
            match held.write() {
                Left::More | Left::Blocked => {}
                Left::Nothing => break,
                Left::End => {
                    let stream = lock(&shared.writer).stream.take();
                    return drop(stream);
                }
            }
        }
    }
}
