//! Peers that do what they should not, or nothing.

mod common;

use std::io::{Read, Write};
use std::thread;
use std::time::Duration;

use common::{by_hand, message, pair, read_frame, response, timely};
use smpp_blocking::{Error, Esme, MessageCenter, Settings};
use smpp_codec::CommandStatus;
use smpp_session::{CloseReason, Config, State};

#[test]
fn a_peer_that_speaks_http_is_named() {
    let (near, _reader, mut writer) = by_hand(4096);
    writer
        .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        .unwrap();
    let error = Esme::new("bank", "secret").bind(near).unwrap_err();
    assert!(matches!(
        error,
        Error::Closed {
            reason: CloseReason::Frame(_),
            ..
        }
    ));
    assert!(error.to_string().contains("HTTP"), "{error}");
}

#[test]
fn a_peer_that_vanishes_ends_every_request_once() {
    let [(connection, _incoming), (peer, mut requests)] = pair(4096, Settings::default());
    let waiting = thread::spawn({
        let connection = connection.clone();
        move || connection.submit_sm(message(b"hello"))
    });
    let request = requests.next_request().unwrap();
    peer.abort();
    let failed = timely(move || waiting.join().unwrap());
    assert!(
        matches!(
            failed,
            Err(Error::Closed {
                reason: CloseReason::PeerClosed,
                sent: true
            })
        ),
        "{failed:?}"
    );
    assert_eq!(connection.closed(), CloseReason::PeerClosed);
    // Answering a peer that has gone is an error, not a panic.
    assert!(request.accept(b"42").is_err());
}

#[test]
fn a_stream_that_cannot_be_followed_is_nacked_and_closed() {
    let (far, mut reader, mut writer) = by_hand(4096);
    let unbound = MessageCenter::open(far, Settings::default()).unwrap();
    let waiting = thread::spawn(move || unbound.bind_request());
    writer
        .write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .unwrap();
    let (header, _) = read_frame(&mut reader);
    assert_eq!(header.command_status, CommandStatus::ESME_RINVCMDLEN);
    assert_eq!(reader.read(&mut [0; 1]).unwrap(), 0, "closed");
    let error = waiting.join().unwrap().unwrap_err();
    assert!(error.to_string().contains("HTTP"), "{error}");
}

fn with(session: Config) -> Settings {
    Settings::new().with_session(session)
}

#[test]
fn a_silent_connection_is_closed_when_nobody_binds() {
    let (far, mut reader, _writer) = by_hand(4096);
    let settings = with(Config::new().with_session_init_timeout(Some(Duration::from_millis(50))));
    let unbound = MessageCenter::open(far, settings).unwrap();
    let error = timely(move || unbound.bind_request().unwrap_err());
    let Error::Closed { reason, .. } = error else {
        panic!("{error}")
    };
    assert_eq!(reason, CloseReason::SessionInitTimeout);
    assert_eq!(reader.read(&mut [0; 1]).unwrap(), 0);
}

#[test]
fn an_idle_pair_keeps_itself_alive_and_a_dead_peer_is_noticed() {
    let settings = with(
        Config::new()
            .with_enquire_link_interval(Some(Duration::from_millis(20)))
            .with_enquire_link_timeout(Some(Duration::from_secs(10))),
    );
    let [(connection, _incoming), (center, _requests)] = pair(4096, settings.clone());
    thread::sleep(Duration::from_millis(200));
    assert_eq!(connection.state(), State::BoundTrx);
    assert_eq!(center.state(), State::BoundTrx);
    let enquiries = |connection: &smpp_blocking::Connection| connection.metrics().pdus_sent();
    assert!(enquiries(&connection) > 2 || enquiries(&center) > 2);

    let (near, mut reader, mut writer) = by_hand(4096);
    let settings = with(
        settings
            .session
            .with_enquire_link_timeout(Some(Duration::from_millis(20))),
    );
    let binding = thread::spawn(move || {
        Esme::new("bank", "secret")
            .with_settings(settings)
            .bind(near)
    });
    let (header, _) = read_frame(&mut reader);
    writer.write_all(&response(&header)).unwrap();
    let (connection, _incoming) = binding.join().unwrap().unwrap();
    let reason = timely(move || connection.closed());
    assert_eq!(reason, CloseReason::EnquireLinkTimeout);
}
