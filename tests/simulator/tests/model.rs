//! An exhaustive search of two joined sessions: no reachable state breaks a law.
//!
//! What the spaces hold, and why they cover what they are to, is told in `smpp_simulator::model`.

use std::time::Instant;

use smpp_codec::Version;
use smpp_session::{BindType, CloseReason, Config, WhenFull};
use smpp_simulator::model::{
    Budget, Joined, Language, Reached, Start, World, crowded, inactive, timed, untimed,
};
use stateright::{Checker, Model};

const VERSIONS: [Version; 3] = [Version::V3_3, Version::V3_4, Version::V5_0];
const BIND_TYPES: [BindType; 3] = [
    BindType::Transmitter,
    BindType::Receiver,
    BindType::Transceiver,
];

fn search(name: &str, mut model: Joined) {
    if cfg!(debug_assertions) {
        // An unoptimised search takes twenty times as long: a smaller space of the same kind,
        // which need not come upon everything.
        model.starts.truncate(2);
        model.budget.steps = model.budget.steps.min(3);
        model.reaches = &[];
    }
    let start = Instant::now();
    let checker = model.checker().threads(2).spawn_dfs().join();
    println!(
        "{name}: {} states, {} of them different, depth {}, in {:?}",
        checker.state_count(),
        checker.unique_state_count(),
        checker.max_depth(),
        start.elapsed(),
    );
    checker.assert_properties();
}

fn ends(world: &World, reason: CloseReason) -> bool {
    world.close_reasons().contains(&Some(reason))
}

const CLEAN: Reached = ("both close cleanly", |_, world| {
    world.close_reasons() == [Some(CloseReason::Unbound); 2]
});
const FULL: Reached = ("a window is full", |_, world| world.is_a_window_full());
const EXPIRED: Reached = ("a request expires", |_, world| world.has_expired());
const DEAF: Reached = ("a side does not read", |_, world| world.is_deaf());
const BIND_LATE: Reached = ("a bind is not answered", |_, world| {
    ends(world, CloseReason::BindTimeout)
});
const UNBIND_LATE: Reached = ("an unbind is not answered", |_, world| {
    ends(world, CloseReason::UnbindTimeout)
});
const INIT_LATE: Reached = ("nobody binds", |_, world| {
    ends(world, CloseReason::SessionInitTimeout)
});
const FRAME_LATE: Reached = ("a frame stays behind", |_, world| {
    ends(world, CloseReason::FrameTimeout)
});
const LINK_LATE: Reached = ("a link is dead", |_, world| {
    ends(world, CloseReason::EnquireLinkTimeout)
});
const INACTIVE: Reached = ("a session is idle", |_, world| {
    ends(world, CloseReason::InactivityTimeout)
});
const REFUSED: Reached = ("too many binds", |_, world| {
    ends(world, CloseReason::TooManyBinds)
});

/// Every state to begin with in which something differs: once bound, a session asks for the
/// lesser version and the kind of bind, and for nothing else.
fn bound(config: Config) -> Vec<Start> {
    let start = |version| {
        BIND_TYPES.map(|bind_type| Start::new(config, Some(bind_type)).settled_on(version))
    };
    VERSIONS.into_iter().flat_map(start).collect()
}

/// Every operation and every timer, but no more than so many steps of the applications, the
/// clocks and the link.
const fn any(steps: u8) -> Budget {
    Budget {
        steps,
        binds: 0,
        outbinds: 0,
        requests: [2, 2],
        notices: 1,
        unbinds: 2,
        enquire_links: 2,
        aborts: 1,
        timers: [3, 3],
        waits: 2,
        cuts: 2,
        ignores: 1,
        splits: 1,
    }
}

const ANYTHING: &[Reached] = &[CLEAN, FULL, EXPIRED, UNBIND_LATE, LINK_LATE, FRAME_LATE];

