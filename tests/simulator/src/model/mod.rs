//! Two sessions and their link as a state space, for a search of all of it.
//!
//! A world is an ESME, a message centre, the octets on their way each way, both applications'
//! unanswered requests and both sides' books. From each world everything that may happen next is
//! tried: a call of either application, the arrival of a frame or of its first octets, the end of
//! the stream, a cut, a timer, or time that passes without one. Each side has a clock of its own,
//! and any timer may fire before anything that is on its way arrives, so every order of timers and
//! arrivals is tried. A step after which a law does not hold ends the search with the way there.
//!
//! Time is counted from now, and what cannot matter any more is forgotten, so that worlds that
//! behave alike are one; a [`Budget`] bounds how often things happen that could happen for ever.
//! Within it the search is exhaustive. (Worlds are told apart by fingerprints of 64 bits: that any
//! two of a space's share one has a chance of one in eighty thousand.)
//!
//! # The spaces
//!
//! `tests/model.rs` searches six, each with a window of 2; `just sessions` prints the
//! counts, which change with the session. All of
//! them take less than three minutes of one processor, and are searched by two.
//!
//! | space | begins | holds | states reached | different |
//! |---|---|---|---|---|
//! | everything in four steps | bound, 3 versions by 3 kinds of bind; throttling; not reading | every operation, timer, cut and split, in every order of up to 4 | 13.8 million | 5.0 million |
//! | everything in five steps | bound as a transceiver | the same, up to 5 | 64 million | 20 million |
//! | binds | open, 9 pairs of versions | up to 6 steps of binds of each kind, outbind, requests, unbind, abort, timers, cut and split | 16.8 million | 5.2 million |
//! | windows without timers | bound as a transceiver; nobody full, throttling, not reading | 3 requests one way and 2 the other, 2 unbinds, a notification, a cut, one ignored | 8.5 million | 2.2 million |
//! | windows and their timers | bound as a transceiver; nobody full, not reading | 2 requests each way, 2 unbinds, one ignored, a timer on each side | 21 million | 5.9 million |
//! | links and their timers | bound as a transceiver; without and with inactivity | a request, a notification, an `enquire_link`, an unbind, 3 timers on each side | 8.3 million | 2.6 million |
//!
//! # Why they cover it together
//!
//! One space of everything, as long as one likes, has no end. It is cut where parts of a session
//! do not see each other:
//!
//! - **Versions and kinds of bind** are read while a session binds, and by the operation matrix
//!   and the encoder afterwards. So every pair of versions is in *binds*; once bound only the
//!   lesser counts, and the nine that differ are in *everything in four steps*. The other spaces ask
//!   nothing of the matrix but that it lets a transceiver's requests pass.
//! - **Kinds of request** differ in who may send them when, and in nothing else: all are one to
//!   the window. So all of them are in the first three spaces, and one each way in the others.
//! - **`generic_nack`** ends a request as any response with an error does: in the first three.
//! - **The window, throttling and `StopReading`** need many requests, and no bind: *windows*.
//!   With timers one each side fires, because an expired request leaves the window as an answered
//!   one does; without them longer ways are searched, and nobody may be left waiting at rest.
//! - **`enquire_link` and inactivity** look at when something passed, not at what: one request and
//!   one notification are enough traffic, and many timers are needed: *links*.
//! - **Chunking**: a frame arrives whole, or its first seven octets before the rest; that no other
//!   split is told apart is law 3, which has tests of its own. Frames that arrive together are
//!   handled one by one, as when nothing happens between them.
//! - **What no session sends** (wrong numbers, wrong types, malformed PDUs) is not in these
//!   spaces: two correct sessions never meet it. The simulation and its quirks have it.
//!
//! Each space also lists what its search must come upon: every timer's end, a full window, a side
//! that does not read. A search that gets nowhere fails.

use stateright::{Model, Property};

pub use setup::{Answer, Budget, Language, Start, crowded, inactive, timed, untimed};
pub use world::{Action, World};

mod setup;
mod side;
mod world;

/// What a search is to come upon: a name, and whether this is it.
pub type Reached = (&'static str, fn(&Joined, &World) -> bool);

/// The model: how the sides are configured, and what may happen.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_structs, reason = "built by hand in tests")]
pub struct Joined {
    /// How it may begin.
    pub starts: Vec<Start>,
    /// What may be said.
    pub language: Language,
    /// What may happen how often.
    pub budget: Budget,
    /// What the search is to come upon; one that does not gets nowhere, and proves nothing.
    pub reaches: &'static [Reached],
}

impl Model for Joined {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        let world = |(number, start)| World::new(number, start, self.budget);
        self.starts.iter().enumerate().map(world).collect()
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        world.actions(&self.language, actions);
    }

    fn next_state(&self, last: &World, action: Action) -> Option<World> {
        last.after(action)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always(
                "every request ends once, as its answer says",
                |_: &Self, world: &World| world.broken().is_none(),
            ),
            Property::always("at rest both sides agree", |_: &Self, world: &World| {
                world.agrees()
            }),
            Property::always("nobody waits in vain", |_: &Self, world: &World| {
                world.nobody_waits_in_vain()
            }),
            Property::always(
                "a bound ESME is bound to somebody",
                |_: &Self, world: &World| world.bound_to_somebody(),
            ),
        ];
        let reached = self.reaches.iter();
        properties.extend(reached.map(|(name, is_it)| Property::sometimes(name, *is_it)));
        properties
    }
}
