//! A short conversation, ended at every octet of either direction.

use std::time::Duration;

use smpp_faults::{Fault, Plan, Way, World, trial};
use smpp_session::Config;
use smpp_tokio::Settings;
use tokio::task::JoinSet;

/// One conversation through a proxy. Answers how many messages were acknowledged, and how many
/// octets passed.
async fn conversation(world: &World, plan: Plan) -> (usize, [u64; 2]) {
    let proxy = world.proxy(plan).await;
    let acknowledged = match world.connect(proxy.address()).await {
        Some(bound) => world.exchange(bound, 3).await,
        None => 0,
    };
    (acknowledged, proxy.passed())
}

/// How many conversations go on at once: some of them wait for a timer.
const AT_ONCE: usize = 32;

/// Timers short enough to be waited for, and too long for a busy machine to trip over.
fn settings() -> Settings {
    let timer = Some(Duration::from_secs(2));
    let session = Config::new()
        .with_session_init_timeout(timer)
        .with_bind_timeout(timer)
        .with_response_timeout(timer)
        .with_frame_timeout(timer)
        .with_unbind_timeout(timer);
    Settings::new().with_session(session)
}

/// The fault at every octet, and after the last.
fn sweep(fault: Fault) {
    trial(settings(), async |world| {
        let (acknowledged, passed) = conversation(world, Plan::CLEAN).await;
        assert_eq!(acknowledged, 3);
        let plan = |to_server, at| Plan::one(to_server, Way::after(at, fault.clone()));
        let mut plans = (0..=passed[0])
            .map(|at| plan(true, at))
            .chain((0..=passed[1]).map(|at| plan(false, at)));
        let mut cut_short = 0;
        let mut conversations = JoinSet::new();
        loop {
            while conversations.len() < AT_ONCE {
                let Some(plan) = plans.next() else { break };
                let world = world.clone();
                conversations.spawn(async move { conversation(&world, plan).await.0 });
            }
            let Some(acknowledged) = conversations.join_next().await else {
                break;
            };
            cut_short += usize::from(acknowledged.unwrap() < 3);
        }
        // The last octets of each direction are the unbind's.
        assert!(cut_short > 100, "{cut_short}: the fault does nothing");
    });
}

#[test]
fn a_cut_at_any_octet_ends_every_request_once() {
    sweep(Fault::Cut);
}

#[test]
fn a_reset_at_any_octet_ends_every_request_once() {
    sweep(Fault::Reset);
}

#[test]
fn a_half_close_at_any_octet_ends_every_request_once() {
    sweep(Fault::HalfClose);
}

#[test]
fn garbage_at_any_octet_ends_every_request_once() {
    sweep(Fault::Garbage {
        seed: 42,
        octets: 20,
    });
}
