//! Both sides and the link between them, and what happens to them.

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::{AlertNotification, Bind, Outbind};
use smpp_codec::{CommandId, Version};
use smpp_session::{BindType, CloseReason, Role, State};

use crate::model::setup::{Answer, Budget, Language, Start};
use crate::model::side::{Broken, NOW, Side};

/// How many octets of a frame arrive first, when it arrives in two parts.
const PART: usize = 7;

/// Both sides, and what may still happen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// Which of the model's beginnings this came from: its configuration.
    start: usize,
    sides: [Side; 2],
    left: Budget,
    /// A law that was broken on the way here.
    broken: Option<Broken>,
}

/// One thing that happens; the number is the side's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the actions of this model")]
#[allow(missing_docs, reason = "each says what it does")]
pub enum Action {
    Bind(BindType),
    Outbind,
    Request(usize, CommandId),
    Notify,
    Answer(usize, usize, Answer),
    Ignore(usize, usize),
    Unbind(usize),
    EnquireLink(usize),
    Abort(usize),
    /// The next timer of a side fires.
    Timer(usize),
    /// A microsecond passes on a side, and no timer fires.
    Wait(usize),
    /// The rest of a frame that this side has sent arrives.
    Frame(usize),
    /// The first octets of a frame arrive.
    Part(usize),
    End(usize),
    Cut(usize),
}

const ESME: usize = 0;
const MC: usize = 1;

/// What came of an action.
enum Done {
    /// It happened.
    Yes,
    /// The session refused the call, and nothing has changed.
    Refused,
}

impl World {
    pub(super) fn new(number: usize, start: &Start, budget: Budget) -> Self {
        let [esme, mc] = start.configs;
        let mut world = Self {
            start: number,
            sides: [
                Side::new(Role::Esme, esme),
                Side::new(Role::MessageCenter, mc),
            ],
            left: Budget {
                steps: Budget::NO_END,
                binds: 1,
                ..Budget::default()
            },
            broken: None,
        };
        if let Some(bind_type) = start.bound {
            for action in [
                Action::Bind(bind_type),
                Action::Frame(ESME),
                Action::Answer(MC, 0, Answer::Accept),
                Action::Frame(MC),
            ] {
                let next = world.after(action);
                world = next
                    .filter(|world| world.broken.is_none())
                    .expect("a calm bind");
            }
        }
        world.left = budget;
        world
    }

    /// The world after this; `None` if it does not happen.
    pub(super) fn after(&self, action: Action) -> Option<Self> {
        if self.broken.is_some() {
            return None;
        }
        let mut world = self.clone();
        match world.act(action) {
            Ok(Done::Yes) => {
                if let Err(law) = world.settle() {
                    world.broken = Some(law);
                }
            }
            Ok(Done::Refused) if world.sides == self.sides => return None,
            Ok(Done::Refused) => world.broken = Some("a call that was refused changed something"),
            Err(law) => world.broken = Some(law),
        }
        Some(world)
    }

