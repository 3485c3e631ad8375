//! Bulk sending by a task that holds both halves.

mod common;

use common::{accept_all, message, pair};
use smpp_tokio::session::Config;
use smpp_tokio::{Congestion, Error, Settings};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// A window of one request, and a `response_timeout` of ten seconds.
fn narrow() -> Settings {
    Settings::new()
        .with_window(1)
        .with_session(Config::new().with_response_timeout(Some(Duration::from_secs(10))))
}

#[tokio::test(start_paused = true)]
async fn all_parts_are_sent_before_an_answer_is_taken() {
    let [(connection, _incoming), (_center, requests)] = pair(4096, narrow()).await;
    tokio::spawn(accept_all(requests));
    for parts in [3, 255] {
        let (mut sender, mut answers) = connection.bulk();
        for tag in 0..parts {
            let sent = timeout(Duration::from_secs(1), sender.send(tag, message(b"part"))).await;
            sent.expect("the sender waits for itself").unwrap();
        }
        drop(sender);
        let mut tags = Vec::new();
        while let Some(answer) = answers.next().await {
            answer.result.unwrap();
            tags.push(answer.tag);
        }
        assert_eq!(tags, (0..parts).collect::<Vec<_>>());
    }
}

#[tokio::test(start_paused = true)]
async fn a_sender_whose_answers_nobody_takes_fails() {
    let [(connection, _incoming), (_center, requests)] = pair(4096, narrow()).await;
    tokio::spawn(accept_all(requests));
    let (mut sender, mut answers) = connection.bulk();
    let mut sent = 0;
    let started = Instant::now();
    let error = loop {
        match sender.send(sent, message(b"hi")).await {
            Ok(()) => sent += 1,
            Err(error) => break error,
        }
    };
    assert!(
        matches!(error, Error::Congested(Congestion::Answers)),
        "{error:?}"
    );
    assert!(!error.may_have_been_sent());
    assert_eq!((sent, started.elapsed().as_secs()), (256, 10));
    let refused = sender.try_send(sent, message(b"hi")).unwrap_err();
    assert!(
        matches!(refused, Error::Congested(Congestion::Answers)),
        "{refused:?}"
    );
    // Once answers have been taken it goes on.
    assert_eq!(answers.next().await.unwrap().tag, 0);
    sender.send(sent, message(b"hi")).await.unwrap();
    drop(sender);
    let mut rest = 0;
    while answers.next().await.is_some() {
        rest += 1;
    }
    assert_eq!(rest, sent);
}

#[tokio::test(start_paused = true)]
async fn a_slow_taker_delays_the_sender_without_an_error() {
    let [(connection, _incoming), (_center, requests)] = pair(4096, narrow()).await;
    tokio::spawn(accept_all(requests));
    let (mut sender, mut answers) = connection.bulk();
    let sending = tokio::spawn(async move {
        for tag in 0..600 {
            sender.send(tag, message(b"hi")).await.unwrap();
        }
    });
    let mut taken = 0;
    while taken < 600 {
        tokio::time::sleep(Duration::from_secs(8)).await;
        while answers.try_next().is_some() {
            taken += 1;
        }
    }
    sending.await.unwrap();
}
