//! Runs a peer that is not ours, and reads what it says it saw.
//!
//! A peer is a script in `peers/`: it prints one JSON object a line, the first of which may be
//! `{"event":"listening","port":N}`. It is ended when the [`Peer`] is dropped.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;

/// How long a peer may take to say the next thing.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running peer.
#[derive(Debug)]
pub struct Peer {
    child: Child,
    events: Receiver<Value>,
}

impl Peer {
    /// Runs a script of `peers/` under node, with node-smpp.
    ///
    /// # Panics
    /// If it cannot be run: `SMPP_PEERS` says where node-smpp and smpplib are installed.
    #[must_use]
    pub fn node(script: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new("node");
        command.env("NODE_PATH", peers().join("node_modules"));
        Self::run(command, script, arguments)
    }

    /// Runs a script of `peers/` under Python, with smpplib.
    ///
    /// # Panics
    /// As [`node`](Self::node).
    #[must_use]
    pub fn python(script: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new("python3");
        command.env("PYTHONPATH", peers().join("python"));
        Self::run(command, script, arguments)
    }

    fn run(mut command: Command, script: &str, arguments: &[&str]) -> Self {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("peers")
            .join(script);
        let mut child = command
            .arg(script)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the peer runs");
        let output = child.stdout.take().expect("its output is piped");
        let (tell, events) = channel();
        thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                let Ok(line) = line else { return };
                let event = serde_json::from_str(&line).expect("one JSON object a line");
                if tell.send(event).is_err() {
                    return;
                }
            }
        });
        Self { child, events }
    }

    /// The next event.
    ///
    /// # Panics
    /// If none comes.
    #[must_use]
    pub fn next(&self) -> Value {
        let event = self.events.recv_timeout(PATIENCE);
        event.unwrap_or_else(|error| panic!("the peer says nothing more: {error}"))
    }

    /// The next event, which must be of this kind.
    ///
    /// # Panics
    /// If it is of another kind, or none comes.
    #[must_use]
    pub fn expect(&self, kind: &str) -> Value {
        let event = self.next();
        assert_eq!(event["event"], kind, "{event}");
        event
    }

    /// The port that a server listens on.
    ///
    /// # Panics
    /// If its first event is another.
    #[must_use]
    pub fn port(&self) -> u16 {
        let port = self.expect("listening")["port"].as_u64();
        u16::try_from(port.expect("a port")).expect("a port")
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn peers() -> PathBuf {
    std::env::var_os("SMPP_PEERS")
        .map(PathBuf::from)
        .expect("SMPP_PEERS says where node-smpp and smpplib are installed")
}
