use std::io::{self, Read, Write};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::{ClientConnection, Connection, ProtocolVersion, ServerConnection};

use super::{TlsClient, TlsError, TlsErrorKind, TlsServer};

/// An authority, made in memory.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

/// A certificate and its private key, as PEM.
struct Identity {
    chain: String,
    key: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            pem,
            issuer: Issuer::new(params, key),
        }
    }

    fn roots(&self) -> &[u8] {
        self.pem.as_bytes()
    }

    fn sign(&self, name: &str) -> Identity {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        Identity {
            chain: certificate.pem(),
            key: key.serialize_pem(),
        }
    }
}

impl Identity {
    fn server(&self) -> TlsServer {
        TlsServer::new(self.chain.as_bytes(), self.key.as_bytes()).unwrap()
    }

    fn reload(&self, server: &TlsServer) {
        server
            .reload(self.chain.as_bytes(), self.key.as_bytes())
            .unwrap();
    }

    fn of(&self, client: TlsClient) -> TlsClient {
        client
            .with_certificate(self.chain.as_bytes(), self.key.as_bytes())
            .unwrap()
    }
}

/// Moves what one side has to send to the other.
fn pass(from: &mut Connection, to: &mut Connection) -> Result<bool, TlsError> {
    let mut wire = Vec::new();
    while from.wants_write() {
        from.write_tls(&mut wire).unwrap();
    }
    let mut rest = wire.as_slice();
    while !rest.is_empty() {
        to.read_tls(&mut rest).unwrap();
        to.process_new_packets().map_err(|error| {
            TlsError::from_handshake(io::Error::new(io::ErrorKind::InvalidData, error))
        })?;
    }
    Ok(!wire.is_empty())
}

/// A handshake over memory, and an octet each way behind it: the two ends, or who saw what.
fn handshake(
    client: impl Into<Connection>,
    server: &TlsServer,
) -> Result<(Connection, Connection), (&'static str, TlsError)> {
    let mut near = client.into();
    let mut far = Connection::from(ServerConnection::new(server.config()).unwrap());
    loop {
        let there = pass(&mut near, &mut far).map_err(|error| ("server", error))?;
        let back = pass(&mut far, &mut near).map_err(|error| ("client", error))?;
        if !there && !back {
            break;
        }
    }
    assert!(!near.is_handshaking() && !far.is_handshaking());
    near.writer().write_all(b"x").unwrap();
    pass(&mut near, &mut far).map_err(|error| ("server", error))?;
    let mut octet = [0];
    far.reader().read_exact(&mut octet).unwrap();
    assert_eq!(&octet, b"x");
    Ok((near, far))
}

fn connect(client: &TlsClient, host: &str) -> Connection {
    ClientConnection::new(client.config(), client.server_name(host).unwrap())
        .unwrap()
        .into()
}

fn failure(client: &TlsClient, host: &str, server: &TlsServer) -> (&'static str, TlsErrorKind) {
    let Err((who, error)) = handshake(connect(client, host), server) else {
        panic!("the handshake must fail");
    };
    (who, error.kind())
}

/// The certificate that the other side shows, by its octets.
fn shown(connection: &Connection) -> Vec<u8> {
    connection.peer_certificates().unwrap()[0].to_vec()
}

#[test]
fn a_server_of_a_trusted_authority_is_connected_to_by_either_version() {
    let authority = Authority::new();
    let server = authority.sign("mc.example").server();
    let client = TlsClient::from_roots(authority.roots()).unwrap();
    let (near, far) = handshake(connect(&client, "mc.example"), &server).unwrap();
    assert_eq!(near.protocol_version(), Some(ProtocolVersion::TLSv1_3));
    assert_eq!(far.peer_certificates(), None);

    let roots = super::pem::roots(authority.roots()).unwrap();
    let old = rustls::ClientConfig::builder_with_provider(super::provider())
        .with_protocol_versions(&[&rustls::version::TLS12])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let old = ClientConnection::new(Arc::new(old), client.server_name("mc.example").unwrap());
    let (near, _) = handshake(old.unwrap(), &server).unwrap();
    assert_eq!(near.protocol_version(), Some(ProtocolVersion::TLSv1_2));
}

#[test]
fn an_address_or_another_name_will_do_if_the_certificate_says_so() {
    let authority = Authority::new();
    let client = TlsClient::from_roots(authority.roots()).unwrap();
    let by_address = authority.sign("127.0.0.1").server();
    assert!(handshake(connect(&client, "127.0.0.1"), &by_address).is_ok());
    let by_address = authority.sign("::1").server();
    assert!(handshake(connect(&client, "[::1]"), &by_address).is_ok());

    let by_name = authority.sign("mc.example").server();
    assert_eq!(
        failure(&client, "127.0.0.1", &by_name),
        ("client", TlsErrorKind::Untrusted)
    );
    let named = client.with_server_name("mc.example").unwrap();
    assert!(handshake(connect(&named, "127.0.0.1"), &by_name).is_ok());
}

#[test]
fn a_server_of_another_authority_or_name_is_not_trusted() {
    let (authority, other) = (Authority::new(), Authority::new());
    let server = authority.sign("mc.example").server();
    let client = TlsClient::from_roots(other.roots()).unwrap();
    assert_eq!(
        failure(&client, "mc.example", &server),
        ("client", TlsErrorKind::Untrusted)
    );
    let client = TlsClient::from_roots(authority.roots()).unwrap();
    assert_eq!(
        failure(&client, "mc2.example", &server),
        ("client", TlsErrorKind::Untrusted)
    );
}

