//! Sending: many at once, within a time, at a pace, and to a peer that does not read.

mod common;

use common::{LONG, accept_all, message, pair};
use smpp_codec::CommandStatus;
use smpp_session::{CloseReason, Config, LocalError, PacerConfig};
use smpp_tokio::{Congestion, Error, Settings};
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::time::{Instant, timeout};

#[tokio::test]
async fn bulk_gives_an_answer_for_each_request() {
    let settings = Settings::new().with_window(7);
    let [(connection, _incoming), (_center, mut requests)] = pair(300, settings).await;
    tokio::spawn(async move {
        for number in 0_u32.. {
            let Some(request) = requests.next_request().await else {
                break;
            };
            match number % 3 {
                0 => request.refuse(CommandStatus::ESME_RTHROTTLED).unwrap(),
                _ => request.accept(b"42").unwrap(),
            }
        }
    });
    let (mut sender, mut answers) = connection.bulk();
    let sending = tokio::spawn(async move {
        for tag in 0..100 {
            sender.send(tag, message(b"hi")).await.unwrap();
        }
        let mut rest = (100..500).map(|tag| (tag, message(b"hi")));
        sender.send_all(&mut rest).await.unwrap();
    });
    let (mut tags, mut refused) = (BTreeSet::new(), 0);
    while let Some(answer) = timeout(LONG, answers.next()).await.unwrap() {
        assert!(tags.insert(answer.tag), "twice: {}", answer.tag);
        let status = answer.result.unwrap().header().command_status;
        refused += usize::from(status == CommandStatus::ESME_RTHROTTLED);
    }
    sending.await.unwrap();
    assert_eq!((tags.len(), refused), (500, 167));
    assert_eq!(connection.outstanding(), 0);
}

#[tokio::test]
async fn bulk_says_which_request_cannot_be_sent_and_goes_on_behind_it() {
    let [(connection, _incoming), (_center, requests)] = pair(4096, Settings::default()).await;
    tokio::spawn(accept_all(requests));
    let (mut sender, mut answers) = connection.bulk();
    let texts: [&[u8]; 4] = [b"one", b"two", &[b'x'; 300], b"four"];
    let mut rest = (0..).zip(texts.map(message));
    let (tag, error) = sender.send_all(&mut rest).await.unwrap_err();
    assert_eq!(tag, 2);
    assert!(
        matches!(error, Error::Local(LocalError::Encode(_))),
        "{error:?}"
    );
    sender.send_all(&mut rest).await.unwrap();
    drop(sender);
    let mut tags = Vec::new();
    while let Some(answer) = timeout(LONG, answers.next()).await.unwrap() {
        tags.push(answer.tag);
    }
    assert_eq!(tags, [0, 1, 3]);
}

/// Received by one connection, passed on in bulk over another.
#[tokio::test]
async fn bulk_forwards_frames_as_they_came() {
    let [(near, _incoming), (_middle, mut received)] = pair(4096, Settings::default()).await;
    let [(onward, _other), (_center, mut requests)] = pair(4096, Settings::default()).await;
    let (mut sender, mut answers) = onward.bulk();
    for (tag, text) in [(7, &b"first"[..]), (8, b"second")] {
        let near = near.clone();
        let sent = tokio::spawn(async move { near.submit_sm(message(text)).await });
        let request = received.next_request().await.unwrap();
        sender.forward(tag, request.frame()).await.unwrap();
        let forwarded = requests.next_request().await.unwrap();
        let [came, went] = [&request, &forwarded].map(|request| request.frame().as_ref());
        assert_eq!(came[..12], went[..12]);
        assert_eq!(came[16..], went[16..], "all but the sequence number");
        forwarded.accept(b"42").unwrap();
        let answer = answers.next().await.unwrap();
        assert_eq!(answer.tag, tag);
        request.respond_with(&answer.result.unwrap()).unwrap();
        assert_eq!(timeout(LONG, sent).await.unwrap().unwrap().unwrap(), b"42");
    }
}

#[tokio::test]
async fn bulk_waits_for_its_answers_to_be_taken_and_keeps_nobody_else_waiting() {
    let settings = Settings::new().with_window(4);
    let [(connection, _incoming), (_center, requests)] = pair(4096, settings).await;
    tokio::spawn(accept_all(requests));
    let (mut sender, mut answers) = connection.bulk();
    let mut sent = 0;
    // Answers that nobody takes stop the sender, and only the sender.
    while timeout(
        Duration::from_millis(100),
        sender.send(sent, message(b"hi")),
    )
    .await
    .is_ok()
    {
        sent += 1;
    }
    assert!((256..=260).contains(&sent), "{sent}");
    let other = timeout(LONG, connection.submit_sm(message(b"hi"))).await;
    assert_eq!(other.unwrap().unwrap(), b"42");
    drop(sender);
    let mut taken = 0;
    while timeout(LONG, answers.next()).await.unwrap().is_some() {
        taken += 1;
    }
    assert_eq!(taken, sent);
}

