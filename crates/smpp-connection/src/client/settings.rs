//! The settings of a client: when it connects again, and which requests wait meanwhile.

use std::time::Duration;

use smpp_session::ReconnectConfig;

use crate::setters::setters;

/// The settings of a [`Client`](crate::Client).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClientSettings {
    /// When to connect again. Default: see [`ReconnectConfig`].
    pub reconnect: ReconnectConfig,
    /// How many requests may wait for a connection to be bound; one more fails at once, with
    /// [`Error::NotConnected`](crate::Error::NotConnected). 0: none waits. Default: 100.
    pub max_waiting: usize,
    /// How long one may wait for a connection to be bound, before it fails with
    /// [`Error::NotConnected`](crate::Error::NotConnected). Default: 60 s.
    pub max_wait: Option<Duration>,
    /// Whether a request that had been sent when its connection was lost is sent again over the
    /// next one. Default: no, it fails with [`Error::Closed`](crate::Error::Closed).
    ///
    /// **With this a message may be delivered twice**, and be paid for twice: nobody knows whether
    /// the peer had acted on it, and SMPP has no way to ask. Without it a message may not be
    /// delivered at all, and whoever sent it hears of that.
    pub resend: bool,
}

impl ClientSettings {
    /// The default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            reconnect: ReconnectConfig::new(),
            max_waiting: 100,
            max_wait: Some(Duration::from_secs(60)),
            resend: false,
        }
    }

    setters! {
        with_reconnect reconnect: ReconnectConfig;
        with_max_waiting max_waiting: usize;
        with_max_wait max_wait: Option<Duration>;
        with_resend resend: bool;
    }
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self::new()
    }
}
