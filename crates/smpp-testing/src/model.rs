//! Two sessions and their link as a state space, for a search of all of it.
//!
//! Each side has a clock of its own, and any timer may fire before anything on its way arrives: so
//! every order of timers and deliveries is tried. Time is counted from now, and budgets bound how
//! often things happen that could happen for ever; within them the search is exhaustive.
//!
//! `tests/model.rs` searches four spaces of it, each with a window of 2. On two shared cores,
//! optimised:
//!
//! | space | states reached | different | time |
//! |---|---|---|---|
//! | without timers | 506,355 | 139,835 | 1.4 s |
//! | requests and timers | 3,600,682 | 890,040 | 6.7 s |
//! | binds and timers | 7,584,072 | 2,264,575 | 25 s |
//! | links and timers | 16,842,834 | 4,388,366 | 48 s |
//!
//! They run side by side, so the last time is that of all. What each leaves out is in the others:
//! no single space holds every operation at once.

use core::hash::{Hash, Hasher};
use core::time::Duration;

use smpp_codec::frame::{self, Split};
use smpp_codec::pdu::{Bind, Body, DataSm, Outbind};
use smpp_codec::values::Address;
use smpp_codec::{CommandId, CommandStatus, Header};
use smpp_session::{
    BindType, Config, Event, Instant, Responder, Role, Session, Slot, State, TimedEvent,
};
use stateright::{Model, Property};

/// What may happen how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "built by hand in tests")]
#[allow(missing_docs, reason = "each says what it counts")]
pub struct Budget {
    pub binds: u8,
    pub outbinds: u8,
    pub esme_requests: u8,
    pub mc_requests: u8,
    pub unbinds: u8,
    pub enquire_links: u8,
    /// Timers that fire, on each side.
    pub timers: u8,
    pub cuts: u8,
    pub ignores: u8,
    /// Frames that arrive in two parts.
    pub splits: u8,
}

/// The model: how the sides are configured, and what may happen.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "built by hand in tests")]
pub struct Joined {
    /// Both sides' configuration.
    pub config: Config,
    /// How many requests each side may leave unanswered.
    pub window: usize,
    /// What may happen how often.
    pub budget: Budget,
}

impl Joined {
    /// A configuration whose timers differ by a few microseconds, so that they fire in any order.
    #[must_use]
    pub fn timed() -> Config {
        let after = |micros| Some(Duration::from_micros(micros));
        Config {
            session_init_timeout: after(4),
            bind_timeout: after(3),
            response_timeout: after(3),
            enquire_link_interval: after(2),
            enquire_link_timeout: after(1),
            inactivity_timeout: after(5),
            frame_timeout: after(2),
            unbind_timeout: after(2),
            max_unanswered: 2,
            max_bind_attempts: 2,
            ..Config::default()
        }
    }

    /// A configuration without timers: nobody may have to wait for one.
    #[must_use]
    pub fn untimed() -> Config {
        Config {
            session_init_timeout: None,
            bind_timeout: None,
            response_timeout: None,
            enquire_link_interval: None,
            enquire_link_timeout: None,
            inactivity_timeout: None,
            frame_timeout: None,
            unbind_timeout: None,
            max_unanswered: 2,
            max_bind_attempts: 2,
            ..Config::default()
        }
    }
}

/// How a request stands with its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Asked {
    Pending,
    Answered(CommandStatus),
    Failed,
}

/// A request that the application has not answered.
#[derive(Debug)]
struct Held(Responder, u8);

impl Clone for Held {
    fn clone(&self) -> Self {
        Self(self.0.for_copied_session(), self.1)
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && self.1 == other.1
    }
}

impl Eq for Held {}

impl Hash for Held {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.0.command_id(), self.0.sequence_number(), self.1).hash(state);
    }
}

/// One side, with what has come to it and what it has sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Side {
    session: Session<u8, Vec<Slot<u8>>>,
    /// Octets that have arrived and are no whole frame yet.
    inbound: Vec<u8>,
    /// Octets on their way to the peer.
    sent: Vec<u8>,
    /// The peer is to see the end of the stream behind these octets; whether it has.
    ended: bool,
    end_seen: bool,
    /// Nothing that it sends arrives any more.
    cut: bool,
    held: Vec<Held>,
    asked: Vec<Asked>,
    answered: Vec<Option<CommandStatus>>,
    timers: u8,
}

/// Both sides, and what may still happen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    sides: [Side; 2],
    left: Budget,
    /// A law that was broken on the way here.
    broken: Option<&'static str>,
}