    fn act(&mut self, action: Action) -> Result<Done, Broken> {
        self.pay(action);
        let [esme, mc] = &mut self.sides;
        let happens = match action {
            Action::Bind(bind_type) => {
                let bind = Bind::default();
                let sent = esme
                    .session
                    .bind(NOW, bind_type, bind, &mut esme.sent)
                    .is_ok();
                esme.binding |= sent;
                sent
            }
            Action::Outbind => {
                let outbind = Outbind::default();
                mc.session.outbind(NOW, outbind, &mut mc.sent).is_ok()
            }
            Action::Notify => {
                let alert = AlertNotification::default();
                mc.session.notify(NOW, alert, &mut mc.sent).is_ok()
            }
            Action::Request(at, kind) => self.sides[at].request(kind),
            Action::Answer(at, which, how) => {
                let (side, peer) = self.side_and_peer(at);
                side.answer(which, how, &mut peer.answers)?;
                true
            }
            Action::Ignore(at, which) => {
                let (side, peer) = self.side_and_peer(at);
                side.ignore(which, &mut peer.answers)?;
                true
            }
            Action::Unbind(at) => {
                let side = &mut self.sides[at];
                let sent = side.session.unbind(NOW, &mut side.sent).is_ok();
                side.unbinding |= sent;
                sent
            }
            Action::EnquireLink(at) => {
                let side = &mut self.sides[at];
                let before = side.sent.len();
                side.session.enquire_link(NOW, &mut side.sent);
                side.sent.len() > before
            }
            Action::Abort(at) => {
                self.sides[at].session.abort(NOW);
                true
            }
            Action::Timer(at) => {
                let due = self.sides[at].session.poll_timeout();
                self.sides[at].time(due.ok_or("a timer that was there is gone")?);
                true
            }
            Action::Wait(at) => {
                self.sides[at].time(NOW + core::time::Duration::from_micros(1));
                true
            }
            Action::Frame(from) | Action::Part(from) => {
                let octets = self.arriving(from, action);
                let (to, from) = self.side_and_peer(1 - from);
                to.inbound.extend(from.sent.drain(..octets));
                to.pump(&mut from.answers)?;
                true
            }
            Action::End(from) => {
                self.sides[from].end_seen = true;
                self.sides[1 - from].session.handle_eof(NOW);
                true
            }
            Action::Cut(from) => {
                self.sides[from].cut = true;
                self.sides[from].ended = true;
                true
            }
        };
        Ok(if happens { Done::Yes } else { Done::Refused })
    }

    fn side_and_peer(&mut self, at: usize) -> (&mut Side, &mut Side) {
        let [esme, mc] = &mut self.sides;
        if at == ESME { (esme, mc) } else { (mc, esme) }
    }

    /// Takes an action from what is left.
    fn pay(&mut self, action: Action) {
        let left = &mut self.left;
        let counter = match action {
            Action::Bind(_) => &mut left.binds,
            Action::Outbind => &mut left.outbinds,
            Action::Request(at, _) => &mut left.requests[at],
            Action::Notify => &mut left.notices,
            Action::Ignore(..) => &mut left.ignores,
            Action::Unbind(_) => &mut left.unbinds,
            Action::EnquireLink(_) => &mut left.enquire_links,
            Action::Abort(_) => &mut left.aborts,
            Action::Timer(at) => &mut left.timers[at],
            Action::Wait(_) => &mut left.waits,
            Action::Part(_) => &mut left.splits,
            Action::Cut(_) => &mut left.cuts,
            // What follows from the others.
            Action::Answer(..) | Action::Frame(_) | Action::End(_) => return,
        };
        *counter -= 1;
        if left.steps != Budget::NO_END {
            left.steps -= 1;
        }
    }

    /// How many of the octets on their way arrive.
    fn arriving(&self, from: usize, action: Action) -> usize {
        let sent = &self.sides[from].sent;
        if matches!(action, Action::Part(_)) {
            return PART.min(sent.len());
        }
        // What has arrived of this frame already, if it is not whole frames that wait to be read.
        let here = match self.sides[1 - from].inbound.len() {
            PART => PART,
            _ => 0,
        };
        let length = match (here, frame::split(sent, usize::MAX)) {
            (0, Ok(FrameSplit::Frame { frame, .. })) => frame.len(),
            _ => sent.len(),
        };
        length.min(sent.len())
    }

    /// What cannot matter any more is forgotten, so that worlds that behave alike are equal.
    fn settle(&mut self) -> Result<(), Broken> {
        for side in &mut self.sides {
            side.settle()?;
        }
        for at in [ESME, MC] {
            let (side, peer) = self.side_and_peer(at);
            if side.state() == State::Closed {
                peer.sent.clear();
                peer.end_seen = peer.ended;
                // What it would have been told.
                peer.answers = Default::default();
                self.left.requests[at] = 0;
                self.left.timers[at] = 0;
            }
        }
        if self.sides.iter().all(|side| side.state() == State::Closed) {
            self.left = Budget::default();
        }
        Ok(())
    }

