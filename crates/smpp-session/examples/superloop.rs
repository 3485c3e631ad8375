//! A session in a plain loop with fixed buffers: no allocator, no thread, no runtime.
//!
//! `Device` is what a microcontroller would run: a socket that may not be ready, two buffers, a
//! tick counter, a session with a window of four. It binds, sends three messages, waits for their
//! answers, and unbinds. `main` only stands in for the hardware: the other end of the socket, the
//! tick, and a place to print to.

use core::time::Duration;

use smpp_codec::pdu::{Bind, SubmitSm, SubmitSmResp};
use smpp_codec::values::Address;
use smpp_codec::{CommandStatus, Sink};
use smpp_session::{
    BindType, CloseReason, Config, Event, FailReason, Instant, LocalError, Session, State,
    TimedEvent, WindowSlot,
};

/// A non-blocking socket: each call moves what it can.
trait Socket {
    /// Reads into the buffer; `None` for the end of the stream.
    fn read(&mut self, buffer: &mut [u8]) -> Option<usize>;
    fn write(&mut self, octets: &[u8]) -> usize;
}

/// Octets in a fixed memory, in at one end and out at the other.
struct Buffer<const N: usize> {
    octets: [u8; N],
    len: usize,
}

impl<const N: usize> Buffer<N> {
    const EMPTY: Self = Self {
        octets: [0; N],
        len: 0,
    };

    fn filled(&self) -> &[u8] {
        &self.octets[..self.len]
    }

    fn drop_front(&mut self, count: usize) {
        self.octets.copy_within(count..self.len, 0);
        self.len -= count;
    }
}

impl<const N: usize> Sink for Buffer<N> {
    fn claim(&mut self, octets: usize) -> Result<&mut [u8], smpp_codec::EncodeError> {
        let start = self.len;
        let room = self.octets[start..].get_mut(..octets);
        let room = room.ok_or_else(|| smpp_codec::EncodeError::no_room(octets))?;
        self.len += octets;
        Ok(room)
    }
}

const MESSAGES: [&[u8]; 3] = [b"Tank 1 is low", b"Tank 2 is low", b"Pump off"];

struct Device {
    session: Session<usize, [WindowSlot<usize>; 4]>,
    received: Buffer<600>,
    to_send: Buffer<600>,
    next_message: usize,
    outcomes: [Option<Result<CommandStatus, FailReason>>; 3],
}

impl Device {
    fn new(now: Instant) -> Self {
        let config = Config::new()
            .with_max_frame_octets(512)
            .with_max_unanswered(1);
        Self {
            session: Session::esme(config, [WindowSlot::EMPTY; 4], now),
            received: Buffer::EMPTY,
            to_send: Buffer::EMPTY,
            next_message: 0,
            outcomes: [None; 3],
        }
    }

    fn start(&mut self, now: Instant) -> Result<(), LocalError> {
        let bind = Bind {
            system_id: b"pump7",
            password: b"secret",
            ..Bind::default()
        };
        self.session
            .bind(now, BindType::Transmitter, bind, &mut self.to_send)
    }

    /// Once round the loop. How it ended, when it has; else how long there is nothing to do
    /// unless the socket has something.
    fn turn(&mut self, now: Instant, socket: &mut impl Socket) -> Result<Duration, CloseReason> {
        // Read, unless the session would rather not, or the buffer is full.
        if self.session.wants_input() {
            let free = &mut self.received.octets[self.received.len..];
            match socket.read(free) {
                Some(octets) => self.received.len += octets,
                None => self.session.handle_eof(now),
            }
        }
        self.receive(now);
        if self.session.poll_timeout().is_some_and(|due| due <= now) {
            self.session.handle_timeout(now, &mut self.to_send);
        }
        while let Some(event) = self.session.poll_event() {
            if let TimedEvent::Failed { token, reason, .. } = event {
                self.outcomes[token] = Some(Err(reason));
            }
        }
        self.send_messages(now);
        let written = socket.write(self.to_send.filled());
        self.to_send.drop_front(written);
        match self.session.close_reason() {
            Some(reason) => Err(reason),
            None => Ok(self
                .session
                .poll_timeout()
                .map_or(Duration::MAX, |due| due.since(now))),
        }
    }

