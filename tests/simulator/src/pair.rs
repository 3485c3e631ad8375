//! Two sides, a link each way, one clock.

use core::time::Duration;

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::{CommandStatus, Version};
use smpp_session::{Instant, Role, State};

use crate::link::Link;
use crate::operation::{Operation, Setup};
use crate::quirk::Quirk;
use crate::side::Side;

/// What happened in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "figures of tests")]
pub struct Statistics {
    /// Requests that were sent.
    pub requests: usize,
    /// Of these, how many were answered.
    pub answered: usize,
    /// Connections that were bound.
    pub bound: usize,
    /// Frames that went over the links.
    pub frames: usize,
    /// Connections.
    pub connections: usize,
}

/// An ESME and a message centre, joined.
#[derive(Debug)]
pub struct Pair {
    setup: Setup,
    now: Instant,
    sides: [Side; 2],
    /// What each side sends.
    links: [Link; 2],
    misbehave: [Option<Quirk>; 2],
    /// Whether nothing was changed on its way, in this connection.
    honest: bool,
    next_token: u32,
    statistics: Statistics,
}

const ESME: usize = 0;
const MC: usize = 1;

const fn index(role: Role) -> usize {
    match role {
        Role::Esme => ESME,
        Role::MessageCenter => MC,
    }
}

