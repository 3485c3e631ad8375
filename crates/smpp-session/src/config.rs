//! What a session allows, and how long it waits.

use core::time::Duration;

use crate::setters::setters;
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

/// The settings of a session.
///
/// A timer that is `None` is off. A timer of zero length is due at once, which is of use in tests
/// only. The defaults suit a client on the internet. Change what you need; a `static` works too:
///
/// ```
/// use core::time::Duration;
/// use smpp_session::Config;
///
/// static CONFIG: Config = Config::new()
///     .with_enquire_link_interval(Some(Duration::from_secs(10)))
///     .with_max_unanswered(1_000);
/// assert_eq!(CONFIG.response_timeout, Some(Duration::from_secs(60)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Config {
    /// Interface version of this side. Both sides speak the lesser of the two versions.
    /// Default: 5.0.
    pub version: Version,
    /// Version of a message centre that does not state one in its bind response. Default: 3.4.
    ///
    /// The specification says 3.3, without TLVs. In practice many 3.4 centres leave it out.
    pub version_if_unstated: Version,
    /// Version of the peer, whatever it states, for a peer that misreports it. Default: `None`,
    /// the version that the peer states.
    pub peer_version: Option<Version>,
    /// Departures from the specification that are accepted from the peer. Default:
    /// [`Tolerance::COMMON`].
    pub tolerance: Tolerance,
    /// Whether requests that no specification lists reach the application once bound, as
    /// [`Body::Unknown`](smpp_codec::pdu::Body::Unknown), for vendors' operations. Default:
    /// false, which answers them with `generic_nack`.
    pub unknown_requests: bool,
    /// Greatest `command_length` once bound, in octets: the cost of a receive buffer. Default:
    /// 69,631, which every PDU fits in. Less than 16, the header, counts as 16.
    pub max_frame_octets: usize,
    /// Greatest `command_length` before the bind, in octets: the cost of a peer that is not known
    /// yet. Default: 512; no bind is longer than 95. Less than 16, the header, counts as 16.
    pub max_unbound_frame_octets: usize,
    /// Number of refused binds that closes the session. Binds are refused by the application, or
    /// because they are malformed. Default: 3. 0 counts as 1.
    pub max_bind_attempts: u8,
    /// Number of the peer's requests that the application may leave unanswered. Default: 100.
    /// 0 throttles every request.
    pub max_unanswered: u32,
    /// What happens to requests beyond [`max_unanswered`](Self::max_unanswered). Default:
    /// [`WhenFull::Throttle`].
    pub when_full: WhenFull,
    /// Time until the peer's bind is accepted (message centre), or until the `outbind` comes (an
    /// ESME that waits for one). Default: 10 s.
    pub session_init_timeout: Option<Duration>,
    /// Time that a bind of this side may stay unanswered. Default: 10 s.
    pub bind_timeout: Option<Duration>,
    /// Time that a request of this side may stay unanswered. Default: 60 s.
    pub response_timeout: Option<Duration>,
    /// Time without traffic in either direction before an `enquire_link` is sent. Default: 30 s.
    pub enquire_link_interval: Option<Duration>,
    /// Time that the peer may stay silent after an `enquire_link`; any PDU counts as an answer.
    /// Default: 10 s.
    pub enquire_link_timeout: Option<Duration>,
    /// Time without any traffic but `enquire_link` before the session is closed. Default: off.
    pub inactivity_timeout: Option<Duration>,
    /// Time for the rest of a frame once its first octet has come. Default: 10 s.
    pub frame_timeout: Option<Duration>,
    /// Time that an unbind of this side may stay unanswered, and that the peer may take to close
    /// the connection after it has unbound. Default: 5 s.
    pub unbind_timeout: Option<Duration>,
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// Returns the default settings.
    #[must_use]
    pub const fn new() -> Self {
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

    setters! {
        with_version version: Version;
        with_version_if_unstated version_if_unstated: Version;
        with_peer_version peer_version: Option<Version>;
        with_tolerance tolerance: Tolerance;
        with_unknown_requests unknown_requests: bool;
        with_max_frame_octets max_frame_octets: usize;
        with_max_unbound_frame_octets max_unbound_frame_octets: usize;
        with_max_bind_attempts max_bind_attempts: u8;
        with_max_unanswered max_unanswered: u32;
        with_when_full when_full: WhenFull;
        with_session_init_timeout session_init_timeout: Option<Duration>;
        with_bind_timeout bind_timeout: Option<Duration>;
        with_response_timeout response_timeout: Option<Duration>;
        with_enquire_link_interval enquire_link_interval: Option<Duration>;
        with_enquire_link_timeout enquire_link_timeout: Option<Duration>;
        with_inactivity_timeout inactivity_timeout: Option<Duration>;
        with_frame_timeout frame_timeout: Option<Duration>;
        with_unbind_timeout unbind_timeout: Option<Duration>;
    }

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
