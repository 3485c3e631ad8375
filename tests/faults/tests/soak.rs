//! The soak, for a moment: `just soak` is the long one.

use std::time::Duration;

use smpp_faults::Soak;

#[test]
fn what_was_acknowledged_was_delivered_whatever_happens() {
    let soaked = Soak {
        time: Duration::from_secs(20),
        clients: 50,
        seed: 42,
    }
    .run();
    println!("{soaked}");
    let (acknowledged, lost) = soaked.work();
    assert!(
        acknowledged > 100 && lost > 10,
        "too little has happened: {soaked}"
    );
}
