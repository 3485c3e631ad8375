//! A client that stays connected, over loopback: what becomes of its messages while the message
//! centre comes and goes.

mod common;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use common::{impatient, message, timely};
use smpp_blocking::{ClientState, Error, Esme, MessageCenter, Request};
use smpp_codec::pdu::{Body, DeliverSm};
use smpp_codec::values::Address;

fn text(request: &Request) -> Vec<u8> {
    match request.pdu().body {
        Body::SubmitSm(submit) => submit.short_message.to_vec(),
        other => panic!("{other:?}"),
    }
}

/// How often each message came.
type Delivered = Arc<Mutex<HashMap<Vec<u8>, usize>>>;

/// A message centre that takes a few requests, answers all but the last, and breaks the
/// connection; the next time it takes one more.
fn breaking(
    center: MessageCenter,
    stopped: &Arc<AtomicBool>,
) -> (Delivered, thread::JoinHandle<()>) {
    let delivered = Delivered::default();
    let (log, stopped) = (Arc::clone(&delivered), Arc::clone(stopped));
    let served = thread::spawn(move || {
        for most in 4.. {
            let (unbound, _) = center.accept().unwrap();
            if stopped.load(Ordering::Acquire) {
                return;
            }
            let Ok(binding) = unbound.bind_request() else {
                continue;
            };
            let (connection, mut incoming) = binding.accept(b"mc").unwrap();
            for taken in 1..=most {
                let Some(request) = incoming.next_request() else {
                    break;
                };
                *log.lock().unwrap().entry(text(&request)).or_default() += 1;
                if taken == most {
                    connection.abort();
                } else {
                    request.accept(b"42").unwrap();
                }
            }
        }
    });
    (delivered, served)
}

#[test]
fn each_message_is_delivered_once_or_reported() {
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let address = center.local_addr().unwrap();
    let stopped = Arc::default();
    let (delivered, served) = breaking(center, &stopped);
    let esme = Esme::new("bank", "secret");
    let (client, _incoming) = esme.stay_connected(address, impatient()).unwrap();
    let sending: Vec<_> = (0..100)
        .map(|number| {
            let client = client.clone();
            thread::spawn(move || {
                let text = format!("message {number}").into_bytes();
                let result = client.submit_sm(message(&text)).map(drop);
                (text, result)
            })
        })
        .collect();
    let results: Vec<_> = timely(|| {
        sending
            .into_iter()
            .map(|sent| sent.join().unwrap())
            .collect()
    });
    timely(move || client.stop());
    stopped.store(true, Ordering::Release);
    let _woken = std::net::TcpStream::connect(address);
    timely(move || served.join().unwrap());

    let delivered = delivered.lock().unwrap();
    let count = |text: &Vec<u8>| delivered.get(text).copied().unwrap_or(0);
    for (text, result) in &results {
        match result {
            Ok(()) => assert_eq!(count(text), 1),
            Err(Error::Closed { sent: true, .. }) => assert!(count(text) <= 1),
            Err(Error::NotConnected(_)) => assert_eq!(count(text), 0),
            other => panic!("{other:?}"),
        }
    }
    assert!(results.iter().any(|(_, result)| result.is_ok()));
    assert!(results.iter().any(|(_, result)| result.is_err()));
}

#[test]
fn the_application_is_told_each_change_and_receives_over_one_connection_after_the_other() {
    let center = MessageCenter::listen("127.0.0.1:0").unwrap();
    let address = center.local_addr().unwrap();
    let esme = Esme::new("bank", "secret");
    let (client, mut incoming) = esme.stay_connected(address, impatient()).unwrap();
    let mut changes = client.changes();
    timely(move || {
        for round in 0..3 {
            assert!(matches!(changes.next(), Some(ClientState::Connecting)));
            let (unbound, _) = center.accept().unwrap();
            let (peer, _requests) = unbound.bind_request().unwrap().accept(b"mc").unwrap();
            let bound = changes.next();
            assert!(matches!(bound, Some(ClientState::Bound(_))), "{bound:?}");
            let delivering = thread::spawn({
                let peer = peer.clone();
                move || {
                    let (from, to) = (Address::unknown(b"1"), Address::unknown(b"2"));
                    peer.deliver_sm(DeliverSm::new(from, to, b"hi"))
                }
            });
            incoming.next_request().unwrap().accept(b"").unwrap();
            delivering.join().unwrap().unwrap();
            let connection = client.connection().unwrap();
            assert_eq!(connection.link().peer, Some(address));
            if round == 2 {
                thread::scope(|scope| {
                    scope.spawn(|| client.stop());
                });
                assert!(matches!(changes.next(), Some(ClientState::Stopped(None))));
                assert!(changes.next().is_none() && incoming.next().is_none());
                return;
            }
            peer.abort();
            let waiting = changes.next();
            assert!(
                matches!(waiting, Some(ClientState::Waiting { .. })),
                "{waiting:?}"
            );
        }
    });
}

/// Nobody answers the bind: who waits for a connection keeps his own limit, and stopping stops.
#[test]
fn an_attempt_that_takes_long_holds_up_nobody() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    let esme = Esme::new("bank", "secret");
    let (client, _incoming) = esme.stay_connected(address, impatient()).unwrap();
    let _silent = listener.accept().unwrap();
    let state = client.state();
    assert!(matches!(state, ClientState::Connecting), "{state:?}");
    let hurried = client.within(Duration::from_millis(20));
    let late = timely(move || hurried.submit_sm(message(b"hello")));
    assert!(matches!(late, Err(Error::NotConnected(None))), "{late:?}");
    timely(move || client.stop());
}