/// One thing that happens; the number is the side's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the actions of this model")]
#[allow(missing_docs, reason = "each says what it does")]
pub enum Action {
    Bind(BindType),
    Outbind,
    Request(usize),
    /// Accepts, or refuses.
    Answer(usize, usize, bool),
    Ignore(usize, usize),
    Unbind(usize),
    EnquireLink(usize),
    Timer(usize),
    /// The rest of a frame that this side has sent arrives.
    Frame(usize),
    /// Everything that this side has sent arrives at once.
    All(usize),
    /// The first octets of a frame arrive.
    Part(usize),
    End(usize),
    Cut(usize),
}

const ESME: usize = 0;
const MC: usize = 1;
/// It is always now; what is due lies so far ahead.
const NOW: Instant = Instant::from_micros(1_000);

impl Side {
    fn new(role: Role, config: Config, window: usize) -> Self {
        let slots = (0..window).map(|_| Slot::EMPTY).collect();
        Self {
            session: match role {
                Role::Esme => Session::esme(config, slots, NOW),
                Role::MessageCenter => Session::message_center(config, slots, NOW),
            },
            inbound: Vec::new(),
            sent: Vec::new(),
            ended: false,
            end_seen: false,
            cut: false,
            held: Vec::new(),
            asked: Vec::new(),
            answered: Vec::new(),
            timers: 0,
        }
    }

    fn state(&self) -> State {
        self.session.state()
    }

    fn pending(&self) -> usize {
        self.asked
            .iter()
            .filter(|asked| **asked == Asked::Pending)
            .count()
    }

    fn end(&mut self, token: u8, how: Asked) -> Result<(), &'static str> {
        match self.asked.get_mut(usize::from(token)) {
            Some(asked @ Asked::Pending) => *asked = how,
            _ => return Err("a request ended twice"),
        }
        Ok(())
    }

    /// Handles the whole frames that have come.
    fn pump(&mut self) -> Result<(), &'static str> {
        let inbound = core::mem::take(&mut self.inbound);
        let mut rest = inbound.as_slice();
        let mut out = Vec::new();
        while let Some(frame) = self.session.next_frame(NOW, rest, &mut out) {
            rest = &rest[frame.len()..];
            let header = Header::read(frame).ok_or("no header")?;
            let before = out.len();
            match self.session.handle_frame(NOW, frame, &mut out) {
                Ok(Event::Bind { responder, .. }) => self.held.push(Held(responder, u8::MAX)),
                Ok(Event::Request { pdu, responder }) => {
                    let Body::DataSm(body) = pdu.body else {
                        return Err("another request than any that was sent");
                    };
                    self.held
                        .push(Held(responder, body.source_addr.addr[0] - b'0'));
                }
                Ok(Event::Response { token, pdu, .. }) => {
                    self.end(token, Asked::Answered(pdu.command_status))?;
                }
                Ok(Event::Unmatched(_)) if self.timers == 0 => {
                    return Err("a response without a request, and nothing had expired");
                }
                _ => {}
            }
            let answers = headers(&out[before..]);
            let to_answer = header.command_id.is_response();
            if answers
                .iter()
                .any(|answer| to_answer && answer.command_id != CommandId::UNBIND_RESP)
            {
                return Err("an answer to an answer");
            }
        }
        self.inbound = rest.to_vec();
        self.sent.extend(out);
        Ok(())
    }

    /// Tells what time has brought, and counts time from now.
    fn settle(mut self) -> Result<Self, &'static str> {
        while let Some(event) = self.session.poll_event() {
            if let TimedEvent::Failed { token, .. } = event {
                self.end(token, Asked::Failed)?;
            }
        }
        if self.session.outstanding() as usize != self.pending() {
            return Err("a request was lost");
        }
        if self.cut {
            self.sent.clear();
        }
        if self.state() == State::Closed {
            self.ended = true;
            self.inbound.clear();
            self.held.clear();
        }
        self.session = self.session.moved_to(NOW);
        Ok(self)
    }
}

fn headers(mut octets: &[u8]) -> Vec<Header> {
    let mut headers = Vec::new();
    while let Ok(Split::Frame { frame, rest }) = frame::split(octets, usize::MAX) {
        headers.extend(Header::read(frame));
        octets = rest;
    }
    headers
}

