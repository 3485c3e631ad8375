//! TLS: who is trusted, who is not, and that nothing is ever said in clear.

mod common;

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use common::{
    Authority, LONG, accept_all, duplex, impatient, is_told_nothing, message, serve, timely,
};
use smpp_blocking::{
    Acceptor, ClientState, Error, Esme, MessageCenter, Server, Settings, TlsErrorKind, TlsServer,
    TlsStream, stay_connected,
};
use smpp_codec::pdu::SubmitSm;
use smpp_codec::tlv::{MESSAGE_PAYLOAD, Tlv};

/// A message centre that takes TLS only, and where it listens.
fn center(tls: TlsServer) -> (Server, String) {
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let acceptor = Acceptor::new()
        .with_tls(tls)
        .with_settings(Settings::new().with_connect_timeout(Duration::from_millis(500)));
    let center = center.with_acceptor(acceptor);
    let server = serve(center);
    let address = format!("localhost:{}", server.local_addr().port());
    (server, address)
}

fn kind(result: Result<impl std::fmt::Debug, Error>) -> TlsErrorKind {
    match result {
        Err(Error::Tls(error)) => error.kind(),
        other => panic!("{other:?}"),
    }
}

/// An SMPP peer without TLS, which answers what it takes for a length. Gives what it heard.
fn answer_in_clear(mut stream: TcpStream) -> Vec<u8> {
    let nack = [0, 0, 0, 16, 0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0];
    stream.write_all(&nack).unwrap();
    let mut octets = Vec::new();
    let _ = stream.read_to_end(&mut octets);
    octets
}

#[test]
fn a_message_goes_to_whom_the_certificate_says() {
    let authority = Authority::new();
    let (_server, address) = center(authority.server("localhost"));
    let esme = Esme::new("bank", "secret");
    let (connection, _incoming) = esme.connect_tls(&authority.client(), &address).unwrap();
    assert_eq!(connection.submit_sm(message(b"hi")).unwrap(), b"42");
    connection.unbind().unwrap();
}

/// Records are larger than the pipe, payloads larger than a record, and both directions are busy.
#[test]
fn tls_runs_over_any_stream_and_carries_every_octet() {
    let authority = Authority::new();
    let [near, far] = duplex(1000);
    let tls = authority.server("mc.example");
    let center = thread::spawn(move || {
        let stream = TlsStream::accept(far, &tls, LONG).unwrap();
        let unbound = MessageCenter::open(stream, Settings::default()).unwrap();
        let (_connection, mut incoming) = unbound.bind_request().unwrap().accept(b"mc").unwrap();
        let mut payloads = Vec::new();
        while let Some(request) = incoming.next_request() {
            let payload = request.pdu().body.tlvs().get(MESSAGE_PAYLOAD).unwrap();
            payloads.push(payload.unwrap().to_vec());
            request.accept(b"42").unwrap();
        }
        payloads
    });
    let stream = TlsStream::connect(near, &authority.client(), "mc.example", LONG).unwrap();
    let (connection, _incoming) = Esme::new("bank", "secret").bind(stream).unwrap();
    let payload: Vec<u8> = (0..60_000).map(|i: u32| i.to_le_bytes()[0]).collect();
    thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                let tlvs = [Tlv::new(MESSAGE_PAYLOAD, &payload)];
                let submit = SubmitSm {
                    tlvs: (&tlvs).into(),
                    ..message(b"")
                };
                connection.submit_sm(submit).unwrap();
            });
        }
    });
    connection.unbind().unwrap();
    let payloads = timely(move || center.join().unwrap());
    assert_eq!(payloads.len(), 5);
    assert!(payloads.iter().all(|other| *other == payload));
}

