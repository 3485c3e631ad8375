//! The client's side.

use std::fmt;
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use rustls::sign::SingleCertAndKey;
use rustls::{ClientConfig, RootCertStore};

use super::error::{TlsError, TlsErrorKind};
use super::{pem, provider};

/// How a client makes TLS connections: whom it trusts, and who it is.
///
/// Made once, used for any number of connections; a clone is cheap.
///
/// ```no_run
/// use smpp_connection::TlsClient;
///
/// // A message centre whose certificate the platform trusts.
/// let tls = TlsClient::new()?;
///
/// // One with an authority of its own, reached by address, that asks for a certificate.
/// let tls = TlsClient::from_roots(&std::fs::read("operator-ca.pem")?)?
///     .with_certificate(&std::fs::read("bank.pem")?, &std::fs::read("bank.key")?)?
///     .with_server_name("smpp.operator.example")?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct TlsClient {
    config: Arc<ClientConfig>,
    server_name: Option<ServerName<'static>>,
}

impl TlsClient {
    /// Trusts what the platform trusts. Reads files or the platform's store: some milliseconds.
    /// On Unix, `SSL_CERT_FILE` and `SSL_CERT_DIR` stand in for it, as with OpenSSL.
    ///
    /// # Errors
    ///
    /// [`TlsErrorKind::Roots`] if there is no certificate to trust.
    pub fn new() -> Result<Self, TlsError> {
        Self::trusting(pem::platform_roots()?)
    }

    /// Trusts these certificates and what they signed, and nothing else.
    ///
    /// # Errors
    ///
    /// [`TlsErrorKind::Roots`] if there is none in this PEM text, or one that cannot be read.
    pub fn from_roots(roots_pem: &[u8]) -> Result<Self, TlsError> {
        Self::trusting(pem::roots(roots_pem)?)
    }

    fn trusting(roots: RootCertStore) -> Result<Self, TlsError> {
        let mut config = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(|error| TlsError::new(TlsErrorKind::Handshake, error))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.resumption = Resumption::disabled();
        Ok(Self {
            config: Arc::new(config),
            server_name: None,
        })
    }

    /// Shows this certificate to a server that asks for one: a chain in PEM, its own first, and
    /// its private key.
    ///
    /// # Errors
    ///
    /// [`TlsErrorKind::Certificate`] or [`TlsErrorKind::Key`] if one cannot be read, or they do
    /// not belong together.
    pub fn with_certificate(mut self, chain_pem: &[u8], key_pem: &[u8]) -> Result<Self, TlsError> {
        let identity = pem::identity(chain_pem, key_pem)?;
        Arc::make_mut(&mut self.config).client_auth_cert_resolver =
            Arc::new(SingleCertAndKey::from(identity));
        Ok(self)
    }

    /// The name, or the address, that must be in the server's certificate, if it is not the host
    /// name that is connected to.
    ///
    /// # Errors
    ///
    /// [`TlsErrorKind::ServerName`] if it is neither.
    pub fn with_server_name(mut self, name: &str) -> Result<Self, TlsError> {
        self.server_name = Some(server_name(name)?);
        Ok(self)
    }

    /// Returns the configuration of rustls, for adapters to other runtimes. It makes TLS 1.2 and
    /// 1.3 connections, verifies certificates, and resumes no sessions.
    ///
    /// rustls 0.23 is part of this crate's public API, with the feature `tls`: see the
    /// [policy](crate#rustls-in-the-public-api).
    #[must_use]
    pub fn config(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.config)
    }

    /// Returns the name that the certificate of this host must have, for adapters to other
    /// runtimes: that of [`with_server_name`](Self::with_server_name), or the host's.
    ///
    /// # Errors
    ///
    /// [`TlsErrorKind::ServerName`] if the host is neither a name nor an address.
    pub fn server_name(&self, host: &str) -> Result<ServerName<'static>, TlsError> {
        match &self.server_name {
            Some(name) => Ok(name.clone()),
            None => server_name(host),
        }
    }
}

fn server_name(name: &str) -> Result<ServerName<'static>, TlsError> {
    // An address of version 6 as it stands before a port.
    let name = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
        .unwrap_or(name);
    ServerName::try_from(name.to_owned())
        .map_err(|_| TlsError::new(TlsErrorKind::ServerName, format!("{name:?}")))
}

/// Whom it asks for, and nothing of keys.
impl fmt::Debug for TlsClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsClient")
            .field("server_name", &self.server_name)
            .field(
                "certificate",
                &self.config.client_auth_cert_resolver.has_certs(),
            )
            .finish_non_exhaustive()
    }
}
