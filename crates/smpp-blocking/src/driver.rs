//! The one thread of a connection: it reads, and does what time asks for.

use std::io::{ErrorKind, Read};
use std::net::TcpStream;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use bytes::BytesMut;

use crate::shared::Shared;

/// Octets that one read asks for.
const READ_OCTETS: usize = 16 * 1024;

/// How long one read may wait. A thread that reads cannot be told of a deadline that has come
/// nearer, so timers are late by up to this, which is harmless.
const TICK: Duration = Duration::from_millis(50);

/// Reads until the session is closed.
pub(crate) fn drive(mut stream: TcpStream, shared: &Arc<Shared>) {
    let mut received = BytesMut::new();
    let mut chunk = vec![0; READ_OCTETS];
    loop {
        let (closed, due, wants_input) = {
            let inner = shared.lock();
            let session = &inner.session;
            (
                session.close_reason().is_some(),
                session.poll_timeout(),
                session.wants_input(),
            )
        };
        if closed {
            break;
        }
        let left = due.map_or(TICK, |due| due.since(shared.now()));
        if left.is_zero() {
            shared.act(|inner, now| inner.session.handle_timeout(now, &mut inner.out));
            continue;
        }
        let wait = left.clamp(Duration::from_millis(1), TICK);
        if !wants_input {
            thread::sleep(wait);
            shared.receive(&mut received);
            continue;
        }
        if stream.set_read_timeout(Some(wait)).is_err() {
            shared.act(|inner, now| inner.session.handle_eof(now));
            continue;
        }
        match stream.read(&mut chunk) {
            Ok(0) => shared.act(|inner, now| inner.session.handle_eof(now)),
            Ok(octets) => {
                received.extend_from_slice(chunk.get(..octets).unwrap_or(&[]));
                shared.receive(&mut received);
            }
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted
                ) => {}
            Err(_) => shared.act(|inner, now| inner.session.handle_eof(now)),
        }
    }
    shared.shut_down();
    // Whoever was answered by closing is told by now; this is for those who begin to wait.
    shared.act(|_, _| ());
}
