//! The types that give one item after the other, as `Stream`.
#![cfg(feature = "stream")]

mod common;

use std::future::poll_fn;
use std::pin::Pin;

use common::{message, pair};
use futures_core::Stream;
use smpp_tokio::{Answers, Changes, ClientIncoming, Incoming, Received, Settings};

/// Takes the next item by the trait.
async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|cx| Stream::poll_next(Pin::new(&mut *stream), cx)).await
}

#[tokio::test]
async fn incoming_and_answers_are_streams() {
    let [(connection, mut incoming), (_center, mut requests)] =
        pair(4096, Settings::default()).await;
    let (mut sender, mut answers) = connection.bulk();
    sender.send(7, message(b"hi")).await.unwrap();
    drop(sender);
    let Some(Received::Request(request)) = next(&mut requests).await else {
        panic!("no request")
    };
    request.accept(b"42").unwrap();
    assert_eq!(next(&mut answers).await.unwrap().tag, 7);
    assert!(next(&mut answers).await.is_none());
    connection.unbind().await.unwrap();
    assert!(next(&mut incoming).await.is_none());
}

/// The streams can be moved to another task.
#[test]
fn streams_are_send() {
    fn check<S: Stream + Send + Unpin>() {}
    check::<Incoming>();
    check::<ClientIncoming>();
    check::<Answers>();
    check::<Changes>();
}