#[test]
fn nobody_else_is_told_the_password() {
    let authority = Authority::new();
    let esme = Esme::new("bank", "secret");
    // Signed by somebody else; in another name.
    let (_server, stranger) = center(Authority::new().server("localhost"));
    let refused = esme.connect_tls(&authority.client(), &stranger);
    assert_eq!(kind(refused), TlsErrorKind::Untrusted);
    let (_server, other) = center(authority.server("other.example"));
    let refused = esme.connect_tls(&authority.client(), &other);
    assert_eq!(kind(refused), TlsErrorKind::Untrusted);
    let named = authority.client().with_server_name("other.example");
    assert!(esme.connect_tls(&named.unwrap(), &other).is_ok());
}

#[test]
fn a_peer_without_tls_gets_no_octet_of_smpp() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("localhost:{}", listener.local_addr().unwrap().port());
    let heard = thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        answer_in_clear(stream)
    });
    let esme = Esme::new("bank", "secret");
    let refused = esme.connect_tls(&Authority::new().client(), &address);
    assert_eq!(kind(refused), TlsErrorKind::NotTls);
    is_told_nothing(&timely(move || heard.join().unwrap()));
}

#[test]
fn a_client_without_tls_is_not_served_and_delays_nobody() {
    let authority = Authority::new();
    let (_server, address) = center(authority.server("localhost"));
    // One that speaks SMPP in clear, and one that says nothing.
    let plain = Esme::new("bank", "secret");
    let _silent = TcpStream::connect(&address).unwrap();
    let refused = plain.connect(&address);
    assert!(refused.is_err(), "{refused:?}");
    assert!(plain.connect_tls(&authority.client(), &address).is_ok());
}

#[test]
fn connections_that_are_accepted_one_by_one_are_not_delayed_either() {
    let authority = Authority::new();
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let center = center.with_acceptor(Acceptor::new().with_tls(authority.server("localhost")));
    let address = format!("localhost:{}", center.local_addr().unwrap().port());
    let _silent = TcpStream::connect(&address).unwrap();
    let serving = thread::spawn(move || {
        let (unbound, _peer) = center.accept().unwrap();
        let (_connection, incoming) = unbound.bind_request().unwrap().accept(b"mc").unwrap();
        accept_all(incoming)
    });
    let esme = Esme::new("bank", "secret");
    let (connection, _incoming) = esme.connect_tls(&authority.client(), &address).unwrap();
    assert_eq!(connection.submit_sm(message(b"hi")).unwrap(), b"42");
    connection.unbind().unwrap();
    assert_eq!(timely(move || serving.join().unwrap()), 1);
}

#[test]
fn a_silent_handshake_is_closed() {
    let (_server, address) = center(Authority::new().server("localhost"));
    let mut silent = TcpStream::connect(&address).unwrap();
    let read = timely(move || silent.read(&mut [0; 1]));
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");

    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("localhost:{}", listener.local_addr().unwrap().port());
    let esme = Esme::new("bank", "secret")
        .with_settings(Settings::new().with_connect_timeout(Duration::from_millis(100)));
    let late = timely(move || esme.connect_tls(&Authority::new().client(), &address));
    let Err(Error::Io(error)) = late else {
        panic!("{late:?}")
    };
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
}

#[test]
fn a_client_shows_its_certificate_where_one_is_asked_for() {
    let (authority, customers) = (Authority::new(), Authority::new());
    let tls = authority.server("localhost");
    let tls = tls.with_client_roots(customers.pem.as_bytes()).unwrap();
    let (_server, address) = center(tls);
    let esme = Esme::new("bank", "secret");
    let without = esme.connect_tls(&authority.client(), &address);
    assert!(without.is_err(), "{without:?}");
    let (chain, key) = customers.sign("bank.example");
    let client = authority.client();
    let client = client.with_certificate(chain.as_bytes(), key.as_bytes());
    assert!(esme.connect_tls(&client.unwrap(), &address).is_ok());
}

