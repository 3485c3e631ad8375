//! TLS: who is trusted, who is not, and that nothing is ever said in clear.

mod common;

use common::{LONG, message, serve};
use rcgen::{CertificateParams, Issuer, KeyPair};
use smpp_tokio::{Error, Esme, MessageCenter, Settings, TlsClient, TlsErrorKind, TlsServer};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

/// An authority, and certificates that it signs.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let pem = params.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(params, key);
        Self { pem, issuer }
    }

    /// A certificate for a name, and its key.
    fn sign(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }

    fn server(&self, name: &str) -> TlsServer {
        let (chain, key) = self.sign(name);
        TlsServer::new(chain.as_bytes(), key.as_bytes()).unwrap()
    }

    fn client(&self) -> TlsClient {
        TlsClient::with_roots(self.pem.as_bytes()).unwrap()
    }
}

/// A message centre that takes TLS only, and where it listens.
async fn center(tls: TlsServer) -> String {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let center = center.tls(tls).settings(Settings {
        connect_timeout: Duration::from_millis(500),
        ..Settings::default()
    });
    let port = center.local_addr().unwrap().port();
    tokio::spawn(serve(center));
    format!("localhost:{port}")
}

fn kind(result: Result<impl std::fmt::Debug, Error>) -> TlsErrorKind {
    match result {
        Err(Error::Tls(error)) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_message_goes_to_whom_the_certificate_says() {
    let authority = Authority::new();
    let address = center(authority.server("localhost")).await;
    let esme = Esme::new("bank", "secret");
    let bound = esme.connect_tls(&authority.client(), &address).await;
    let (connection, _incoming) = bound.unwrap();
    assert_eq!(connection.submit_sm(message(b"hi")).await.unwrap(), b"42");
    connection.unbind().await.unwrap();
}

#[tokio::test]
async fn nobody_else_is_told_the_password() {
    let authority = Authority::new();
    let esme = Esme::new("bank", "secret");
    // Signed by somebody else; in another name.
    let stranger = center(Authority::new().server("localhost")).await;
    let refused = esme.connect_tls(&authority.client(), &stranger).await;
    assert_eq!(kind(refused), TlsErrorKind::Untrusted);
    let other = center(authority.server("other.example")).await;
    let refused = esme.connect_tls(&authority.client(), &other).await;
    assert_eq!(kind(refused), TlsErrorKind::Untrusted);
    let named = authority
        .client()
        .with_server_name("other.example")
        .unwrap();
    assert!(esme.connect_tls(&named, &other).await.is_ok());
}

#[tokio::test]
async fn a_peer_without_tls_gets_no_octet_of_smpp() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("localhost:{}", listener.local_addr().unwrap().port());
    let heard = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        // An SMPP peer that answers what it takes for a length.
        stream
            .write_all(&[0, 0, 0, 16, 0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0])
            .await
            .unwrap();
        let mut octets = Vec::new();
        let _ = timeout(LONG, stream.read_to_end(&mut octets)).await;
        octets
    });
    let esme = Esme::new("bank", "secret");
    let refused = esme.connect_tls(&Authority::new().client(), &address).await;
    assert_eq!(kind(refused), TlsErrorKind::NotTls);
    let octets = heard.await.unwrap();
    assert_eq!(octets[0], 22, "a handshake record");
    assert!(!octets.windows(6).any(|part| part == b"secret"));
}

#[tokio::test]
async fn a_client_without_tls_is_not_served_and_delays_nobody() {
    let authority = Authority::new();
    let address = center(authority.server("localhost")).await;
    // One that speaks SMPP in clear, and one that says nothing.
    let plain = Esme::new("bank", "secret");
    let _silent = TcpStream::connect(&address).await.unwrap();
    let refused = timeout(LONG, plain.connect(&address)).await.unwrap();
    assert!(refused.is_err(), "{refused:?}");
    let served = plain.connect_tls(&authority.client(), &address).await;
    assert!(served.is_ok());
}

#[tokio::test]
async fn a_silent_handshake_is_closed() {
    let address = center(Authority::new().server("localhost")).await;
    let mut silent = TcpStream::connect(&address).await.unwrap();
    let read = timeout(LONG, silent.read(&mut [0; 1])).await.unwrap();
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
}

#[tokio::test]
async fn a_client_shows_its_certificate_where_one_is_asked_for() {
    let (authority, customers) = (Authority::new(), Authority::new());
    let tls = authority.server("localhost");
    let tls = tls.with_client_roots(customers.pem.as_bytes()).unwrap();
    let address = center(tls).await;
    let esme = Esme::new("bank", "secret");
    let without = esme.connect_tls(&authority.client(), &address).await;
    assert!(without.is_err(), "{without:?}");
    let (chain, key) = customers.sign("bank.example");
    let client = authority.client();
    let client = client
        .with_certificate(chain.as_bytes(), key.as_bytes())
        .unwrap();
    assert!(esme.connect_tls(&client, &address).await.is_ok());
}

#[tokio::test]
async fn a_new_certificate_is_shown_without_a_restart() {
    let authority = Authority::new();
    let tls = authority.server("old.example");
    let address = center(tls.clone()).await;
    let esme = Esme::new("bank", "secret");
    let as_name = |name: &str| authority.client().with_server_name(name).unwrap();
    let (old, _incoming) = esme
        .connect_tls(&as_name("old.example"), &address)
        .await
        .unwrap();
    let (chain, key) = authority.sign("new.example");
    let (_, other_key) = authority.sign("new.example");
    // A key that does not belong to it: refused, and the old one stays.
    assert!(tls.reload(chain.as_bytes(), other_key.as_bytes()).is_err());
    assert!(
        esme.connect_tls(&as_name("old.example"), &address)
            .await
            .is_ok()
    );
    tls.reload(chain.as_bytes(), key.as_bytes()).unwrap();
    assert!(
        esme.connect_tls(&as_name("new.example"), &address)
            .await
            .is_ok()
    );
    assert!(
        esme.connect_tls(&as_name("old.example"), &address)
            .await
            .is_err()
    );
    assert_eq!(old.submit_sm(message(b"hi")).await.unwrap(), b"42");
}