#[tokio::test]
async fn bulk_tells_each_request_that_the_connection_is_lost() {
    let [(connection, _incoming), (center, requests)] = pair(4096, Settings::default()).await;
    let (mut sender, mut answers) = connection.bulk();
    for tag in 0..5 {
        sender.send(tag, message(b"hi")).await.unwrap();
    }
    center.abort();
    drop(requests);
    for _ in 0..5 {
        let answer = timeout(LONG, answers.next()).await.unwrap().unwrap();
        assert!(answer.result.is_err(), "{answer:?}");
    }
    let refused = timeout(LONG, sender.send(5, message(b"hi"))).await.unwrap();
    assert!(refused.is_err());
    drop(sender);
    assert!(answers.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_limit_ends_a_request_wherever_it_is() {
    let settings = Settings::new().with_window(1);
    let [(connection, _incoming), (_center, mut requests)] = pair(4096, settings).await;
    let hasty = connection.within(Duration::from_secs(2));
    let start = Instant::now();
    let sent = hasty.submit_sm(message(b"first")).await;
    assert!(matches!(sent, Err(Error::Expired)), "{sent:?}");
    assert_eq!(start.elapsed().as_secs(), 2);
    // Its place is taken until the peer answers: the next was not sent at all.
    let unsent = hasty.submit_sm(message(b"second")).await;
    assert!(
        matches!(unsent, Err(Error::Congested(Congestion::Window))),
        "{unsent:?}"
    );
    assert_eq!(start.elapsed().as_secs(), 4);
    requests.next_request().await.unwrap().accept(b"1").unwrap();
    let third = tokio::spawn(async move { hasty.submit_sm(message(b"third")).await });
    requests.next_request().await.unwrap().accept(b"3").unwrap();
    assert_eq!(third.await.unwrap().unwrap(), b"3");
}

#[tokio::test(start_paused = true)]
async fn messages_keep_to_the_pace() {
    let settings =
        Settings::new().with_pacing(Some(PacerConfig::new().with_messages_per_second(10)));
    let [(connection, _incoming), (_center, requests)] = pair(4096, settings).await;
    tokio::spawn(accept_all(requests));
    let start = Instant::now();
    let senders: Vec<_> = (0..4)
        .map(|_| {
            let connection = connection.clone();
            tokio::spawn(async move {
                for _ in 0..5 {
                    connection.submit_sm(message(b"hi")).await.unwrap();
                }
            })
        })
        .collect();
    for sender in senders {
        timeout(LONG, sender).await.unwrap().unwrap();
    }
    assert_eq!(start.elapsed().as_millis() / 100, 19);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_does_not_read_is_given_up() {
    let settings = Settings::new()
        .with_session(
            Config::new()
                .with_enquire_link_interval(None)
                .with_response_timeout(None),
        )
        .with_window(1000)
        .with_max_unsent_octets(1000);
    let (near, mut far) = tokio::io::duplex(200);
    let esme = smpp_tokio::Esme::new("bank", "secret").with_settings(settings);
    let binding = tokio::spawn(async move { esme.bind(near).await });
    // It reads the bind, accepts it, and no more.
    let mut bind = [0; 16];
    tokio::io::AsyncReadExt::read_exact(&mut far, &mut bind)
        .await
        .unwrap();
    let mut rest = vec![0; usize::from(bind[3]) - 16];
    tokio::io::AsyncReadExt::read_exact(&mut far, &mut rest)
        .await
        .unwrap();
    let accepted = [
        0, 0, 0, 19, 0x80, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, b'm', b'c', 0,
    ];
    tokio::io::AsyncWriteExt::write_all(&mut far, &accepted)
        .await
        .unwrap();
    let (connection, _incoming) = binding.await.unwrap().unwrap();
    let senders: Vec<_> = (0..100)
        .map(|_| {
            let connection = connection.clone();
            tokio::spawn(async move { connection.submit_sm(message(b"hi")).await })
        })
        .collect();
    let start = Instant::now();
    assert_eq!(connection.closed().await, CloseReason::Stalled);
    assert_eq!(start.elapsed().as_secs(), 30);
    for sender in senders {
        assert!(sender.await.unwrap().is_err());
    }
}

#[tokio::test]
async fn a_peer_that_half_closes_is_answered_what_it_asked() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (near, far) = tokio::io::duplex(4096);
    let unbound = smpp_tokio::MessageCenter::open(far, Settings::default());
    let (mut read, mut write) = tokio::io::split(near);
    // bind_transmitter, then nothing more.
    write
        .write_all(b"\0\0\0\x17\0\0\0\x02\0\0\0\0\0\0\0\x01\0\0\0\x34\0\0\0")
        .await
        .unwrap();
    write.shutdown().await.unwrap();
    let binding = unbound.bind_request().await.unwrap();
    tokio::time::sleep(Duration::from_millis(20)).await;
    let (connection, _incoming) = binding.accept(b"mc").unwrap();
    let mut answer = Vec::new();
    timeout(LONG, read.read_to_end(&mut answer))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(answer[4..8], [0x80, 0, 0, 2]);
    assert_eq!(
        timeout(LONG, connection.closed()).await.unwrap(),
        CloseReason::PeerClosed
    );
}
