//! How long things took, in constant memory.

use std::time::Duration;

/// How long things took: eight buckets for each doubling of a microsecond, and no allocation.
#[derive(Clone, Copy, Debug)]
pub struct Histogram {
    buckets: [u64; Self::BUCKETS],
}

impl Histogram {
    const STEPS: u32 = 8;
    const BUCKETS: usize = 36 * Self::STEPS as usize;

    /// Nothing has happened yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            buckets: [0; Self::BUCKETS],
        }
    }

    /// Something took so long.
    pub fn record(&mut self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1);
        let doublings = micros.ilog2();
        let eighth = (u128::from(micros) * u128::from(Self::STEPS)) >> doublings;
        let bucket = doublings as usize * Self::STEPS as usize + (eighth as usize & 7);
        self.buckets[bucket.min(Self::BUCKETS - 1)] += 1;
    }

    /// How many things happened.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.buckets.iter().sum()
    }

    /// What so many thousandths of them did not exceed, to an eighth; zero if nothing happened.
    #[must_use]
    pub fn quantile(&self, thousandths: u64) -> Duration {
        let wanted = (self.count() * thousandths).div_ceil(1000);
        let mut seen = 0;
        for (bucket, count) in self.buckets.iter().enumerate() {
            seen += count;
            if *count > 0 && seen >= wanted {
                let (doublings, eighth) = (bucket / 8, bucket % 8);
                let micros = ((9 + eighth as u64) << doublings) / 8;
                return Duration::from_micros(micros);
            }
        }
        Duration::ZERO
    }

    /// The median.
    #[must_use]
    pub fn median(&self) -> Duration {
        self.quantile(500)
    }
}

impl Default for Histogram {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_right_to_an_eighth() {
        let mut histogram = Histogram::new();
        for micros in 1..=10_000 {
            histogram.record(Duration::from_micros(micros));
        }
        for thousandths in [10, 500, 990, 1000] {
            let exact = 10 * thousandths;
            let micros = histogram.quantile(thousandths).as_micros() as u64;
            assert!(
                (exact..=exact + exact / 8 + 1).contains(&micros),
                "{exact}: {micros}"
            );
        }
        assert_eq!(histogram.count(), 10_000);
        assert_eq!(Histogram::new().median(), Duration::ZERO);
    }
}