    /// What may happen next.
    pub(super) fn actions(&self, language: &Language, actions: &mut Vec<Action>) {
        let left = &self.left;
        let [esme, mc] = &self.sides;
        let may = |count: u8| count > 0 && left.steps > 0;
        if may(left.binds) && matches!(esme.state(), State::Open | State::Outbound) {
            actions.extend(language.binds.iter().copied().map(Action::Bind));
        }
        if may(left.outbinds) && mc.state() == State::Open {
            actions.push(Action::Outbind);
        }
        if may(left.notices) && mc.state().is_bound() {
            actions.push(Action::Notify);
        }
        for (at, side) in self.sides.iter().enumerate() {
            let closed = side.state() == State::Closed;
            let bound = side.state().is_bound();
            if may(left.requests[at]) && bound {
                let kinds = language.requests[at].iter();
                actions.extend(kinds.map(|kind| Action::Request(at, *kind)));
            }
            for which in 0..side.held.len() {
                let answers = language.answers.iter();
                actions.extend(answers.map(|how| Action::Answer(at, which, *how)));
                if may(left.ignores) {
                    actions.push(Action::Ignore(at, which));
                }
            }
            let due = side.session.poll_timeout();
            for (counter, when, action) in [
                (left.unbinds, bound, Action::Unbind(at)),
                (left.enquire_links, bound, Action::EnquireLink(at)),
                (left.aborts, !closed, Action::Abort(at)),
                (left.timers[at], due.is_some(), Action::Timer(at)),
                (left.cuts, !side.ended, Action::Cut(at)),
                (
                    left.waits,
                    due.is_some_and(|due| due.since(NOW).as_micros() > 1),
                    Action::Wait(at),
                ),
            ] {
                if may(counter) && when {
                    actions.push(action);
                }
            }
            let peer = &self.sides[1 - at];
            if !peer.session.wants_input() {
                // Its adapter does not read.
            } else if !side.sent.is_empty() {
                actions.push(Action::Frame(at));
                if may(left.splits) && peer.inbound.is_empty() {
                    actions.push(Action::Part(at));
                }
            } else if side.ended && !side.end_seen {
                actions.push(Action::End(at));
            }
        }
    }

    /// The law that was broken on the way here, if one was.
    #[must_use]
    pub const fn broken(&self) -> Option<Broken> {
        self.broken
    }

    /// Both sides' states, the ESME's first.
    #[must_use]
    pub fn states(&self) -> [State; 2] {
        self.sides.each_ref().map(Side::state)
    }

    /// Why each side is closed, if it is.
    #[must_use]
    pub fn close_reasons(&self) -> [Option<CloseReason>; 2] {
        self.sides
            .each_ref()
            .map(|side| side.session.close_reason())
    }

    /// Whether a side's window is full.
    #[must_use]
    pub fn is_a_window_full(&self) -> bool {
        self.sides.iter().any(|side| side.session.is_window_full())
    }

    /// Whether a request has expired.
    #[must_use]
    pub fn has_expired(&self) -> bool {
        self.sides.iter().any(|side| side.expired)
    }

    /// Whether a side does not read.
    #[must_use]
    pub fn is_deaf(&self) -> bool {
        self.sides.iter().any(|side| !side.session.wants_input())
    }

    /// Nothing is on its way, and no application owes an answer.
    pub(super) fn is_quiet(&self) -> bool {
        self.sides.iter().all(|side| {
            side.sent.is_empty()
                && side.inbound.is_empty()
                && side.held.is_empty()
                && side.ended == side.end_seen
        })
    }

    /// At rest both sides are in the same state.
    pub(super) fn agrees(&self) -> bool {
        let [esme, mc] = self.states();
        // SMPP 3.3 knows no outbind, and the centre cannot know whom it asks.
        let unheard = (esme, mc) == (State::Open, State::Outbound)
            && self.sides[ESME].session.version() == Version::V3_3;
        !self.is_quiet() || esme == mc || unheard
    }

    /// Whoever waits for the peer has a timer, or what it waits for is on its way.
    pub(super) fn nobody_waits_in_vain(&self) -> bool {
        let ignored = self.sides.iter().any(|side| side.ignored);
        self.sides.iter().all(|side| {
            !side.is_waiting()
                || side.session.poll_timeout().is_some()
                || ignored
                || !self.is_quiet()
        })
    }

    /// An ESME that is bound is bound to somebody: its centre is in the same state, or over it.
    pub(super) fn bound_to_somebody(&self) -> bool {
        let [esme, mc] = self.states();
        !esme.is_bound() || mc == esme || matches!(mc, State::Unbound | State::Closed)
    }
}
