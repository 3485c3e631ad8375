//! TLS: who is trusted, who is not, and that nothing is ever said in clear.

mod common;

use std::io::ErrorKind;
use std::time::Duration;

use common::{Authority, LONG, impatient, is_told_nothing, message, serve};
use smpp_codec::pdu::SubmitSm;
use smpp_codec::tlv::{MESSAGE_PAYLOAD, Tlv};
use smpp_tokio::{
    Acceptor, ClientState, Error, Esme, MessageCenter, Settings, TlsErrorKind, TlsServer,
    TlsStream, stay_connected,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// A message centre that takes TLS only, and where it listens.
async fn center(tls: TlsServer) -> String {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let acceptor = Acceptor::new()
        .with_tls(tls)
        .with_settings(Settings::new().with_connect_timeout(Duration::from_millis(500)));
    let center = center.with_acceptor(acceptor);
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

/// An SMPP peer without TLS, which answers what it takes for a length. Gives what it heard.
async fn answer_in_clear(mut stream: TcpStream) -> Vec<u8> {
    let nack = [0, 0, 0, 16, 0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0];
    stream.write_all(&nack).await.unwrap();
    let mut octets = Vec::new();
    let _ = timeout(LONG, stream.read_to_end(&mut octets)).await;
    octets
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

/// Records are larger than the pipe, and payloads larger than a record.
#[tokio::test]
async fn tls_runs_over_any_stream_and_carries_every_octet() {
    let authority = Authority::new();
    let (near, far) = duplex(1000);
    let tls = authority.server("mc.example");
    let center = tokio::spawn(async move {
        let stream = TlsStream::accept(far, &tls, LONG).await.unwrap();
        let unbound = MessageCenter::open(stream, Settings::default());
        let binding = unbound.bind_request().await.unwrap();
        let (_connection, mut incoming) = binding.accept(b"mc").unwrap();
        let mut payloads = Vec::new();
        while let Some(request) = incoming.next_request().await {
            let payload = request.pdu().body.tlvs().get(MESSAGE_PAYLOAD).unwrap();
            payloads.push(payload.unwrap().to_vec());
            request.accept(b"42").unwrap();
        }
        payloads
    });
    let client = authority.client();
    let stream = TlsStream::connect(near, &client, "mc.example", LONG).await;
    let bound = Esme::new("bank", "secret").bind(stream.unwrap()).await;
    let (connection, _incoming) = bound.unwrap();
    let payload: Vec<u8> = (0..60_000).map(|i: u32| i.to_le_bytes()[0]).collect();
    let tlvs = [Tlv::new(MESSAGE_PAYLOAD, &payload)];
    let submit = SubmitSm {
        tlvs: (&tlvs).into(),
        ..message(b"")
    };
    let (first, second) = tokio::join!(connection.submit_sm(submit), connection.submit_sm(submit));
    assert_eq!(first.unwrap(), b"42");
    assert_eq!(second.unwrap(), b"42");
    connection.unbind().await.unwrap();
    assert_eq!(center.await.unwrap(), [payload.clone(), payload]);
}

/// A peer that says nothing in its handshake is waited for no longer than this.
#[tokio::test]
async fn a_handshake_has_its_time() {
    let (near, _silent) = duplex(1 << 16);
    let (client, limit) = (Authority::new().client(), Duration::from_millis(50));
    let late = TlsStream::connect(near, &client, "mc.example", limit);
    let late = timeout(LONG, late).await.unwrap();
    let Err(Error::Io(error)) = late else {
        panic!("{late:?}")
    };
    assert_eq!(error.kind(), ErrorKind::TimedOut);
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
        let (stream, _) = listener.accept().await.unwrap();
        answer_in_clear(stream).await
    });
    let esme = Esme::new("bank", "secret");
    let refused = esme.connect_tls(&Authority::new().client(), &address).await;
    assert_eq!(kind(refused), TlsErrorKind::NotTls);
    is_told_nothing(&heard.await.unwrap());
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

/// Its connections go through a acceptor of ours: to a message centre, to somebody without TLS once
/// that one is gone, to the message centre that comes after.
#[tokio::test]
async fn a_client_that_stays_connected_comes_back_in_tls_and_never_in_clear() {
    async fn pass(acceptor: &TcpListener, to: &str) -> JoinHandle<()> {
        let (mut client, _) = acceptor.accept().await.unwrap();
        let mut first = [0];
        client.peek(&mut first).await.unwrap();
        assert_eq!(first, [22], "a handshake record");
        let mut center = TcpStream::connect(to).await.unwrap();
        tokio::spawn(async move { drop(copy_bidirectional(&mut client, &mut center).await) })
    }

    let authority = Authority::new();
    let acceptor = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("localhost:{}", acceptor.local_addr().unwrap().port());
    let (esme, tls) = (Esme::new("bank", "secret"), authority.client());
    let (client, _incoming) = stay_connected(impatient(), move || {
        let (esme, tls, address) = (esme.clone(), tls.clone(), address.clone());
        async move { esme.connect_tls(&tls, &address).await }
    });
    let mut changes = client.changes();
    let submitted = || timeout(LONG, client.submit_sm(message(b"hi")));

    let passing = pass(&acceptor, &center(authority.server("localhost")).await).await;
    assert_eq!(submitted().await.unwrap().unwrap(), b"42");
    passing.abort();
    let (stream, _) = acceptor.accept().await.unwrap();
    is_told_nothing(&answer_in_clear(stream).await);
    let _passing = pass(&acceptor, &center(authority.server("localhost")).await).await;
    assert_eq!(submitted().await.unwrap().unwrap(), b"42");

    client.stop().await;
    let mut refused = Vec::new();
    while let Some(change) = changes.next().await {
        if let ClientState::Waiting { error, .. } = change {
            refused.extend(match &*error {
                Error::Tls(error) => Some(error.kind()),
                _ => None,
            });
        }
    }
    assert_eq!(refused, [TlsErrorKind::NotTls]);
}
