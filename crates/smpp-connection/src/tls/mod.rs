//! TLS, by rustls: 1.2 and 1.3, certificates always verified, never a way back to plaintext.
//!
//! SMPP knows no `STARTTLS`: TLS has a port of its own, 3550 by custom, and a connection is either
//! TLS from its first octet or not at all. There is no setting that skips the verification of a
//! certificate. For a peer with a certificate of its own making, give that certificate as root.
//!
//! Sessions are not resumed. SMPP connections last, so it would save nothing, and a resumed one
//! would be let in by a certificate that has been replaced or withdrawn since.

mod client;
mod error;
mod pem;
mod server;

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};

pub use client::TlsClient;
pub use error::{TlsError, TlsErrorKind};
pub use server::TlsServer;

/// Named rather than taken from the process, where anybody could have put another.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

#[cfg(test)]
mod tests;
