//! Two ends of a connection with all their threads: three senders and a window of two, requests
//! both ways, no timers.
//!
//! Every thread waits for a wake-up and for nothing else, so a lost one is a deadlock.
//! `SMPP_SCHEDULES=200000 cargo test --release -p smpp-schedules-blocking` is the long form. The
//! hand-over that the adapter had before fails in `tests/schedules/tests/planted_fault.rs`.

#[path = "../../schedules/tests/common/mod.rs"]
mod common;

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::Arc;

use shuttle::sync::{Condvar, Mutex};
use shuttle::thread;
use smpp_codec::pdu::{DeliverSm, SubmitSm};
use smpp_schedules_blocking::{Connection, Esme, Halves, Incoming, MessageCenter, Settings};
use smpp_session::CloseReason;

const WINDOW: usize = 2;
const SENDERS: usize = 3;
const REQUESTS: usize = 2;

/// One direction of a stream.
struct Pipe {
    octets: Mutex<(VecDeque<u8>, bool)>,
    changed: Condvar,
    capacity: usize,
}

struct PipeReader(Arc<Pipe>);

struct PipeWriter(Arc<Pipe>);

impl Pipe {
    fn new(capacity: usize) -> Arc<Self> {
        Arc::new(Self {
            octets: Mutex::new((VecDeque::new(), false)),
            changed: Condvar::new(),
            capacity,
        })
    }

    fn close(&self) {
        self.octets.lock().unwrap().1 = true;
        self.changed.notify_all();
    }
}

impl Read for PipeReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut octets = self.0.octets.lock().unwrap();
        while octets.0.is_empty() && !octets.1 {
            octets = self.0.changed.wait(octets).unwrap();
        }
        self.0.changed.notify_all();
        octets.0.read(buffer)
    }
}

impl Write for PipeWriter {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        let mut octets = self.0.octets.lock().unwrap();
        while octets.0.len() >= self.0.capacity && !octets.1 {
            octets = self.0.changed.wait(octets).unwrap();
        }
        if octets.1 {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let taken = from.len().min(self.0.capacity - octets.0.len());
        octets.0.extend(&from[..taken]);
        self.0.changed.notify_all();
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Both ends of a stream that holds so many octets.
fn duplex(capacity: usize) -> [Halves<PipeReader, PipeWriter>; 2] {
    let (there, back) = (Pipe::new(capacity), Pipe::new(capacity));
    [(&back, &there), (&there, &back)].map(|(from, to)| {
        let both = [Arc::clone(from), Arc::clone(to)];
        let close = move || both.iter().for_each(|pipe| pipe.close());
        Halves::new(
            PipeReader(Arc::clone(from)),
            PipeWriter(Arc::clone(to)),
            close,
        )
    })
}

/// A bound ESME and its message centre, each with its threads.
fn bound(capacity: usize) -> [(Connection, Incoming); 2] {
    let settings = Settings::default().with_window(WINDOW);
    let [near, far] = duplex(capacity);
    let center = thread::spawn({
        let settings = settings.clone();
        move || {
            let open = MessageCenter::open(far, settings).unwrap();
            open.bind_request().unwrap().accept(b"mc").unwrap()
        }
    });
    let esme = Esme::new("bank", "secret").with_settings(settings);
    [esme.bind(near).unwrap(), center.join().unwrap()]
}

/// Answers all requests.
fn serve(mut incoming: Incoming) -> usize {
    let mut served = 0;
    while let Some(request) = incoming.next_request() {
        request.accept(b"").unwrap();
        served += 1;
    }
    served
}

/// Sends requests from several threads, and some from the other side; then unbinds.
fn exchange(capacity: usize) {
    let [(esme, incoming), (center, requests)] = bound(capacity);
    let served = [requests, incoming].map(|incoming| thread::spawn(move || serve(incoming)));
    let senders: Vec<_> = (0..SENDERS)
        .map(|_| {
            let esme = esme.clone();
            thread::spawn(move || {
                for _ in 0..REQUESTS {
                    esme.request_ok(SubmitSm::default()).unwrap();
                }
            })
        })
        .collect();
    for _ in 0..REQUESTS {
        center.deliver_sm(DeliverSm::default()).unwrap();
    }
    for sender in senders {
        sender.join().unwrap();
    }
    assert_eq!(esme.unbind().unwrap(), CloseReason::Unbound);
    let _: CloseReason = center.closed();
    let counts = served.map(|served| served.join().unwrap());
    assert_eq!(counts, [SENDERS * REQUESTS, REQUESTS]);
}

#[test]
fn no_schedule_of_requests_loses_a_wake_up() {
    common::explore(|| exchange(4_096), common::schedules());
}

#[test]
fn no_schedule_of_blocked_writes_loses_a_wake_up() {
    common::explore(|| exchange(40), common::schedules());
}
