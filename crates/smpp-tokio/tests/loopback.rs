//! Both sides over loopback: what an application sees.

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{LONG, Log, accept_all, message, pair};
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{Bind, Body, DeliverSm, SubmitSm};
use smpp_codec::values::{Address, RegisteredDelivery};
use smpp_codec::{CommandStatus, Dialect, Pdu, Version};
use smpp_session::{BindType, CloseReason, Config, State};
use smpp_tokio::{Error, Esme, MessageCenter, Received, Settings};
use tokio::io::{AsyncWriteExt, duplex};
use tokio::time::timeout;

#[tokio::test]
async fn a_message_goes_each_way_and_both_sides_unbind() {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let address = center.local_addr().unwrap();
    let center = tokio::spawn(async move {
        let (unbound, _) = center.accept().await.unwrap();
        let binding = unbound.bind_request().await.unwrap();
        assert_eq!(binding.bind_type(), BindType::Transceiver);
        let (connection, mut incoming) = binding.accept(b"mc").unwrap();
        let request = incoming.next_request().await.unwrap();
        let Body::SubmitSm(submit) = request.pdu().body else {
            panic!("{request:?}")
        };
        assert_eq!(submit.short_message, b"hello");
        assert_eq!(submit.registered_delivery, RegisteredDelivery::RECEIPT);
        request.accept(b"42").unwrap();
        let (from, to) = (Address::unknown(b"1"), Address::unknown(b"2"));
        let delivered = connection.deliver_sm(DeliverSm::new(from, to, b"world"));
        delivered.await.unwrap();
        assert!(matches!(incoming.next().await, Some(Received::Unbind)));
        connection.closed().await
    });

    let (connection, mut incoming) = Esme::new("bank", "secret").connect(address).await.unwrap();
    assert_eq!(connection.state(), State::BoundTrx);
    assert_eq!(connection.version(), Version::V5_0);
    let submit = SubmitSm {
        registered_delivery: RegisteredDelivery::RECEIPT,
        ..message(b"hello")
    };
    assert_eq!(connection.submit_sm(submit).await.unwrap(), b"42");
    let request = incoming.next_request().await.unwrap();
    let Body::DeliverSm(deliver) = request.pdu().body else {
        panic!("{request:?}")
    };
    assert_eq!(deliver.short_message, b"world");
    request.accept(b"").unwrap();
    assert_eq!(connection.unbind().await.unwrap(), CloseReason::Unbound);
    let ended = timeout(LONG, center).await.unwrap().unwrap();
    assert_eq!(ended, CloseReason::Unbound);
    assert!(incoming.next().await.is_none());
    let refused = connection.submit_sm(message(b"late")).await;
    assert!(
        matches!(refused, Err(Error::Closed { sent: false, .. })),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_refused_bind_says_with_which_status() {
    let (near, far) = duplex(4096);
    let center = tokio::spawn(async move {
        let binding = MessageCenter::open(far, Settings::default())
            .bind_request()
            .await;
        let status = CommandStatus::ESME_RBINDFAIL;
        binding.unwrap().refuse(status).await.unwrap();
    });
    let refused = Esme::new("bank", "wrong").bind(near).await;
    let Err(Error::Refused(status)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(status, CommandStatus::ESME_RBINDFAIL);
    center.await.unwrap();
}

#[tokio::test]
async fn a_bind_that_is_accepted_too_late_says_why_the_session_had_ended() {
    let (mut near, far) = duplex(4096);
    let bind = Bind {
        system_id: b"bank",
        ..Bind::default()
    };
    let mut octets = Vec::new();
    let bind = Pdu::new(1, Body::BindTransmitter(bind));
    let bind = Frame::encode(&bind, Dialect::STRICT).unwrap();
    octets.extend(bind.as_ref());
    octets.extend([0xFF; 16]);
    near.write_all(&octets).await.unwrap();
    let binding = MessageCenter::open(far, Settings::default())
        .bind_request()
        .await;
    let late = binding.unwrap().accept(b"mc");
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

/// The lost wake-up: more senders than places in the window, on two workers, and no timer to hide
/// behind.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_senders_never_stall() {
    let settings = Settings::new()
        .with_session(Config::new().with_enquire_link_interval(None))
        .with_window(3);
    for _ in 0..20 {
        let [(connection, _incoming), (_center, requests)] = pair(4096, settings.clone()).await;
        let served = tokio::spawn(accept_all(requests));
        let senders: Vec<_> = (0..8)
            .map(|_| {
                let connection = connection.clone();
                tokio::spawn(async move {
                    for _ in 0..50 {
                        connection.submit_sm(message(b"hello")).await.unwrap();
                    }
                })
            })
            .collect();
        for sender in senders {
            timeout(LONG, sender)
                .await
                .expect("a sender stalled")
                .unwrap();
        }
        connection.unbind().await.unwrap();
        assert_eq!(timeout(LONG, served).await.unwrap().unwrap(), 400);
    }
}

/// `write` taken for `write_all`: a pipe much smaller than a PDU.
#[tokio::test]
async fn a_slow_reader_gets_every_octet_in_order() {
    let [(connection, _incoming), (_center, mut requests)] = pair(100, Settings::default()).await;
    let payload: Vec<u8> = (0..60_000).map(|i: u32| i.to_le_bytes()[0]).collect();
    let sender = tokio::spawn({
        let payload = payload.clone();
        async move {
            let tlvs = [smpp_codec::tlv::Tlv::new(
                smpp_codec::tlv::MESSAGE_PAYLOAD,
                &payload,
            )];
            for _ in 0..5 {
                let submit = SubmitSm {
                    tlvs: (&tlvs).into(),
                    ..message(b"")
                };
                connection.submit_sm(submit).await.unwrap();
            }
        }
    });
    for _ in 0..5 {
        let request = timeout(LONG, requests.next_request())
            .await
            .unwrap()
            .unwrap();
        let tlvs = request.pdu().body.tlvs();
        assert_eq!(
            tlvs.get(smpp_codec::tlv::MESSAGE_PAYLOAD),
            Ok(Some(payload.as_slice()))
        );
        request.accept(b"42").unwrap();
    }
    timeout(LONG, sender).await.unwrap().unwrap();
}

#[tokio::test]
async fn dropping_a_request_frees_its_place_and_harms_nobody() {
    let settings = Settings::new().with_window(1);
    let [(connection, _incoming), (_center, mut requests)] = pair(4096, settings).await;
    let abandoned = connection.submit_sm(message(b"first"));
    assert!(timeout(Duration::from_millis(20), abandoned).await.is_err());
    let waiting = connection.submit_sm(message(b"never sent"));
    assert!(timeout(Duration::from_millis(20), waiting).await.is_err());
    let first = requests.next_request().await.unwrap();
    let next = tokio::spawn({
        let connection = connection.clone();
        async move { connection.submit_sm(message(b"second")).await }
    });
    first.accept(b"1").unwrap();
    let second = timeout(LONG, requests.next_request())
        .await
        .unwrap()
        .unwrap();
    let Body::SubmitSm(submit) = second.pdu().body else {
        panic!("{second:?}")
    };
    assert_eq!(submit.short_message, b"second");
    second.accept(b"2").unwrap();
    assert_eq!(next.await.unwrap().unwrap(), b"2");
}

#[tokio::test]
async fn a_request_dropped_unanswered_is_refused() {
    let [(connection, _incoming), (_center, mut requests)] = pair(4096, Settings::default()).await;
    let sending = tokio::spawn(async move { connection.submit_sm(message(b"hello")).await });
    drop(requests.next_request().await.unwrap());
    let refused = timeout(LONG, sending).await.unwrap().unwrap();
    let Err(Error::Refused(status)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(status, CommandStatus::ESME_RSYSERR);
}

#[tokio::test]
async fn a_tap_sees_every_frame_both_ways() {
    let log = Arc::new(Log::default());
    let settings = Settings::new().with_tap(Some(log.clone()));
    let (near, far) = duplex(4096);
    let center = tokio::spawn(async move {
        let binding = MessageCenter::open(far, Settings::default())
            .bind_request()
            .await;
        let (_connection, incoming) = binding.unwrap().accept(b"mc").unwrap();
        accept_all(incoming).await
    });
    let esme = Esme::new("bank", "secret").with_settings(settings);
    let (connection, _incoming) = esme.bind(near).await.unwrap();
    connection.submit_sm(message(b"hello")).await.unwrap();
    connection.unbind().await.unwrap();
    center.await.unwrap();
    log.is_of_one_message();
}
