//! Starts the workers, loads them in alternating rounds, and prints the tables.
//!
//! `just throughput` runs all of it; see `benches/throughput.md`.

mod chart;
mod idle;
mod machine;
mod pairs;
mod process;
mod report;
mod sample;

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use smpp_throughput::Error;
use smpp_throughput::load::Phase;

use crate::pairs::Plan;
use crate::process::Workers;

/// Messages per second over loopback, client and server in two processes.
#[derive(Debug, Parser)]
struct Arguments {
    /// What to run; all of it by default.
    parts: Vec<Part>,
    /// A few messages each, once: that every message is answered, not how fast.
    #[arg(long)]
    short: bool,
    /// How often each pair is measured, in turn with all others.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// How long each measurement takes, in milliseconds.
    #[arg(long, default_value_t = 600)]
    millis: u64,
    /// Where the workers of the other crates are; without it they are left out.
    #[arg(long)]
    peers: Option<PathBuf>,
    /// Only pairs whose client and server these are, such as `ours:bare`.
    #[arg(long)]
    only: Vec<String>,
    /// Where to write the chart of the connections.
    #[arg(long)]
    chart: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Every pair at windows of 1, 10, 100 and 1000.
    Windows,
    /// The same load over 1, 10, 100 and 1000 connections.
    Connections,
    /// 10,000 sessions on which nothing happens.
    Idle,
}

fn main() -> Result<(), Error> {
    let arguments = Arguments::parse();
    let workers = Workers::find(arguments.peers.as_deref())?;
    let plan = if arguments.short {
        Plan::short(arguments.only)
    } else {
        let measured = Phase {
            messages: u64::MAX,
            millis: arguments.millis,
        };
        Plan::full(arguments.only, arguments.rounds, measured)
    };
    let wanted = |part| arguments.parts.is_empty() || arguments.parts.contains(&part);
    println!("{}\n", machine::describe());
    if wanted(Part::Windows) {
        let results = plan.windows(&workers)?;
        report::windows(&results);
        report::targets(&results);
        report::check(&results)?;
    }
    if wanted(Part::Connections) {
        let results = plan.connections(&workers)?;
        report::connections(&results);
        report::check(&results)?;
        if let Some(path) = &arguments.chart {
            std::fs::write(path, chart::svg(&results))?;
        }
    }
    if wanted(Part::Idle) {
        let (sessions, seconds) = if arguments.short {
            (100, 2)
        } else {
            (10_000, 65)
        };
        idle::run(&workers, sessions, seconds)?;
    }
    println!("Load at the end: {}", machine::load());
    Ok(())
}
