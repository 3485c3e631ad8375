//! Certificates and keys from PEM.

use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

use super::error::{TlsError, TlsErrorKind};
use super::provider;

/// All certificates of this text, which may hold other things; at least one.
pub(super) fn roots(pem: &[u8]) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(pem, TlsErrorKind::Roots)? {
        roots
            .add(certificate)
            .map_err(|error| TlsError::new(TlsErrorKind::Roots, error))?;
    }
    Ok(roots)
}

/// What the platform trusts. One certificate that cannot be read does not spoil the others.
pub(super) fn platform_roots() -> Result<RootCertStore, TlsError> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        return Err(match found.errors.into_iter().next() {
            Some(error) => TlsError::new(TlsErrorKind::Roots, error),
            None => TlsError::new(TlsErrorKind::Roots, "the platform has none"),
        });
    }
    Ok(roots)
}

/// A chain and the key of its first certificate, checked to belong together.
pub(super) fn identity(chain: &[u8], key: &[u8]) -> Result<CertifiedKey, TlsError> {
    let chain = certificates(chain, TlsErrorKind::Certificate)?;
    // The reasons of this library may quote the text: a key is in it.
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| TlsErrorKind::Key)?;
    CertifiedKey::from_der(chain, key, &provider()).map_err(|error| {
        let kind = match error {
            rustls::Error::InvalidCertificate(_) => TlsErrorKind::Certificate,
            _ => TlsErrorKind::Key,
        };
        TlsError::new(kind, error)
    })
}

fn certificates(pem: &[u8], kind: TlsErrorKind) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(pem)
        .collect::<Result<_, _>>()
        .map_err(|_| TlsError::new(kind, "this is not PEM"))?;
    if certificates.is_empty() {
        return Err(TlsError::new(kind, "there is no BEGIN CERTIFICATE"));
    }
    Ok(certificates)
}
