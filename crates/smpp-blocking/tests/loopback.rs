//! Both sides, over loopback and over memory: what an application sees.

mod common;

use std::io::Write;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use common::{Log, accept_all, by_hand, duplex, message, pair, timely};
use smpp_blocking::{Congestion, Error, Esme, MessageCenter, Received, Settings};
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Bind, Body, DeliverSm, SubmitSm};
use smpp_codec::tlv::{MESSAGE_PAYLOAD, Tlv};
use smpp_codec::values::{Address, RegisteredDelivery};
use smpp_codec::{CommandStatus, Dialect, Pdu, Version};
use smpp_session::{BindType, CloseReason, Config, State};

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
        let delivered = connection.deliver_sm(DeliverSm::new(from, to, b"world"));
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
    let closed: Result<smpp_blocking::MessageId, _> = Err(Error::Closed {
        reason: CloseReason::Unbound,
        sent: false,
    });
    assert_eq!(format!("{refused:?}"), format!("{closed:?}"));
}

#[test]
fn a_refused_bind_says_with_which_status() {
    let [near, far] = duplex(4096);
    let center = thread::spawn(move || {
        let unbound = MessageCenter::open(far, Settings::default()).unwrap();
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
    let unbound = MessageCenter::open(far, Settings::default()).unwrap();
    let connection = unbound.connection();
    let binding = unbound.bind_request().unwrap();
    let _ = connection.closed();
    let late = binding.accept(b"mc");
    assert!(
        matches!(
            late,
            Err(Error::Closed {
                reason: CloseReason::Frame(_),
                ..
            })
        ),
        "{late:?}"
    );
}

/// The lost wake-up: more senders than places in the window, and no timer to hide behind.
#[test]
fn many_senders_never_stall() {
    let settings = Settings::new()
        .with_session(Config::new().with_enquire_link_interval(None))
        .with_window(3);
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
    let settings = Settings::new().with_max_unsent_octets(1000);
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
    let settings = Settings::new().with_window(1);
    let [(connection, _incoming), (_center, mut requests)] = pair(4096, settings);
    let hurried = connection.within(Duration::from_millis(20));
    let abandoned = hurried.submit_sm(message(b"first"));
    assert!(matches!(abandoned, Err(Error::Expired)), "{abandoned:?}");
    let waiting = hurried.submit_sm(message(b"never sent"));
    assert!(
        matches!(waiting, Err(Error::Congested(Congestion::Window))),
        "{waiting:?}"
    );
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
fn a_tap_sees_every_frame_both_ways() {
    let log = Arc::new(Log::default());
    let settings = Settings::new().with_tap(Some(log.clone()));
    let [near, far] = duplex(4096);
    let center = thread::spawn(move || {
        let unbound = MessageCenter::open(far, Settings::default()).unwrap();
        let (_connection, incoming) = unbound.bind_request().unwrap().accept(b"mc").unwrap();
        accept_all(incoming)
    });
    let esme = Esme::new("bank", "secret").with_settings(settings);
    let (connection, _incoming) = esme.bind(near).unwrap();
    connection.submit_sm(message(b"hello")).unwrap();
    connection.unbind().unwrap();
    center.join().unwrap();
    log.is_of_one_message();
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
