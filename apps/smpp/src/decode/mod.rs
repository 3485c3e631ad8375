//! `smpp decode`: what stands in octets, for people and for programs.

mod ascii;
mod dump;
mod explain;
mod hex;
mod lines;
mod objects;
mod record;
mod stream;
mod tree;
mod trees;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::RangedU64ValueParser;
use smpp_codec::{Dialect, Tolerance, Version, frame};

use crate::failure::{self, Failure};

/// The greatest `--max-octets`: more than any PDU has, and little enough to hold in memory.
const GREATEST_MAX_OCTETS: u64 = 16 * 1024 * 1024;

/// Octets gathered before a write.
const BUFFER: usize = 64 * 1024;

/// Decode PDUs from hexadecimal: a tree for people, or JSON for programs
///
/// Shows every field with its place, its name and its meaning; marks each departure from the
/// specification; and says of what is no PDU what is wrong, where, and how to answer it.
#[derive(clap::Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(crate) struct Args {
    /// Octets in hexadecimal, all arguments together one stream [default: standard input]
    ///
    /// White space, colons and 0x between octets are skipped.
    #[arg(value_name = "HEX")]
    hex: Vec<String>,

    /// Write one JSON object per PDU; each line of standard input is a stream of its own
    #[arg(long)]
    json: bool,

    /// Which departures from the specification to accept and report
    #[arg(long, value_enum, default_value = "common", value_name = "WHICH")]
    tolerance: ToleranceName,

    /// The interface version whose rules apply
    #[arg(long = "version", value_enum, default_value = "5.0")]
    version: VersionName,

    /// The greatest `command_length` to accept
    #[arg(
        long,
        value_name = "N",
        default_value_t = frame::DEFAULT_MAX_OCTETS,
        value_parser = RangedU64ValueParser::<usize>::new().range(16..=GREATEST_MAX_OCTETS),
    )]
    max_octets: usize,
}

crate::redaction::opaque!(Args);

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ToleranceName {
    /// None: the specification to the letter
    Strict,
    /// Those that real peers are known for
    Common,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum VersionName {
    #[value(name = "3.3")]
    V3_3,
    #[value(name = "3.4")]
    V3_4,
    #[value(name = "5.0")]
    V5_0,
}

/// What the PDUs are read by.
#[derive(Clone, Copy, Debug)]
struct Rules {
    dialect: Dialect,
    max_octets: usize,
}

/// Returns the objects that `smpp decode --json` writes for a stream; `None` if that fails.
#[must_use]
pub fn json(stream: &[u8], dialect: Dialect) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let written = objects::write_octets(stream, Rules::of(dialect), &mut text);
    written.ok().map(|_| text)
}

/// Returns the trees that `smpp decode` writes for a stream; `None` if that fails.
#[must_use]
pub fn tree(stream: &[u8], dialect: Dialect) -> Option<Vec<u8>> {
    trees::text(stream, Rules::of(dialect)).ok()
}

impl Rules {
    const fn of(dialect: Dialect) -> Self {
        Self {
            dialect,
            max_octets: frame::DEFAULT_MAX_OCTETS,
        }
    }
}

impl Args {
    fn rules(&self) -> Rules {
        let version = match self.version {
            VersionName::V3_3 => Version::V3_3,
            VersionName::V3_4 => Version::V3_4,
            VersionName::V5_0 => Version::V5_0,
        };
        let tolerance = match self.tolerance {
            ToleranceName::Strict => Tolerance::STRICT,
            ToleranceName::Common => Tolerance::COMMON,
        };
        Rules {
            dialect: Dialect { version, tolerance },
            max_octets: self.max_octets,
        }
    }

    /// The arguments as octets; none if there are no arguments.
    fn octets(&self) -> Result<Option<Vec<u8>>, Failure> {
        if self.hex.is_empty() {
            return Ok(None);
        }
        let mut octets = Vec::new();
        match hex::decode(self.hex.join(" ").as_bytes(), &mut octets) {
            Ok(()) => Ok(Some(octets)),
            Err(error) => Err(Failure::Usage(format!("the HEX argument: {error}"))),
        }
    }
}

/// Decodes what the arguments or standard input hold.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let rules = args.rules();
    let octets = args.octets()?;
    if octets.is_none() && io::stdin().is_terminal() {
        failure::complain("reading hexadecimal from standard input; end it with Ctrl-D");
    }
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    let clean = match (octets, args.json) {
        (Some(octets), true) => objects::write_octets(&octets, rules, &mut out)?,
        (Some(octets), false) => trees::write_octets(&octets, rules, &mut out)?,
        (None, true) => objects::write_lines(io::stdin().lock(), rules, &mut out)?,
        (None, false) => trees::write_hex(io::stdin().lock(), rules, &mut out)?,
    };
    out.flush().map_err(Failure::output)?;
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
