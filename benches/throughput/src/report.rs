//! The tables.

use smpp_throughput::Error;

use crate::sample::{Sample, Series};

/// Fails unless every message of every pair was answered, and accepted; a peer may stall, but what
/// it ended must be whole too.
pub(crate) fn check(all: &[Series]) -> Result<(), Error> {
    for series in all {
        for sample in series.samples.iter().chain(&series.counted) {
            let outcome = sample.outcome;
            if outcome.sent == 0 || outcome.answered != outcome.sent || outcome.refused != 0 {
                return Err(format!("{:?}: {outcome:?}", series.pair).into());
            }
        }
    }
    println!("Every message was answered, with ESME_ROK.\n");
    Ok(())
}

/// A table for each window.
pub(crate) fn windows(all: &[Series]) {
    for same in all.chunk_by(|a, b| a.pair.window == b.pair.window) {
        let Some(first) = same.first() else { continue };
        println!("Window {}\n", first.pair.window);
        table(same, "client → server", |series| {
            format!("{} → {}", series.pair.client, series.pair.server)
        });
    }
}

/// A table for each pair.
pub(crate) fn connections(all: &[Series]) {
    for same in all.chunk_by(|a, b| a.pair.client == b.pair.client) {
        let Some(first) = same.first() else { continue };
        println!("{} → {}\n", first.pair.client, first.pair.server);
        table(same, "connections × window", |series| {
            format!("{} × {}", series.pair.connections, series.pair.window)
        });
    }
}

fn table(all: &[Series], title: &str, name: impl Fn(&Series) -> String) {
    println!(
        "| {title} | thousand/s, best | median | CPU µs/message, client | server | p50 µs | p99 | p99.9 | allocations/message, client | server |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for series in all {
        println!("| {} | {} |", name(series), row(series));
    }
    println!();
}

fn row(series: &Series) -> String {
    let Some(best) = series.best() else {
        return format!("stalls ({} of {0})", series.stalls) + &" |".repeat(8);
    };
    let stalls = match series.stalls {
        0 => String::new(),
        some => format!(" (stalled {some} times)"),
    };
    let micros = |of: &dyn Fn(&Sample) -> f64| series.least(of).unwrap_or(0.0) / 1e3;
    let median = series.median(|sample| sample.rate).unwrap_or(0.0);
    let allocations = |side: usize| {
        let counted = series.counted.as_ref();
        counted.map_or_else(|| "–".into(), |s| format!("{:.3}", s.allocations[side]))
    };
    format!(
        "{:.0}{stalls} | {:.0} | {:.2} | {:.2} | {:.0} | {:.0} | {:.0} | {} | {}",
        best.rate / 1e3,
        median / 1e3,
        micros(&|sample| sample.cpu[0]),
        micros(&|sample| sample.cpu[1]),
        micros(&|sample| sample.outcome.p50 as f64),
        micros(&|sample| sample.outcome.p99 as f64),
        micros(&|sample| sample.outcome.p999 as f64),
        allocations(0),
        allocations(1),
    )
}

/// What was to be reached, and what was.
pub(crate) fn targets(all: &[Series]) {
    println!("| ratio | target | best | median | from p50 |");
    println!("|---|---|---|---|---|");
    for (ours, others, target) in RATIOS {
        ratio(all, ours, others, target);
    }
    for bare in ["bare", "bare-async"] {
        for ours in ["ours", "ours-blocking"] {
            latency(all, ours, bare);
        }
    }
    println!();
    let ours = find(all, &("ours", "ours"), 100);
    let bulk = find(all, &("ours-bulk", "ours"), 100);
    for series in ours.into_iter().chain(bulk) {
        figures(series);
    }
}

type Names = (&'static str, &'static str);

