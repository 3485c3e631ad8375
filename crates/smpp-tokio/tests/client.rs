//! A client that stays connected, over loopback: what becomes of its messages while the message
//! centre comes and goes.

mod common;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::{LONG, impatient, message};
use smpp_codec::pdu::{Body, DeliverSm};
use smpp_codec::values::Address;
use smpp_session::{CloseReason, SessionEnd};
use smpp_tokio::{ClientSettings, ClientState, Error, Esme, MessageCenter, Received, Request};
use tokio::task::JoinHandle;
use tokio::time::timeout;

fn text(request: &Request) -> Vec<u8> {
    match request.pdu().body {
        Body::SubmitSm(submit) => submit.short_message.to_vec(),
        other => panic!("{other:?}"),
    }
}

/// A free port, which nobody listens on.
async fn free_port() -> SocketAddr {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    center.local_addr().unwrap()
}

/// Listens there, once whoever has the port meanwhile, as an ephemeral one, has left it.
async fn listen(address: SocketAddr) -> MessageCenter {
    loop {
        match MessageCenter::listen(address).await {
            Ok(center) => return center,
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
}

/// How often each message came.
type Delivered = Arc<Mutex<HashMap<Vec<u8>, usize>>>;

/// A message centre that takes a few requests, answers all but the last, breaks the connection,
/// stops listening, and begins again.
fn restarting(address: SocketAddr) -> (Delivered, JoinHandle<()>) {
    let delivered = Delivered::default();
    let log = Arc::clone(&delivered);
    let served = tokio::spawn(async move {
        for most in 4.. {
            let center = listen(address).await;
            let (unbound, _) = center.accept().await.unwrap();
            let Ok(binding) = unbound.bind_request().await else {
                continue;
            };
            let (connection, mut incoming) = binding.accept(b"mc").unwrap();
            for taken in 1..=most {
                let Some(request) = incoming.next_request().await else {
                    break;
                };
                *log.lock().unwrap().entry(text(&request)).or_default() += 1;
                if taken == most {
                    connection.abort();
                } else {
                    request.accept(b"42").unwrap();
                }
            }
            connection.closed().await;
        }
    });
    (delivered, served)
}

/// Submits a hundred messages at once, and gives what became of each.
async fn submit_hundred(
    address: SocketAddr,
    settings: ClientSettings,
) -> Vec<(Vec<u8>, Result<(), Error>)> {
    let (client, _incoming) = Esme::new("bank", "secret").stay_connected(address, settings);
    let sending: Vec<_> = (0..100)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let text = format!("message {number}").into_bytes();
                let result = client.submit_sm(message(&text)).await.map(drop);
                (text, result)
            })
        })
        .collect();
    let mut results = Vec::new();
    for sent in sending {
        results.push(timeout(LONG, sent).await.expect("it stalled").unwrap());
    }
    timeout(LONG, client.stop()).await.unwrap();
    results
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_message_is_delivered_once_or_reported() {
    let address = free_port().await;
    let (delivered, served) = restarting(address);
    let results = submit_hundred(address, impatient()).await;
    served.abort();
    let delivered = delivered.lock().unwrap();
    let mut failed = 0;
    for (text, result) in &results {
        let times = delivered.get(text).copied().unwrap_or(0);
        match result {
            Ok(()) => assert_eq!(times, 1, "acknowledged, so it was delivered"),
            Err(Error::Closed { sent: true, .. }) => {
                failed += 1;
                assert!(times <= 1, "reported, and not sent again");
            }
            Err(error) => panic!("{error}"),
        }
    }
    // Each connection was broken with one message unanswered.
    assert!((1..100).contains(&failed), "{failed} of 100 failed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_resend_each_message_is_delivered_at_least_once() {
    let address = free_port().await;
    let (delivered, served) = restarting(address);
    let settings = impatient().with_resend(true);
    let results = submit_hundred(address, settings).await;
    served.abort();
    let delivered = delivered.lock().unwrap();
    for (text, result) in &results {
        assert!(result.is_ok(), "{result:?}");
        assert!(delivered.contains_key(text));
    }
    let times: usize = delivered.values().sum();
    assert!(times > 100, "what it warns of has happened");
}

#[tokio::test]
async fn it_finds_a_server_that_comes_later_and_leaves_it_as_it_should() {
    let address = free_port().await;
    let (client, mut incoming) = Esme::new("bank", "secret").stay_connected(address, impatient());
    let mut changes = client.changes();
    assert!(matches!(
        changes.next().await,
        Some(ClientState::Connecting)
    ));
    let Some(ClientState::Waiting { ending, error, .. }) = changes.next().await else {
        panic!("{client:?}")
    };
    assert_eq!(ending, SessionEnd::Lost);
    assert!(matches!(*error, Error::Io(_)), "{error}");

    let center = listen(address).await;
    let served = tokio::spawn(async move {
        let (unbound, _) = center.accept().await.unwrap();
        let bound = unbound.bind_request().await.unwrap().accept(b"mc");
        let (connection, mut incoming) = bound.unwrap();
        let deliver = DeliverSm::new(Address::unknown(b"1"), Address::unknown(b"2"), b"hello");
        connection.deliver_sm(deliver).await.unwrap();
        assert!(matches!(incoming.next().await, Some(Received::Unbind)));
        assert!(incoming.next().await.is_none());
        connection.closed().await
    });
    let request = timeout(LONG, incoming.next_request()).await.unwrap();
    request.unwrap().accept(b"").unwrap();
    assert!(matches!(client.state(), ClientState::Bound(_)));
    timeout(LONG, client.stop()).await.unwrap();
    assert!(matches!(client.state(), ClientState::Stopped(None)));
    assert!(incoming.next().await.is_none());
    let reason = timeout(LONG, served).await.unwrap().unwrap();
    assert_eq!(reason, CloseReason::Unbound);
    let late = client.submit_sm(message(b"late")).await;
    assert!(matches!(late, Err(Error::Stopped(None))), "{late:?}");
}

/// Dropped wherever they wait, requests harm nobody, and no place is lost.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_that_are_dropped_harm_nobody() {
    let address = free_port().await;
    let (_delivered, served) = restarting(address);
    let settings = impatient().with_max_waiting(3);
    let (client, _incoming) = Esme::new("bank", "secret").stay_connected(address, settings);
    for micros in 0..300 {
        let impatient = client.submit_sm(message(b"dropped"));
        let _ = timeout(Duration::from_micros(micros * 5), impatient).await;
    }
    // Every place among those who wait is free again: three at a time go through.
    let mut accepted = 0;
    while accepted < 10 {
        let three = (
            client.submit_sm(message(b"1")),
            client.submit_sm(message(b"2")),
            client.submit_sm(message(b"3")),
        );
        let three = async { tokio::join!(three.0, three.1, three.2) };
        let (first, second, third) = timeout(LONG, three).await.expect("it stalled");
        for result in [first, second, third] {
            match result {
                Ok(_) => accepted += 1,
                Err(Error::Closed { sent: true, .. }) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
    served.abort();
}
