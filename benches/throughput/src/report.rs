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
    let find = |client: &str, server: &str, window: usize| {
        all.iter().find(|series| {
            let pair = series.pair;
            (pair.client.0, pair.server.0, pair.window) == (client, server, window)
        })
    };
    let rate = |client: &str, server: &str, window| {
        find(client, server, window).and_then(|series| {
            let best = series.best()?.rate;
            Some([best, series.median(|sample| sample.rate)?])
        })
    };
    let fastest = |pairs: &[(&str, &str)], window| {
        let rates = pairs.iter().filter_map(|(c, s)| rate(c, s, window));
        rates.max_by(|a, b| a[0].total_cmp(&b[0]))
    };
    let ratio = |what: &str, target: &str, a: Option<[f64; 2]>, b: Option<[f64; 2]>| {
        if let (Some(a), Some(b)) = (a, b) {
            println!(
                "| {what} | {target} | {:.2} | {:.2} |",
                a[0] / b[0],
                a[1] / b[1]
            );
        }
    };
    println!("| ratio | target | best | median |");
    println!("|---|---|---|---|");
    let clients = [
        ("rusmppc", "bare"),
        ("smpp34", "bare"),
        ("smpp-core", "bare"),
    ];
    let pairs = [("smpp34", "smpp34"), ("smpp-core", "smpp-core")];
    let w = 100;
    let (client, bare) = (rate("ours", "bare", w), rate("bare", "bare", w));
    ratio(
        "window 100: our client / fastest peer's client",
        "≥ 5",
        client,
        fastest(&clients, w),
    );
    ratio("window 100: our client / bare pair", "≥ 0.33", client, bare);
    ratio(
        "window 100: our bulk client / bare pair",
        "≥ 0.60",
        rate("ours-bulk", "bare", w),
        bare,
    );
    ratio(
        "window 100: our pair / fastest peer's pair",
        "≥ 4",
        rate("ours", "ours", w),
        fastest(&pairs, w),
    );
    let p50 = |client: &str| {
        let series = find(client, "bare", 1)?;
        let p50 = |sample: &Sample| sample.outcome.p50 as f64;
        Some([series.least(p50)?, series.median(p50)?])
    };
    for bare in ["bare", "bare-async"] {
        for ours in ["ours", "ours-blocking"] {
            let what = format!("window 1: latency p50, {ours} / {bare}, same responder");
            ratio(&what, "≤ 1.15", p50(ours), p50(bare));
        }
    }
    println!("\n| figure, window 100, our pair | target | least | median |");
    println!("|---|---|---|---|");
    if let Some(series) = find("ours", "ours", w) {
        let figure = |what: &str, target: &str, of: &dyn Fn(&Sample) -> f64| {
            let (least, median) = (series.least(of), series.median(of));
            println!(
                "| {what} | {target} | {:.2} | {:.2} |",
                least.unwrap_or(0.0),
                median.unwrap_or(0.0)
            );
        };
        figure("p99, ms", "< 1", &|s| s.outcome.p99 as f64 / 1e6);
        figure("CPU of the client, µs/message", "< 1", &|s| s.cpu[0] / 1e3);
        figure("CPU of the server, µs/message", "< 1", &|s| s.cpu[1] / 1e3);
        if let Some(counted) = &series.counted {
            for (side, what) in ["client", "server"].iter().enumerate() {
                let each = counted.allocations[side];
                println!(
                    "| allocations of the {what}, per message | ≤ 0.05 | {each:.3} | {each:.3} |"
                );
            }
        }
    }
    println!();
}