/// Whose rate at a window of 100, beside the fastest of whom, is to be at least what.
const RATIOS: &[(Names, &[Names], f64)] = &[
    (
        ("ours", "bare"),
        &[
            ("rusmppc", "bare"),
            ("smpp34", "bare"),
            ("smpp-core", "bare"),
        ],
        5.0,
    ),
    (("ours", "bare"), &[("bare", "bare")], 1.0 / 3.0),
    (("ours-bulk", "bare"), &[("bare", "bare")], 0.6),
    (
        ("ours", "ours"),
        &[("smpp34", "smpp34"), ("smpp-core", "smpp-core")],
        4.0,
    ),
];

fn find<'s>(all: &'s [Series], &(client, server): &Names, window: usize) -> Option<&'s Series> {
    all.iter().find(|series| {
        let pair = series.pair;
        (pair.client.0, pair.server.0, pair.window) == (client, server, window)
    })
}

/// The rates of a pair: in the best round, in the middle one, and what the least p50 stands for.
/// A window is answered as one, so that its messages in the time that half of them take is the
/// rate of a machine on which nothing else runs.
fn rates(series: &Series) -> Option<[f64; 3]> {
    let best = series.best()?.rate;
    let p50 = series.least(|sample| sample.outcome.p50 as f64)?;
    let undisturbed = series.pair.window as f64 / p50 * 1e9;
    Some([best, series.median(|sample| sample.rate)?, undisturbed])
}

fn ratio(all: &[Series], ours: &Names, others: &[Names], target: &f64) {
    let of = |names: &Names| rates(find(all, names, 100)?);
    let others = others.iter().filter_map(|names| Some((names, of(names)?)));
    let fastest = others.max_by(|(_, a), (_, b)| a[0].total_cmp(&b[0]));
    if let (Some(rates), Some((names, others))) = (of(ours), fastest) {
        println!(
            "| window 100: {} → {} / {} → {} | ≥ {target:.2} | {:.2} | {:.2} | {:.2} |",
            ours.0,
            ours.1,
            names.0,
            names.1,
            rates[0] / others[0],
            rates[1] / others[1],
            rates[2] / others[2],
        );
    }
}

/// At a window of 1, with the same responder.
fn latency(all: &[Series], ours: &'static str, bare: &'static str) {
    let p50 = |sample: &Sample| sample.outcome.p50 as f64;
    let of = |client| find(all, &(client, "bare"), 1);
    if let (Some(ours_p50), Some(bare_p50)) = (of(ours), of(bare)) {
        let ratio = |of: &dyn Fn(&Series) -> Option<f64>| {
            of(ours_p50).unwrap_or(0.0) / of(bare_p50).unwrap_or(f64::NAN)
        };
        println!(
            "| window 1: latency p50, {ours} / {bare} | ≤ 1.15 | {:.2} | {:.2} | |",
            ratio(&|series| series.least(p50)),
            ratio(&|series| series.median(p50)),
        );
    }
}

/// What has a limit of its own.
fn figures(series: &Series) {
    println!(
        "| {} → {}, window 100 | target | least | median |",
        series.pair.client, series.pair.server
    );
    println!("|---|---|---|---|");
    let figure = |what: &str, target: &str, of: &dyn Fn(&Sample) -> f64| {
        let (least, median) = (series.least(of), series.median(of));
        let (least, median) = (least.unwrap_or(0.0), median.unwrap_or(0.0));
        println!("| {what} | {target} | {least:.2} | {median:.2} |");
    };
    figure("p99, ms", "< 1", &|s| s.outcome.p99 as f64 / 1e6);
    figure("CPU of the client, µs/message", "< 1", &|s| s.cpu[0] / 1e3);
    figure("CPU of the server, µs/message", "< 1", &|s| s.cpu[1] / 1e3);
    if let Some(counted) = &series.counted {
        for (each, side) in counted.allocations.iter().zip(["client", "server"]) {
            println!("| allocations of the {side}, per message | ≤ 0.05 | {each:.3} | |");
        }
    }
    println!();
}
