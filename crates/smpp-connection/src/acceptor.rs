//! What every connection of a message centre passes before SMPP begins on it.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use smpp_codec::Instant;

use crate::accept_retry;
use crate::admission::{Admission, AdmissionLimits, Permit};
use crate::error::Error;
use crate::group::Group;
#[cfg(feature = "proxy-protocol")]
use crate::proxy::TrustedProxies;
use crate::settings::Settings;
#[cfg(feature = "tls")]
use crate::tls::TlsServer;

/// What a listener asks of every connection before SMPP begins on it: a trusted proxy's header, to
/// be within the limits, TLS. In this order; then it gets the [`Settings`].
///
/// It knows no socket. The adapter accepts, reads, waits, and closes whom it refuses. A clone is
/// the same admission and the same group, until either is set anew.
///
/// ```
/// use smpp_connection::{Acceptor, AdmissionLimits, Clock};
/// use std::net::SocketAddr;
///
/// let limits = AdmissionLimits::new().with_per_address(1);
/// let acceptor = Acceptor::default().with_limits(limits);
/// let peer: SocketAddr = "192.0.2.7:40000".parse()?;
/// assert!(acceptor.is_plain(peer));                       // neither TLS nor a proxy's header
/// let now = Clock::system().now();
/// let permit = acceptor.admit(now, peer)?;                // for `Connection::hold`
/// assert!(acceptor.admit(now, peer).is_err());
/// # drop(permit);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Acceptor {
    settings: Settings,
    group: Group,
    limits: AdmissionLimits,
    admission: Admission,
    #[cfg(feature = "tls")]
    tls: Option<TlsServer>,
    #[cfg(feature = "proxy-protocol")]
    proxies: TrustedProxies,
}

impl Default for Acceptor {
    /// Default settings and limits, no TLS, no proxies.
    fn default() -> Self {
        let (group, limits) = (Group::default(), AdmissionLimits::default());
        Self {
            settings: Settings::new().with_group(Some(group.clone())),
            group,
            limits,
            admission: Admission::new(limits),
            #[cfg(feature = "tls")]
            tls: None,
            #[cfg(feature = "proxy-protocol")]
            proxies: TrustedProxies::default(),
        }
    }
}

impl Acceptor {
    /// Returns an acceptor with default settings and limits, without TLS and proxies.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With other settings. Their group, if they have one, is that of all connections.
    #[must_use]
    pub fn with_settings(self, settings: Settings) -> Self {
        let group = settings.group.clone().unwrap_or_default();
        Self {
            settings: settings.with_group(Some(group.clone())),
            group,
            ..self
        }
    }

    /// With other limits on connections and failed binds, and no connection admitted yet.
    ///
    /// A connection over the limits is closed without a response. A gateway that opens more than
    /// 100 connections from one address needs a greater
    /// [`per_address`](AdmissionLimits::per_address).
    #[must_use]
    pub fn with_limits(self, limits: AdmissionLimits) -> Self {
        Self {
            limits,
            admission: Admission::new(limits),
            ..self
        }
    }

