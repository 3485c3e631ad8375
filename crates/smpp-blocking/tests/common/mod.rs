//! What several tests need.
#![allow(dead_code, unused_imports, reason = "each test uses a part of it")]

#[path = "../../../smpp-connection/tests/adapters/mod.rs"]
mod adapters;

use std::collections::VecDeque;
use std::io::{self, ErrorKind, Read, Write};
use std::sync::mpsc::channel;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use smpp_blocking::{Connection, Esme, Halves, Incoming, MessageCenter, Server, Settings};
use smpp_codec::Header;

pub(crate) use adapters::*;

/// Does this in another thread, and fails if it takes too long.
pub(crate) fn timely<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, result) = channel();
    let thread = thread::spawn(move || drop(done.send(work())));
    match result.recv_timeout(LONG) {
        Ok(result) => result,
        Err(_) if thread.is_finished() => panic!("it panicked"),
        Err(_) => panic!("it takes too long"),
    }
}

/// One direction of a stream in memory, which holds so many octets.
#[derive(Debug)]
struct Pipe {
    octets: Mutex<(VecDeque<u8>, bool)>,
    changed: Condvar,
    room: usize,
}

#[derive(Debug)]
pub(crate) struct PipeReader(Arc<Pipe>);

#[derive(Debug)]
pub(crate) struct PipeWriter(Arc<Pipe>);

pub(crate) type Duplex = Halves<PipeReader, PipeWriter>;

fn pipes(room: usize) -> [Arc<Pipe>; 2] {
    [(); 2].map(|()| {
        Arc::new(Pipe {
            octets: Mutex::default(),
            changed: Condvar::new(),
            room,
        })
    })
}

fn end(from: &Arc<Pipe>, to: &Arc<Pipe>) -> Duplex {
    let both = [from, to].map(Arc::clone);
    let close = move || both.iter().for_each(|pipe| pipe.close());
    Halves::new(
        PipeReader(Arc::clone(from)),
        PipeWriter(Arc::clone(to)),
        close,
    )
}

/// Both ends of a stream in memory.
pub(crate) fn duplex(room: usize) -> [Duplex; 2] {
    let [there, back] = pipes(room);
    [end(&back, &there), end(&there, &back)]
}

/// One end of a stream in memory, and what a peer by hand reads from and writes to.
pub(crate) fn by_hand(room: usize) -> (Duplex, PipeReader, PipeWriter) {
    let [there, back] = pipes(room);
    (end(&back, &there), PipeReader(there), PipeWriter(back))
}

impl Pipe {
    fn close(&self) {
        self.octets.lock().unwrap().1 = true;
        self.changed.notify_all();
    }
}

impl Read for PipeReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let octets = self.0.octets.lock().unwrap();
        let wait = |(octets, closed): &mut (VecDeque<u8>, bool)| octets.is_empty() && !*closed;
        let mut octets = self.0.changed.wait_while(octets, wait).unwrap();
        self.0.changed.notify_all();
        octets.0.read(buffer)
    }
}

impl Write for PipeWriter {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        let octets = self.0.octets.lock().unwrap();
        let wait =
            |(octets, closed): &mut (VecDeque<u8>, bool)| octets.len() >= self.0.room && !*closed;
        let mut octets = self.0.changed.wait_while(octets, wait).unwrap();
        if octets.1 {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let written = from.len().min(self.0.room - octets.0.len());
        octets.0.extend(&from[..written]);
        self.0.changed.notify_all();
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for PipeReader {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Drop for PipeWriter {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Reads a PDU.
pub(crate) fn read_frame(stream: &mut impl Read) -> (Header, Vec<u8>) {
    let mut frame = vec![0; 16];
    stream.read_exact(&mut frame).unwrap();
    let header = Header::decode(&frame).unwrap();
    frame.resize(header.command_length as usize, 0);
    stream.read_exact(&mut frame[16..]).unwrap();
    (header, frame)
}

/// A response without a body, but for the one to a bind.
pub(crate) fn response(to: &Header) -> Vec<u8> {
    let mut octets = vec![0, 0, 0, 16];
    octets.extend((to.command_id.0 | 0x8000_0000).to_be_bytes());
    octets.extend([0; 4]);
    octets.extend(to.sequence_number.to_be_bytes());
    if to.command_id.0 == 9 {
        octets[3] = 19;
        octets.extend(b"mc\0");
    }
    octets
}

/// A bound pair over a stream in memory of so many octets.
pub(crate) fn pair(octets: usize, settings: Settings) -> [(Connection, Incoming); 2] {
    let [near, far] = duplex(octets);
    let center = thread::spawn({
        let settings = settings.clone();
        move || {
            let binding = MessageCenter::open(far, settings)?.bind_request()?;
            assert_eq!(binding.request().system_id, b"bank");
            assert_eq!(binding.request().password, b"secret");
            binding.accept(b"mc")
        }
    });
    let bound = timely(move || {
        Esme::new("bank", "secret")
            .with_settings(settings)
            .bind(near)
    });
    let center = center.join().unwrap().unwrap();
    [bound.unwrap(), center]
}

/// Answers every request until the session ends.
pub(crate) fn accept_all(mut incoming: Incoming) -> usize {
    let mut requests = 0;
    while let Some(request) = incoming.next_request() {
        request.accept(b"42").unwrap();
        requests += 1;
    }
    requests
}

/// Accepts every bind and every request.
pub(crate) fn serve(center: MessageCenter) -> Server {
    let serving = center.serve(|unbound| {
        let (_connection, incoming) = unbound.bind_request()?.accept(b"mc")?;
        accept_all(incoming);
        Ok(())
    });
    serving.unwrap()
}
