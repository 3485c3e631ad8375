//! An SMPP connection without a runtime.
//!
//! What every adapter needs, and no runtime owns: handles that send requests and await their
//! responses, the queue of what the peer sends, back-pressure, metrics, TLS. Whoever drives a
//! connection reads, writes and waits; `smpp-tokio` and `smpp-blocking` are such drivers.

mod tap;

pub use tap::{Direction, Link, Tap};

mod password;
#[cfg(feature = "proxy-protocol")]
mod proxy;

pub use password::same_password;
#[cfg(feature = "proxy-protocol")]
pub use proxy::{ProxyError, ProxyHeader, TrustedProxies, TrustedProxiesError};

mod admission;

pub use admission::{Admission, AdmissionLimits, Permit, Refused};

mod metrics;

pub use metrics::{Count, Meter, Metrics};

#[cfg(feature = "tls")]
mod tls;

#[cfg(feature = "tls")]
pub use tls::{TlsClient, TlsError, TlsErrorKind, TlsServer};
