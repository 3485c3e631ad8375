//! What a connection is set up with.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use smpp_session::{Config, PacerConfig};

use crate::group::Group;
use crate::setters::setters;
use crate::tap::Tap;

/// The settings of a connection, the same for both sides.
///
/// ```
/// use smpp_connection::Settings;
/// use std::time::Duration;
///
/// static SETTINGS: Settings = Settings::new()
///     .with_window(100)
///     .with_linger(Duration::from_secs(2));
/// assert_eq!(SETTINGS.connect_timeout, Duration::from_secs(10));
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Timers, limits and versions of the session.
    pub session: Config,
    /// How many requests of ours may be unanswered; further ones wait. Default: 10, the guideline
    /// of SMPP 3.4. It costs 64 octets a place.
    pub window: usize,
    /// How fast messages are sent: a rate, and what the peer's complaints do to it. Default: as
    /// fast as the window allows.
    pub pacing: Option<PacerConfig>,
    /// How long connecting may take: name, address and TLS together; and how long a connection
    /// that comes in may take for TLS and for a proxy's header. Default: 10 s.
    pub connect_timeout: Duration,
    /// How many octets may wait to be sent before further requests wait. At twice as many nothing
    /// is read any more, since what is read may want an answer. Default: 256 KiB.
    pub max_unsent_octets: usize,
    /// How long the peer may take to read any of what is being sent, before the session is closed.
    /// Default: 30 s.
    pub write_timeout: Option<Duration>,
    /// How long what the peer asked may stay unanswered once it has ended its direction of the
    /// connection, and how long a closed session may take to send what is left. Default: 5 s.
    pub linger: Duration,
    /// Is shown what passes.
    pub tap: Option<Arc<dyn Tap>>,
    /// What the connection is counted, and ended, together with.
    pub group: Option<Group>,
}

impl Settings {
    /// The default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            session: Config::new(),
            window: 10,
            pacing: None,
            connect_timeout: Duration::from_secs(10),
            max_unsent_octets: 256 * 1024,
            write_timeout: Some(Duration::from_secs(30)),
            linger: Duration::from_secs(5),
            tap: None,
            group: None,
        }
    }

    setters! {
        with_session session: Config;
        with_window window: usize;
        with_pacing pacing: Option<PacerConfig>;
        with_connect_timeout connect_timeout: Duration;
        with_max_unsent_octets max_unsent_octets: usize;
        with_write_timeout write_timeout: Option<Duration>;
        with_linger linger: Duration;
    }

    /// Sets [`tap`](Self::tap).
    #[must_use]
    pub fn with_tap(self, tap: Option<Arc<dyn Tap>>) -> Self {
        Self { tap, ..self }
    }

    /// Sets [`group`](Self::group).
    #[must_use]
    pub fn with_group(self, group: Option<Group>) -> Self {
        Self { group, ..self }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("session", &self.session)
            .field("window", &self.window)
            .field("pacing", &self.pacing)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_unsent_octets", &self.max_unsent_octets)
            .field("write_timeout", &self.write_timeout)
            .field("linger", &self.linger)
            .finish_non_exhaustive()
    }
}