    /// With TLS for every connection. Keep a clone to [`reload`](TlsServer::reload) the
    /// certificate.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn with_tls(self, tls: TlsServer) -> Self {
        Self {
            tls: Some(tls),
            ..self
        }
    }

    /// With proxies whose connections begin with a [`ProxyHeader`](crate::ProxyHeader). A header
    /// from another address is not SMPP, and ends its connection.
    #[cfg(feature = "proxy-protocol")]
    #[must_use]
    pub fn with_trusted_proxies(self, proxies: TrustedProxies) -> Self {
        Self { proxies, ..self }
    }

    /// What each connection is set up with; the [`group`](Self::group) is in it.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// All connections together.
    #[must_use]
    pub const fn group(&self) -> &Group {
        &self.group
    }

    /// The limits.
    #[must_use]
    pub const fn limits(&self) -> &AdmissionLimits {
        &self.limits
    }

    /// The TLS that every connection must begin with, if any.
    #[cfg(feature = "tls")]
    #[must_use]
    pub const fn tls(&self) -> Option<&TlsServer> {
        self.tls.as_ref()
    }

    /// Whether a connection from this address must begin with a proxy's header. Never without the
    /// feature `proxy-protocol`.
    #[must_use]
    #[cfg_attr(
        not(feature = "proxy-protocol"),
        allow(
            clippy::unused_self,
            clippy::missing_const_for_fn,
            reason = "the same call, without the feature"
        )
    )]
    pub fn is_proxy(&self, peer: SocketAddr) -> bool {
        #[cfg(feature = "proxy-protocol")]
        return self.proxies.contains(peer.ip());
        #[cfg(not(feature = "proxy-protocol"))]
        {
            let _ = peer;
            false
        }
    }

    /// Whether SMPP begins with the first octet: nothing has to be waited for.
    #[must_use]
    pub fn is_plain(&self, peer: SocketAddr) -> bool {
        #[cfg(feature = "tls")]
        if self.tls.is_some() {
            return false;
        }
        !self.is_proxy(peer)
    }

    /// Returns how long to wait before accepting again after the listener returned this error: too
    /// many open files, no memory, a connection that was reset before it was accepted. `None` if
    /// the error does not pass, and is to be returned to the application.
    ///
    /// With the feature `tracing`, an error that needs a pause is logged.
    #[must_use]
    pub fn retry_after(error: &io::Error) -> Option<Duration> {
        let pause = accept_retry::retry_after(error)?;
        #[cfg(feature = "tracing")]
        if !pause.is_zero() {
            tracing::warn!(%error, ?pause, "cannot accept connections");
        }
        Some(pause)
    }

    /// Lets a connection in, if it is within the limits. Behind a proxy, `peer` is the address of
    /// its header. The connection [holds](crate::Connection::hold) the permit until it ends.
    ///
    /// # Errors
    /// [`Error::Io`], of kind `ConnectionRefused`, says which limit it is beyond. Close it without
    /// a word.
    pub fn admit(&self, now: Instant, peer: SocketAddr) -> Result<Permit, Error> {
        let permit = self.admission.admit(now, peer.ip());
        permit.map_err(|refused| io::Error::new(io::ErrorKind::ConnectionRefused, refused).into())
    }
}

impl fmt::Debug for Acceptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Acceptor")
            .field("settings", &self.settings)
            .field("limits", &self.limits)
            .field("group", &self.group)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_connections_are_of_one_group() {
        let acceptor = Acceptor::default();
        assert!(acceptor.settings().group.is_some());
        let acceptor = acceptor.with_settings(Settings::default());
        assert!(acceptor.settings().group.is_some(), "a new one");
        let (shared, peer) = (Group::default(), "192.0.2.7:1".parse().unwrap());
        let settings = Settings::new().with_group(Some(shared.clone()));
        let acceptor = acceptor.with_settings(settings);
        let link = crate::Link::new(None, Some(peer));
        let settings = acceptor.settings().clone();
        let side = crate::Side::MessageCenter;
        let _ends = crate::Connection::new(side, link, settings, crate::Clock::system());
        assert_eq!(
            (shared.connections(), acceptor.group().connections()),
            (1, 1)
        );
    }

    #[test]
    #[cfg(feature = "proxy-protocol")]
    fn only_a_trusted_proxy_begins_with_a_header() {
        let proxies = "10.0.0.0/8".parse::<TrustedProxies>().unwrap();
        let acceptor = Acceptor::default().with_trusted_proxies(proxies);
        let [proxy, other] = ["10.1.2.3:1", "192.0.2.7:1"].map(|peer| peer.parse().unwrap());
        assert_eq!(
            [proxy, other].map(|peer| acceptor.is_proxy(peer)),
            [true, false]
        );
        assert_eq!(
            [proxy, other].map(|peer| acceptor.is_plain(peer)),
            [false, true]
        );
    }
}
