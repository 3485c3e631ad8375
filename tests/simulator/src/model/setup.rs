//! How a space begins, and what may happen in it.

use core::time::Duration;

use smpp_codec::{CommandId, Version};
use smpp_session::{BindType, Config, WhenFull};

/// What may happen how often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "built by hand in tests")]
#[allow(missing_docs, reason = "each says what it counts")]
pub struct Budget {
    /// All of the following together; [`Budget::NO_END`] for no limit.
    pub steps: u8,
    pub binds: u8,
    pub outbinds: u8,
    /// Requests of the ESME, and of the message centre.
    pub requests: [u8; 2],
    /// `alert_notification`.
    pub notices: u8,
    pub unbinds: u8,
    pub enquire_links: u8,
    pub aborts: u8,
    /// Timers that fire, on each side.
    pub timers: [u8; 2],
    /// Microseconds that pass on a side without a timer.
    pub waits: u8,
    pub cuts: u8,
    pub ignores: u8,
    /// Frames that arrive in two parts.
    pub splits: u8,
}

impl Budget {
    /// For `steps`: as many as the others allow.
    pub const NO_END: u8 = u8::MAX;
}

/// How two sessions are when the search begins.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "built by hand in tests")]
pub struct Start {
    /// The ESME's configuration, and the message centre's.
    pub configs: [Config; 2],
    /// Bound as this already; `None` for a connection that is just open.
    pub bound: Option<BindType>,
}

impl Start {
    /// Both sides configured alike.
    #[must_use]
    pub const fn new(config: Config, bound: Option<BindType>) -> Self {
        Self {
            configs: [config; 2],
            bound,
        }
    }

    /// The same between sides that know everything and speak this.
    #[must_use]
    pub const fn settled_on(mut self, version: Version) -> Self {
        self.configs[0].peer_version = Some(version);
        self.configs[1].peer_version = Some(version);
        self
    }

    /// The same with these versions.
    #[must_use]
    pub const fn speaking(mut self, esme: Version, mc: Version) -> Self {
        self.configs[0].version = esme;
        self.configs[1].version = mc;
        self
    }
}

/// How an application answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "the answers of this model")]
pub enum Answer {
    /// With `ESME_ROK`.
    Accept,
    /// With an error.
    Refuse,
    /// With `generic_nack`.
    Nack,
}

/// What each side may ask, and how it may be answered.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "built by hand in tests")]
#[allow(missing_docs, reason = "each says what it is")]
pub struct Language {
    pub binds: &'static [BindType],
    /// The ESME's requests, and the message centre's.
    pub requests: [&'static [CommandId]; 2],
    pub answers: &'static [Answer],
}

impl Language {
    /// Everything that the model knows.
    pub const FULL: Self = Self {
        binds: &[
            BindType::Transmitter,
            BindType::Receiver,
            BindType::Transceiver,
        ],
        requests: [
            &[CommandId::SUBMIT_SM, CommandId::DATA_SM],
            &[CommandId::DELIVER_SM, CommandId::DATA_SM],
        ],
        answers: &[Answer::Accept, Answer::Refuse, Answer::Nack],
    };

    /// One request in each direction, accepted or refused: what differs only in its name to a
    /// session is left out.
    pub const PLAIN: Self = Self {
        binds: &[BindType::Transceiver],
        requests: [&[CommandId::SUBMIT_SM], &[CommandId::DELIVER_SM]],
        answers: &[Answer::Accept, Answer::Refuse],
    };
}

const fn micros(micros: u64) -> Option<Duration> {
    Some(Duration::from_micros(micros))
}

/// Without timers: nobody may have to wait for one.
#[must_use]
pub fn untimed() -> Config {
    Config::new()
        .with_session_init_timeout(None)
        .with_bind_timeout(None)
        .with_response_timeout(None)
        .with_enquire_link_interval(None)
        .with_enquire_link_timeout(None)
        .with_inactivity_timeout(None)
        .with_frame_timeout(None)
        .with_unbind_timeout(None)
        .with_max_unanswered(2)
        .with_max_bind_attempts(2)
}

/// Every timer but inactivity, which differ by a few microseconds and so fire in any order.
#[must_use]
pub fn timed() -> Config {
    untimed()
        .with_session_init_timeout(micros(4))
        .with_bind_timeout(micros(3))
        .with_response_timeout(micros(3))
        .with_enquire_link_interval(micros(2))
        .with_enquire_link_timeout(micros(1))
        .with_frame_timeout(micros(2))
        .with_unbind_timeout(micros(2))
}

/// As [`timed`], but idleness ends the session, before or after an `enquire_link` is answered.
#[must_use]
pub fn inactive() -> Config {
    timed()
        .with_inactivity_timeout(micros(3))
        .with_response_timeout(micros(4))
}

/// The application may leave one request unanswered: less than the peer's window.
#[must_use]
pub fn crowded(config: Config, when_full: WhenFull) -> Config {
    config.with_max_unanswered(1).with_when_full(when_full)
}
