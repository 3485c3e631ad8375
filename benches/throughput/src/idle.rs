//! Sessions on which nothing happens but `enquire_link`: what they cost a server.

use std::time::Duration;

use smpp_throughput::Error;
use smpp_throughput::load::Phase;
use smpp_throughput::meter::Usage;
use smpp_throughput::worker::Report;

use crate::process::{Side, Workers};

/// How long one answer of a worker may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Binds so many sessions, and looks at the server for so long.
pub(crate) fn run(workers: &Workers, sessions: usize, seconds: u64) -> Result<(), Error> {
    eprintln!("{sessions} idle sessions, {seconds} s");
    let (mut server, address) = workers.server(Side("ours"), false)?;
    let empty: Usage = server.ask(&(), PATIENCE)?;
    let mut client = workers.client(Side("idle"), false, address, 1, sessions)?;
    let phase = |millis| Phase {
        messages: u64::MAX,
        millis,
    };
    client.ask::<Report>(&phase(500), PATIENCE)?;
    let before: Usage = server.ask(&(), PATIENCE)?;
    let limit = Duration::from_secs(seconds) + PATIENCE;
    let report: Report = client.ask(&phase(seconds * 1000), limit)?;
    let after: Usage = server.ask(&(), PATIENCE)?;
    let used = (after.cpu - before.cpu) as f64 / report.nanos as f64 * 100.0;
    let resident = after.resident.max(before.resident);
    let each = resident.saturating_sub(empty.resident) / sessions as u64;
    println!("{sessions} idle sessions, `enquire_link` every 30 s, {seconds} s\n");
    println!("| figure | target | |");
    println!("|---|---|---|");
    println!("| resident, MB | < 100 | {:.1} |", resident as f64 / 1e6);
    println!("| for each session, octets | | {each} |");
    println!("| of one core, percent | < 1 | {used:.2} |");
    println!(
        "| `enquire_link` answered | | {} |\n",
        report.outcome.answered
    );
    if report.outcome.refused != 0 {
        return Err(format!("{} sessions have ended", report.outcome.refused).into());
    }
    Ok(())
}
