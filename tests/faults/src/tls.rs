//! Certificates for a trial, made in memory.

use rcgen::{CertificateParams, KeyPair};
use smpp_tokio::{TlsClient, TlsServer};

/// A message centre's TLS, and that of clients who trust it.
#[derive(Clone, Debug)]
pub struct Tls {
    /// Shows a certificate for loopback.
    pub server: TlsServer,
    /// Trusts that certificate, and no other.
    pub client: TlsClient,
}

impl Tls {
    /// With a new certificate, which signs itself.
    #[must_use]
    pub fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = params.self_signed(&key).unwrap().pem();
        let (certificate, key) = (certificate.as_bytes(), key.serialize_pem());
        Self {
            server: TlsServer::new(certificate, key.as_bytes()).unwrap(),
            client: TlsClient::from_roots(certificate).unwrap(),
        }
    }
}

impl Default for Tls {
    fn default() -> Self {
        Self::new()
    }
}
