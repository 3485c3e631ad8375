//! The message centre's acceptor: limits, proxies, outbind, shutdown, and what it counts.

mod common;

use std::io::Read;
#[cfg(feature = "proxy-protocol")]
use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use common::{LONG, accept_all, message, serve, timely};
use smpp_blocking::{
    Acceptor, AdmissionLimits, Error, Esme, MessageCenter, Received, same_password,
};
use smpp_codec::pdu::Outbind;
use smpp_codec::{CommandId, CommandStatus};
#[cfg(feature = "proxy-protocol")]
use smpp_session::CloseReason;

fn listen(limits: AdmissionLimits) -> (MessageCenter, SocketAddr) {
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let address = center.local_addr().unwrap();
    let acceptor = Acceptor::new().with_limits(limits);
    (center.with_acceptor(acceptor), address)
}

/// Whether the other side has closed this connection.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    match stream.read(&mut [0; 1]) {
        Ok(octets) => octets == 0,
        Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
    }
}

#[test]
fn a_connection_beyond_the_limit_of_its_address_is_closed_and_leaves_room_when_it_goes() {
    let (center, address) = listen(AdmissionLimits::new().with_per_address(2));
    let server = serve(center);
    let esme = Esme::new("bank", "secret");
    let (first, _a) = esme.connect(address).unwrap();
    let (_second, _b) = esme.connect(address).unwrap();
    let mut third = TcpStream::connect(address).unwrap();
    assert!(is_closed(&mut third));
    first.unbind().unwrap();
    let group = server.group().clone();
    timely(move || {
        while group.connections() > 1 {
            thread::yield_now();
        }
    });
    assert!(esme.connect(address).is_ok());
}

#[test]
fn those_who_never_bind_do_not_take_the_place_of_those_who_do() {
    let (center, address) = listen(AdmissionLimits::new().with_unbound(1));
    let _server = serve(center);
    let esme = Esme::new("bank", "secret");
    let (_bound, _incoming) = esme.connect(address).unwrap();
    let mut silent = TcpStream::connect(address).unwrap();
    assert!(!is_closed(&mut silent));
    let mut one_too_many = TcpStream::connect(address).unwrap();
    assert!(is_closed(&mut one_too_many));
}

#[test]
fn repeated_bind_failures_are_counted_and_block() {
    let (center, address) = listen(AdmissionLimits::new().with_failed_binds(2));
    let (saw, seen) = channel();
    let _server = center.serve(move |unbound| {
        let binding = unbound.bind_request()?;
        saw.send((binding.peer().unwrap().ip(), binding.failed_before()))
            .unwrap();
        if same_password(binding.request().password, b"secret") {
            binding.accept(b"mc").map(drop)
        } else {
            binding.refuse(CommandStatus::ESME_RINVPASWD)
        }
    });
    for failed_before in 0..2 {
        let refused = Esme::new("bank", "wrong").connect(address);
        let Err(Error::Refused(status)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(status, CommandStatus::ESME_RINVPASWD);
        assert_eq!(seen.recv().unwrap(), (address.ip(), failed_before));
    }
    assert!(Esme::new("bank", "secret").connect(address).is_err());
    assert!(seen.try_recv().is_err());
}

#[cfg(feature = "proxy-protocol")]
#[test]
fn only_a_trusted_proxy_says_who_the_peer_is() {
    let header = b"PROXY TCP4 192.0.2.7 198.51.100.1 51234 2775\r\n";
    for trusted in ["127.0.0.1/32", "198.51.100.0/24"] {
        let center = MessageCenter::listen("127.0.0.1:0").unwrap();
        let acceptor = Acceptor::new().with_trusted_proxies(trusted.parse().unwrap());
        let center = center.with_acceptor(acceptor);
        let address = center.local_addr().unwrap();
        let accepted = thread::spawn(move || {
            let (unbound, peer) = center.accept().unwrap();
            (unbound.bind_request(), peer)
        });
        let mut stream = TcpStream::connect(address).unwrap();
        // In pieces: the header ends where it says, whatever comes with it.
        stream.write_all(&header[..10]).unwrap();
        thread::sleep(Duration::from_millis(20));
        stream.write_all(&header[10..]).unwrap();
        let binding = thread::spawn(move || Esme::new("bank", "secret").bind(stream));
        let (bind, peer) = timely(move || accepted.join().unwrap());
        if trusted.starts_with("127") {
            assert_eq!(peer, "192.0.2.7:51234".parse().unwrap());
            let bind = bind.unwrap();
            assert_eq!(bind.peer(), Some(peer));
            let _bound = bind.accept(b"mc").unwrap();
            binding.join().unwrap().unwrap();
        } else {
            assert_eq!(peer.ip(), address.ip());
            assert!(
                matches!(
                    bind,
                    Err(Error::Closed {
                        reason: CloseReason::Frame(_),
                        ..
                    })
                ),
                "{bind:?}"
            );
        }
    }
}

#[cfg(feature = "proxy-protocol")]
#[test]
fn a_trusted_proxy_that_sends_no_header_is_not_served() {
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let acceptor = Acceptor::new().with_trusted_proxies("127.0.0.0/8".parse().unwrap());
    let center = center.with_acceptor(acceptor);
    let address = center.local_addr().unwrap();
    let _server = serve(center);
    let refused = Esme::new("bank", "secret").connect(address);
    assert!(refused.is_err(), "{refused:?}");
}

#[test]
fn a_message_centre_asks_an_esme_to_bind() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let esme = thread::spawn(move || {
        let esme = Esme::new("bank", "secret");
        let (stream, _) = listener.accept().unwrap();
        let outbound = esme.await_outbind(stream).unwrap();
        assert_eq!(outbound.request().system_id, b"mc");
        assert!(same_password(outbound.request().password, b"knock"));
        outbound.bind(esme.credentials()).unwrap()
    });
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let outbind = Outbind {
        system_id: b"mc",
        password: b"knock",
        ..Outbind::default()
    };
    let unbound = center.outbind(address, outbind).unwrap();
    let (_connection, incoming) = unbound.bind_request().unwrap().accept(b"mc").unwrap();
    thread::spawn(move || accept_all(incoming));
    let (connection, _incoming) = timely(move || esme.join().unwrap());
    assert_eq!(connection.submit_sm(message(b"hi")).unwrap(), b"42");
}

