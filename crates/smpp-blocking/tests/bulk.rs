//! Many requests from one place.

mod common;

use std::thread;

use common::{accept_all, message, pair, timely};
use smpp_blocking::{Answers, Error, Settings};
use smpp_session::LocalError;

/// Takes all answers, none of them a refusal, in another thread; gives their tags in order.
fn taking(answers: Answers) -> impl FnOnce() -> Vec<u64> {
    let taken = thread::spawn(move || {
        let mut tags: Vec<_> = answers
            .map(|answer| {
                assert_eq!(answer.result.unwrap().header().command_status.0, 0);
                answer.tag
            })
            .collect();
        tags.sort_unstable();
        tags
    });
    move || timely(move || taken.join().unwrap())
}

#[test]
fn a_bulk_of_messages_is_answered_message_by_message() {
    let [(connection, _incoming), (_center, requests)] = pair(4096, Settings::default());
    let served = thread::spawn(move || accept_all(requests));
    let (mut sender, answers) = connection.bulk();
    let tags = taking(answers);
    timely(move || {
        for tag in 0..500 {
            sender.send(tag, message(b"hello")).unwrap();
        }
        let mut rest = (500..1000).map(|tag| (tag, message(b"hello")));
        sender.send_all(&mut rest).unwrap();
    });
    assert_eq!(tags(), (0..1000).collect::<Vec<_>>());
    connection.unbind().unwrap();
    assert_eq!(served.join().unwrap(), 1000);
}

#[test]
fn what_cannot_be_sent_is_named_and_those_behind_it_are_left() {
    let [(connection, _incoming), (_center, requests)] = pair(4096, Settings::default());
    thread::spawn(move || accept_all(requests));
    let (mut sender, answers) = connection.bulk();
    let tags = taking(answers);
    timely(move || {
        let texts: [&[u8]; 3] = [b"one", &[b'x'; 300], b"three"];
        let mut rest = (0..).zip(texts.map(message));
        let (tag, error) = sender.send_all(&mut rest).unwrap_err();
        assert_eq!(tag, 1);
        let unencodable = matches!(error, Error::Local(LocalError::Encode(_)));
        assert!(unencodable, "{error:?}");
        sender.send_all(&mut rest).unwrap();
    });
    assert_eq!(tags(), [0, 2]);
}

/// Received by one connection, passed on in bulk over another.
#[test]
fn frames_are_forwarded_as_they_came() {
    let [(near, _incoming), (_middle, mut received)] = pair(4096, Settings::default());
    let [(onward, _other), (_center, mut requests)] = pair(4096, Settings::default());
    let (mut sender, mut answers) = onward.bulk();
    for (tag, text) in [(7, &b"first"[..]), (8, b"second")] {
        let sent = {
            let near = near.clone();
            thread::spawn(move || near.submit_sm(message(text)).unwrap())
        };
        let request = received.next_request().unwrap();
        sender.forward(tag, request.frame()).unwrap();
        let forwarded = requests.next_request().unwrap();
        let [came, went] = [&request, &forwarded].map(|request| request.frame().as_ref());
        assert_eq!(came[..12], went[..12]);
        assert_eq!(came[16..], went[16..], "all but the sequence number");
        forwarded.accept(b"42").unwrap();
        let answer = answers.next().unwrap();
        assert_eq!(answer.tag, tag);
        request.respond_with(&answer.result.unwrap()).unwrap();
        assert_eq!(timely(move || sent.join().unwrap()), b"42");
    }
}