impl World {
    fn act(&mut self, action: Action) -> Result<(), &'static str> {
        let left = &mut self.left;
        let esme = &mut self.sides[ESME];
        match action {
            Action::Bind(bind_type) => {
                left.binds -= 1;
                let version = Config::default().version;
                let bind = Bind {
                    interface_version: version.interface_version(),
                    ..Bind::default()
                };
                esme.session
                    .bind(NOW, bind_type, bind, &mut esme.sent)
                    .map_err(|_| "no bind")?;
            }
            Action::Outbind => {
                left.outbinds -= 1;
                let mc = &mut self.sides[MC];
                let outbind = Outbind::default();
                mc.session
                    .outbind(NOW, outbind, &mut mc.sent)
                    .map_err(|_| "no outbind")?;
            }
            Action::Request(at) => {
                let side = &mut self.sides[at];
                let token = u8::try_from(side.asked.len()).unwrap_or(u8::MAX);
                let digit = [b'0' + token];
                let source_addr = Address::unknown(&digit);
                let body = DataSm {
                    source_addr,
                    ..DataSm::default()
                };
                if side
                    .session
                    .request(NOW, body, token, &mut side.sent)
                    .is_ok()
                {
                    side.asked.push(Asked::Pending);
                    let budget = [&mut left.esme_requests, &mut left.mc_requests];
                    *budget[at] -= 1;
                }
            }
            Action::Answer(at, which, accept) => {
                let side = &mut self.sides[at];
                let Held(responder, token) = side.held.remove(which);
                let (status, sent) = (refusal(accept), &mut side.sent);
                let answered = match responder.command_id() {
                    CommandId::DATA_SM if accept => {
                        let message_id = Some(&b"1"[..]);
                        let body = smpp_codec::pdu::DataSmResp {
                            message_id,
                            ..Default::default()
                        };
                        side.session.respond(NOW, responder, status, body, sent)
                    }
                    CommandId::DATA_SM => side.session.refuse(NOW, responder, status, sent),
                    _ if accept => side.session.accept_bind(NOW, responder, b"mc", sent),
                    _ => side.session.refuse(NOW, responder, status, sent),
                };
                match answered {
                    Ok(()) if token != u8::MAX => {
                        let at = usize::from(token);
                        side.answered.resize(side.answered.len().max(at + 1), None);
                        side.answered[at] = Some(status);
                    }
                    Ok(()) => {}
                    Err(refused) => side.session.ignore(refused.returned),
                }
            }
            Action::Ignore(at, which) => {
                left.ignores -= 1;
                let side = &mut self.sides[at];
                let Held(responder, _) = side.held.remove(which);
                side.session.ignore(responder);
            }
            Action::Unbind(at) => {
                left.unbinds -= 1;
                let side = &mut self.sides[at];
                side.session
                    .unbind(NOW, &mut side.sent)
                    .map_err(|_| "no unbind")?;
            }
            Action::EnquireLink(at) => {
                left.enquire_links -= 1;
                let side = &mut self.sides[at];
                side.session.enquire_link(NOW, &mut side.sent);
            }
            Action::Timer(at) => {
                let side = &mut self.sides[at];
                side.timers += 1;
                let due = side.session.poll_timeout().ok_or("no timer")?;
                side.session.handle_timeout(due, &mut side.sent);
            }
            Action::Frame(from) | Action::All(from) | Action::Part(from) => {
                let octets = self.arriving(from, action);
                self.left.splits -= u8::from(matches!(action, Action::Part(_)));
                let arrived: Vec<u8> = self.sides[from].sent.drain(..octets).collect();
                let to = &mut self.sides[1 - from];
                if to.state() != State::Closed {
                    to.inbound.extend(arrived);
                    to.pump()?;
                }
            }
            Action::End(from) => {
                self.sides[from].end_seen = true;
                self.sides[1 - from].session.handle_eof(NOW);
            }
            Action::Cut(from) => {
                left.cuts -= 1;
                self.sides[from].cut = true;
                self.sides[from].ended = true;
            }
        }
        Ok(())
    }

    /// How many of the octets on their way arrive.
    fn arriving(&self, from: usize, action: Action) -> usize {
        let sent = &self.sides[from].sent;
        let here = self.sides[1 - from].inbound.as_slice();
        let whole = [here, sent].concat();
        match (action, frame::split(&whole, usize::MAX)) {
            (Action::Part(_), _) => 7.min(sent.len()),
            (Action::Frame(_), Ok(Split::Frame { frame, .. })) => frame.len() - here.len(),
            _ => sent.len(),
        }
    }

    /// Nothing is on its way, and no application owes an answer.
    fn is_quiet(&self) -> bool {
        self.sides.iter().all(|side| {
            side.sent.is_empty()
                && side.inbound.is_empty()
                && side.held.is_empty()
                && side.ended == side.end_seen
        })
    }
}

const fn refusal(accept: bool) -> CommandStatus {
    if accept {
        CommandStatus::ESME_ROK
    } else {
        CommandStatus::ESME_RSYSERR
    }
}

