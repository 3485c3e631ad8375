//! The workers' processes, and what is said to them.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use smpp_throughput::Error;

/// How long a server may take to listen, and a client to bind one connection.
const START: Duration = Duration::from_secs(5);

/// Where the workers' binaries are.
#[derive(Debug)]
pub(crate) struct Workers {
    ours: PathBuf,
    peers: Option<PathBuf>,
}

impl Workers {
    /// Ours are beside this binary.
    pub(crate) fn find(peers: Option<&Path>) -> Result<Self, Error> {
        let ours = std::env::current_exe()?;
        let ours = ours.parent().ok_or("no folder of binaries")?.to_owned();
        for binary in ["ours", "ours_counted"] {
            if !ours.join(binary).is_file() {
                return Err(format!("{binary} is not beside this binary: build all of it").into());
            }
        }
        let peers = peers.map(Path::to_owned);
        Ok(Self { ours, peers })
    }

    pub(crate) const fn have_peers(&self) -> bool {
        self.peers.is_some()
    }

    fn command(&self, side: Side, counted: bool) -> Result<Command, Error> {
        let folder = if side.is_peer() {
            self.peers.as_deref().ok_or("no workers of the peers")?
        } else {
            &self.ours
        };
        let binary = if side.is_peer() { "peers" } else { "ours" };
        let counted = if counted { "_counted" } else { "" };
        Ok(Command::new(folder.join(format!("{binary}{counted}"))))
    }

    /// Starts a server and waits until it listens.
    pub(crate) fn server(&self, side: Side, counted: bool) -> Result<(Worker, SocketAddr), Error> {
        // Free now: nothing else here takes ports by number.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = self.command(side, counted)?;
        command.args(["server", side.0, &address.to_string()]);
        let worker = Worker::start(command, side)?;
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            if start.elapsed() > START {
                return Err(format!("the server of {side} does not listen").into());
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok((worker, address))
    }

    /// Starts a client and waits until it is bound.
    pub(crate) fn client(
        &self,
        side: Side,
        counted: bool,
        address: SocketAddr,
        window: usize,
        connections: usize,
    ) -> Result<Worker, Error> {
        let mut command = self.command(side, counted)?;
        let (window, places) = (window.to_string(), connections.to_string());
        command.args(["client", side.0, &address.to_string(), &window, &places]);
        let worker = Worker::start(command, side)?;
        let bound = START + Duration::from_millis(5) * u32::try_from(connections)?;
        let ready: String = worker.hear(bound)?;
        debug_assert_eq!(ready, "ready");
        Ok(worker)
    }
}

/// One side of a pair, by the name its worker knows it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Side(pub(crate) &'static str);

impl Side {
    /// Whether another crate's worker has it.
    pub(crate) fn is_peer(self) -> bool {
        matches!(self.0, "rusmppc" | "smpp34" | "smpp-core")
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A process that is measured. Ended when dropped.
#[derive(Debug)]
pub(crate) struct Worker {
    child: Child,
    heard: Receiver<String>,
}

impl Worker {
    fn start(mut command: Command, side: Side) -> Result<Self, Error> {
        // A peer that is ended while it waits says so, at length.
        let stderr = if side.is_peer() {
            Stdio::null()
        } else {
            Stdio::inherit()
        };
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
        let out = child.stdout.take().ok_or("no standard output")?;
        let (said, heard) = channel();
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if said.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, heard })
    }

    /// Says a line, and waits for the answer.
    pub(crate) fn ask<T: DeserializeOwned>(
        &mut self,
        what: &impl Serialize,
        limit: Duration,
    ) -> Result<T, Error> {
        let stdin = self.child.stdin.as_mut().ok_or("no standard input")?;
        writeln!(stdin, "{}", serde_json::to_string(what)?)?;
        self.hear(limit)
    }

    fn hear<T: DeserializeOwned>(&self, limit: Duration) -> Result<T, Error> {
        Ok(serde_json::from_str(&self.heard.recv_timeout(limit)?)?)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // Gone already, or ended now: either is well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
