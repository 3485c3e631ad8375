//! Connections that are slow, and come through.

use std::time::Duration;

use smpp_faults::{Fault, Plan, Way, trial};
use smpp_tokio::Settings;
use tokio::task::JoinSet;

/// So many conversations at once, through proxies of these plans: everything is acknowledged.
fn comes_through(messages: usize, plans: &[Plan]) {
    trial(Settings::default(), async |world| {
        let mut conversations = JoinSet::new();
        for plan in plans.iter().cloned() {
            let world = world.clone();
            conversations.spawn(async move {
                let shown = format!("{plan:?}");
                let proxy = world.proxy(plan).await;
                let bound = world.connect(proxy.address()).await;
                let bound = bound.unwrap_or_else(|| panic!("{shown}: no bind"));
                let acknowledged = world.exchange(bound, messages).await;
                assert_eq!(acknowledged, messages, "{shown}");
            });
        }
        while let Some(conversation) = conversations.join_next().await {
            conversation.unwrap();
        }
    });
}

#[test]
fn one_octet_at_a_time_is_no_obstacle() {
    comes_through(50, &vec![Plan::both(Way::OCTETS); 4]);
}

#[test]
fn a_delay_is_no_obstacle() {
    let held = |millis| Way {
        hold: Duration::from_millis(millis),
        ..Way::CLEAN
    };
    comes_through(50, &[5, 50, 200].map(|millis| Plan::both(held(millis))));
}

#[test]
fn a_stall_at_any_octet_is_no_obstacle() {
    let stalled = |to_server, at| {
        let fault = Fault::Stall(Duration::from_millis(300));
        Plan::one(to_server, Way::after(at, fault))
    };
    let plans: Vec<_> = (0..300)
        .step_by(7)
        .flat_map(|at| [stalled(true, at), stalled(false, at)])
        .collect();
    comes_through(5, &plans);
}
