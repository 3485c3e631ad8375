//! Peers that do what they should not, or nothing.

mod common;

use std::time::Duration;

use common::{LONG, message, pair};
use smpp_codec::pdu::Bind;
use smpp_codec::{CommandStatus, Header};
use smpp_session::{BindType, CloseReason, State};
use smpp_tokio::{Error, Esme, Link, MessageCenter, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::time::timeout;

#[tokio::test]
async fn a_peer_that_speaks_http_is_named() {
    let (near, mut far) = duplex(4096);
    far.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        .await
        .unwrap();
    let error = Esme::new("bank", "secret").bind(near).await.unwrap_err();
    assert!(matches!(
        error,
        Error::Closed {
            reason: CloseReason::Frame(_),
            ..
        }
    ));
    assert!(error.to_string().contains("HTTP"), "{error}");
}

#[tokio::test]
async fn a_peer_that_breaks_off_before_the_bind_says_why() {
    let (near, mut far) = duplex(4096);
    far.write_all(b"SSH-2.0-OpenSSH_9.2\r\n").await.unwrap();
    let link = Link::new(None, None);
    let side = smpp_tokio::Side::Esme;
    let (connection, _incoming) = smpp_tokio::open(near, side, link, Settings::default());
    connection.closed().await;
    let bind = connection.bind(BindType::Transceiver, Bind::default());
    let error = bind.await.unwrap_err();
    assert!(
        matches!(
            error,
            Error::Closed {
                reason: CloseReason::Frame(_),
                ..
            }
        ),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_peer_that_vanishes_ends_every_request_once() {
    let (near, far) = duplex(4096);
    let center = tokio::spawn(async move {
        let binding = MessageCenter::open(far, Settings::default())
            .bind_request()
            .await;
        binding.unwrap().accept(b"mc").unwrap()
    });
    let (connection, _incoming) = Esme::new("bank", "secret").bind(near).await.unwrap();
    let (peer, mut requests) = center.await.unwrap();
    let waiting = tokio::spawn({
        let connection = connection.clone();
        async move { connection.submit_sm(message(b"hello")).await }
    });
    let request = requests.next_request().await.unwrap();
    peer.abort();
    let failed = timeout(LONG, waiting).await.unwrap().unwrap();
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
    assert_eq!(connection.closed().await, CloseReason::PeerClosed);
    // Answering a peer that has gone is an error, not a panic.
    assert!(request.accept(b"42").is_err());
}

async fn read_frame(stream: &mut DuplexStream) -> (Header, Vec<u8>) {
    let mut frame = vec![0; 16];
    stream.read_exact(&mut frame).await.unwrap();
    let header = Header::decode(&frame).unwrap();
    frame.resize(header.command_length as usize, 0);
    stream.read_exact(&mut frame[16..]).await.unwrap();
    (header, frame)
}

#[tokio::test]
async fn a_stream_that_cannot_be_followed_is_nacked_and_closed() {
    let (mut near, far) = duplex(4096);
    let waiting = tokio::spawn(MessageCenter::open(far, Settings::default()).bind_request());
    near.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .unwrap();
    let (header, _) = read_frame(&mut near).await;
    assert_eq!(header.command_status, CommandStatus::ESME_RINVCMDLEN);
    assert_eq!(near.read(&mut [0; 1]).await.unwrap(), 0, "closed");
    let error = waiting.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("HTTP"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_silent_connection_is_closed_when_nobody_binds() {
    let (mut near, far) = duplex(4096);
    let started = tokio::time::Instant::now();
    let waiting = tokio::spawn(MessageCenter::open(far, Settings::default()).bind_request());
    assert_eq!(near.read(&mut [0; 1]).await.unwrap(), 0);
    assert_eq!(started.elapsed().as_secs(), 10);
    let error = waiting.await.unwrap().unwrap_err();
    assert!(matches!(
        error,
        Error::Closed {
            reason: CloseReason::SessionInitTimeout,
            ..
        }
    ));
}

#[tokio::test(start_paused = true)]
async fn an_idle_pair_keeps_itself_alive_and_a_dead_peer_is_noticed() {
    let [(connection, _incoming), (center, _requests)] = pair(4096, Settings::default()).await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!(connection.state(), State::BoundTrx);
    assert_eq!(center.state(), State::BoundTrx);
    let asked = [&connection, &center].map(|side| side.metrics().link_latency().is_some());
    assert!(asked.contains(&true), "how long the peer takes is counted");

    let (near, mut far) = duplex(4096);
    let binding = tokio::spawn(async move { Esme::new("bank", "secret").bind(near).await });
    let (_, mut frame) = read_frame(&mut far).await;
    frame[4] = 0x80;
    frame.truncate(16);
    frame[3] = 19;
    frame.extend_from_slice(b"mc\0");
    far.write_all(&frame).await.unwrap();
    let (connection, _incoming) = binding.await.unwrap().unwrap();
    assert_eq!(connection.closed().await, CloseReason::EnquireLinkTimeout);
}
