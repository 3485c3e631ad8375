//! Both sides, over loopback and over memory: what an application sees.

mod common;

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use common::{accept_all, by_hand, duplex, message, pair, read_frame, response, timely};
use smpp_blocking::{Direction, Error, Esme, Link, MessageCenter, Received, Settings, Tap};
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Bind, Body, DeliverSm, SubmitSm};
use smpp_codec::tlv::{MESSAGE_PAYLOAD, Tlv};
use smpp_codec::values::{Address, RegisteredDelivery};
use smpp_codec::{CommandStatus, Dialect, Header, Pdu, Version};
use smpp_session::{BindType, CloseReason, Config, LocalError, State};

#[test]
fn a_message_goes_each_way_and_both_sides_unbind() {
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let address = center.local_addr().unwrap();
    let center = thread::spawn(move || {
        let (unbound, _) = center.accept().unwrap();
        let binding = unbound.bind_request().unwrap();
        assert_eq!(binding.bind_type(), BindType::Transceiver);
        let (connection, mut incoming) = binding.accept(b"mc").unwrap();
        let request = incoming.next_request().unwrap();
        let Body::SubmitSm(submit) = request.pdu().body else {
            panic!("{request:?}")
        };
        assert_eq!(submit.short_message, b"hello");
        assert_eq!(submit.registered_delivery, RegisteredDelivery::RECEIPT);
        request.accept(b"42").unwrap();
        let (from, to) = (Address::unknown(b"1"), Address::unknown(b"2"));
        let delivered = connection.deliver_sm(DeliverSm::text(from, to, b"world"));
        delivered.unwrap();
        assert!(matches!(incoming.next(), Some(Received::Unbind)));
        connection.closed()
    });

    let (connection, mut incoming) = Esme::new("bank", "secret").connect(address).unwrap();
    assert_eq!(connection.state(), State::BoundTrx);
    assert_eq!(connection.version(), Version::V5_0);
    let submit = SubmitSm {
        registered_delivery: RegisteredDelivery::RECEIPT,
        ..message(b"hello")
    };
    assert_eq!(connection.submit_sm(submit).unwrap(), b"42");
    let request = incoming.next_request().unwrap();
    let Body::DeliverSm(deliver) = request.pdu().body else {
        panic!("{request:?}")
    };
    assert_eq!(deliver.short_message, b"world");
    request.accept(b"").unwrap();
    assert_eq!(connection.unbind().unwrap(), CloseReason::Unbound);
    assert_eq!(center.join().unwrap(), CloseReason::Unbound);
    assert!(incoming.next().is_none());
    let refused = connection.submit_sm(message(b"late"));
    let closed: Result<smpp_blocking::MessageId, _> = Err(Error::Local(LocalError::Closed));
    assert_eq!(format!("{refused:?}"), format!("{closed:?}"));
}

