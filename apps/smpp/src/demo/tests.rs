//! That the demonstration shows all, and that its check misses nothing.

use super::{Played, expect, play, scenes};
use crate::out::Out;

async fn played() -> Played {
    let (out, _written) = Out::start(std::io::sink());
    play(&out).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_seen_and_whatever_is_taken_away_is_missed() {
    let played = played().await;
    assert_eq!(played.trouble, None);
    let (seen, sent) = (played.record.seen(), &played.happened.sent);
    for expectation in expect::check(&seen, sent) {
        assert!(expectation.is_met(), "{expectation:?}\n{seen:?}");
    }
    for at in 0..seen.len() {
        let mut less = seen.clone();
        let gone = less.remove(at);
        let missed = expect::check(&less, sent);
        let missed = missed.iter().filter(|expectation| !expectation.is_met());
        // The PDU itself, and that one is missing in all.
        assert!(missed.count() >= 2, "without {gone} nothing is missed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_arrive_whole_in_as_many_parts_as_they_should() {
    let played = played().await;
    let arrived = &played.happened.arrived;
    let parts: Vec<u8> = arrived.iter().map(|arrived| arrived.parts).collect();
    assert_eq!(parts, [1, 1, 1, 1, 5]);
    let texts: Vec<&str> = arrived
        .iter()
        .map(|arrived| arrived.text.as_str())
        .collect();
    let sent: Vec<&str> = [scenes::FIRST]
        .iter()
        .chain(&scenes::MESSAGES)
        .map(|(_, text)| *text)
        .collect();
    assert_eq!(texts, sent);
    let (out, _written) = Out::start(std::io::sink());
    assert_eq!(played.tell(&out), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_has_not_arrived_is_missed() {
    let mut played = played().await;
    played.happened.arrived.pop();
    let (out, _written) = Out::start(std::io::sink());
    assert_eq!(played.tell(&out), 1);
}
