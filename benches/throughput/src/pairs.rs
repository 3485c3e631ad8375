//! Which pairs are measured, and in which order.

use smpp_throughput::Error;
use smpp_throughput::load::Phase;

use crate::process::{Side, Workers};
use crate::sample::{Pair, Series};

/// Client and server, in the order of the table.
const PAIRS: &[(&str, &str)] = &[
    ("bare", "bare"),
    ("bare-async", "bare"),
    ("ours", "bare"),
    ("ours-bulk", "bare"),
    ("ours-blocking", "bare"),
    ("rusmppc", "bare"),
    ("smpp34", "bare"),
    ("smpp-core", "bare"),
    ("bare", "ours"),
    ("ours", "ours"),
    ("ours-bulk", "ours"),
    ("smpp34", "smpp34"),
    ("smpp-core", "smpp-core"),
];

const WINDOWS: &[usize] = &[1, 10, 100, 1000];

/// The same load in all: so many messages unanswered, over so many connections.
const UNANSWERED: usize = 1000;
const CONNECTIONS: &[usize] = &[1, 10, 100, 1000];

/// A pair that has stalled so often, and never ended, is not tried again.
const TRIES: usize = 2;

/// How much is measured.
#[derive(Debug)]
pub(crate) struct Plan {
    only: Vec<String>,
    rounds: usize,
    warm_up: Phase,
    measured: Phase,
}

impl Plan {
    /// For the figures.
    pub(crate) const fn full(only: Vec<String>, rounds: usize, measured: Phase) -> Self {
        let warm_up = Phase {
            messages: measured.messages,
            millis: measured.millis / 4,
        };
        Self {
            only,
            rounds,
            warm_up,
            measured,
        }
    }

    /// For the gate: so many messages, however long they take.
    pub(crate) const fn short(only: Vec<String>) -> Self {
        let millis = 60_000;
        Self {
            only,
            rounds: 1,
            warm_up: Phase {
                messages: 1000,
                millis,
            },
            measured: Phase {
                messages: 5000,
                millis,
            },
        }
    }

    /// Every pair at every window.
    pub(crate) fn windows(&self, workers: &Workers) -> Result<Vec<Series>, Error> {
        let pairs = WINDOWS.iter().flat_map(|&window| {
            PAIRS.iter().map(move |&(client, server)| Pair {
                client: Side(client),
                server: Side(server),
                window,
                connections: 1,
            })
        });
        self.run(workers, pairs)
    }

    /// Our pair and the bare one on tokio, over more and more connections.
    pub(crate) fn connections(&self, workers: &Workers) -> Result<Vec<Series>, Error> {
        let pairs = ["bare-async", "ours"].into_iter().flat_map(|side| {
            CONNECTIONS.iter().map(move |&connections| Pair {
                client: Side(side),
                server: Side(side),
                window: UNANSWERED / connections,
                connections,
            })
        });
        self.run(workers, pairs)
    }

    fn run(
        &self,
        workers: &Workers,
        pairs: impl Iterator<Item = Pair>,
    ) -> Result<Vec<Series>, Error> {
        let wanted = |pair: &Pair| {
            let peers = pair.client.is_peer() || pair.server.is_peer();
            let name = format!("{}:{}", pair.client, pair.server);
            (!peers || workers.have_peers()) && (self.only.is_empty() || self.only.contains(&name))
        };
        let mut all: Vec<Series> = pairs.filter(wanted).map(Series::new).collect();
        for round in 1..=self.rounds {
            eprintln!("round {round} of {}", self.rounds);
            for series in &mut all {
                self.measure(workers, series, false)?;
            }
        }
        eprintln!("a round that counts allocations");
        for series in &mut all {
            self.measure(workers, series, true)?;
        }
        Ok(all)
    }

    fn measure(&self, workers: &Workers, series: &mut Series, counted: bool) -> Result<(), Error> {
        let pair = series.pair;
        if series.stalls >= TRIES && series.samples.is_empty() {
            return Ok(());
        }
        match pair.measure(workers, counted, self.warm_up, self.measured) {
            Ok(sample) if counted => series.counted = Some(sample),
            Ok(sample) => series.samples.push(sample),
            // Of the peers this is a finding; of ours and the bare ones, a fault.
            Err(error) if pair.client.is_peer() || pair.server.is_peer() => {
                eprintln!("{pair:?}: {error}");
                series.stalls += 1;
            }
            Err(error) => return Err(format!("{pair:?}: {error}").into()),
        }
        Ok(())
    }
}
