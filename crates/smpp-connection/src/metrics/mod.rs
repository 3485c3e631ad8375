//! What a session did: counted as it runs, read as a snapshot.

mod counts;
mod meter;

use std::fmt;
use std::time::Duration;

use hdrhistogram::Histogram;
use smpp_codec::{CommandId, CommandStatus};

use counts::Counts;

pub use meter::Meter;

/// What one session did until now, or all of a listener: see [`merge`](Self::merge).
///
/// ```
/// use smpp_codec::{CommandId, CommandStatus};
/// use smpp_connection::{Meter, Metrics};
/// use std::time::Duration;
///
/// let mut meter = Meter::default();
/// meter.sent(CommandId::SUBMIT_SM, CommandStatus::ESME_ROK, 90);
/// meter.received(CommandId::SUBMIT_SM_RESP, CommandStatus::ESME_RTHROTTLED, 17);
/// meter.answered(Duration::from_millis(3));
///
/// let metrics: Metrics = meter.snapshot();
/// for count in metrics.received() {
///     println!("{:?} {:?}: {}", count.command_id, count.command_status, count.pdus);
/// }
/// assert_eq!(metrics.pdus_sent(), 1);
/// assert_eq!(metrics.latency(0.99).unwrap().as_millis(), 3);
/// ```
#[derive(Clone, Default)]
pub struct Metrics {
    sent: Counts,
    received: Counts,
    octets_sent: u64,
    octets_received: u64,
    window_use: u32,
    greatest_window_use: u32,
    latencies: Option<Box<Histogram<u64>>>,
    link_latency: Option<Duration>,
}

/// How many PDUs of one command had one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Count {
    /// Which command.
    pub command_id: CommandId,
    /// Its status; `ESME_ROK` in every request.
    pub command_status: CommandStatus,
    /// How many PDUs.
    pub pdus: u64,
}

impl Metrics {
    /// PDUs sent by command and status, the most frequent first or nearly so.
    pub fn sent(&self) -> impl Iterator<Item = Count> + '_ {
        self.sent.iter()
    }

    /// PDUs received by command and status, likewise.
    pub fn received(&self) -> impl Iterator<Item = Count> + '_ {
        self.received.iter()
    }

    /// PDUs sent that [`sent`](Self::sent) does not list. A session lists 64 pairs of command and
    /// status in each direction; only a peer that means harm shows more.
    #[must_use]
    pub const fn unlisted_sent(&self) -> u64 {
        self.sent.unlisted()
    }

    /// PDUs received that [`received`](Self::received) does not list, likewise.
    #[must_use]
    pub const fn unlisted_received(&self) -> u64 {
        self.received.unlisted()
    }

    /// All PDUs sent.
    #[must_use]
    pub fn pdus_sent(&self) -> u64 {
        self.sent.total()
    }

    /// All PDUs received.
    #[must_use]
    pub fn pdus_received(&self) -> u64 {
        self.received.total()
    }

    /// Octets of all PDUs sent.
    #[must_use]
    pub const fn octets_sent(&self) -> u64 {
        self.octets_sent
    }

    /// Octets of all PDUs received.
    #[must_use]
    pub const fn octets_received(&self) -> u64 {
        self.octets_received
    }

    /// Requests that wait for their response now; of merged sessions, together.
    #[must_use]
    pub const fn window_use(&self) -> u32 {
        self.window_use
    }

    /// The greatest number of requests that waited at a time; of merged sessions, in any one.
    #[must_use]
    pub const fn greatest_window_use(&self) -> u32 {
        self.greatest_window_use
    }

    /// How many requests got a response whose latency is known.
    #[must_use]
    pub fn answered(&self) -> u64 {
        self.latencies
            .as_ref()
            .map_or(0, |latencies| latencies.len())
    }

    /// The latency that this part of the responses did not exceed: 0.5 for the median, 0.99, 1.0
    /// for the greatest. From the sending of a request to its response, to two significant
    /// digits: up to one in a hundred more than it was. `None` before the first response.
    #[must_use]
    pub fn latency(&self, part: f64) -> Option<Duration> {
        let latencies = self.latencies.as_deref()?;
        let micros = latencies.value_at_quantile(part).min(latencies.max());
        Some(Duration::from_micros(micros))
    }

    /// The latency of the last `enquire_link`; of merged sessions, the greatest.
    #[must_use]
    pub const fn link_latency(&self) -> Option<Duration> {
        self.link_latency
    }

    /// Adds what another session did, so that a listener can sum its sessions.
    ///
    /// ```
    /// use smpp_connection::{Meter, Metrics};
    ///
    /// # let sessions = [Meter::default(), Meter::default()];
    /// let mut all = Metrics::default();
    /// for session in &sessions {
    ///     all.merge(&session.snapshot());
    /// }
    /// ```
    pub fn merge(&mut self, other: &Self) {
        self.sent.merge(&other.sent);
        self.received.merge(&other.received);
        self.octets_sent = self.octets_sent.saturating_add(other.octets_sent);
        self.octets_received = self.octets_received.saturating_add(other.octets_received);
        self.window_use = self.window_use.saturating_add(other.window_use);
        self.greatest_window_use = self.greatest_window_use.max(other.greatest_window_use);
        self.link_latency = self.link_latency.max(other.link_latency);
        match (&mut self.latencies, &other.latencies) {
            (Some(latencies), Some(others)) => {
                // Both resize, so neither is too small for the other.
                let _ = latencies.add(&**others);
            }
            (none @ None, others) => none.clone_from(others),
            (Some(_), None) => {}
        }
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics")
            .field("sent", &self.sent)
            .field("received", &self.received)
            .field("octets_sent", &self.octets_sent)
            .field("octets_received", &self.octets_received)
            .field("window_use", &self.window_use)
            .field("greatest_window_use", &self.greatest_window_use)
            .field("answered", &self.answered())
            .field("median_latency", &self.latency(0.5))
            .field("p99_latency", &self.latency(0.99))
            .field("link_latency", &self.link_latency)
            .finish()
    }
}

#[cfg(test)]
mod tests;
