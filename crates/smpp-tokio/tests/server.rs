//! The message centre's acceptor: limits, proxies, outbind, shutdown, and what it counts.

mod common;

use common::{LONG, accept_all, message, serve};
use smpp_codec::pdu::Outbind;
use smpp_codec::{CommandId, CommandStatus};
#[cfg(feature = "proxy-protocol")]
use smpp_session::CloseReason;
use smpp_tokio::{Acceptor, AdmissionLimits, Error, Esme, MessageCenter, Received, same_password};
use std::time::Duration;
use tokio::io::AsyncReadExt;
#[cfg(feature = "proxy-protocol")]
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

async fn listen(limits: AdmissionLimits) -> (MessageCenter, std::net::SocketAddr) {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let address = center.local_addr().unwrap();
    let acceptor = Acceptor::new().with_limits(limits);
    (center.with_acceptor(acceptor), address)
}

/// Whether the other side has closed this connection.
async fn is_closed(stream: &mut TcpStream) -> bool {
    let read = timeout(Duration::from_millis(300), stream.read(&mut [0; 1])).await;
    matches!(read, Ok(Ok(0) | Err(_)))
}

#[tokio::test]
async fn a_connection_beyond_the_limit_of_its_address_is_closed_and_leaves_room_when_it_goes() {
    let limits = AdmissionLimits::new().with_per_address(2);
    let (center, address) = listen(limits).await;
    let group = center.group().clone();
    tokio::spawn(serve(center));
    let esme = Esme::new("bank", "secret");
    let (first, _a) = esme.connect(address).await.unwrap();
    let (_second, _b) = esme.connect(address).await.unwrap();
    let mut third = TcpStream::connect(address).await.unwrap();
    assert!(is_closed(&mut third).await);
    first.unbind().await.unwrap();
    timeout(LONG, async {
        while group.connections() > 1 {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    assert!(esme.connect(address).await.is_ok());
}

#[tokio::test]
async fn those_who_never_bind_do_not_take_the_place_of_those_who_do() {
    let limits = AdmissionLimits::new().with_unbound(1);
    let (center, address) = listen(limits).await;
    tokio::spawn(serve(center));
    let esme = Esme::new("bank", "secret");
    let (_bound, _incoming) = esme.connect(address).await.unwrap();
    let mut silent = TcpStream::connect(address).await.unwrap();
    assert!(!is_closed(&mut silent).await);
    let mut one_too_many = TcpStream::connect(address).await.unwrap();
    assert!(is_closed(&mut one_too_many).await);
}

#[tokio::test]
async fn repeated_bind_failures_are_counted_and_block() {
    let limits = AdmissionLimits::new().with_failed_binds(2);
    let (center, address) = listen(limits).await;
    let seen = tokio::spawn(async move {
        let mut seen = Vec::new();
        loop {
            let accepted = timeout(Duration::from_millis(500), center.accept()).await;
            let Ok(accepted) = accepted else { return seen };
            let (unbound, peer) = accepted.unwrap();
            let Ok(binding) = unbound.bind_request().await else {
                continue;
            };
            assert_eq!(binding.peer(), Some(peer));
            seen.push(binding.failed_before());
            if same_password(binding.request().password, b"secret") {
                binding.accept(b"mc").unwrap();
            } else {
                binding.refuse(CommandStatus::ESME_RINVPASWD).await.unwrap();
            }
        }
    });
    for _ in 0..2 {
        let refused = Esme::new("bank", "wrong").connect(address).await;
        let Err(Error::Refused(status)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(status, CommandStatus::ESME_RINVPASWD);
    }
    assert!(Esme::new("bank", "secret").connect(address).await.is_err());
    assert_eq!(seen.await.unwrap(), [0, 1]);
}

#[cfg(feature = "proxy-protocol")]
#[tokio::test]
async fn only_a_trusted_proxy_says_who_the_peer_is() {
    let header = b"PROXY TCP4 192.0.2.7 198.51.100.1 51234 2775\r\n";
    for trusted in ["127.0.0.1/32", "198.51.100.0/24"] {
        let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
        let acceptor = Acceptor::new().with_trusted_proxies(trusted.parse().unwrap());
        let center = center.with_acceptor(acceptor);
        let address = center.local_addr().unwrap();
        let accepted = tokio::spawn(async move {
            let (unbound, peer) = center.accept().await.unwrap();
            (unbound.bind_request().await, peer)
        });
        let mut stream = TcpStream::connect(address).await.unwrap();
        // In pieces: the header ends where it says, whatever comes with it.
        stream.write_all(&header[..10]).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        stream.write_all(&header[10..]).await.unwrap();
        let esme = Esme::new("bank", "secret");
        let binding = tokio::spawn(async move { esme.bind(stream).await });
        let (bind, peer) = timeout(LONG, accepted).await.unwrap().unwrap();
        if trusted.starts_with("127") {
            assert_eq!(peer, "192.0.2.7:51234".parse().unwrap());
            let bind = bind.unwrap();
            assert_eq!(bind.peer(), Some(peer));
            bind.accept(b"mc").unwrap();
            binding.await.unwrap().unwrap();
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
#[tokio::test]
async fn a_trusted_proxy_that_sends_no_header_is_not_served() {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let acceptor = Acceptor::new().with_trusted_proxies("127.0.0.0/8".parse().unwrap());
    let center = center.with_acceptor(acceptor);
    let address = center.local_addr().unwrap();
    tokio::spawn(serve(center));
    let refused = Esme::new("bank", "secret").connect(address).await;
    assert!(refused.is_err(), "{refused:?}");
}

#[tokio::test]
async fn a_message_centre_asks_an_esme_to_bind() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let esme = tokio::spawn(async move {
        let esme = Esme::new("bank", "secret");
        let (stream, _) = listener.accept().await.unwrap();
        let outbound = esme.await_outbind(stream).await.unwrap();
        assert_eq!(outbound.request().system_id, b"mc");
        assert!(same_password(outbound.request().password, b"knock"));
        outbound.bind(esme.credentials()).await.unwrap()
    });
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let outbind = Outbind {
        system_id: b"mc",
        password: b"knock",
        ..Outbind::default()
    };
    let unbound = center.outbind(address, outbind).await.unwrap();
    let (_connection, incoming) = unbound.bind_request().await.unwrap().accept(b"mc").unwrap();
    tokio::spawn(accept_all(incoming));
    let (connection, _incoming) = esme.await.unwrap();
    assert_eq!(connection.submit_sm(message(b"hi")).await.unwrap(), b"42");
}

#[tokio::test]
async fn a_shutdown_answers_what_was_asked_and_waits_for_nobody_for_ever() {
    let (center, address) = listen(AdmissionLimits::default()).await;
    let esme = Esme::new("bank", "secret");
    let binding = tokio::spawn(async move { esme.connect(address).await });
    let (unbound, _) = center.accept().await.unwrap();
    let (_session, mut requests) = unbound.bind_request().await.unwrap().accept(b"mc").unwrap();
    let (connection, mut incoming) = binding.await.unwrap().unwrap();
    let sending = tokio::spawn(async move { connection.submit_sm(message(b"hi")).await });
    let request = requests.next_request().await.unwrap();
    let mut silent = TcpStream::connect(address).await.unwrap();
    let silent_session = center.accept().await.unwrap();

    let metrics = center.group().clone();
    let shutting = tokio::spawn(center.shutdown(LONG));
    assert!(matches!(incoming.next().await, Some(Received::Unbind)));
    request.accept(b"42").unwrap();
    assert_eq!(sending.await.unwrap().unwrap(), b"42");
    assert!(
        timeout(LONG, shutting).await.unwrap().unwrap(),
        "all ended by themselves"
    );
    assert!(is_closed(&mut silent).await);
    drop(silent_session);
    assert!(TcpStream::connect(address).await.is_err());
    let metrics = metrics.metrics();
    let submits = metrics
        .received()
        .find(|count| count.command_id == CommandId::SUBMIT_SM);
    assert_eq!(submits.unwrap().pdus, 1);
}

#[tokio::test]
async fn a_shutdown_closes_those_who_do_not_end() {
    let (center, address) = listen(AdmissionLimits::default()).await;
    let esme = Esme::new("bank", "secret");
    let binding = tokio::spawn(async move { esme.connect(address).await });
    let (unbound, _) = center.accept().await.unwrap();
    let (session, mut requests) = unbound.bind_request().await.unwrap().accept(b"mc").unwrap();
    let (connection, _incoming) = binding.await.unwrap().unwrap();
    let sending = tokio::spawn(async move { connection.submit_sm(message(b"hi")).await });
    let unanswered = requests.next_request().await.unwrap();
    assert!(!center.shutdown(Duration::from_millis(50)).await);
    assert!(timeout(LONG, session.closed()).await.is_ok());
    drop(unanswered);
    assert!(timeout(LONG, sending).await.unwrap().unwrap().is_err());
}

#[tokio::test]
async fn both_sides_count_the_same() {
    let (center, address) = listen(AdmissionLimits::default()).await;
    let group = center.group().clone();
    tokio::spawn(serve(center));
    let (connection, _incoming) = Esme::new("bank", "secret").connect(address).await.unwrap();
    for _ in 0..10 {
        connection.submit_sm(message(b"hi")).await.unwrap();
    }
    let mine = connection.metrics();
    assert_eq!(mine.answered(), 10);
    assert!(mine.latency(0.5).is_some());
    assert_eq!((mine.window_use(), mine.greatest_window_use()), (0, 1));
    connection.unbind().await.unwrap();
    timeout(LONG, group.left()).await.unwrap();
    let (mine, its) = (connection.metrics(), group.metrics());
    let sorted = |counts: &mut dyn Iterator<Item = smpp_tokio::Count>| {
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
