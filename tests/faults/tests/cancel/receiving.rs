//! What the peer sends.

use smpp_faults::message;
use smpp_tokio::Received;
use tokio::io::duplex;

use crate::bound::{bind, text_of};
use crate::{polled, sweep};

/// Neither `next` nor `next_request` loses a request.
#[tokio::test]
async fn the_next_request() {
    for only_requests in [false, true] {
        sweep(async |times, turns| {
            let (near, far) = duplex(1 << 16);
            let [(esme, _incoming), (_center, mut requests)] = bind(near, far).await;
            let sending = {
                let esme = esme.clone();
                tokio::spawn(async move {
                    for number in 0..5 {
                        let text = format!("{number}");
                        let id = esme.submit_sm(message(text.as_bytes())).await.unwrap();
                        assert_eq!(*id, *text.as_bytes());
                    }
                })
            };
            let mut dropped_early = 0;
            for number in 0..5 {
                let dropped = if only_requests {
                    polled(requests.next_request(), times, turns)
                        .await
                        .flatten()
                } else {
                    match polled(requests.next(), times, turns).await.flatten() {
                        Some(Received::Request(request)) => Some(request),
                        _ => None,
                    }
                };
                dropped_early += usize::from(dropped.is_none());
                let request = match dropped {
                    Some(request) => request,
                    None => requests.next_request().await.unwrap(),
                };
                let text = text_of(&request);
                assert_eq!(text, format!("{number}").into_bytes());
                request.accept(&text).unwrap();
            }
            sending.await.unwrap();
            dropped_early == 0
        })
        .await;
    }
}
