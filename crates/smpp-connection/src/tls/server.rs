//! The server's side.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{
    ClientHello, NoServerSessionStorage, ResolvesServerCert, WebPkiClientVerifier,
};
use rustls::sign::CertifiedKey;

use super::error::{TlsError, TlsErrorKind};
use super::{pem, provider};

/// How a server takes TLS connections: its certificate, which can be replaced while it runs, and
/// whether clients must show theirs.
///
/// A clone is the same server: a [`reload`](Self::reload) of one is one of all.
///
/// ```no_run
/// use smpp_connection::TlsServer;
/// use std::fs::read;
///
/// let tls = TlsServer::new(&read("mc.pem")?, &read("mc.key")?)?
///     .with_client_roots(&read("customers-ca.pem")?)?;
///
/// // Later, when the certificate has been renewed: connections that are open stay as they are.
/// tls.reload(&read("mc.pem")?, &read("mc.key")?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct TlsServer {
    config: Arc<ServerConfig>,
    certificate: Arc<Current>,
}

impl TlsServer {
    /// Shows this certificate: a chain in PEM, its own first, and its private key. Clients need
    /// none: it is their bind that says who they are.
    ///
    /// # Errors
    ///
    /// [`TlsErrorKind::Certificate`] or [`TlsErrorKind::Key`] if one cannot be read, or they do
    /// not belong together.
    pub fn new(chain_pem: &[u8], key_pem: &[u8]) -> Result<Self, TlsError> {
        let identity = Arc::new(pem::identity(chain_pem, key_pem)?);
        Self::showing(
            Arc::new(Current(RwLock::new(identity))),
            WebPkiClientVerifier::no_client_auth(),
        )
    }

    /// Takes only clients that show a certificate which one of these signed.
    ///
    /// # Errors
    ///
    /// [`TlsErrorKind::Roots`] if there is none in this PEM text, or one that cannot be read.
    pub fn with_client_roots(self, roots_pem: &[u8]) -> Result<Self, TlsError> {
        let roots = Arc::new(pem::roots(roots_pem)?);
        let verifier = WebPkiClientVerifier::builder_with_provider(roots, provider())
            .build()
            .map_err(|error| TlsError::new(TlsErrorKind::Roots, error))?;
        Self::showing(self.certificate, verifier)
    }

    fn showing(
        certificate: Arc<Current>,
        clients: Arc<dyn ClientCertVerifier>,
    ) -> Result<Self, TlsError> {
        let resolver: Arc<dyn ResolvesServerCert> = Arc::<Current>::clone(&certificate);
        let mut config = ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(|error| TlsError::new(TlsErrorKind::Handshake, error))?
            .with_client_cert_verifier(clients)
            .with_cert_resolver(resolver);
        config.session_storage = Arc::new(NoServerSessionStorage {});
        config.send_tls13_tickets = 0;
        Ok(Self {
            config: Arc::new(config),
            certificate,
        })
    }

    /// Shows another certificate from the next handshake on.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new); then the one before stays.
    pub fn reload(&self, chain_pem: &[u8], key_pem: &[u8]) -> Result<(), TlsError> {
        let identity = Arc::new(pem::identity(chain_pem, key_pem)?);
        let mut current = self
            .certificate
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *current = identity;
        Ok(())
    }

    /// Returns the configuration of rustls, for adapters to other runtimes. A certificate that is
    /// [replaced](Self::reload) later is in it.
    ///
    /// rustls 0.23 is part of this crate's public API, with the feature `tls`: see the
    /// [policy](crate#rustls-in-the-public-api).
    #[must_use]
    pub fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }
}

/// Nothing of keys.
impl fmt::Debug for TlsServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsServer").finish_non_exhaustive()
    }
}

/// The certificate of now.
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let current = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&current))
    }
}

impl fmt::Debug for Current {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Current")
    }
}
