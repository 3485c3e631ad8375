//! `smpp`: SMPP by hand.
//!
//! One module for each subcommand: its arguments, and `run`.

mod decode;
mod failure;
mod json;

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
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Decode(args) => decode::run(&args),
    };
    done.unwrap_or_else(|failure| failure.report())
}
