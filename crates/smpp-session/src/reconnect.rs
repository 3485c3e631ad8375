//! When to connect again: a policy of its own.

use core::time::Duration;

use smpp_codec::CommandStatus;

use crate::setters::setters;

/// Why a session has ended, as far as the next attempt is concerned.
///
/// ```
/// use smpp_codec::CommandStatus;
/// use smpp_session::SessionEnd;
///
/// assert_eq!(SessionEnd::of_bind(CommandStatus::ESME_RINVPASWD), SessionEnd::Credentials);
/// assert_eq!(SessionEnd::of_bind(CommandStatus::ESME_RALYBND), SessionEnd::AlreadyBound);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SessionEnd {
    /// No connection came about, or it was lost.
    Lost,
    /// The peer unbound.
    Unbound,
    /// The bind was refused for who we are: 0x0D, 0x0E, 0x0F, 0x53. Asking again soon may get an
    /// address blocked.
    Credentials,
    /// We are bound already: the peer has not noticed yet that the old connection is dead.
    AlreadyBound,
    /// The bind was refused for any other reason.
    Refused,
}

impl SessionEnd {
    /// What a bind response with this status means.
    #[must_use]
    pub const fn of_bind(status: CommandStatus) -> Self {
        match status {
            CommandStatus::ESME_RBINDFAIL
            | CommandStatus::ESME_RINVPASWD
            | CommandStatus::ESME_RINVSYSID
            | CommandStatus::ESME_RINVSYSTYP => Self::Credentials,
            CommandStatus::ESME_RALYBND => Self::AlreadyBound,
            _ => Self::Refused,
        }
    }
}

/// The settings of a [`Reconnect`].
///
/// Each wait doubles with every failure of the same kind. A first wait of zero means no wait at
/// all.
///
/// ```
/// use core::time::Duration;
/// use smpp_session::ReconnectConfig;
///
/// static RECONNECT: ReconnectConfig =
///     ReconnectConfig::new().with_longest(Duration::from_secs(10));
/// assert_eq!(RECONNECT.first, Duration::from_secs(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ReconnectConfig {
    /// The first wait after a connection is lost, or could not be made. Default: 1 s.
    pub first: Duration,
    /// The longest wait after a lost connection or an unbind. Default: 60 s. Less than the first
    /// wait counts as that.
    pub longest: Duration,
    /// The first wait after the peer has unbound. Default: 5 s.
    pub unbound: Duration,
    /// The first wait after a refusal that is not about who we are. Default: 10 s.
    pub refused: Duration,
    /// The first wait after the credentials were refused. Default: 60 s.
    pub credentials: Duration,
    /// The first wait after "already bound": longer than the peer's inactivity timer. Default:
    /// 90 s.
    pub already_bound: Duration,
    /// The longest wait after any refusal. Default: 15 min. Less than the first wait counts as
    /// that.
    pub longest_refused: Duration,
    /// Time that a session must have been bound, so that the next wait is a first one again.
    /// Default: 30 s. Zero: any session that was bound at all.
    pub stable: Duration,
}

impl Default for ReconnectConfig {
    fn default() -> Self {
        Self::new()
    }
}

impl ReconnectConfig {
    /// Returns the default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            first: Duration::from_secs(1),
            longest: Duration::from_secs(60),
            unbound: Duration::from_secs(5),
            refused: Duration::from_secs(10),
            credentials: Duration::from_secs(60),
            already_bound: Duration::from_secs(90),
            longest_refused: Duration::from_secs(15 * 60),
            stable: Duration::from_secs(30),
        }
    }

    setters! {
        with_first first: Duration;
        with_longest longest: Duration;
        with_unbound unbound: Duration;
        with_refused refused: Duration;
        with_credentials credentials: Duration;
        with_already_bound already_bound: Duration;
        with_longest_refused longest_refused: Duration;
        with_stable stable: Duration;
    }
}

/// Says how long to wait before the next connection: longer each time, and never quite the same.
///
/// A wait is between half and all of what it could be, so that a thousand clients that were cut
/// off together do not come back together. The random number is the caller's: with the same ones
/// it says the same.
///
/// ```
/// use core::time::Duration;
/// use smpp_session::{SessionEnd, Reconnect, ReconnectConfig};
///
/// let mut reconnect = Reconnect::new(ReconnectConfig::default());
/// // With the greatest random number: all of it.
/// let mut wait = |ending| reconnect.after(ending, Duration::ZERO, u32::MAX).as_secs();
/// assert_eq!([wait(SessionEnd::Lost), wait(SessionEnd::Lost), wait(SessionEnd::Lost)], [1, 2, 4]);
/// assert_eq!(wait(SessionEnd::Credentials), 60);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reconnect {
    config: ReconnectConfig,
    /// The last kind of ending, and how often it came in a row.
    last: SessionEnd,
    times: u32,
}

impl Reconnect {
    /// A policy that nothing has happened to.
    #[must_use]
    pub const fn new(config: ReconnectConfig) -> Self {
        Self {
            config,
            last: SessionEnd::Lost,
            times: 0,
        }
    }

    /// How long to wait before connecting again, after a session that was bound for `bound`; zero
    /// if it never was. `random` is any number, as evenly distributed as the caller likes.
    ///
    /// Constant work.
    pub fn after(&mut self, ending: SessionEnd, bound: Duration, random: u32) -> Duration {
        let was_stable = bound > Duration::ZERO && bound >= self.config.stable;
        if was_stable || ending != self.last {
            self.times = 0;
        }
        self.last = ending;
        let (first, longest) = match ending {
            SessionEnd::Lost => (self.config.first, self.config.longest),
            SessionEnd::Unbound => (self.config.unbound, self.config.longest),
            SessionEnd::Refused => (self.config.refused, self.config.longest_refused),
            SessionEnd::Credentials => (self.config.credentials, self.config.longest_refused),
            SessionEnd::AlreadyBound => (self.config.already_bound, self.config.longest_refused),
        };
        // Beyond 31 doublings it is the longest anyhow.
        let factor = 1_u32.checked_shl(self.times).unwrap_or(u32::MAX);
        let wait = first.saturating_mul(factor).min(longest.max(first));
        self.times = self.times.saturating_add(1);
        jitter(wait, random)
    }
}

/// Between half of it and all of it.
fn jitter(wait: Duration, random: u32) -> Duration {
    let half = wait.checked_div(2).unwrap_or_default();
    let share = u128::from(random).saturating_add(1);
    let nanos = half.as_nanos().saturating_mul(share) >> 32;
    let more = Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX));
    let least = wait.saturating_sub(half);
    least.saturating_add(more)
}
