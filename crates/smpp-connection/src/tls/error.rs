//! What can go wrong with TLS.

use std::error;
use std::fmt;
use std::io;

/// Why TLS could not be set up, or a handshake failed.
///
/// Displayed in full: what is wrong, the reason that the library gives, and what to do.
#[derive(Debug)]
pub struct TlsError {
    kind: TlsErrorKind,
    source: Option<Box<dyn error::Error + Send + Sync>>,
}

/// The kinds of [`TlsError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TlsErrorKind {
    /// No root certificate could be read: without one nobody is trusted.
    Roots,
    /// The certificate chain is empty, or cannot be read.
    Certificate,
    /// The private key is not there, cannot be read, or does not belong to the certificate.
    Key,
    /// The server's name is neither a host name nor an address.
    ServerName,
    /// The peer's certificate is not one to trust, or it showed none.
    Untrusted,
    /// The peer ended the handshake with an alert.
    Refused,
    /// What the peer sent is not TLS.
    NotTls,
    /// The handshake failed otherwise, or the connection ended in it.
    Handshake,
}

impl TlsError {
    pub(super) fn new(
        kind: TlsErrorKind,
        source: impl Into<Box<dyn error::Error + Send + Sync>>,
    ) -> Self {
        Self {
            kind,
            source: Some(source.into()),
        }
    }

    /// What is wrong.
    #[must_use]
    pub const fn kind(&self) -> TlsErrorKind {
        self.kind
    }

    /// Returns the error of a failed handshake, for adapters to other runtimes: its kind is found
    /// in the error of rustls within this one.
    #[must_use]
    pub fn from_handshake(error: io::Error) -> Self {
        let tls = error.get_ref().and_then(|error| error.downcast_ref());
        Self::new(
            tls.map_or(TlsErrorKind::Handshake, kind_of_handshake),
            error,
        )
    }
}

fn kind_of_handshake(error: &rustls::Error) -> TlsErrorKind {
    match error {
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            TlsErrorKind::Untrusted
        }
        rustls::Error::AlertReceived(_) => TlsErrorKind::Refused,
        rustls::Error::InvalidMessage(_) => TlsErrorKind::NotTls,
        _ => TlsErrorKind::Handshake,
    }
}

impl From<TlsErrorKind> for TlsError {
    fn from(kind: TlsErrorKind) -> Self {
        Self { kind, source: None }
    }
}

impl TlsErrorKind {
    /// What is wrong, and what to do.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Roots => (
                "no root certificate could be read",
                "give those of the peer's authority as PEM",
            ),
            Self::Certificate => (
                "the certificate chain could not be read",
                "give it as PEM, this side's certificate first",
            ),
            Self::Key => (
                "the private key could not be read, or is not that of the certificate",
                "give it as PEM, not encrypted (PKCS#8, PKCS#1 or SEC1)",
            ),
            Self::ServerName => (
                "the server's name is neither a host name nor an address",
                "give the name that is in its certificate",
            ),
            Self::Untrusted => (
                "the peer's certificate is not trusted",
                "give its authority's certificate as root, or the name that is in the certificate",
            ),
            Self::Refused => (
                "the peer refused the TLS handshake",
                "see whether it asks for a certificate of this side, or does not trust it",
            ),
            Self::NotTls => (
                "the peer does not speak TLS",
                "see whether this is its port for TLS",
            ),
            Self::Handshake => (
                "the TLS handshake failed",
                "see whether the peer speaks TLS 1.2 or 1.3 on this port",
            ),
        }
    }
}

impl fmt::Display for TlsErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.words().0)
    }
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, advice) = self.kind.words();
        match &self.source {
            Some(source) => write!(f, "{what} ({source}): {advice}"),
            None => write!(f, "{what}: {advice}"),
        }
    }
}

/// The reason is displayed with the error, so there is no source behind it.
impl error::Error for TlsError {}
