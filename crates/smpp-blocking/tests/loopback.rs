//! The client against `smpp-tokio`'s message centre, over loopback.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::thread;
use std::time::Duration;

use smpp_blocking::{Error, Esme, Received, Settings};
use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Body, DeliverSm, SubmitSm};
use smpp_codec::values::Address;
use smpp_session::{BindType, CloseReason, Config, State};
use smpp_tokio::{MessageCenter, Unbound};

fn message(text: &[u8]) -> SubmitSm<'_> {
    SubmitSm::text(
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
        text,
    )
}

/// A message centre in a thread of its own, which gives each message back as a delivery.
fn echo() -> SocketAddr {
    let (tell, address) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async move {
            let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
            tell.send(center.local_addr().unwrap()).unwrap();
            loop {
                let (unbound, _) = center.accept().await.unwrap();
                tokio::spawn(serve(unbound));
            }
        });
    });
    address.recv().unwrap()
}

async fn serve(unbound: Unbound) -> Result<(), smpp_tokio::Error> {
    let binding = unbound.bind_request().await?;
    if binding.request().password != b"secret" {
        return binding.refuse(CommandStatus::ESME_RINVPASWD).await;
    }
    let (connection, mut incoming) = binding.accept(b"mc")?;
    while let Some(request) = incoming.next_request().await {
        let frame = request.frame().clone();
        request.accept(b"42")?;
        let Body::SubmitSm(submit) = frame.pdu().body else {
            continue;
        };
        let (from, to) = (submit.destination_addr, submit.source_addr);
        let delivery = DeliverSm::text(from, to, submit.short_message);
        connection.deliver_sm(delivery).await?;
    }
    Ok(())
}

#[test]
fn a_message_goes_each_way_and_the_session_is_unbound() {
    let esme = Esme::new("bank", "secret").bind_as(BindType::Transceiver);
    let (connection, mut incoming) = esme.connect(echo()).unwrap();
    assert_eq!(connection.state(), State::BoundTrx);
    assert_eq!(connection.submit_sm(message(b"hello")).unwrap(), b"42");
    let request = incoming.next_request().unwrap();
    let Body::DeliverSm(deliver) = request.pdu().body else {
        panic!("{request:?}")
    };
    assert_eq!(deliver.short_message, b"hello");
    request.accept().unwrap();
    assert_eq!(connection.unbind().unwrap(), CloseReason::Unbound);
    assert!(incoming.next().is_none());
    let late = connection.submit_sm(message(b"late"));
    assert!(matches!(late, Err(Error::Failed(_))), "{late:?}");
}

#[test]
fn many_threads_share_a_small_window() {
    let settings = Settings {
        window: 2,
        ..Settings::default()
    };
    let esme = Esme::new("bank", "secret").settings(settings);
    let (connection, incoming) = esme.connect(echo()).unwrap();
    let reader = thread::spawn(move || {
        let mut deliveries = 0;
        for received in incoming {
            if let Received::Request(request) = received {
                request.accept().unwrap();
                deliveries += 1;
            }
        }
        deliveries
    });
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(connection.submit_sm(message(b"hello")).unwrap(), b"42");
                }
            });
        }
    });
    thread::sleep(Duration::from_millis(100));
    assert_eq!(connection.unbind().unwrap(), CloseReason::Unbound);
    assert_eq!(reader.join().unwrap(), 120);
}

#[test]
fn a_refused_bind_and_a_closed_port_are_errors_that_say_so() {
    let refused = Esme::new("bank", "wrong").connect(echo()).unwrap_err();
    assert_eq!(refused.to_string(), "refused with ESME_RINVPASWD (0xe)");
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let closed = Esme::new("bank", "secret").connect(free).unwrap_err();
    assert!(matches!(closed, Error::Io(_)), "{closed:?}");
}

/// A peer that answers the bind and then does `then`.
fn peer(then: impl FnOnce(std::net::TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut bind = [0; 256];
        let octets = stream.read(&mut bind).unwrap();
        assert!(octets > 16);
        stream
            .write_all(&[
                0, 0, 0, 19, 0x80, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, b'm', b'c', 0,
            ])
            .unwrap();
        then(stream);
    });
    address
}

#[test]
fn a_peer_that_vanishes_in_the_middle_of_a_pdu_ends_the_request() {
    let address = peer(|mut stream| {
        let _ = stream.read(&mut [0; 256]);
        stream.write_all(&[0, 0, 0, 19, 0x80]).unwrap();
    });
    let (connection, _incoming) = Esme::new("bank", "secret").connect(address).unwrap();
    let failed = connection.submit_sm(message(b"hello"));
    assert!(matches!(failed, Err(Error::Failed(_))), "{failed:?}");
    assert_eq!(connection.closed(), CloseReason::PeerClosed);
}

#[test]
fn a_peer_that_never_answers_runs_into_the_timers() {
    let address = peer(|stream| {
        thread::sleep(Duration::from_secs(5));
        drop(stream);
    });
    let settings = Settings {
        session: Config {
            enquire_link_interval: Some(Duration::from_millis(100)),
            enquire_link_timeout: Some(Duration::from_millis(100)),
            ..Config::default()
        },
        ..Settings::default()
    };
    let esme = Esme::new("bank", "secret").settings(settings);
    let (connection, _incoming) = esme.connect(address).unwrap();
    assert_eq!(connection.closed(), CloseReason::EnquireLinkTimeout);
}
