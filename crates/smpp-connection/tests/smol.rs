//! The adapter of `examples/smol`, end to end: requests both ways, half-close, loss, TLS.
//!
//! Over 300 lines: all tests use one message centre.

#[path = "../examples/smol/adapter.rs"]
mod adapter;

use std::net::Shutdown;
use std::time::{Duration, Instant};

use adapter::{Esme, MessageCenter};
use rcgen::{CertificateParams, KeyPair};
use smol::future::{FutureExt as _, zip};
use smol::io::{AsyncReadExt as _, AsyncWriteExt as _};
use smol::net::{TcpListener, TcpStream};
use smol::{Task, Timer};
use smpp_codec::frame::{self, Frame, FrameSplit};
use smpp_codec::pdu::{Bind, Body, DeliverSm, SubmitSm};
use smpp_codec::values::Address;
use smpp_codec::{CommandId, CommandStatus, Dialect, Header, Pdu};
use smpp_connection::{
    Acceptor, ClientSettings, Connector as _, Credentials, Error, OpenConnection, Settings,
    TlsClient, TlsErrorKind, TlsServer,
};
use smpp_session::{CloseReason, ReconnectConfig};

const LIMIT: Duration = Duration::from_secs(20);

/// Runs a test within a time limit.
fn run(test: impl Future<Output = ()>) {
    let elapsed = async {
        Timer::after(LIMIT).await;
        panic!("the test takes longer than {LIMIT:?}");
    };
    smol::block_on(test.or(elapsed));
}

fn message(text: &[u8]) -> SubmitSm<'_> {
    let to = Address::international(b"447700900123");
    SubmitSm::new(Address::alphanumeric(b"BANK"), to, text)
}

/// A message centre that serves in tasks, and where it listens.
async fn center(acceptor: Acceptor) -> (Task<()>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let center = MessageCenter { listener, acceptor };
    let task = smol::spawn(async move {
        loop {
            let (open, _peer) = center.accept().await.unwrap();
            smol::spawn(serve(open)).detach();
        }
    });
    (task, format!("localhost:{port}"))
}

/// Accepts each message a moment later, and counts them. `deliver` asks for a message back.
async fn serve(open: OpenConnection) -> Result<(), Error> {
    let (connection, mut incoming) = open.bind_request().await?.accept(b"smol")?;
    let mut number = 0;
    while let Some(request) = incoming.next_request().await {
        number += 1;
        let text = match request.pdu().body {
            Body::SubmitSm(message) => message.short_message,
            _ => b"",
        };
        match text {
            b"deliver" => connection.deliver_sm(DeliverSm::default()).await?,
            b"silence" => {
                connection.closed().await;
            }
            b"later" => {
                Timer::after(Duration::from_millis(50)).await;
            }
            _ => {}
        }
        request.accept(format!("{number}").as_bytes())?;
    }
    Ok(())
}

fn esme(address: &str) -> Esme {
    Esme {
        credentials: Credentials::new("bank", "secret"),
        settings: Settings::default(),
        tls: None,
        address: address.to_owned(),
    }
}

/// A bind and these messages, as octets.
fn octets(messages: &[&[u8]]) -> Vec<u8> {
    let bind = Bind {
        system_id: b"bank",
        password: b"secret",
        ..Bind::default()
    };
    let bodies = messages.iter().map(|text| message(text).into());
    let bodies = std::iter::once(Body::BindTransceiver(bind)).chain(bodies);
    let encode = |(number, body)| Frame::encode(&Pdu::new(number, body), Dialect::STRICT);
    let frames = (1..).zip(bodies).map(|pdu| encode(pdu).unwrap());
    frames.flat_map(Frame::into_octets).collect()
}

