//! Requests: with room, without, and the room passed on.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

use smpp_faults::{LONG, message};

use crate::bound::{Bound, text_of};
use crate::{WINDOW, breathe, polled, sweep, until};

#[tokio::test]
async fn a_request_with_room() {
    sweep(async |times, turns| {
        let bound = Bound::new().await;
        let others = bound.others(1);
        let done = polled(bound.esme.submit_sm(message(b"dropped")), times, turns).await;
        if let Some(id) = &done {
            assert_eq!(**id.as_ref().unwrap(), *b"dropped");
        }
        Bound::got(others).await;
        bound.is_whole().await;
        assert_eq!(
            bound.was_served(b"dropped"),
            times > 0,
            "sent by its first poll, not before"
        );
        bound.ends().await;
        done.is_some()
    })
    .await;
}

/// The window is full, others wait before it and behind it, and room comes while it waits.
#[tokio::test]
async fn a_request_without_room() {
    for within in [false, true] {
        sweep(async |times, turns| {
            let bound = Bound::new().await;
            bound.hold();
            let mut others = bound.others(WINDOW + 1);
            breathe(20).await;
            let esme = if within {
                bound.esme.within(LONG)
            } else {
                bound.esme.clone()
            };
            let behind = async {
                breathe(1).await;
                others.push(bound.other(format!("other {}", WINDOW + 1)));
                breathe(3).await;
                bound.release();
            };
            let dropped = polled(esme.submit_sm(message(b"dropped")), times, turns);
            let (done, ()) = tokio::join!(dropped, behind);
            Bound::got(others).await;
            bound.is_whole().await;
            bound.ends().await;
            done.is_some()
        })
        .await;
    }
}

/// Dropped while it still waits for room, it is not sent afterwards.
#[tokio::test]
async fn a_request_that_never_had_room_is_never_sent() {
    let bound = Bound::new().await;
    bound.hold();
    let others = bound.others(WINDOW);
    breathe(50).await;
    for times in 1..5 {
        let dropped = polled(bound.esme.submit_sm(message(b"dropped")), times, 5).await;
        assert!(dropped.is_none());
    }
    bound.release();
    Bound::got(others).await;
    bound.is_whole().await;
    assert!(!bound.was_served(b"dropped"));
    bound.ends().await;
}

/// Woken, because one place has become free, and dropped before it takes it: whoever waits behind
/// it gets the place, though nothing else happens that could tell them.
#[tokio::test]
async fn whoever_is_woken_and_goes_passes_the_room_on() {
    for way in 0..3 {
        let bound = Bound::new().await;
        bound.hold();
        let mut others = bound.others(WINDOW);
        breathe(50).await;
        assert_eq!(bound.held(), WINDOW);
        let (mut sender, _answers) = bound.esme.bulk();
        let esme = bound.esme.within(LONG);
        let mut waiting: Pin<Box<dyn Future<Output = ()> + '_>> = match way {
            0 => Box::pin(async { drop(bound.esme.submit_sm(message(b"dropped")).await) }),
            1 => Box::pin(async { drop(esme.submit_sm(message(b"dropped")).await) }),
            _ => Box::pin(async { drop(sender.send(99, message(b"dropped")).await) }),
        };
        let first = poll_fn(|cx| Poll::Ready(waiting.as_mut().poll(cx))).await;
        assert!(first.is_pending());
        others.push(bound.other(format!("other {WINDOW}")));
        breathe(50).await;
        let one = bound
            .served
            .lock()
            .unwrap()
            .held
            .as_mut()
            .unwrap()
            .remove(0);
        let text = text_of(&one);
        one.accept(&text).unwrap();
        breathe(50).await;
        assert_eq!(bound.held(), WINDOW - 1, "it was not its turn");
        drop(waiting);
        until(|| bound.held() == WINDOW).await;
        bound.release();
        Bound::got(others).await;
        assert!(!bound.was_served(b"dropped"));
    }
}