#[test]
fn a_refused_bind_says_with_which_status() {
    let [near, far] = duplex(4096);
    let center = thread::spawn(move || {
        let unbound = MessageCenter::unbound(far, Settings::default()).unwrap();
        let status = CommandStatus::ESME_RBINDFAIL;
        unbound.bind_request().unwrap().refuse(status).unwrap();
    });
    let refused = Esme::new("bank", "wrong").bind(near);
    let Err(Error::Refused(status)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(status, CommandStatus::ESME_RBINDFAIL);
    center.join().unwrap();
}

#[test]
fn a_peer_that_speaks_http_is_named() {
    let (near, _reader, mut writer) = by_hand(4096);
    writer
        .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        .unwrap();
    let error = Esme::new("bank", "secret").bind(near).unwrap_err();
    assert!(matches!(error, Error::Closed(CloseReason::Frame(_))));
    assert!(error.to_string().contains("HTTP"), "{error}");
}

#[test]
fn a_bind_that_is_accepted_too_late_says_why_the_session_had_ended() {
    let (far, _reader, mut writer) = by_hand(4096);
    let bind = Bind {
        system_id: b"bank",
        ..Bind::default()
    };
    let mut octets = Vec::new();
    let bind = Pdu::new(1, Body::BindTransmitter(bind));
    octets.extend(Frame::encode(&bind, Dialect::STRICT).unwrap().as_ref());
    octets.extend([0xFF; 16]);
    writer.write_all(&octets).unwrap();
    let unbound = MessageCenter::unbound(far, Settings::default()).unwrap();
    let connection = unbound.connection();
    let binding = unbound.bind_request().unwrap();
    let _ = connection.closed();
    let late = binding.accept(b"mc");
    assert!(
        matches!(late, Err(Error::Closed(CloseReason::Frame(_)))),
        "{late:?}"
    );
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
    assert!(matches!(failed, Err(Error::Failed(_))), "{failed:?}");
    assert_eq!(connection.closed(), CloseReason::PeerClosed);
    // Answering a peer that has gone is an error, not a panic.
    assert!(request.accept(b"42").is_err());
}

/// The lost wake-up: more senders than places in the window, and no timer to hide behind.
#[test]
fn many_senders_never_stall() {
    let settings = Settings {
        session: Config {
            enquire_link_interval: None,
            ..Config::default()
        },
        window: 3,
        ..Settings::default()
    };
    for _ in 0..100 {
        let [(connection, _incoming), (_center, requests)] = pair(4096, settings.clone());
        let served = thread::spawn(move || accept_all(requests));
        let senders: Vec<_> = (0..8)
            .map(|_| {
                let connection = connection.clone();
                thread::spawn(move || {
                    for _ in 0..20 {
                        connection.submit_sm(message(b"hello")).unwrap();
                    }
                })
            })
            .collect();
        timely(|| {
            senders
                .into_iter()
                .for_each(|sender| sender.join().unwrap())
        });
        timely(move || connection.unbind()).unwrap();
        assert_eq!(timely(move || served.join().unwrap()), 160);
    }
}

/// A pipe much smaller than a PDU, and payloads much larger than the outgoing buffer.
#[test]
fn a_slow_reader_gets_every_octet_in_order() {
    let settings = Settings {
        max_unsent_octets: 1000,
        ..Settings::default()
    };
    let [(connection, _incoming), (_center, mut requests)] = pair(100, settings);
    let payload: Vec<u8> = (0..60_000).map(|i: u32| i.to_le_bytes()[0]).collect();
    let senders: Vec<_> = (0..5)
        .map(|_| {
            let (connection, payload) = (connection.clone(), payload.clone());
            thread::spawn(move || {
                let tlvs = [Tlv::new(MESSAGE_PAYLOAD, &payload)];
                let submit = SubmitSm {
                    tlvs: (&tlvs).into(),
                    ..message(b"")
                };
                connection.submit_sm(submit).unwrap();
            })
        })
        .collect();
    timely(move || {
        for _ in 0..5 {
            let request = requests.next_request().unwrap();
            let tlvs = request.pdu().body.tlvs();
            assert_eq!(tlvs.get(MESSAGE_PAYLOAD), Ok(Some(payload.as_slice())));
            request.accept(b"42").unwrap();
        }
        senders
            .into_iter()
            .for_each(|sender| sender.join().unwrap());
    });
}

#[test]
fn a_request_that_takes_too_long_frees_its_place_and_harms_nobody() {
    let settings = Settings {
        window: 1,
        ..Settings::default()
    };
    let [(connection, _incoming), (_center, mut requests)] = pair(4096, settings);
    let hurried = connection.within(Duration::from_millis(20));
    let abandoned = hurried.submit_sm(message(b"first"));
    assert!(matches!(abandoned, Err(Error::Failed(_))), "{abandoned:?}");
    let waiting = hurried.submit_sm(message(b"never sent"));
    assert!(matches!(waiting, Err(Error::Local(_))), "{waiting:?}");
    let first = requests.next_request().unwrap();
    let next = thread::spawn({
        let connection = connection.clone();
        move || connection.submit_sm(message(b"second"))
    });
    first.accept(b"1").unwrap();
    let second = timely(move || requests.next_request().unwrap());
    let Body::SubmitSm(submit) = second.pdu().body else {
        panic!("{second:?}")
    };
    assert_eq!(submit.short_message, b"second");
    second.accept(b"2").unwrap();
    assert_eq!(next.join().unwrap().unwrap(), b"2");
}

#[test]
fn a_request_dropped_unanswered_is_refused() {
    let [(connection, _incoming), (_center, mut requests)] = pair(4096, Settings::default());
    let sending = thread::spawn(move || connection.submit_sm(message(b"hello")));
    drop(requests.next_request().unwrap());
    let refused = timely(move || sending.join().unwrap());
    let Err(Error::Refused(status)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(status, CommandStatus::ESME_RSYSERR);
}

#[test]
fn a_stream_that_cannot_be_followed_is_nacked_and_closed() {
    let (far, mut reader, mut writer) = by_hand(4096);
    let unbound = MessageCenter::unbound(far, Settings::default()).unwrap();
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
    Settings {
        session,
        ..Settings::default()
    }
}

#[test]
fn a_silent_connection_is_closed_when_nobody_binds() {
    let (far, mut reader, _writer) = by_hand(4096);
    let settings = with(Config {
        session_init_timeout: Some(Duration::from_millis(50)),
        ..Config::default()
    });
    let unbound = MessageCenter::unbound(far, settings).unwrap();
    let error = timely(move || unbound.bind_request().unwrap_err());
    let Error::Closed(reason) = error else {
        panic!("{error}")
    };
    assert_eq!(reason, CloseReason::SessionInitTimeout);
    assert_eq!(reader.read(&mut [0; 1]).unwrap(), 0);
}

#[test]
fn an_idle_pair_keeps_itself_alive_and_a_dead_peer_is_noticed() {
    let settings = with(Config {
        enquire_link_interval: Some(Duration::from_millis(20)),
        enquire_link_timeout: Some(Duration::from_secs(10)),
        ..Config::default()
    });
    let [(connection, _incoming), (center, _requests)] = pair(4096, settings.clone());
    thread::sleep(Duration::from_millis(200));
    assert_eq!(connection.state(), State::BoundTrx);
    assert_eq!(center.state(), State::BoundTrx);
    let enquiries = |connection: &smpp_blocking::Connection| connection.metrics().pdus_sent();
    assert!(enquiries(&connection) > 2 || enquiries(&center) > 2);

    let (near, mut reader, mut writer) = by_hand(4096);
    let settings = with(Config {
        enquire_link_timeout: Some(Duration::from_millis(20)),
        ..settings.session
    });
    let binding = thread::spawn(move || Esme::new("bank", "secret").settings(settings).bind(near));
    let (header, _) = read_frame(&mut reader);
    writer.write_all(&response(&header)).unwrap();
    let (connection, _incoming) = binding.join().unwrap().unwrap();
    let reason = timely(move || connection.closed());
    assert_eq!(reason, CloseReason::EnquireLinkTimeout);
}

#[test]
fn a_tap_sees_every_frame_both_ways() {
    #[derive(Default)]
    struct Log(Mutex<Vec<(Direction, u32)>>);
    impl Tap for Log {
        fn frame(&self, _: &Link, direction: Direction, frame: &[u8]) {
            let id = Header::read(frame).unwrap().command_id;
            self.0.lock().unwrap().push((direction, id.0));
        }
    }
    let log = Arc::new(Log::default());
    let settings = Settings {
        tap: Some(log.clone()),
        ..Settings::default()
    };
    let [near, far] = duplex(4096);
    let center = thread::spawn(move || {
        let unbound = MessageCenter::unbound(far, Settings::default()).unwrap();
        let (_connection, incoming) = unbound.bind_request().unwrap().accept(b"mc").unwrap();
        accept_all(incoming)
    });
    let esme = Esme::new("bank", "secret").settings(settings);
    let (connection, _incoming) = esme.bind(near).unwrap();
    connection.submit_sm(message(b"hello")).unwrap();
    connection.unbind().unwrap();
    center.join().unwrap();
    let expected = [
        (Direction::Sent, 0x9),
        (Direction::Received, 0x8000_0009),
        (Direction::Sent, 0x4),
        (Direction::Received, 0x8000_0004),
        (Direction::Sent, 0x6),
        (Direction::Received, 0x8000_0006),
    ];
    assert_eq!(*log.0.lock().unwrap(), expected);
}

#[test]
fn a_name_of_several_addresses_is_tried_in_order_and_a_closed_port_says_so() {
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let open = center.local_addr().unwrap();
    let _server = common::serve(center);
    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let esme = Esme::new("bank", "secret");
    assert!(esme.connect([closed, open].as_slice()).is_ok());
    let refused = esme.connect(closed);
    assert!(matches!(refused, Err(Error::Io(_))), "{refused:?}");
    assert!(esme.connect(("localhost", open.port())).is_ok());
}