    fn receive(&mut self, now: Instant) {
        let mut handled = 0;
        while let Some(frame) =
            self.session
                .next_frame(now, &self.received.filled()[handled..], &mut self.to_send)
        {
            handled += frame.len();
            match self.session.handle_frame(now, frame, &mut self.to_send) {
                Ok(Event::Response { token, pdu, .. }) => {
                    self.outcomes[token] = Some(Ok(pdu.command_status));
                }
                Ok(Event::Request { responder, .. }) => {
                    // A transmitter gets none, but who knows the peer?
                    let status = CommandStatus::ESME_RINVCMDID;
                    if let Err(refused) =
                        self.session
                            .refuse(now, responder, status, &mut self.to_send)
                    {
                        self.session.ignore(refused.returned);
                    }
                }
                Ok(Event::BindRefused(_)) => self.session.abort(now),
                // An error has been answered already, and the next frame follows.
                Ok(_) | Err(_) => {}
            }
        }
        self.received.drop_front(handled);
    }

    fn send_messages(&mut self, now: Instant) {
        while self.session.state() == State::BoundTx && self.next_message < MESSAGES.len() {
            let text = MESSAGES[self.next_message];
            let to = Address::international(b"447700900123");
            let message = SubmitSm::new(Address::alphanumeric(b"PUMP7"), to, text);
            // No room in the window or in the buffer: the next turn tries again.
            if self
                .session
                .request(now, message, self.next_message, &mut self.to_send)
                .is_err()
            {
                return;
            }
            self.next_message += 1;
        }
        if self.outcomes.iter().all(Option::is_some) {
            // It may be under way already.
            let _ = self.session.unbind(now, &mut self.to_send);
        }
    }
}

/// The hardware's part: a message centre at the other end of a slow wire.
struct Wire {
    mc: Session<(), [WindowSlot<()>; 1]>,
    to_mc: Vec<u8>,
    to_device: Vec<u8>,
    now: Instant,
    messages: u8,
}

impl Socket for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> Option<usize> {
        // Nine octets at a time.
        let count = buffer.len().min(self.to_device.len()).min(9);
        for (to, from) in buffer.iter_mut().zip(self.to_device.drain(..count)) {
            *to = from;
        }
        Some(count)
    }

    fn write(&mut self, octets: &[u8]) -> usize {
        let count = octets.len().min(13);
        self.to_mc.extend(&octets[..count]);
        self.serve();
        count
    }
}

impl Wire {
    fn serve(&mut self) {
        let (mut handled, out) = (0, &mut self.to_device);
        while let Some(frame) = self.mc.next_frame(self.now, &self.to_mc[handled..], out) {
            handled += frame.len();
            match self.mc.handle_frame(self.now, frame, out) {
                Ok(Event::Bind { responder, .. }) => {
                    self.mc
                        .accept_bind(self.now, responder, b"mc", out)
                        .expect("asked");
                }
                Ok(Event::Request { responder, .. }) => {
                    self.messages += 1;
                    let id = [b'0' + self.messages];
                    let answer = SubmitSmResp::accepted(&id);
                    let status = CommandStatus::ESME_ROK;
                    self.mc
                        .respond(self.now, responder, status, answer, out)
                        .expect("asked");
                }
                _ => {}
            }
        }
        self.to_mc.drain(..handled);
    }
}

fn main() {
    let mut now = Instant::from_micros(0);
    let mut device = Device::new(now);
    let mut wire = Wire {
        mc: Session::message_center(Config::default(), [WindowSlot::EMPTY], now),
        to_mc: Vec::new(),
        to_device: Vec::new(),
        now,
        messages: 0,
    };
    device.start(now).expect("an open session may bind");
    println!("{} octets of memory for everything", size_of::<Device>());
    for turn in 1.. {
        now = now + Duration::from_millis(1);
        wire.now = now;
        if let Err(reason) = device.turn(now, &mut wire) {
            println!("after {turn} turns: {reason}; {:?}", device.outcomes);
            assert_eq!(reason, CloseReason::Unbound);
            assert_eq!(device.outcomes, [Some(Ok(CommandStatus::ESME_ROK)); 3]);
            return;
        }
        assert!(turn < 10_000, "it never ends");
    }
}