/// In every order, with the whole language, from every state in which something differs.
#[test]
fn everything_in_four_steps() {
    let trx = Some(BindType::Transceiver);
    let mut starts = bound(timed());
    starts.extend([
        Start::new(crowded(timed(), WhenFull::Throttle), trx),
        Start::new(crowded(timed(), WhenFull::StopReading), trx),
    ]);
    search(
        "everything in four steps",
        Joined {
            starts,
            language: Language::FULL,
            budget: any(4),
            reaches: ANYTHING,
        },
    );
}

/// One step more, from the state in which most is allowed.
#[test]
fn everything_in_five_steps() {
    search(
        "everything in five steps",
        Joined {
            starts: vec![Start::new(timed(), Some(BindType::Transceiver))],
            language: Language::FULL,
            budget: any(5),
            reaches: ANYTHING,
        },
    );
}

/// Binds: each pair of versions, each kind, outbind, refused and tried again, timers and the link.
#[test]
fn binds() {
    let starts = VERSIONS
        .into_iter()
        .flat_map(|esme| VERSIONS.map(|mc| Start::new(timed(), None).speaking(esme, mc)))
        .collect();
    let budget = Budget {
        steps: 6,
        binds: 2,
        outbinds: 1,
        requests: [1, 1],
        unbinds: 1,
        aborts: 1,
        timers: [1, 1],
        waits: 1,
        cuts: 1,
        ignores: 1,
        splits: 1,
        ..Budget::default()
    };
    search(
        "binds",
        Joined {
            starts,
            language: Language::FULL,
            budget,
            reaches: &[CLEAN, BIND_LATE, INIT_LATE, FRAME_LATE, REFUSED],
        },
    );
}

/// A full window each way, unbinds that cross it, and a link that is cut; nobody may have to wait
/// for a timer.
#[test]
fn windows_without_timers() {
    let trx = Some(BindType::Transceiver);
    let starts = vec![
        Start::new(untimed(), trx),
        Start::new(crowded(untimed(), WhenFull::Throttle), trx),
        Start::new(crowded(untimed(), WhenFull::StopReading), trx),
    ];
    let budget = Budget {
        steps: Budget::NO_END,
        requests: [3, 2],
        unbinds: 2,
        cuts: 1,
        ignores: 1,
        notices: 1,
        ..Budget::default()
    };
    search(
        "windows without timers",
        Joined {
            starts,
            language: Language::PLAIN,
            budget,
            reaches: &[CLEAN, FULL, DEAF],
        },
    );
}

/// The same with timers, of which one may fire on each side.
#[test]
fn windows_and_their_timers() {
    let trx = Some(BindType::Transceiver);
    let starts = vec![
        Start::new(timed(), trx),
        Start::new(crowded(timed(), WhenFull::StopReading), trx),
    ];
    let budget = Budget {
        steps: Budget::NO_END,
        requests: [2, 2],
        unbinds: 2,
        timers: [1, 1],
        ignores: 1,
        ..Budget::default()
    };
    search(
        "windows and their timers",
        Joined {
            starts,
            language: Language::PLAIN,
            budget,
            reaches: &[CLEAN, FULL, DEAF, EXPIRED, UNBIND_LATE],
        },
    );
}

/// Links that are watched: `enquire_link` and inactivity, whose timers fire again and again.
#[test]
fn links_and_their_timers() {
    let trx = Some(BindType::Transceiver);
    let starts = vec![Start::new(timed(), trx), Start::new(inactive(), trx)];
    let budget = Budget {
        steps: Budget::NO_END,
        requests: [1, 0],
        notices: 1,
        unbinds: 1,
        enquire_links: 1,
        timers: [3, 3],
        ..Budget::default()
    };
    search(
        "links and their timers",
        Joined {
            starts,
            language: Language::PLAIN,
            budget,
            reaches: &[CLEAN, LINK_LATE, INACTIVE, EXPIRED],
        },
    );
}