#[test]
fn binds_and_sends_1000_messages() {
    run(async {
        let (_center, address) = center(Acceptor::default()).await;
        let (connection, _incoming) = esme(&address).connect().await.unwrap();
        let (mut sender, mut answers) = connection.bulk();
        let send = async {
            for tag in 0..1_000 {
                sender.send(tag, message(b"hi")).await.unwrap();
            }
            drop(sender);
        };
        let receive = async {
            let mut ids = Vec::new();
            while let Some(answer) = answers.next().await {
                let response = answer.result.unwrap();
                let Body::SubmitSmResp(body) = response.pdu().body else {
                    panic!("{response:?}");
                };
                let id = std::str::from_utf8(body.message_id.unwrap()).unwrap();
                ids.push((answer.tag + 1, id.parse::<u64>().unwrap()));
            }
            ids
        };
        let ((), ids) = zip(send, receive).await;
        assert!(ids.iter().all(|(tag, id)| tag == id));
        assert_eq!(ids.len(), 1_000);
        assert_eq!(connection.unbind().await.unwrap(), CloseReason::Unbound);
    });
}

#[test]
fn delivered_message_is_answered() {
    run(async {
        let (_center, address) = center(Acceptor::default()).await;
        let (connection, mut incoming) = esme(&address).connect().await.unwrap();
        let answer = async {
            let request = incoming.next_request().await.unwrap();
            assert_eq!(request.pdu().command_id(), CommandId::DELIVER_SM);
            request.accept(b"").unwrap();
        };
        // The message centre accepts the message after its own was answered.
        let (id, ()) = zip(connection.submit_sm(message(b"deliver")), answer).await;
        assert_eq!(id.unwrap(), b"1");
    });
}

#[test]
fn half_closed_peer_gets_its_answers() {
    run(async {
        let (_center, address) = center(Acceptor::default()).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        let (bind, all) = (octets(&[]), octets(&[b"later", b"hi"]));
        stream.write_all(&bind).await.unwrap();
        // Nothing but the bind may be sent before its response.
        let mut received = vec![0; 21];
        stream.read_exact(&mut received).await.unwrap();
        stream.write_all(&all[bind.len()..]).await.unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        stream.read_to_end(&mut received).await.unwrap();

        let (mut rest, mut headers) = (received.as_slice(), Vec::new());
        while let Ok(FrameSplit::Frame { frame, rest: next }) = frame::split(rest, 1_000) {
            headers.push(Header::decode(frame).unwrap());
            rest = next;
        }
        let expected = [
            (CommandId::BIND_TRANSCEIVER_RESP, 1),
            (CommandId::SUBMIT_SM_RESP, 2),
            (CommandId::SUBMIT_SM_RESP, 3),
        ];
        let answers = headers
            .iter()
            .map(|header| (header.command_id, header.sequence_number));
        assert!(answers.eq(expected), "{headers:?}");
        assert!(
            headers
                .iter()
                .all(|header| header.command_status == CommandStatus::ESME_ROK)
        );
    });
}

#[test]
fn vanished_peer_is_noticed_by_enquire_link() {
    run(async {
        let mut settings = Settings::default();
        settings.session.enquire_link_interval = Some(Duration::from_millis(100));
        settings.session.enquire_link_timeout = Some(Duration::from_millis(100));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let acceptor = Acceptor::default().with_settings(settings);
        let center = MessageCenter { listener, acceptor };
        // Stays open, and neither reads nor writes after the bind.
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(&octets(&[])).await.unwrap();
        let (open, peer) = center.accept().await.unwrap();
        assert_eq!(peer, stream.local_addr().unwrap());
        let (connection, _incoming) = open.bind_request().await.unwrap().accept(b"mc").unwrap();
        let begin = Instant::now();
        assert_eq!(connection.closed().await, CloseReason::EnquireLinkTimeout);
        assert!(begin.elapsed() < Duration::from_secs(5));
    });
}

