//! A process that is measured: one client or one server, told what to do line by line.
//!
//! `server NAME ADDRESS` serves until its standard input ends, and answers each line with its
//! [`Usage`]. `client NAME ADDRESS WINDOW CONNECTIONS` binds, says `ready`, runs each
//! [`Phase`] it is given, and answers with a [`Report`].

use std::io::{BufRead, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::bare::{self, Bare};
use crate::bare_async::{self, BareAsync};
use crate::load::{Client, Load, Outcome, Phase, Tally};
use crate::meter::Usage;
use crate::ours::{self, Tasks};
use crate::ours_blocking::Threads;
use crate::ours_bulk::Bulk;
use crate::quiet::Quiet;

/// Binds a client.
pub type Connect = fn(&Load) -> Result<Box<dyn Client>, Error>;

/// Serves for ever.
pub type Serve = fn(SocketAddr) -> Result<(), Error>;

/// The clients of this library.
pub const CLIENTS: &[(&str, Connect)] = &[
    ("bare", Bare::connect),
    ("bare-async", BareAsync::connect),
    ("ours", Tasks::connect),
    ("ours-bulk", Bulk::connect),
    ("ours-blocking", Threads::connect),
    ("idle", Quiet::connect),
];

/// The servers of this library.
pub const SERVERS: &[(&str, Serve)] = &[
    ("bare", bare::serve),
    ("bare-async", bare_async::serve),
    ("ours", ours::serve),
];

/// What a client reports of a phase.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Report {
    /// How long it took, until the last answer, in nanoseconds.
    pub nanos: u64,
    /// What it used meanwhile; resident memory is that at the end.
    pub used: Usage,
    /// What came of it.
    pub outcome: Outcome,
}

/// The whole of a worker's `main`.
///
/// # Errors
/// The side's, and those of the command line.
pub fn main(clients: &[(&str, Connect)], servers: &[(&str, Serve)]) -> Result<(), Error> {
    raise_open_files()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["server", name, address] => {
            let serve = *named(servers, name)?;
            let address = address.parse()?;
            std::thread::spawn(move || {
                if let Err(error) = serve(address) {
                    eprintln!("server: {error}");
                    std::process::exit(1);
                }
            });
            for line in std::io::stdin().lock().lines() {
                line?;
                say(&Usage::now())?;
            }
            Ok(())
        }
        ["client", name, address, window, connections] => {
            let mut client = named(clients, name)?(&Load {
                address: address.parse()?,
                window: window.parse()?,
                connections: connections.parse()?,
            })?;
            say(&"ready")?;
            for line in std::io::stdin().lock().lines() {
                say(&run(&mut *client, serde_json::from_str(&line?)?)?)?;
            }
            // What the runtime still holds is of no interest, and some of the crates would wait.
            std::process::exit(0);
        }
        _ => Err("server NAME ADDRESS | client NAME ADDRESS WINDOW CONNECTIONS".into()),
    }
}

/// To what the system allows: a connection is an open file.
fn raise_open_files() -> Result<(), Error> {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    Ok(setrlimit(Resource::Nofile, raised)?)
}

fn run(client: &mut dyn Client, phase: Phase) -> Result<Report, Error> {
    let tally = Arc::new(Tally::new(phase)?);
    let before = Usage::now();
    let start = Instant::now();
    client.phase(&tally)?;
    let nanos = u64::try_from(start.elapsed().as_nanos())?;
    let after = Usage::now();
    Ok(Report {
        nanos,
        used: Usage {
            cpu: after.cpu - before.cpu,
            allocations: after.allocations - before.allocations,
            resident: after.resident,
        },
        outcome: tally.outcome(),
    })
}

fn named<'a, T>(sides: &'a [(&str, T)], name: &str) -> Result<&'a T, Error> {
    let side = sides.iter().find(|(known, _)| *known == name);
    side.map(|(_, side)| side)
        .ok_or_else(|| format!("nothing is called {name}").into())
}

fn say(what: &impl Serialize) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(what)?)?;
    Ok(out.flush()?)
}
