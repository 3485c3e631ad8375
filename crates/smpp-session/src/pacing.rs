//! How fast to send: a policy of its own, which any sender may use.

use core::time::Duration;

use smpp_codec::CommandStatus;

use crate::setters::setters;

use smpp_codec::Instant;

/// Below this a congestion state says: faster; from `CONGESTED` on: slower.
const OPTIMUM: u8 = 80;
const CONGESTED: u8 = 90;
/// The last state that is defined.
const GREATEST: u8 = 100;

/// The settings of a [`Pacer`].
///
/// ```
/// use smpp_session::PacerConfig;
///
/// let config = PacerConfig::new().with_messages_per_second(50);
/// assert_eq!(config.burst, 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct PacerConfig {
    /// Messages a second at most. Default: 0, no limit until the peer complains.
    pub messages_per_second: u32,
    /// Messages that may go at once after a rest. Default: 1. 0 counts as 1.
    pub burst: u32,
    /// Messages a second that the rate never falls below. Default: 1. 0 counts as 1.
    pub least_per_second: u32,
    /// Time without sending after `ESME_RTHROTTLED`. Default: 1 s. Zero only halves the rate.
    pub throttled_pause: Duration,
    /// Time without sending after `ESME_RMSGQFUL`. Default: 5 s. Zero only halves the rate.
    pub queue_full_pause: Duration,
    /// Time in which the rate doubles while the peer does not complain. Default: 10 s. Zero
    /// restores the full rate at once.
    pub recovery: Duration,
}

impl Default for PacerConfig {
    fn default() -> Self {
        Self::new()
    }
}

impl PacerConfig {
    /// Returns the default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            messages_per_second: 0,
            burst: 1,
            least_per_second: 1,
            throttled_pause: Duration::from_secs(1),
            queue_full_pause: Duration::from_secs(5),
            recovery: Duration::from_secs(10),
        }
    }

    setters! {
        with_messages_per_second messages_per_second: u32;
        with_burst burst: u32;
        with_least_per_second least_per_second: u32;
        with_throttled_pause throttled_pause: Duration;
        with_queue_full_pause queue_full_pause: Duration;
        with_recovery recovery: Duration;
    }
}

/// Holds a sender to a rate, slows down when the peer says so, and speeds up again.
///
/// Ask [`ready_at`](Self::ready_at) before each message, tell [`sent`](Self::sent) after it, and
/// [`answered`](Self::answered) of each response. It holds no message: whoever has to wait, waits
/// where it is.
///
/// - `ESME_RTHROTTLED` and `ESME_RMSGQFUL` stop everything for a while and halve the rate. The
///   answers to what was on its way then count as the same complaint.
/// - `congestion_state` (SMPP 5.0) is held from 80 to 89: below, the rate grows; from 90 on it
///   shrinks; 100 is taken for `ESME_RTHROTTLED`; a reserved value says nothing.
/// - Otherwise the rate grows again to what is configured.
///
/// Constant work; no timer of its own.
///
/// ```
/// use core::time::Duration;
/// use smpp_codec::CommandStatus;
/// use smpp_session::{Instant, Pacer, PacerConfig};
///
/// let start = Instant::from_micros(0);
/// let config = PacerConfig::new().with_messages_per_second(10);
/// let mut pacer = Pacer::new(config, start);
/// assert_eq!(pacer.ready_at(start), start);
/// pacer.sent(start);
/// assert_eq!(pacer.ready_at(start), start + Duration::from_millis(100));
///
/// pacer.answered(start, CommandStatus::ESME_RTHROTTLED, None);
/// assert_eq!(pacer.ready_at(start), start + Duration::from_secs(1));
/// assert_eq!(pacer.rate(), 5);
/// ```
///
/// Spec: SMPP 5.0, `congestion_state`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pacer {
    config: PacerConfig,
    /// Millionths of messages a second; `u64::MAX` without limit.
    rate: u64,
    /// What may be sent at once, in millionths of messages, at `updated`.
    credit: u64,
    updated: Instant,
    /// Nothing goes before this, and complaints until then are the same one.
    paused_until: Instant,
    /// Messages of the second that began then, for a rate to halve where none was set.
    second: Instant,
    in_second: u32,
    last_second: u32,
    /// Whether the peer tells its congestion state, which then decides alone.
    guided: bool,
}

const ONE: u64 = 1_000_000;
const UNLIMITED: u64 = u64::MAX;

impl Pacer {
    /// A pacer that begins at the configured rate, with a whole burst.
    #[must_use]
    pub fn new(config: PacerConfig, now: Instant) -> Self {
        Self {
            config,
            rate: limit(&config),
            credit: burst(&config),
            updated: now,
            paused_until: now,
            second: now,
            in_second: 0,
            last_second: 0,
            guided: false,
        }
    }

    /// When the next message may go: now, or later. Changes nothing.
    #[must_use]
    pub fn ready_at(&self, now: Instant) -> Instant {
        let now = now.max(self.updated);
        let (credit, rate) = self.at(now);
        let wait = match ONE.checked_sub(credit) {
            None | Some(0) => 0,
            // Millionths of messages over millionths a second are seconds.
            Some(_) if rate == UNLIMITED => 0,
            Some(missing) => micros(missing, rate),
        };
        let when = now.saturating_add(Duration::from_micros(wait));
        when.max(self.paused_until)
    }

