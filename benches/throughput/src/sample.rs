//! One measurement of a pair, and all of them.

use std::time::Duration;

use smpp_throughput::Error;
use smpp_throughput::load::{Outcome, Phase};
use smpp_throughput::meter::Usage;
use smpp_throughput::worker::Report;

use crate::process::{Side, Workers};

/// How long a phase may take beyond its budget before it counts as stalled.
const PATIENCE: Duration = Duration::from_secs(4);

/// A client, a server, and the load between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) client: Side,
    pub(crate) server: Side,
    /// On each connection.
    pub(crate) window: usize,
    pub(crate) connections: usize,
}

/// One measurement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    /// Messages per second.
    pub(crate) rate: f64,
    /// Nanoseconds of processor time for each message: client, server.
    pub(crate) cpu: [f64; 2],
    /// Allocations for each message: client, server. None are counted by a plain worker.
    pub(crate) allocations: [f64; 2],
    pub(crate) outcome: Outcome,
}

impl Pair {
    /// Both processes anew, one phase to warm up, one that is measured.
    pub(crate) fn measure(
        &self,
        workers: &Workers,
        counted: bool,
        warm_up: Phase,
        measured: Phase,
    ) -> Result<Sample, Error> {
        let (mut server, address) = workers.server(self.server, counted)?;
        let (window, connections) = (self.window, self.connections);
        let mut client = workers.client(self.client, counted, address, window, connections)?;
        let limit = |phase: Phase| Duration::from_millis(phase.millis) + PATIENCE;
        client.ask::<Report>(&warm_up, limit(warm_up))?;
        let before: Usage = server.ask(&(), PATIENCE)?;
        let report: Report = client.ask(&measured, limit(measured))?;
        let after: Usage = server.ask(&(), PATIENCE)?;
        let messages = report.outcome.answered as f64;
        let each = |count: u64| count as f64 / messages;
        Ok(Sample {
            rate: messages / report.nanos as f64 * 1e9,
            cpu: [each(report.used.cpu), each(after.cpu - before.cpu)],
            allocations: [
                each(report.used.allocations),
                each(after.allocations - before.allocations),
            ],
            outcome: report.outcome,
        })
    }
}

/// All measurements of a pair.
#[derive(Debug)]
pub(crate) struct Series {
    pub(crate) pair: Pair,
    /// In the order of the rounds.
    pub(crate) samples: Vec<Sample>,
    /// With the allocator that counts.
    pub(crate) counted: Option<Sample>,
    /// How often it did not end in time, or not at all.
    pub(crate) stalls: usize,
}

impl Series {
    pub(crate) const fn new(pair: Pair) -> Self {
        Self {
            pair,
            samples: Vec::new(),
            counted: None,
            stalls: 0,
        }
    }

    /// The measurement with the greatest rate.
    pub(crate) fn best(&self) -> Option<&Sample> {
        self.samples.iter().max_by(|a, b| a.rate.total_cmp(&b.rate))
    }

    /// The least of the rounds: what others do on the machine only adds.
    pub(crate) fn least(&self, of: impl Fn(&Sample) -> f64) -> Option<f64> {
        self.samples.iter().map(of).min_by(f64::total_cmp)
    }

    /// The middle one of the rounds.
    pub(crate) fn median(&self, of: impl Fn(&Sample) -> f64) -> Option<f64> {
        let mut values: Vec<f64> = self.samples.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    }
}