#[test]
fn lost_request_may_have_been_sent() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let center = MessageCenter {
            listener,
            acceptor: Acceptor::default(),
        };
        let lose = async {
            let (open, _peer) = center.accept().await.unwrap();
            let (connection, mut incoming) =
                open.bind_request().await.unwrap().accept(b"mc").unwrap();
            let request = incoming.next_request().await.unwrap();
            connection.abort();
            drop(request);
        };
        let send = async {
            let (connection, _incoming) = esme(&address).connect().await.unwrap();
            connection.submit_sm(message(b"hi")).await.unwrap_err()
        };
        let ((), error) = zip(lose, send).await;
        assert!(matches!(error, Error::Closed { sent: true, .. }), "{error}");
        assert!(error.may_have_been_sent());
    });
}

#[test]
fn client_reconnects_and_stops() {
    run(async {
        let (_center, address) = center(Acceptor::default()).await;
        let mut reconnect = ReconnectConfig::default();
        reconnect.first = Duration::from_millis(20);
        let settings = ClientSettings::new().with_reconnect(reconnect);
        let (client, mut incoming) = esme(&address).stay_connected(settings);
        assert_eq!(client.submit_sm(message(b"hi")).await.unwrap(), b"1");
        let first = client.connection().unwrap();
        first.abort();
        first.closed().await;
        // A new session counts from 1.
        assert_eq!(client.submit_sm(message(b"hi")).await.unwrap(), b"1");
        assert_ne!(client.connection().unwrap().link(), first.link());
        client.stop().await;
        assert!(incoming.next().await.is_none());
        let error = client.submit_sm(message(b"hi")).await.unwrap_err();
        assert!(matches!(error, Error::Stopped(None)), "{error}");
    });
}

/// Binds an ESME, shuts the message centre down, and returns whether all sessions ended.
async fn shut_down(text: &[u8], limit: Duration) -> bool {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let center = MessageCenter {
        listener,
        acceptor: Acceptor::default(),
    };
    let esme = esme(&address);
    let accept = async { center.accept().await.unwrap() };
    let bind = async { esme.connect().await.unwrap() };
    let bind_and_serve = zip(bind, async {
        let (open, _peer) = accept.await;
        open.bind_request().await.unwrap().accept(b"mc").unwrap()
    });
    let ((connection, _incoming), (_served, requests)) = bind_and_serve.await;
    // This request gets no response.
    let request = (!text.is_empty()).then(|| connection.submit_sm(message(text)));
    let pending = async {
        if let Some(request) = request {
            request.await.unwrap_err();
        }
    };
    let pause = Timer::after(Duration::from_millis(50));
    let end = async {
        pause.await;
        center.shutdown(limit).await
    };
    let ((), all) = zip(pending, end).await;
    connection.closed().await;
    assert!(TcpStream::connect(&address).await.is_err());
    drop(requests);
    all
}

#[test]
fn shutdown_unbinds_sessions() {
    run(async { assert!(shut_down(b"", LIMIT).await) });
}

#[test]
fn shutdown_aborts_sessions_after_its_limit() {
    run(async { assert!(!shut_down(b"silence", Duration::from_millis(100)).await) });
}

#[test]
fn tls_connection_carries_messages() {
    run(async {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(["localhost".to_owned()]).unwrap();
        let certificate = certificate.self_signed(&key).unwrap().pem();
        let tls = TlsServer::new(certificate.as_bytes(), key.serialize_pem().as_bytes()).unwrap();
        let (_center, address) = center(Acceptor::default().with_tls(tls)).await;
        let mut esme = esme(&address);
        esme.tls = Some(TlsClient::from_roots(certificate.as_bytes()).unwrap());
        // A handshake that does not end delays no other connection.
        let _silent = TcpStream::connect(&address).await.unwrap();
        let (connection, _incoming) = esme.connect().await.unwrap();
        let text = [b'x'; 254];
        let sent = async {
            for _ in 0..100 {
                connection.submit_sm(message(&text)).await.unwrap();
            }
        };
        sent.await;
        assert_eq!(connection.unbind().await.unwrap(), CloseReason::Unbound);

        esme.address = address.replace("localhost", "127.0.0.1");
        let Err(Error::Tls(error)) = esme.connect().await else {
            panic!("the certificate is for another name");
        };
        assert_eq!(error.kind(), TlsErrorKind::Untrusted);
    });
}