    /// Notes that a message went, whether it was ready or not.
    pub fn sent(&mut self, now: Instant) {
        self.update(now);
        self.credit = self.credit.saturating_sub(ONE);
        let second = Duration::from_secs(1);
        let elapsed = self.updated.since(self.second);
        if elapsed >= second {
            let just_over = elapsed < second.saturating_mul(2);
            self.last_second = if just_over { self.in_second } else { 0 };
            self.in_second = 0;
            self.second = self.updated;
        }
        self.in_second = self.in_second.saturating_add(1);
    }

    /// Notes how a message was answered, with the response's `congestion_state` if it has one.
    pub fn answered(&mut self, now: Instant, status: CommandStatus, congestion: Option<u8>) {
        self.update(now);
        self.guided = congestion.is_some_and(|state| state <= GREATEST);
        match (status, congestion) {
            (CommandStatus::ESME_RTHROTTLED, _) | (_, Some(GREATEST)) => {
                self.complaint(self.config.throttled_pause);
            }
            (CommandStatus::ESME_RMSGQFUL, _) => self.complaint(self.config.queue_full_pause),
            (_, Some(state @ CONGESTED..GREATEST)) => {
                // By 2 to 20 percent: the nearer to congestion, the more.
                let above = u64::from(state.saturating_sub(CONGESTED)).saturating_add(1);
                let parts = 100_u64.saturating_sub(above.saturating_mul(2));
                self.slow_to(self.known_rate(), parts, 100);
            }
            (_, Some(state)) if state < OPTIMUM && self.rate != UNLIMITED => {
                // By an eighth of a percent to one percent an answer.
                let step = if state < 50 { 100 } else { 800 };
                self.speed_up(self.rate.checked_div(step).unwrap_or(0));
            }
            _ => {}
        }
    }

    /// Messages a second at the moment, rounded up; `u32::MAX` without limit.
    #[must_use]
    pub fn rate(&self) -> u32 {
        u32::try_from(self.rate.div_ceil(ONE)).unwrap_or(u32::MAX)
    }

    fn complaint(&mut self, pause: Duration) {
        let until = self.updated.saturating_add(pause);
        if self.updated >= self.paused_until {
            self.slow_to(self.known_rate(), 1, 2);
        }
        self.paused_until = self.paused_until.max(until);
        self.credit = self.credit.min(ONE);
    }

    /// What really went in a second.
    fn observed(&self) -> u64 {
        u64::from(self.in_second.max(self.last_second)).saturating_mul(ONE)
    }

    /// The rate, or what really went where there is none.
    fn known_rate(&self) -> u64 {
        match self.rate {
            UNLIMITED => self.observed(),
            rate => rate,
        }
    }

    /// What the rate may grow to: not far beyond what is used, or a peer that complains after a
    /// quiet hour would have to complain for long.
    fn ceiling(&self) -> u64 {
        let used = self.observed().saturating_mul(2).max(self.rate);
        used.min(limit(&self.config))
    }

    fn slow_to(&mut self, rate: u64, parts: u64, of: u64) {
        let slower = rate.checked_div(of).unwrap_or(0).saturating_mul(parts);
        let least = u64::from(self.config.least_per_second.max(1)).saturating_mul(ONE);
        self.rate = slower.max(least).min(limit(&self.config));
    }

    fn speed_up(&mut self, by: u64) {
        self.rate = self.rate.saturating_add(by).min(self.ceiling());
    }

    /// Credit and rate at a time that is not before the last.
    fn at(&self, now: Instant) -> (u64, u64) {
        if self.rate == UNLIMITED {
            return (burst(&self.config).max(ONE), UNLIMITED);
        }
        let elapsed = micros_of(now.since(self.updated));
        let grown = share(self.rate, elapsed, ONE);
        let credit = u128::from(self.credit).saturating_add(grown);
        let credit = credit.min(burst(&self.config).into());
        // The rate grows only while it is allowed to be used.
        let used = micros_of(now.since(self.paused_until.max(self.updated)));
        let recovery = match self.guided {
            true => u64::MAX,
            false => micros_of(self.config.recovery).max(1),
        };
        let faster = share(self.rate, used, recovery);
        let rate = u128::from(self.rate).saturating_add(faster);
        let rate = u64::try_from(rate).unwrap_or(UNLIMITED).min(self.ceiling());
        (u64::try_from(credit).unwrap_or(ONE), rate)
    }

    fn update(&mut self, now: Instant) {
        let now = now.max(self.updated);
        (self.credit, self.rate) = self.at(now);
        self.updated = now;
    }
}

fn limit(config: &PacerConfig) -> u64 {
    match config.messages_per_second {
        0 => UNLIMITED,
        limit => u64::from(limit).saturating_mul(ONE),
    }
}

fn burst(config: &PacerConfig) -> u64 {
    u64::from(config.burst.max(1)).saturating_mul(ONE)
}

/// `rate` for `part` of a time.
fn share(rate: u64, part: u64, of: u64) -> u128 {
    let product = u128::from(rate).saturating_mul(part.into());
    product.checked_div(of.into()).unwrap_or(0)
}

fn micros(missing: u64, rate: u64) -> u64 {
    missing.saturating_mul(ONE).div_ceil(rate.max(1))
}

fn micros_of(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
