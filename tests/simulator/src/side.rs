//! One side: a session, an application that answers when it is told to, and the books.

use core::time::Duration;

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::Bind;
use smpp_codec::{CommandStatus, Dialect, Pdu, Tolerance};
use smpp_session::{
    BindType, CloseReason, Config, Event, Instant, Responder, Role, Session, State, TimedEvent,
    WindowSlot,
};

use crate::ledger::{Ledger, Outcome};
use crate::message::{Texts, token_of};

/// One side of a pair.
#[derive(Debug)]
#[allow(clippy::exhaustive_structs, reason = "for tests to look into")]
pub struct Side {
    /// The session itself.
    pub session: Session<u32, Vec<WindowSlot<u32>>>,
    /// What was asked and answered.
    pub ledger: Ledger,
    /// What has come and is not handled yet.
    pub inbound: Vec<u8>,
    /// What was written and is not sent yet.
    pub out: Vec<u8>,
    binds: Vec<Responder>,
    held: Vec<(Responder, u32)>,
    config: Config,
    window: usize,
    checked: usize,
    told: Option<CloseReason>,
    /// Whether it ever was.
    pub was_bound: bool,
}

impl Side {
    /// A side of a connection that is just open.
    #[must_use]
    pub fn new(role: Role, (config, window): (Config, usize), now: Instant) -> Self {
        let slots = (0..window).map(|_| WindowSlot::EMPTY).collect();
        Self {
            session: match role {
                Role::Esme => Session::esme(config, slots, now),
                Role::MessageCenter => Session::message_center(config, slots, now),
            },
            ledger: Ledger::default(),
            inbound: Vec::new(),
            out: Vec::new(),
            binds: Vec::new(),
            held: Vec::new(),
            config,
            window,
            checked: 0,
            told: None,
            was_bound: false,
        }
    }

