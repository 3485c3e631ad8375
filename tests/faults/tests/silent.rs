//! Ten thousand connections that send nothing, or as many as the limit on open files allows.

use std::process::Stdio;
use std::time::Duration;

use smpp_faults::{Census, LONG, trial};
use smpp_session::Config;
use smpp_tokio::Settings;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::time::{sleep, timeout};

const MOST: u64 = 10_000;

#[test]
fn ten_thousand_silent_connections_cost_little_and_go() {
    let limit = rlimit::increase_nofile_limit(MOST + 500).unwrap();
    let connections = MOST.min(limit.saturating_sub(500));
    assert!(connections >= 1_000, "the limit on open files is {limit}");
    let settings = Settings::new()
        // All of them are to be there at once.
        .with_session(Config::new().with_session_init_timeout(Some(Duration::from_secs(300))));
    trial(settings, async |world| {
        let before = Census::take();
        let mut child = Command::new(env!("CARGO_BIN_EXE_silent"))
            .args([world.server().to_string(), connections.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = timeout(LONG, lines.next_line()).await;
        let line = line.expect("never connected").unwrap();
        assert_eq!(line.as_deref(), Some("connected"));
        // The last of them are still in the listener's queue.
        let all = before.descriptors + connections as usize;
        let accepted = async {
            while Census::take().descriptors < all {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(LONG, accepted)
            .await
            .expect("not all of them at once");
        let during = Census::take();
        let each = (during.octets - before.octets) as u64 / connections;
        println!("{connections} connections, {each} octets each");
        assert!(each < 8192, "{each} octets for a silent connection");
        drop(child.stdin.take());
        let ended = timeout(LONG, child.wait()).await;
        assert!(ended.expect("never ended").unwrap().success());
    });
}
