//! The meter of one session.

use std::time::Duration;

use hdrhistogram::Histogram;
use smpp_codec::{CommandId, CommandStatus};

use super::Metrics;
use super::counts::Counts;

/// Counts what one session does.
///
/// Used under the connection's lock, so it takes `&mut self` and has no atomics: a few nanoseconds
/// a call.
///
/// Memory: under 200 octets, and 64 octets in each direction once something was counted there, up
/// to 2 kB under a peer that means harm. The histogram comes with the first
/// [`answered`](Self::answered): 1 kB while every response takes less than 256 us, 4 kB up to
/// 16 ms, 6 kB up to 0.26 s, 14 kB at most. A session that does nothing but `enquire_link` has
/// none.
#[derive(Clone, Debug, Default)]
pub struct Meter {
    sent: Counts,
    received: Counts,
    octets_sent: u64,
    octets_received: u64,
    window_use: u32,
    greatest_window_use: u32,
    /// Boxed, and counted in 32 bits, so that it costs little: one latency saturates at 4 billion
    /// responses.
    latencies: Option<Box<Histogram<u32>>>,
    /// The last latency in microseconds, and how often it came in a row: what is written together
    /// and answered together took the same time, and one entry counts it all.
    last_latency: (u64, u32),
    link_latency: Option<Duration>,
}

impl Meter {
    /// A PDU was sent, of so many octets.
    #[inline]
    pub fn sent(&mut self, command_id: CommandId, command_status: CommandStatus, octets: usize) {
        self.sent.add(command_id, command_status, 1);
        self.octets_sent = self.octets_sent.saturating_add(octets as u64);
    }

    /// A PDU was received, of so many octets.
    #[inline]
    pub fn received(
        &mut self,
        command_id: CommandId,
        command_status: CommandStatus,
        octets: usize,
    ) {
        self.received.add(command_id, command_status, 1);
        self.octets_received = self.octets_received.saturating_add(octets as u64);
    }

    /// A request of the window got its response, so long after it was sent.
    ///
    /// Not for `enquire_link`, which takes no place in the window: see
    /// [`link_answered`](Self::link_answered). More than an hour counts as an hour.
    #[inline]
    pub fn answered(&mut self, latency: Duration) {
        const HOUR: u64 = 3_600_000_000;
        let micros = u64::try_from(latency.as_micros()).unwrap_or(HOUR).min(HOUR);
        let (last, times) = &mut self.last_latency;
        if *last == micros && *times != u32::MAX {
            *times = times.wrapping_add(1);
        } else {
            self.enter_last();
            self.last_latency = (micros, 1);
        }
    }

    /// Enters the last latency in the histogram.
    fn enter_last(&mut self) {
        let (micros, times) = std::mem::take(&mut self.last_latency);
        if times == 0 {
            return;
        }
        if self.latencies.is_none() {
            self.latencies = histogram().map(Box::new);
        }
        if let Some(latencies) = &mut self.latencies {
            // It resizes, so nothing is too great for it.
            let _ = latencies.record_n(micros, times);
        }
    }

    /// An `enquire_link` got its response, so long after it was sent.
    #[inline]
    pub const fn link_answered(&mut self, latency: Duration) {
        self.link_latency = Some(latency);
    }

    /// So many requests wait for their response now.
    #[inline]
    pub fn outstanding(&mut self, now_in_use: u32) {
        self.window_use = now_in_use;
        self.greatest_window_use = self.greatest_window_use.max(now_in_use);
    }

    /// The latencies in 64 bits, so that a listener's sum does not saturate.
    fn widened(&self) -> Option<Box<Histogram<u64>>> {
        let (micros, times) = self.last_latency;
        if times == 0 {
            return None;
        }
        let mut wide = histogram()?;
        let _ = wide.record_n(micros, times.into());
        for step in self
            .latencies
            .iter()
            .flat_map(|latencies| latencies.iter_recorded())
        {
            let _ = wide.record_n(step.value_iterated_to(), step.count_at_value().into());
        }
        Some(Box::new(wide))
    }

    #[cfg(test)]
    pub(super) fn latency_cells(&mut self) -> usize {
        self.enter_last();
        self.latencies
            .as_ref()
            .map_or(0, |latencies| latencies.distinct_values())
    }

    /// What was counted until now. Takes microseconds, and as much memory as the meter three times.
    #[must_use]
    pub fn snapshot(&self) -> Metrics {
        Metrics {
            sent: self.sent.clone(),
            received: self.received.clone(),
            octets_sent: self.octets_sent,
            octets_received: self.octets_received,
            window_use: self.window_use,
            greatest_window_use: self.greatest_window_use,
            latencies: self.widened(),
            link_latency: self.link_latency,
        }
    }
}

/// One that resizes by itself, and tells values apart by two significant digits.
fn histogram<C: hdrhistogram::Counter>() -> Option<Histogram<C>> {
    Histogram::new(2).ok()
}