#[test]
fn a_shutdown_answers_what_was_asked_and_waits_for_nobody_for_ever() {
    let (center, address) = listen(AdmissionLimits::default());
    let esme = Esme::new("bank", "secret");
    let binding = thread::spawn(move || esme.connect(address));
    let (unbound, _) = center.accept().unwrap();
    let (_session, mut requests) = unbound.bind_request().unwrap().accept(b"mc").unwrap();
    let (connection, mut incoming) = binding.join().unwrap().unwrap();
    let sending = thread::spawn(move || connection.submit_sm(message(b"hi")));
    let request = requests.next_request().unwrap();
    let mut silent = TcpStream::connect(address).unwrap();
    let silent_session = center.accept().unwrap();

    let group = center.group().clone();
    let shutting = thread::spawn(move || center.shutdown(LONG));
    assert!(matches!(incoming.next(), Some(Received::Unbind)));
    request.accept(b"42").unwrap();
    assert_eq!(timely(move || sending.join().unwrap()).unwrap(), b"42");
    let all = timely(move || shutting.join().unwrap());
    assert!(all, "all ended by themselves");
    assert!(is_closed(&mut silent));
    drop(silent_session);
    assert!(TcpStream::connect(address).is_err());
    let metrics = group.metrics();
    let submits = metrics
        .received()
        .find(|count| count.command_id == CommandId::SUBMIT_SM);
    assert_eq!(submits.unwrap().pdus, 1);
}

#[test]
fn a_shutdown_closes_those_who_do_not_end() {
    let (center, address) = listen(AdmissionLimits::default());
    let (handed, sessions) = channel();
    let server = center.serve(move |unbound| {
        let (session, mut requests) = unbound.bind_request()?.accept(b"mc")?;
        let unanswered = requests.next_request();
        handed.send((session.clone(), unanswered)).unwrap();
        let _ = session.closed();
        Ok(())
    });
    let (connection, _incoming) = Esme::new("bank", "secret").connect(address).unwrap();
    let sending = thread::spawn(move || connection.submit_sm(message(b"hi")));
    let (session, unanswered) = sessions.recv().unwrap();
    assert!(!server.unwrap().shutdown(Duration::from_millis(50)));
    timely(move || session.closed());
    drop(unanswered);
    assert!(timely(move || sending.join().unwrap()).is_err());
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn both_sides_count_the_same() {
    let (center, address) = listen(AdmissionLimits::default());
    let server = serve(center);
    let (connection, _incoming) = Esme::new("bank", "secret").connect(address).unwrap();
    for _ in 0..10 {
        connection.submit_sm(message(b"hi")).unwrap();
    }
    let mine = connection.metrics();
    assert_eq!(mine.answered(), 10);
    assert!(mine.latency(0.5).is_some());
    assert_eq!((mine.window_use(), mine.greatest_window_use()), (0, 1));
    connection.unbind().unwrap();
    let group = server.group().clone();
    assert!(timely(move || server.shutdown(LONG)));
    let (mine, its) = (connection.metrics(), group.metrics());
    let sorted = |counts: &mut dyn Iterator<Item = smpp_blocking::Count>| {
        let mut all: Vec<_> = counts
            .map(|count| (count.command_id.0, count.command_status.0, count.pdus))
            .collect();
        all.sort_unstable();
        all
    };
    assert_eq!(sorted(&mut mine.sent()), sorted(&mut its.received()));
    assert_eq!(sorted(&mut mine.received()), sorted(&mut its.sent()));
    assert_eq!(mine.octets_sent(), its.octets_received());
}

#[test]
fn a_handler_that_panics_ends_its_own_connection_only() {
    let (center, address) = listen(AdmissionLimits::default());
    let server = center.serve(|unbound| {
        let binding = unbound.bind_request()?;
        assert_ne!(binding.request().system_id, b"villain", "meant to panic");
        let (_connection, incoming) = binding.accept(b"mc")?;
        accept_all(incoming);
        Ok(())
    });
    let (good, _incoming) = Esme::new("bank", "secret").connect(address).unwrap();
    assert!(Esme::new("villain", "secret").connect(address).is_err());
    assert_eq!(good.submit_sm(message(b"hi")).unwrap(), b"42");
    drop(server);
    assert_eq!(good.submit_sm(message(b"still served")).unwrap(), b"42");
}
