//! Why a subcommand gives up, and how the person is told: one line on standard error.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::show::Line;

/// The exit code of bad usage; clap's own.
const USAGE: u8 = 2;

/// A reason to give up.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Asked for what cannot be done.
    Usage(String),
    /// What was read or written, and why that failed.
    Io(&'static str, io::Error),
    /// The peer, or the network, did not do what was hoped for.
    Peer(String),
}

impl Failure {
    /// For `map_err`: reading standard input failed.
    pub(crate) fn input(error: io::Error) -> Self {
        Self::Io("standard input", error)
    }

    /// For `map_err`: writing standard output failed.
    pub(crate) fn output(error: impl Into<io::Error>) -> Self {
        Self::Io("standard output", error.into())
    }

    /// Tells it, and gives the exit code.
    ///
    /// Whoever closes the pipe that we write to has seen enough: that is no failure.
    pub(crate) fn report(&self) -> ExitCode {
        match self {
            Self::Io(_, error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
            Self::Io(..) | Self::Peer(_) => {
                complain(self);
                ExitCode::FAILURE
            }
            Self::Usage(_) => {
                complain(self);
                ExitCode::from(USAGE)
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(why) | Self::Peer(why) => f.write_str(why),
            Self::Io(what, why) => write!(f, "{what}: {why}"),
        }
    }
}

/// One line on standard error, in which nothing moves a cursor. If even that cannot be written,
/// nobody is there to be told.
pub(crate) fn complain(what: impl fmt::Display) {
    let _ = writeln!(io::stderr(), "smpp: {}", Line(&what.to_string()));
}
