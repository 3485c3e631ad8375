//! What may happen to a pair of sessions, as a language that any octets speak.

use core::time::Duration;

use smpp_codec::{Tolerance, Version};
use smpp_session::{BindType, Config, Role, WhenFull};

use crate::quirk::{QUIRKS, Quirk};

/// How a run begins.
#[derive(Clone, Debug)]
#[allow(clippy::exhaustive_structs, reason = "built by hand in tests")]
pub struct Setup {
    /// The ESME's configuration, and its window.
    pub esme: (Config, usize),
    /// The message centre's.
    pub mc: (Config, usize),
    /// How long octets are on their way.
    pub latency: Duration,
    /// In pieces of how many octets they come.
    pub piece: usize,
    /// Whether the peers misbehave.
    pub quirks: bool,
    /// Whether the message centre accepts binds at once.
    pub accepts: bool,
}

impl Setup {
    /// From octets; what is missing is taken for 0.
    #[must_use]
    pub fn decode(octets: &[u8]) -> Self {
        let at = |index: usize| octets.get(index).copied().unwrap_or(0);
        Self {
            esme: (config(at(0), at(1)), WINDOWS[usize::from(at(2) % 8)]),
            mc: (config(at(3), at(4)), WINDOWS[usize::from(at(5) % 8)]),
            latency: Duration::from_millis(
                [0, 1, 5, 20, 50, 100, 300, 900][usize::from(at(6) % 8)],
            ),
            piece: [1, 2, 3, 7, 16, 17, 64, 100_000][usize::from(at(7) % 8)],
            quirks: at(7) >> 3 & 1 == 1,
            accepts: at(7) >> 4 & 3 != 0,
        }
    }

    /// No timer fires, nothing is refused for want of room, and nothing takes long.
    #[must_use]
    pub fn calm() -> Self {
        let config = Config::new()
            .with_session_init_timeout(None)
            .with_bind_timeout(None)
            .with_response_timeout(None)
            .with_enquire_link_interval(None)
            .with_unbind_timeout(None)
            .with_frame_timeout(None)
            .with_max_unanswered(1_000);
        Self {
            esme: (config, 8),
            mc: (config, 8),
            latency: Duration::from_millis(1),
            piece: 100_000,
            quirks: false,
            accepts: true,
        }
    }
}

const WINDOWS: [usize; 8] = [0, 1, 2, 3, 4, 5, 10, 33];

fn config(flags: u8, timers: u8) -> Config {
    let version = [Version::V5_0, Version::V3_4, Version::V3_3, Version::V5_0];
    let version = version[usize::from(flags & 3)];
    // A timer is off, or short, or long.
    let timer = |bits: u8, short: u64| match (timers >> (bits % 7)) & 3 {
        0 => None,
        1 => Some(Duration::from_millis(short)),
        2 => Some(Duration::from_secs(5)),
        _ => Some(Duration::from_secs(60)),
    };
    Config::new()
        .with_version(version)
        .with_version_if_unstated([Version::V3_4, Version::V3_3][usize::from(flags >> 2 & 1)])
        .with_tolerance([Tolerance::COMMON, Tolerance::STRICT][usize::from(flags >> 3 & 1)])
        .with_unknown_requests(flags >> 4 & 1 == 1)
        .with_when_full([WhenFull::Throttle, WhenFull::StopReading][usize::from(flags >> 5 & 1)])
        .with_max_unanswered([1, 2, 5, 100][usize::from(flags >> 6)])
        .with_session_init_timeout(timer(0, 6_000))
        .with_bind_timeout(timer(1, 4_000))
        .with_response_timeout(timer(2, 2_000))
        .with_enquire_link_interval(timer(3, 1_500))
        .with_enquire_link_timeout(timer(4, 900))
        .with_inactivity_timeout(timer(5, 7_000))
        .with_frame_timeout(timer(6, 1_100))
        .with_unbind_timeout(timer(7, 1_300))
}

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_enums, reason = "a language of tests")]
#[allow(missing_docs, reason = "each says what it does")]
pub enum Operation {
    Bind(BindType),
    /// Answers the bind that waits: accepts, refuses or ignores it.
    AnswerBind(u8),
    Outbind,
    Request(Role, u8),
    Notify,
    /// Answers, refuses or ignores one of the requests that wait.
    Answer(Role, u8, u8),
    Unbind(Role),
    EnquireLink(Role),
    /// Lets so many milliseconds pass, and what falls into them happen.
    Wait(u16),
    /// Lets time pass until the next timer of this side.
    NextTimer(Role),
    /// Calls without need, with a clock that stands still or goes back.
    Spurious(Role, u8),
    /// Nothing this side sends arrives for so many milliseconds.
    Stall(Role, u16),
    /// Nothing this side sends arrives any more.
    Cut(Role),
    Abort(Role),
    /// What this side sends next is changed on its way.
    Misbehave(Role, Quirk),
    /// A new connection, if the old one has ended.
    Reconnect,
}

impl Operation {
    /// From three octets, whatever they are.
    #[must_use]
    pub fn decode([what, first, second]: [u8; 3]) -> Self {
        let role = [Role::Esme, Role::MessageCenter][usize::from(first & 1)];
        let number = u16::from_be_bytes([first & 3, second]);
        match what % 64 {
            0..=5 => Self::Bind(match first % 4 {
                0 => BindType::Transmitter,
                1 => BindType::Receiver,
                _ => BindType::Transceiver,
            }),
            6..=11 => Self::AnswerBind(first),
            12 => Self::Outbind,
            13..=29 => Self::Request(role, second),
            30 => Self::Notify,
            31..=43 => Self::Answer(role, first >> 1, second),
            44 if first >> 1 < 48 => Self::Unbind(role),
            44 => Self::Wait(number),
            45 => Self::EnquireLink(role),
            46..=53 => Self::Wait(number),
            54 => Self::NextTimer(role),
            55 => Self::Spurious(role, second),
            56 => Self::Stall(role, number),
            57 if first >> 1 < 16 => Self::Cut(role),
            58 if first >> 1 < 16 => Self::Abort(role),
            57..=61 => Self::Misbehave(role, QUIRKS[usize::from(second) % QUIRKS.len()]),
            _ => Self::Reconnect,
        }
    }
}