impl Model for Joined {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World {
            sides: [
                Side::new(Role::Esme, self.config, self.window),
                Side::new(Role::MessageCenter, self.config, self.window),
            ],
            left: self.budget,
            broken: None,
        }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        let left = &world.left;
        let [esme, mc] = &world.sides;
        let idle = matches!(esme.state(), State::Open | State::Outbound);
        if left.binds > 0 && idle {
            actions.extend([BindType::Transmitter, BindType::Transceiver].map(Action::Bind));
        }
        if left.outbinds > 0 && mc.state() == State::Open {
            actions.push(Action::Outbind);
        }
        for (at, side) in world.sides.iter().enumerate() {
            let requests = [left.esme_requests, left.mc_requests][at];
            if requests > 0 && side.state().is_bound() {
                actions.push(Action::Request(at));
            }
            for which in 0..side.held.len() {
                actions.extend([true, false].map(|accept| Action::Answer(at, which, accept)));
                if left.ignores > 0 {
                    actions.push(Action::Ignore(at, which));
                }
            }
            if left.unbinds > 0 && side.state().is_bound() {
                actions.push(Action::Unbind(at));
            }
            if left.enquire_links > 0 && side.state().is_bound() {
                actions.push(Action::EnquireLink(at));
            }
            if side.timers < left.timers && side.session.poll_timeout().is_some() {
                actions.push(Action::Timer(at));
            }
            if !side.sent.is_empty() {
                actions.push(Action::Frame(at));
                let here = &world.sides[1 - at].inbound;
                let frames = headers(&side.sent).len();
                if frames > 1 {
                    actions.push(Action::All(at));
                }
                if left.splits > 0 && here.is_empty() {
                    actions.push(Action::Part(at));
                }
            } else if side.ended && !side.end_seen {
                actions.push(Action::End(at));
            }
            if left.cuts > 0 && !side.ended {
                actions.push(Action::Cut(at));
            }
        }
    }

    fn next_state(&self, last: &World, action: Action) -> Option<World> {
        if last.broken.is_some() {
            return None;
        }
        let mut world = last.clone();
        let done = world.act(action).and_then(|()| {
            let [esme, mc] = world.sides.clone();
            world.sides = [esme.settle()?, mc.settle()?];
            Ok(())
        });
        match done {
            // A call that is refused is no step.
            Err(law) if law.starts_with("no ") => return None,
            Err(law) => world.broken = Some(law),
            Ok(()) => {}
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always("every request ends once", |_: &Self, world: &World| {
                world.broken.is_none()
            }),
            Property::always(
                "answers are what the peer answered",
                |_: &Self, world: &World| {
                    let [esme, mc] = &world.sides;
                    [(esme, mc), (mc, esme)].iter().all(|(side, peer)| {
                        side.asked
                            .iter()
                            .enumerate()
                            .all(|(at, asked)| match asked {
                                // A session answers for its application only with these.
                                Asked::Answered(
                                    CommandStatus::ESME_RINVBNDSTS | CommandStatus::ESME_RTHROTTLED,
                                ) => true,
                                Asked::Answered(status) => {
                                    peer.answered.get(at) == Some(&Some(*status))
                                }
                                _ => true,
                            })
                    })
                },
            ),
            Property::always("at rest both sides agree", |_: &Self, world: &World| {
                let [esme, mc] = &world.sides;
                !world.is_quiet() || esme.state() == mc.state()
            }),
            Property::always(
                "whoever waits has a timer, or its answer comes",
                |model: &Self, world: &World| {
                    let timed = model.config.response_timeout.is_some();
                    let ignored = world.left.ignores < model.budget.ignores;
                    world.sides.iter().all(|side| {
                        let waits = side.pending() > 0 || side.state() == State::Unbound;
                        !waits
                            || if timed {
                                side.session.poll_timeout().is_some()
                            } else {
                                ignored || !world.is_quiet()
                            }
                    })
                },
            ),
            Property::always(
                "a bound ESME is bound to somebody",
                |_: &Self, world: &World| {
                    let [esme, mc] = world.sides.each_ref().map(Side::state);
                    !esme.is_bound() || mc == esme || matches!(mc, State::Unbound | State::Closed)
                },
            ),
            // Not laws, but proof that the search gets anywhere.
            Property::sometimes(
                "both unbind and close cleanly",
                |_: &Self, world: &World| {
                    let clean = Some(smpp_session::CloseReason::Unbound);
                    world
                        .sides
                        .iter()
                        .all(|side| side.session.close_reason() == clean)
                        && world.sides.iter().any(|side| !side.asked.is_empty())
                },
            ),
        ];
        if usize::from(self.budget.esme_requests) >= self.window {
            properties.push(Property::sometimes(
                "a window is full",
                |_: &Self, world: &World| {
                    let full = |side: &Side| side.session.is_window_full();
                    world.sides.iter().any(full)
                },
            ));
        }
        properties
    }
}
