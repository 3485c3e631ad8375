//! `enquire_link` on demand, and the connection that a request came from.

mod common;

use common::{LONG, message, pair};
use smpp_tokio::session::{CloseReason, Config};
use smpp_tokio::{Error, Esme, MessageCenter, Settings};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::time::timeout;

#[tokio::test]
async fn enquire_link_returns_the_round_trip() {
    let [(connection, _incoming), (center, requests)] = pair(4096, Settings::default()).await;
    for _ in 0..3 {
        let round_trip = timeout(LONG, connection.enquire_link()).await.unwrap();
        assert!(round_trip.unwrap() < LONG);
        timeout(LONG, center.enquire_link()).await.unwrap().unwrap();
    }
    // Both wait for the same answer.
    let both = tokio::join!(connection.enquire_link(), connection.enquire_link());
    assert!(both.0.is_ok() && both.1.is_ok());
    // A future that is dropped sends all the same, and harms no other.
    drop(connection.enquire_link());
    connection.enquire_link().await.unwrap();
    drop((center, requests));
    connection.closed().await;
    let late = connection.enquire_link().await;
    assert!(
        matches!(late, Err(Error::Closed { sent: false, .. })),
        "{late:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn enquire_link_to_a_silent_peer_gives_the_reason() {
    let (near, mut far) = duplex(4096);
    let esme = Esme::new("bank", "secret").with_settings(
        Settings::new()
            .with_session(Config::new().with_enquire_link_timeout(Some(Duration::from_secs(7)))),
    );
    let silent = tokio::spawn(async move {
        let mut bind = vec![0; 64];
        let octets = far.read(&mut bind).await.unwrap();
        assert!(octets > 16);
        let response = [
            0, 0, 0, 19, 0x80, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, b'm', b'c', 0,
        ];
        far.write_all(&response).await.unwrap();
        std::future::pending::<()>().await;
        drop(far);
    });
    let (connection, _incoming) = esme.bind(near).await.unwrap();
    let unanswered = connection.enquire_link().await;
    let Err(Error::Closed { reason, sent }) = unanswered else {
        panic!("{unanswered:?}")
    };
    assert_eq!((reason, sent), (CloseReason::EnquireLinkTimeout, true));
    silent.abort();
}

#[tokio::test]
async fn enquire_link_before_the_bind_is_an_error() {
    let (near, _far) = duplex(4096);
    let open = MessageCenter::open(near, Settings::default());
    let refused = open.connection().enquire_link().await;
    assert!(matches!(refused, Err(Error::Local(_))), "{refused:?}");
}

#[tokio::test]
async fn a_request_names_its_connection_and_does_not_keep_it() {
    let [(connection, _incoming), (center, mut requests)] = pair(4096, Settings::default()).await;
    let submitting = tokio::spawn(async move { connection.submit_sm(message(b"hi")).await });
    let request = requests.next_request().await.unwrap();
    assert_eq!(request.link(), center.link());
    let closed = center.closed();
    drop((center, requests));
    assert_eq!(timeout(LONG, closed).await.unwrap(), CloseReason::Local);
    assert!(submitting.await.unwrap().is_err());
    let answered = request.accept(b"42");
    assert!(
        matches!(answered, Err(Error::Closed { .. })),
        "{answered:?}"
    );
}
