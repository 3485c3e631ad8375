//! What a session allows, and how long it waits.

use core::time::Duration;

use smpp_codec::{HEADER_OCTETS, Tolerance, Version, frame};

/// What happens to a request when the application has left too many unanswered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WhenFull {
    /// It is answered with `ESME_RTHROTTLED`, and never reaches the application. The default.
    #[default]
    Throttle,
    /// [`Session::wants_input`](crate::Session::wants_input) turns false, and the adapter is to
    /// stop reading; what it hands over all the same is throttled. Nothing that the peer does can
    /// be seen meanwhile, so the timers that watch it stand still: `enquire_link`, inactivity and
    /// half a frame. Requests of this side still expire.
    StopReading,
}

/// The settings of a session. A timer that is `None` is off.
///
/// The values are defaults that suit a client on the internet; change what you need:
///
/// ```
/// use core::time::Duration;
/// use smpp_session::Config;
///
/// let config = Config {
///     enquire_link_interval: Some(Duration::from_secs(10)),
///     ..Config::default()
/// };
/// assert_eq!(config.response_timeout, Some(Duration::from_secs(60)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "built with struct update syntax")]
pub struct Config {
    /// The interface version of this side. What both sides speak is the lesser of the two.
    /// Default: 5.0.
    pub version: Version,
    /// The version of a message centre that does not state it in its bind response. The
    /// specification says 3.3, without TLVs; in practice many 3.4 centres leave it out, so the
    /// default is 3.4.
    pub version_if_unstated: Version,
    /// What the peer speaks, whatever it states: for one that misreports its version. Default:
    /// what it states.
    pub peer_version: Option<Version>,
    /// Which departures from the specification are accepted from the peer. Default: all known.
    pub tolerance: Tolerance,
    /// Whether requests that no specification lists reach the application once bound, as
    /// [`Body::Unknown`](smpp_codec::pdu::Body::Unknown), for vendors' operations. Default: no,
    /// they are answered with `generic_nack`.
    pub unknown_requests: bool,
    /// The greatest `command_length` once bound. Default: 69,631 octets, which every PDU fits in:
    /// what a receive buffer may cost.
    pub max_frame_octets: usize,
    /// The greatest `command_length` before: what a peer may cost that nobody knows yet. No bind
    /// is longer than 95 octets. Default: 512.
    pub max_unbound_frame_octets: usize,
    /// How many bind requests a peer may have refused before the session is closed, by the
    /// application or because they were malformed. Default: 3.
    pub max_bind_attempts: u8,
    /// How many requests of the peer the application may leave unanswered. Default: 100.
    pub max_unanswered: u32,
    /// What happens beyond that.
    pub when_full: WhenFull,
    /// Message centre, or an ESME that waits for an `outbind`: how long until the peer's bind is
    /// accepted, or the `outbind` comes. Default: 10 s.
    pub session_init_timeout: Option<Duration>,
    /// How long a bind of ours may stay unanswered. Default: 10 s.
    pub bind_timeout: Option<Duration>,
    /// How long a request of ours may stay unanswered. Default: 60 s.
    pub response_timeout: Option<Duration>,
    /// How long nothing may pass in either direction before an `enquire_link` is sent.
    /// Default: 30 s.
    pub enquire_link_interval: Option<Duration>,
    /// How long nothing may come from the peer after it; any PDU counts as an answer.
    /// Default: 10 s.
    pub enquire_link_timeout: Option<Duration>,
    /// How long nothing but `enquire_link` may pass before the session is closed. Default: off.
    pub inactivity_timeout: Option<Duration>,
    /// How long the rest of a frame may take once its first octet has come. Default: 10 s.
    pub frame_timeout: Option<Duration>,
    /// How long an unbind of ours may stay unanswered, and how long the peer may take to close the
    /// connection after it has unbound. Default: 5 s.
    pub unbind_timeout: Option<Duration>,
}

impl Default for Config {
    fn default() -> Self {
        const fn seconds(seconds: u64) -> Option<Duration> {
            Some(Duration::from_secs(seconds))
        }
        Self {
            version: Version::V5_0,
            version_if_unstated: Version::V3_4,
            peer_version: None,
            tolerance: Tolerance::COMMON,
            unknown_requests: false,
            max_frame_octets: frame::DEFAULT_MAX_OCTETS,
            max_unbound_frame_octets: 512,
            max_bind_attempts: 3,
            max_unanswered: 100,
            when_full: WhenFull::Throttle,
            session_init_timeout: seconds(10),
            bind_timeout: seconds(10),
            response_timeout: seconds(60),
            enquire_link_interval: seconds(30),
            enquire_link_timeout: seconds(10),
            inactivity_timeout: None,
            frame_timeout: seconds(10),
            unbind_timeout: seconds(5),
        }
    }
}

impl Config {
    /// The limit on `command_length`, never below that of a header.
    pub(crate) fn frame_octets(&self, trusted: bool) -> usize {
        let octets = if trusted {
            self.max_frame_octets
        } else {
            self.max_unbound_frame_octets
        };
        octets.max(HEADER_OCTETS)
    }
}