#[test]
fn a_client_without_the_certificate_that_is_asked_for_is_refused() {
    let (authority, customers) = (Authority::new(), Authority::new());
    let server = authority
        .sign("mc.example")
        .server()
        .with_client_roots(customers.roots())
        .unwrap();
    let client = TlsClient::from_roots(authority.roots()).unwrap();
    assert_eq!(
        failure(&client, "mc.example", &server),
        ("server", TlsErrorKind::Untrusted)
    );

    let stranger = authority.sign("bank.example").of(client.clone());
    assert_eq!(
        failure(&stranger, "mc.example", &server),
        ("server", TlsErrorKind::Untrusted)
    );

    let customer = customers.sign("bank.example").of(client);
    let (_, far) = handshake(connect(&customer, "mc.example"), &server).unwrap();
    assert!(far.peer_certificates().is_some());
}

#[test]
fn a_reload_is_for_new_handshakes_and_a_bad_one_changes_nothing() {
    let authority = Authority::new();
    let server = authority.sign("mc.example").server();
    let also = server.clone().with_client_roots(authority.roots()).unwrap();
    let client = authority
        .sign("bank.example")
        .of(TlsClient::from_roots(authority.roots()).unwrap());
    let (mut near, mut far) = handshake(connect(&client, "mc.example"), &server).unwrap();
    let first = shown(&near);

    let next = authority.sign("mc.example");
    let wrong_key = server.reload(next.chain.as_bytes(), authority.sign("x").key.as_bytes());
    assert_eq!(wrong_key.unwrap_err().kind(), TlsErrorKind::Key);
    let no_chain = server.reload(b"", next.key.as_bytes());
    assert_eq!(no_chain.unwrap_err().kind(), TlsErrorKind::Certificate);
    let (same, _) = handshake(connect(&client, "mc.example"), &server).unwrap();
    assert_eq!(shown(&same), first);

    next.reload(&server);
    for server in [&server, &also] {
        let (new, _) = handshake(connect(&client, "mc.example"), server).unwrap();
        assert_ne!(shown(&new), first);
    }
    // The connection from before goes on.
    far.writer().write_all(b"y").unwrap();
    pass(&mut far, &mut near).unwrap();
    let mut octet = [0];
    near.reader().read_exact(&mut octet).unwrap();
}

#[test]
fn plaintext_is_not_taken_for_tls() {
    let server = Authority::new().sign("mc.example").server();
    let mut far = Connection::from(ServerConnection::new(server.config()).unwrap());
    let mut enquire_link: &[u8] = &[0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1];
    far.read_tls(&mut enquire_link).unwrap();
    let error = far.process_new_packets().unwrap_err();
    let error = TlsError::from_handshake(io::Error::other(error));
    assert_eq!(error.kind(), TlsErrorKind::NotTls);
    assert!(
        far.reader().read(&mut [0; 16]).is_err(),
        "nothing is handed on"
    );

    let reset = TlsError::from_handshake(io::ErrorKind::ConnectionReset.into());
    assert_eq!(reset.kind(), TlsErrorKind::Handshake);
}

#[test]
fn what_cannot_be_read_is_named() {
    let authority = Authority::new();
    let identity = authority.sign("mc.example");
    let kind = |result: Result<TlsServer, TlsError>| result.unwrap_err().kind();
    let (chain, key) = (identity.chain.as_bytes(), identity.key.as_bytes());
    assert_eq!(kind(TlsServer::new(key, key)), TlsErrorKind::Certificate);
    assert_eq!(
        kind(TlsServer::new(b"-----BEGIN CERTIFICATE-----\n", key)),
        TlsErrorKind::Certificate
    );
    assert_eq!(kind(TlsServer::new(chain, chain)), TlsErrorKind::Key);
    assert_eq!(
        kind(TlsServer::new(
            chain,
            authority.sign("mc.example").key.as_bytes()
        )),
        TlsErrorKind::Key
    );
    assert_eq!(
        kind(identity.server().with_client_roots(b"")),
        TlsErrorKind::Roots
    );
    let garbage = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert_eq!(
        TlsClient::from_roots(garbage).unwrap_err().kind(),
        TlsErrorKind::Roots
    );
    let client = TlsClient::from_roots(authority.roots()).unwrap();
    for name in ["", "a b", "-", "mc.example:3550"] {
        let error = client.clone().with_server_name(name).unwrap_err();
        assert_eq!(error.kind(), TlsErrorKind::ServerName, "{name}");
        assert!(error.to_string().contains(&format!("{name:?}")), "{error}");
    }
}

#[test]
fn no_key_shows() {
    let authority = Authority::new();
    let identity = authority.sign("mc.example");
    let client = identity.of(TlsClient::from_roots(authority.roots()).unwrap());
    let shown = format!("{client:?} {client:#?} {:?}", identity.server());
    assert!(shown.contains("certificate: true"), "{shown}");
    assert!(shown.len() < 300, "{shown}");

    // A key that is damaged, or where a certificate should be, is not quoted in the error.
    let damaged = identity.key.replace("-----END", "--END");
    for (chain, key) in [
        (identity.chain.as_str(), damaged.as_str()),
        (&damaged, &damaged),
        (&identity.key, &identity.key),
    ] {
        let error = TlsServer::new(chain.as_bytes(), key.as_bytes()).unwrap_err();
        let shown = format!("{error} {error:?}");
        let secret = identity.key.lines().nth(1).unwrap();
        assert!(!shown.contains(&secret[..10]), "{shown}");
    }
}