impl Pair {
    /// A connection that is just open.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let now = Instant::from_micros(1_000);
        let sides = [
            Side::new(Role::Esme, setup.esme, now),
            Side::new(Role::MessageCenter, setup.mc, now),
        ];
        Self {
            setup,
            now,
            sides,
            links: [Link::default(), Link::default()],
            misbehave: [None; 2],
            honest: true,
            next_token: 1,
            statistics: Statistics {
                connections: 1,
                ..Statistics::default()
            },
        }
    }

    /// One side, to look at.
    #[must_use]
    pub const fn side(&self, role: Role) -> &Side {
        &self.sides[index(role)]
    }

    /// Lets one thing happen.
    pub fn apply(&mut self, operation: Operation) {
        let connects = matches!(operation, Operation::Bind(_) | Operation::Reconnect);
        if connects && self.sides.iter().all(Side::is_closed) {
            self.settle();
            self.reconnect();
        }
        let now = self.now;
        match operation {
            Operation::Reconnect => {}
            Operation::Bind(bind_type) => self.sides[ESME].bind(now, bind_type),
            Operation::AnswerBind(how) => self.sides[MC].answer_bind(now, how),
            Operation::Outbind => self.sides[MC].outbind(now),
            Operation::Request(role, kind) => {
                let token = self.next_token;
                self.next_token += 1;
                self.sides[index(role)].request(now, kind, token);
            }
            Operation::Notify => self.sides[MC].notify(now),
            Operation::Answer(role, which, how) => {
                self.sides[index(role)].answer(now, which, how);
            }
            Operation::Unbind(role) => self.sides[index(role)].unbind(now),
            Operation::EnquireLink(role) => {
                let side = &mut self.sides[index(role)];
                side.session.enquire_link(now, &mut side.out);
                side.check();
            }
            Operation::Wait(millis) => {
                self.flush();
                self.advance(now + Duration::from_millis(u64::from(millis)));
            }
            Operation::NextTimer(role) => {
                self.flush();
                if let Some(due) = self.sides[index(role)].next() {
                    self.advance(due.max(now));
                }
            }
            Operation::Spurious(role, which) => self.sides[index(role)].spurious(now, which),
            Operation::Stall(role, millis) => {
                self.links[index(role)].stall(now + Duration::from_millis(u64::from(millis)));
            }
            Operation::Cut(role) => self.links[index(role)].cut(now),
            Operation::Abort(role) => {
                let side = &mut self.sides[index(role)];
                side.session.abort(now);
                side.check();
            }
            Operation::Misbehave(role, quirk) => {
                self.misbehave[index(role)] = Some(quirk).filter(|_| self.setup.quirks);
            }
        }
        self.flush();
        self.advance(self.now);
    }

    fn reconnect(&mut self) {
        let statistics = self.statistics;
        let fresh = Self::new(self.setup.clone());
        let (now, next_token) = (self.now, self.next_token);
        *self = Self {
            next_token,
            ..fresh
        };
        self.now = now;
        self.sides = [
            Side::new(Role::Esme, self.setup.esme, now),
            Side::new(Role::MessageCenter, self.setup.mc, now),
        ];
        self.statistics = Statistics {
            connections: statistics.connections + 1,
            ..statistics
        };
    }

    /// Sends what was written.
    fn flush(&mut self) {
        for from in [ESME, MC] {
            let octets = self.sides[from].take_out();
            let mut rest = octets.as_slice();
            let mut sent = Vec::with_capacity(octets.len());
            while let Ok(FrameSplit::Frame {
                frame,
                rest: behind,
            }) = frame::split(rest, usize::MAX)
            {
                rest = behind;
                self.statistics.frames += 1;
                match self.misbehave[from].take() {
                    Some(quirk) => {
                        self.honest = false;
                        sent.extend(quirk.apply(frame));
                    }
                    None => sent.extend_from_slice(frame),
                }
            }
            self.links[from].send(self.now, self.setup.latency, sent);
            if self.sides[from].is_closed() {
                self.links[from].close(self.now, self.setup.latency);
            }
        }
    }

    /// When something happens by itself.
    fn next(&self) -> Option<Instant> {
        let arrival = |from: usize| {
            let to = &self.sides[1 - from];
            let listens = to.session.wants_input() && !to.is_closed();
            self.links[from].next().filter(|_| listens)
        };
        let timers = self.sides.iter().map(Side::next);
        timers.chain([arrival(ESME), arrival(MC)]).flatten().min()
    }

    /// Lets time pass, and everything that falls into it happen in its order.
    pub fn advance(&mut self, to: Instant) {
        let mut events = 0;
        while let Some(at) = self.next().filter(|at| *at <= to) {
            events += 1;
            assert!(events < 1_000_000, "it never comes to rest: {self:?}");
            self.now = self.now.max(at);
            self.step();
        }
        self.now = self.now.max(to);
    }

    fn step(&mut self) {
        for from in [ESME, MC] {
            let to = 1 - from;
            while self.sides[to].session.wants_input() && !self.sides[to].is_closed() {
                match self.links[from].receive(self.now) {
                    Some(Some(octets)) => {
                        self.sides[to].receive(self.now, &octets, self.setup.piece);
                    }
                    Some(None) => self.sides[to].end(self.now),
                    None => break,
                }
            }
        }
        if self.setup.accepts {
            self.sides[MC].answer_bind(self.now, 2);
        }
        for side in &mut self.sides {
            side.fire(self.now);
        }
        self.flush();
    }

    /// Everything that waits is answered, and time passes until nothing is on its way and every
    /// timer has had its turn.
    fn settle(&mut self) {
        for _ in 0..50 {
            self.sides[MC].answer_bind(self.now, 2);
            for side in &mut self.sides {
                while side.answer(self.now, 0, 2) {}
            }
            self.flush();
            self.advance(self.now + Duration::from_millis(1_600));
        }
        let [esme, mc] = &self.sides;
        for (side, peer) in [(esme, mc), (mc, esme)] {
            let pending = side.ledger.pending();
            if side.patience().is_some() || side.is_closed() {
                assert_eq!(pending, 0, "law 7: none is lost");
            }
            if self.honest {
                side.ledger
                    .check(&peer.ledger, CommandStatus::ESME_RTHROTTLED);
            }
        }
        // Who does not read yet has not heard the last of it, not even that the peer has closed.
        let reads = |side: &&Side| side.session.wants_input() || side.is_closed();
        let at_rest = self.links.iter().all(Link::is_empty) && [esme, mc].iter().all(reads);
        if self.honest && at_rest {
            let states = [esme.session.state(), mc.session.state()];
            // SMPP 3.3 knows no outbind, and the centre cannot know whom it asks.
            let unheard = states == [State::Open, State::Outbound]
                && self.setup.esme.0.version == Version::V3_3;
            assert!(states[ESME] == states[MC] || unheard, "law 8: {states:?}");
            assert_ne!(
                states[ESME],
                State::Unbound,
                "an unbound session is closed in the end"
            );
        }
        for side in [esme, mc] {
            let (requests, answered) = side.ledger.totals();
            self.statistics.requests += requests;
            self.statistics.answered += answered;
        }
        self.statistics.bound += usize::from(esme.was_bound);
    }

    /// Ends the run: brings it to rest, then ends both sides and looks at the books once more.
    #[must_use]
    pub fn finish(mut self) -> Statistics {
        self.settle();
        for side in &mut self.sides {
            side.session.abort(self.now);
            side.check();
            assert_eq!(
                side.ledger.pending(),
                0,
                "law 7: the end gives every token back"
            );
        }
        self.statistics
    }
}
