//! An exhaustive search of two joined sessions: no reachable state breaks a law.

use std::time::Instant;

use smpp_testing::model::{Budget, Joined};
use stateright::{Checker, Model};

fn search(name: &str, mut model: Joined) {
    if cfg!(debug_assertions) {
        // An unoptimised search takes twenty times as long: a smaller space of the same kind.
        model.window = 1;
        model.budget.esme_requests = model.budget.esme_requests.min(1);
        model.budget.mc_requests = model.budget.mc_requests.min(1);
        model.budget.splits = 0;
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

const NOTHING: Budget = Budget {
    binds: 1,
    outbinds: 0,
    esme_requests: 0,
    mc_requests: 0,
    unbinds: 0,
    enquire_links: 0,
    timers: 0,
    cuts: 0,
    ignores: 0,
    splits: 0,
};

/// Nobody may have to wait for a timer.
#[test]
fn without_timers() {
    let budget = Budget {
        esme_requests: 2,
        mc_requests: 2,
        unbinds: 2,
        cuts: 1,
        ..NOTHING
    };
    search(
        "without timers",
        Joined {
            config: Joined::untimed(),
            window: 2,
            budget,
        },
    );
}

#[test]
fn requests_and_their_timers() {
    let budget = Budget {
        esme_requests: 2,
        mc_requests: 1,
        unbinds: 2,
        timers: 1,
        ignores: 1,
        ..NOTHING
    };
    search(
        "requests and timers",
        Joined {
            config: Joined::timed(),
            window: 2,
            budget,
        },
    );
}

#[test]
fn binds_and_their_timers() {
    let budget = Budget {
        binds: 2,
        outbinds: 1,
        esme_requests: 2,
        unbinds: 1,
        timers: 1,
        cuts: 1,
        splits: 1,
        ..NOTHING
    };
    search(
        "binds and timers",
        Joined {
            config: Joined::timed(),
            window: 2,
            budget,
        },
    );
}

#[test]
fn links_and_their_timers() {
    let budget = Budget {
        esme_requests: 1,
        mc_requests: 1,
        unbinds: 1,
        enquire_links: 1,
        timers: 2,
        ..NOTHING
    };
    search(
        "links and timers",
        Joined {
            config: Joined::timed(),
            window: 2,
            budget,
        },
    );
}
