//! The futures of a client that stays connected, while its connections come and go.

use std::sync::Arc;

use smpp_codec::pdu::DeliverSm;
use smpp_codec::values::Address;
use smpp_faults::{LONG, message};
use smpp_tokio::{ClientState, Error, Received};
use tokio::time::timeout;

use crate::bound::{Bound, text_of};
use crate::kept::{Kept, WAITING};
use crate::{breathe, polled, sweep, until};

#[tokio::test]
async fn a_request_that_waits_for_a_connection() {
    for within in [false, true] {
        sweep(async |times, turns| {
            let kept = Kept::new(false, false);
            let others = vec![kept.other(0)];
            breathe(2).await;
            let client = match within {
                true => kept.client.within(LONG),
                false => kept.client.clone(),
            };
            let opening = async {
                breathe(4).await;
                kept.gate.send_replace(true);
            };
            let dropped = polled(client.submit_sm(message(b"dropped")), times, turns);
            let (done, ()) = tokio::join!(dropped, opening);
            drop(client);
            Bound::got(others).await;
            kept.is_whole().await;
            let sent = kept.times(b"dropped");
            match &done {
                Some(id) => assert_eq!((&**id.as_ref().unwrap(), sent), (&b"dropped"[..], 1)),
                None => assert!(sent <= times.min(1), "sent {sent} times"),
            }
            kept.ends().await;
            done.is_some()
        })
        .await;
    }
}

/// It was sent, and nobody knows more: it is sent again only if that is wanted, and only while
/// somebody waits for it.
#[tokio::test]
async fn a_request_whose_connection_is_lost() {
    for resend in [false, true] {
        sweep(async |times, turns| {
            let kept = Kept::new(true, resend);
            kept.is_bound().await;
            kept.served.lock().unwrap().hold();
            let cutting = async {
                breathe(4).await;
                kept.cut();
                breathe(4).await;
                kept.served.lock().unwrap().release();
            };
            let dropped = polled(kept.client.submit_sm(message(b"dropped")), times, turns);
            let (done, ()) = tokio::join!(dropped, cutting);
            until(|| kept.centers.lock().unwrap().len() > 1).await;
            kept.is_whole().await;
            match &done {
                Some(Ok(id)) if resend => assert_eq!(*id, b"dropped"),
                Some(Err(Error::Closed { sent: true, .. })) if !resend => {}
                Some(other) => panic!("{other:?}"),
                None => {}
            }
            let most = if resend { 2 } else { 1 };
            assert!(kept.times(b"dropped") <= times.min(most));
            kept.ends().await;
            done.is_some()
        })
        .await;
    }
}

/// None is missed, and none is told twice.
#[tokio::test]
async fn the_next_change() {
    sweep(async |times, turns| {
        let kept = Kept::new(true, false);
        let (mut told, mut changes) = (Vec::new(), kept.client.changes());
        let mut dropped_early = 0;
        let ending = async {
            kept.is_bound().await;
            kept.cut();
            until(|| kept.centers.lock().unwrap().len() > 1).await;
            kept.is_bound().await;
            kept.client.stop().await;
        };
        let watching = async {
            loop {
                let change = match polled(changes.next(), times, turns).await {
                    Some(change) => change,
                    None => {
                        dropped_early += 1;
                        changes.next().await
                    }
                };
                let Some(change) = change else { break };
                told.push(match change {
                    ClientState::Connecting => "connecting",
                    ClientState::Bound(_) => "bound",
                    ClientState::Waiting { .. } => "waiting",
                    _ => "stopped",
                });
            }
        };
        tokio::join!(ending, watching);
        let all = ["connecting", "bound", "waiting"];
        assert_eq!(told, [&all[..], &all[..2], &["stopped"]].concat());
        kept.ends().await;
        dropped_early == 0
    })
    .await;
}

/// Neither `next` nor `next_request` loses a request, over one connection or the next.
#[tokio::test]
async fn the_next_request_of_any_connection() {
    for only_requests in [false, true] {
        sweep(async |times, turns| {
            let mut kept = Kept::new(true, false);
            kept.is_bound().await;
            let centers = Arc::clone(&kept.centers);
            let delivering = tokio::spawn(async move {
                let to = Address::unknown(b"1");
                for number in 0..5 {
                    let center = centers.lock().unwrap().last().unwrap().clone();
                    let text = format!("{number}");
                    let deliver = DeliverSm::new(to, to, text.as_bytes());
                    center.deliver_sm(deliver).await.unwrap();
                    if number == 2 {
                        center.abort();
                        until(|| centers.lock().unwrap().len() > 1).await;
                    }
                }
            });
            let mut dropped_early = 0;
            for number in 0..5 {
                let incoming = &mut kept.incoming;
                let dropped = if only_requests {
                    polled(incoming.next_request(), times, turns)
                        .await
                        .flatten()
                } else {
                    match polled(incoming.next(), times, turns).await.flatten() {
                        Some(Received::Request(request)) => Some(request),
                        _ => None,
                    }
                };
                dropped_early += usize::from(dropped.is_none());
                let request = match dropped {
                    Some(request) => request,
                    None => incoming.next_request().await.unwrap(),
                };
                assert_eq!(text_of(&request), format!("{number}").into_bytes());
                request.accept(b"").unwrap();
            }
            delivering.await.unwrap();
            kept.ends().await;
            dropped_early == 0
        })
        .await;
    }
}

/// Polled once, the client stops, whoever waits for it: what is in flight is finished, and what
/// waits for a connection fails. Never polled, it goes on.
#[tokio::test]
async fn a_stop() {
    for is_open in [true, false] {
        sweep(async |times, turns| {
            let mut kept = Kept::new(is_open, false);
            if is_open {
                kept.is_bound().await;
                kept.served.lock().unwrap().hold();
            }
            let others: Vec<_> = (0..WAITING).map(|number| kept.other(number)).collect();
            breathe(50).await;
            let releasing = async {
                breathe(4).await;
                kept.served.lock().unwrap().release();
            };
            let (done, ()) = tokio::join!(polled(kept.client.stop(), times, turns), releasing);
            if times == 0 {
                kept.gate.send_replace(true);
                Bound::got(others).await;
                kept.is_whole().await;
            } else {
                until(|| matches!(kept.client.state(), ClientState::Stopped(None))).await;
                if is_open {
                    Bound::got(others).await;
                } else {
                    for other in others {
                        let failed = timeout(LONG, other).await.expect("it waits for ever");
                        assert!(matches!(failed.unwrap(), Err(Error::Stopped(None))));
                    }
                }
                let late = kept.client.submit_sm(message(b"late")).await;
                assert!(matches!(late, Err(Error::Stopped(None))), "{late:?}");
                assert!(timeout(LONG, kept.incoming.next()).await.unwrap().is_none());
            }
            kept.ends().await;
            done.is_some()
        })
        .await;
    }
}
