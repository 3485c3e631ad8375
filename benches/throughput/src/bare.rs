//! The practical limit: blocking sockets, prebuilt frames, no parsing beyond `command_length`.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Instant;

use smpp_codec::CommandId;

use crate::Error;
use crate::load::{Client, Load, Tally};
use crate::message;

/// Octets that one read asks for.
const READ_OCTETS: usize = 64 * 1024;

/// Answers every request with the shortest body; one thread a connection.
///
/// # Errors
/// The listener's.
pub fn serve(address: SocketAddr) -> Result<(), Error> {
    for stream in TcpListener::bind(address)?.incoming() {
        let stream = stream?;
        std::thread::spawn(move || respond(stream));
    }
    Ok(())
}

fn respond(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut received = Received::new();
    let mut out = Vec::new();
    while received.read_from(&mut stream)? {
        while let Some(frame) = received.next_frame() {
            message::answer(frame, &mut out);
        }
        stream.write_all(&out)?;
        out.clear();
    }
    Ok(())
}

/// A window's worth of prebuilt frames, written as the answers allow.
#[derive(Debug)]
pub struct Bare {
    stream: TcpStream,
    received: Received,
    pub(crate) window: Window,
}

impl Bare {
    /// Binds over one connection.
    ///
    /// # Errors
    /// The connection's.
    pub fn connect(load: &Load) -> Result<Box<dyn Client>, Error> {
        let mut stream = TcpStream::connect(load.address)?;
        stream.set_nodelay(true)?;
        stream.write_all(&message::bind()?)?;
        let mut received = Received::new();
        while received.next_frame().is_none() {
            if !received.read_from(&mut stream)? {
                return Err("the server has gone".into());
            }
        }
        Ok(Box::new(Self {
            stream,
            received,
            window: Window::new(load.window)?,
        }))
    }
}

impl Client for Bare {
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error> {
        let mut now = Instant::now();
        loop {
            let frames = self.window.fill(tally, now);
            if !frames.is_empty() {
                self.stream.write_all(frames)?;
            }
            if self.window.is_empty() {
                return Ok(());
            }
            if !self.received.read_from(&mut self.stream)? {
                return Err("the server has gone".into());
            }
            now = Instant::now();
            while let Some(frame) = self.received.next_frame() {
                self.window.answered(frame, tally, now);
            }
        }
    }
}

/// Which of the prebuilt frames are sent, and since when. Answers come in order.
#[derive(Debug)]
pub(crate) struct Window {
    frames: Vec<u8>,
    frame_octets: usize,
    sent_at: Vec<Instant>,
    /// The place of the oldest message without an answer.
    first: usize,
    unanswered: usize,
}

impl Window {
    pub(crate) fn new(window: usize) -> Result<Self, Error> {
        let frames = message::prebuilt(window)?;
        Ok(Self {
            frame_octets: frames.len() / (2 * window),
            frames,
            sent_at: vec![Instant::now(); window],
            first: 0,
            unanswered: 0,
        })
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.unanswered == 0
    }

    /// The frames to send now: what the window and the budget allow.
    pub(crate) fn fill(&mut self, tally: &Tally, now: Instant) -> &[u8] {
        let size = self.sent_at.len();
        let room = size - self.unanswered;
        let count = if room == 0 { 0 } else { tally.take(room, now) };
        let from = (self.first + self.unanswered) % size;
        for i in from..from + count {
            self.sent_at[i % size] = now;
        }
        self.unanswered += count;
        &self.frames[from * self.frame_octets..(from + count) * self.frame_octets]
    }

    /// Counts a frame, if it answers a message.
    pub(crate) fn answered(&mut self, frame: &[u8], tally: &Tally, now: Instant) {
        if message::command_id(frame) == CommandId::SUBMIT_SM_RESP && self.unanswered > 0 {
            let accepted = message::command_status(frame) == 0;
            tally.answered(1, self.sent_at[self.first], now, accepted);
            self.first = (self.first + 1) % self.sent_at.len();
            self.unanswered -= 1;
        }
    }
}

/// A read buffer that frames are taken from.
#[derive(Debug)]
pub(crate) struct Received {
    buffer: Vec<u8>,
    start: usize,
    end: usize,
}

impl Received {
    pub(crate) fn new() -> Self {
        Self {
            buffer: vec![0; READ_OCTETS],
            start: 0,
            end: 0,
        }
    }

    /// Reads once; false at the end of the stream.
    fn read_from(&mut self, stream: &mut TcpStream) -> std::io::Result<bool> {
        let read = stream.read(self.room())?;
        self.filled(read);
        Ok(read != 0)
    }

    /// Where to read to.
    pub(crate) fn room(&mut self) -> &mut [u8] {
        self.buffer.copy_within(self.start..self.end, 0);
        self.end -= self.start;
        self.start = 0;
        &mut self.buffer[self.end..]
    }

    /// So much was read.
    pub(crate) const fn filled(&mut self, octets: usize) {
        self.end += octets;
    }

    pub(crate) fn next_frame(&mut self) -> Option<&[u8]> {
        let (frame, _) = message::split(&self.buffer[self.start..self.end])?;
        self.start += frame.len();
        Some(frame)
    }
}
