//! Certificates, made in memory.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use smpp_connection::{TlsClient, TlsServer};

/// An authority, and certificates that it signs.
pub struct Authority {
    pub pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(params, key);
        Self { pem, issuer }
    }

    /// A certificate for a name, and its key.
    pub fn sign(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }

    /// Shows a certificate for this name.
    pub fn server(&self, name: &str) -> TlsServer {
        let (chain, key) = self.sign(name);
        TlsServer::new(chain.as_bytes(), key.as_bytes()).unwrap()
    }

    /// Trusts what it has signed, and nothing else.
    pub fn client(&self) -> TlsClient {
        TlsClient::from_roots(self.pem.as_bytes()).unwrap()
    }
}