    /// Whether the session is closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.session.state() == State::Closed
    }

    /// Takes octets in pieces of this size, as reads would give them.
    pub fn receive(&mut self, now: Instant, octets: &[u8], piece: usize) {
        for piece in octets.chunks(piece) {
            self.inbound.extend_from_slice(piece);
            self.pump(now);
        }
    }

    /// Handles the whole frames that have come, as long as the session wants to read.
    pub fn pump(&mut self, now: Instant) {
        let mut inbound = core::mem::take(&mut self.inbound);
        let mut rest = inbound.as_slice();
        while self.session.wants_input() {
            let was_closed = self.is_closed();
            let Some(frame) = self.session.next_frame(now, rest, &mut self.out) else {
                if self.is_closed() && !was_closed {
                    // The nack of a broken stream answers nothing that was counted.
                    self.checked = self.out.len();
                }
                break;
            };
            rest = &rest[frame.len()..];
            self.handle(now, frame);
        }
        let handled = inbound.len() - rest.len();
        inbound.drain(..handled);
        self.inbound = inbound;
        self.check();
    }

    fn handle(&mut self, now: Instant, frame: &[u8]) {
        let header = smpp_codec::Header::decode(frame).expect("a whole frame");
        if !header.command_id.is_response() {
            self.ledger.owe(header.sequence_number);
        }
        match self.session.handle_frame(now, frame, &mut self.out) {
            Ok(Event::Bind { responder, .. }) => self.binds.push(responder),
            Ok(Event::Request { pdu, responder }) => {
                self.held
                    .push((responder, token_of(&pdu.body).unwrap_or(u32::MAX)));
            }
            Ok(Event::Response { token, pdu, .. }) => {
                self.ledger
                    .end(token, Outcome::Answered(pdu.command_status));
            }
            Ok(_) => {}
            Err(error) => assert!(
                error.answer().is_none() || !header.command_id.is_response(),
                "an answer to an answer: {error}"
            ),
        }
        self.check();
    }

    /// The peer has closed the connection.
    pub fn end(&mut self, now: Instant) {
        self.session.handle_eof(now);
        self.check();
    }

    /// Does what is due, if it is.
    pub fn fire(&mut self, now: Instant) {
        // Once for what is due, and once more for an unbind that has become due by that.
        for _ in 0..3 {
            if self.session.poll_timeout().is_none_or(|due| due > now) {
                return;
            }
            self.session.handle_timeout(now, &mut self.out);
            self.check();
        }
        let due = self.session.poll_timeout();
        panic!(
            "poll_timeout {due:?} stays in the past of {now:?}: {:?}",
            self.session
        );
    }

    /// Calls that nobody needs.
    pub fn spurious(&mut self, now: Instant, which: u8) {
        let before = self.session.clone();
        let due = self.session.poll_timeout().is_some_and(|due| due <= now);
        let past = Instant::from_micros(now.as_micros() / 2);
        match which % 4 {
            0 if !due => self.session.handle_timeout(now, &mut self.out),
            1 if !due => self.session.handle_timeout(past, &mut self.out),
            2 => assert!(self.session.poll_event().is_none()),
            _ => drop(self.session.poll_timeout()),
        }
        assert_eq!(before.poll_timeout(), self.session.poll_timeout());
        self.check();
    }

    /// Asks to be bound.
    pub fn bind(&mut self, now: Instant, bind_type: BindType) {
        let bind = Bind {
            system_id: b"esme",
            password: b"pw",
            ..Bind::default()
        };
        self.unless_refused(|side| {
            side.session
                .bind(now, bind_type, bind, &mut side.out)
                .is_ok()
        });
        self.check();
    }

    /// Asks to be asked.
    pub fn outbind(&mut self, now: Instant) {
        let outbind = smpp_codec::pdu::Outbind::default();
        self.unless_refused(|side| side.session.outbind(now, outbind, &mut side.out).is_ok());
        self.check();
    }

    /// Answers the bind that waits, if there is one.
    pub fn answer_bind(&mut self, now: Instant, how: u8) {
        let Some(responder) = self.binds.pop() else {
            return;
        };
        let refused = match how % 8 {
            0 => {
                self.session.ignore(responder);
                None
            }
            1 => {
                let status = CommandStatus::ESME_RALYBND;
                self.session
                    .refuse(now, responder, status, &mut self.out)
                    .err()
            }
            _ => self
                .session
                .accept_bind(now, responder, b"mc", &mut self.out)
                .err(),
        };
        assert!(refused.is_none() || self.is_closed(), "{refused:?}");
        self.check();
    }

    /// Sends a request of some kind.
    pub fn request(&mut self, now: Instant, kind: u8, token: u32) {
        let texts = Texts::new(token);
        let body = texts.request(kind, self.session.role());
        self.unless_refused(|side| {
            let sent = side.session.request(now, body, token, &mut side.out);
            if sent.is_ok() {
                side.ledger.ask(token);
            }
            sent.is_ok()
        });
        self.check();
    }

    /// Sends an `alert_notification`.
    pub fn notify(&mut self, now: Instant) {
        let alert = smpp_codec::pdu::AlertNotification::default();
        self.unless_refused(|side| side.session.notify(now, alert, &mut side.out).is_ok());
        self.check();
    }

    /// Unbinds.
    pub fn unbind(&mut self, now: Instant) {
        self.unless_refused(|side| side.session.unbind(now, &mut side.out).is_ok());
        self.check();
    }

    /// A call that is refused changes and writes nothing.
    fn unless_refused(&mut self, call: impl FnOnce(&mut Self) -> bool) {
        let before = self.session.clone();
        let written = self.out.len();
        if !call(self) {
            assert!(before == self.session, "a refused call changed {before:?}");
            assert_eq!(written, self.out.len(), "a refused call wrote");
        }
    }

    /// Answers one of the requests that wait; false if there is none.
    pub fn answer(&mut self, now: Instant, which: u8, how: u8) -> bool {
        if self.held.is_empty() {
            return false;
        }
        let (responder, token) = self.held.swap_remove(usize::from(which) % self.held.len());
        if how.is_multiple_of(16) {
            self.session.ignore(responder);
            self.check();
            return true;
        }
        let texts = Texts::new(token % 100_000_000);
        let request = responder.command_id();
        let body = texts.response(request).filter(|_| how % 4 != 1);
        let status = match body {
            Some(_) => CommandStatus::ESME_ROK,
            None => CommandStatus(0x400 + token % 256),
        };
        let out = &mut self.out;
        let refused = match body {
            Some(body) => self
                .session
                .respond(now, responder, status, body, out)
                .err(),
            None => self.session.refuse(now, responder, status, out).err(),
        };
        match refused {
            None => self.ledger.answer(token, status),
            Some(refused) => {
                assert!(!self.session.state().is_bound(), "{refused}");
                self.session.ignore(refused.returned);
            }
        }
        self.check();
        self.pump(now);
        true
    }

    /// What must always be so, and what time has brought.
    pub fn check(&mut self) {
        while let Some(event) = self.session.poll_event() {
            assert_eq!(self.told, None, "something after the end: {event:?}");
            match event {
                TimedEvent::Failed { token, reason, .. } => {
                    self.ledger.end(token, Outcome::Failed(reason));
                }
                TimedEvent::Closed(reason) => self.told = Some(reason),
                other => panic!("an event nobody has told of: {other:?}"),
            }
        }
        assert_eq!(self.told, self.session.close_reason());
        assert_eq!(self.told.is_some(), self.is_closed());
        assert_eq!(
            self.session.outstanding() as usize,
            self.ledger.pending(),
            "law 7"
        );
        assert!(self.session.outstanding() as usize <= self.window);
        if !self.is_closed() {
            assert_eq!(self.session.unanswered() as usize, self.held.len());
        }
        assert!(self.session.unanswered() <= self.config.max_unanswered);
        let mut written = self.out.get(self.checked..).unwrap_or(&[]);
        while let Ok(FrameSplit::Frame { frame, rest }) = frame::split(written, usize::MAX) {
            written = rest;
            let tolerance = Tolerance::SEQUENCE_NUMBER.with(Tolerance::COMMAND_VERSION);
            let dialect = Dialect {
                tolerance,
                ..Dialect::STRICT
            };
            let pdu = Pdu::decode(frame, dialect);
            let pdu = pdu.unwrap_or_else(|error| panic!("wrote what is not valid: {error}"));
            if pdu.command_id().is_response() {
                self.ledger.pay(pdu.sequence_number);
            } else {
                assert!((1..=0x7FFF_FFFF).contains(&pdu.sequence_number));
            }
        }
        assert!(written.is_empty(), "half a frame was written");
        self.checked = self.out.len();
        if self.is_closed() {
            assert_eq!(self.session.poll_timeout(), None);
            self.inbound.clear();
        }
        self.was_bound |= self.session.state().is_bound();
    }

    /// Takes what is to be sent.
    pub fn take_out(&mut self) -> Vec<u8> {
        self.checked = 0;
        core::mem::take(&mut self.out)
    }

    /// When it wants to be woken.
    #[must_use]
    pub fn next(&self) -> Option<Instant> {
        self.session.poll_timeout()
    }

    /// How long a request of this side may take.
    #[must_use]
    pub const fn patience(&self) -> Option<Duration> {
        self.config.response_timeout
    }
}