#[test]
fn a_new_certificate_is_shown_without_a_restart() {
    let authority = Authority::new();
    let tls = authority.server("old.example");
    let (_server, address) = center(tls.clone());
    let esme = Esme::new("bank", "secret");
    let as_name = |name: &str| authority.client().with_server_name(name).unwrap();
    let bound = esme.connect_tls(&as_name("old.example"), &address);
    let (old, _incoming) = bound.unwrap();
    let (chain, key) = authority.sign("new.example");
    let (_, other_key) = authority.sign("new.example");
    // A key that does not belong to it: refused, and the old one stays.
    assert!(tls.reload(chain.as_bytes(), other_key.as_bytes()).is_err());
    assert!(esme.connect_tls(&as_name("old.example"), &address).is_ok());
    tls.reload(chain.as_bytes(), key.as_bytes()).unwrap();
    assert!(esme.connect_tls(&as_name("new.example"), &address).is_ok());
    assert!(esme.connect_tls(&as_name("old.example"), &address).is_err());
    assert_eq!(old.submit_sm(message(b"hi")).unwrap(), b"42");
}

/// An end that TLS does not announce may be an attacker's.
#[test]
fn a_cut_in_tls_is_no_end_of_the_stream() {
    let authority = Authority::new();
    let [near, far] = duplex(1000);
    let tls = authority.server("mc.example");
    let (near, far) = {
        let accepting = thread::spawn(move || TlsStream::accept(far, &tls, LONG).unwrap());
        let near = TlsStream::connect(near, &authority.client(), "mc.example", LONG).unwrap();
        (near, accepting.join().unwrap())
    };
    let (mut reader, _writer, _) = smpp_blocking::Stream::split(near).unwrap().into_parts();
    let (_reader, writer, close) = smpp_blocking::Stream::split(far).unwrap().into_parts();
    close();
    drop(writer);
    let error = reader.read(&mut [0; 16]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
}

/// Its connections go through a acceptor of ours: to a message centre, to somebody without TLS once
/// that one is gone, to the message centre that comes after.
#[test]
fn a_client_that_stays_connected_comes_back_in_tls_and_never_in_clear() {
    fn pass(acceptor: &TcpListener, to: &str) -> TcpStream {
        let (client, _) = acceptor.accept().unwrap();
        let mut first = [0];
        client.peek(&mut first).unwrap();
        assert_eq!(first, [22], "a handshake record");
        let center = TcpStream::connect(to).unwrap();
        let ends = [(&client, &center), (&center, &client)];
        for (from, to) in ends.map(|ends| (ends.0.try_clone(), ends.1.try_clone())) {
            let (mut from, mut to) = (from.unwrap(), to.unwrap());
            thread::spawn(move || {
                let _ = io::copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Both);
            });
        }
        client
    }

    timely(|| {
        let authority = Authority::new();
        let acceptor = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("localhost:{}", acceptor.local_addr().unwrap().port());
        let (esme, tls) = (Esme::new("bank", "secret"), authority.client());
        let connect = move || esme.connect_tls(&tls, &address);
        let (client, _incoming) = stay_connected(impatient(), connect).unwrap();
        let changes = client.changes();

        let (_server, first) = center(authority.server("localhost"));
        let passing = pass(&acceptor, &first);
        assert_eq!(client.submit_sm(message(b"hi")).unwrap(), b"42");
        passing.shutdown(Shutdown::Both).unwrap();
        let (stream, _) = acceptor.accept().unwrap();
        is_told_nothing(&answer_in_clear(stream));
        let (_server, second) = center(authority.server("localhost"));
        let _passing = pass(&acceptor, &second);
        assert_eq!(client.submit_sm(message(b"hi")).unwrap(), b"42");

        client.stop();
        let refused = changes.filter_map(|change| match change {
            ClientState::Waiting { error, .. } => match &*error {
                Error::Tls(error) => Some(error.kind()),
                _ => None,
            },
            _ => None,
        });
        assert_eq!(refused.collect::<Vec<_>>(), [TlsErrorKind::NotTls]);
    });
}
