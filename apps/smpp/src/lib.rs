//! The tool `smpp` as a library, for its binary and for its fuzz targets: no interface for others.
//!
//! One module for each subcommand: its arguments, and `run`.

mod address;
mod clock;
mod decode;
mod demo;
mod duration;
mod failure;
mod mc;
mod out;
mod redaction;
mod send;
mod show;
mod signals;
mod wire_log;

/// What `smpp decode` writes, for the oracles of the fuzz targets.
pub use decode::{json, tree};

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Reads SMPP 3.3, 3.4 and 5.0.
#[derive(Debug, Parser)]
#[command(name = "smpp", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Decode(decode::Args),
    Demo(demo::Args),
    Mc(mc::Args),
    Send(send::Args),
}

/// Does what the command line says.
#[must_use]
pub fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Decode(args) => decode::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Mc(args) => mc::run(&args),
        Command::Send(args) => send::run(&args),
    };
    done.unwrap_or_else(|failure| failure.report())
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::Cli;

    #[test]
    fn a_command_line_shows_no_password_address_or_text() {
        let typed = [
            "smpp",
            "send",
            "--connect",
            "localhost:2775",
            "--system-id",
            "us",
            "--password",
            "hunter2",
            "--from",
            "BANK",
            "--to",
            "447700900123",
            "--text",
            "attack",
        ];
        let shown = format!("{:?}", Cli::try_parse_from(typed).unwrap());
        for secret in ["hunter2", "BANK", "4477", "attack"] {
            assert!(!shown.contains(secret), "{shown}");
        }
        let shown = format!(
            "{:?}",
            Cli::try_parse_from(["smpp", "decode", "00000010"]).unwrap()
        );
        assert!(!shown.contains("00000010"), "{shown}");
    }
}
