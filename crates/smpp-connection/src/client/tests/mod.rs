//! Laws of the client, without a runtime.

mod world;

use std::sync::Arc;
use std::time::Duration;

use smpp_codec::CommandStatus;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{DeliverSm, SubmitSm};
use smpp_codec::values::Address;
use smpp_session::{LocalError, SessionEnd};

use super::{Client, ClientSettings, ClientState};
use crate::{Error, Received};
use world::{Outcome, Step, World};

const SECOND: Duration = Duration::from_secs(1);

fn message(text: &'static [u8]) -> SubmitSm<'static> {
    SubmitSm::new(Address::unknown(b"1"), Address::unknown(b"2"), text)
}

fn submit(
    world: &mut World,
    client: &Client,
    text: &'static [u8],
) -> (usize, Outcome<Result<Frame, Error>>) {
    let client = client.clone();
    let sent = world.spawn(async move { client.request(message(text)).await });
    world.run();
    sent
}

fn texts(world: &mut World) -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    while let Some(request) = world.request() {
        let smpp_codec::pdu::Body::SubmitSm(submit) = request.pdu().body else {
            panic!("{request:?}")
        };
        texts.push(submit.short_message.to_vec());
        request.accept(b"42").unwrap();
    }
    world.run();
    texts
}

fn is_not_bound(outcome: &Outcome<Result<Frame, Error>>) -> bool {
    matches!(*outcome.borrow(), Some(Err(Error::NotConnected(_))))
}

fn has_stopped(outcome: &Outcome<Result<Frame, Error>>) -> bool {
    matches!(*outcome.borrow(), Some(Err(Error::Stopped(_))))
}

fn is_lost(outcome: &Outcome<Result<Frame, Error>>) -> bool {
    matches!(
        *outcome.borrow(),
        Some(Err(Error::Closed { sent: true, .. }))
    )
}

fn is_answered(outcome: &Outcome<Result<Frame, Error>>) -> bool {
    matches!(*outcome.borrow(), Some(Ok(_)))
}

#[test]
fn every_ending_is_told_and_followed_by_the_next_attempt() {
    use Step::{Bound, Refused, Unreachable};
    let (mut world, client, _incoming) = World::new(
        ClientSettings::default(),
        [
            Unreachable,
            Unreachable,
            Refused(CommandStatus::ESME_RINVPASWD),
            Refused(CommandStatus::ESME_RALYBND),
            Refused(CommandStatus::ESME_RSYSERR),
            Bound,
            Bound,
            Bound,
        ],
    );
    let mut changes = client.changes();
    let (_, told) = world.spawn(async move {
        let mut told = Vec::new();
        while let Some(change) = changes.next().await {
            told.push(match change {
                ClientState::Connecting => "connecting".into(),
                ClientState::Bound(_) => "bound".into(),
                ClientState::Waiting { ending, wait, .. } => {
                    format!("{ending:?} {}", wait.as_secs())
                }
                ClientState::Stopped(error) => format!("stopped {}", error.is_some()),
            });
        }
        told
    });
    world.run();
    let waits = [1, 2, 60, 90, 10];
    for (attempt, wait) in (1..).zip(waits) {
        assert_eq!(world.attempts(), attempt);
        world.advance(SECOND * wait - SECOND / 10);
        assert_eq!(world.attempts(), attempt, "not before its time");
        world.advance(SECOND / 10);
    }
    // Lost, after it was bound; then unbound by the peer; then told to stop.
    world.peer(world::Peer::cut);
    assert!(client.connection().is_none());
    world.advance(SECOND);
    let unbinding = world.peer(|peer| peer.connection.clone());
    world.spawn(async move { unbinding.unbind().await.unwrap() });
    world.run();
    world.advance(SECOND * 5);
    assert!(client.connection().is_some());
    let (_, stopped) = world.spawn(async move { client.stop().await });
    world.run();
    assert!(stopped.borrow().is_some() && !world.is_kept());
    assert_eq!(world.attempts(), 8);
    let told = told.borrow_mut().take().unwrap();
    let expected = [
        "Lost 1",
        "Lost 2",
        "Credentials 60",
        "AlreadyBound 90",
        "Refused 10",
        "bound",
        "Lost 1",
        "bound",
        "Unbound 5",
        "bound",
        "stopped false",
    ];
    let told: Vec<_> = told.iter().filter(|told| *told != "connecting").collect();
    assert_eq!(told, expected.iter().collect::<Vec<_>>());
}

#[test]
fn waits_grow_until_a_connection_was_stable() {
    let (mut world, client, _incoming) =
        World::new(ClientSettings::default(), (0..4).map(|_| Step::Bound));
    world.run();
    for wait in [1, 2, 4] {
        world.peer(world::Peer::cut);
        let ClientState::Waiting {
            ending, wait: told, ..
        } = client.state()
        else {
            panic!("{client:?}")
        };
        assert_eq!((ending, told), (SessionEnd::Lost, SECOND * wait));
        world.advance(SECOND * wait);
    }
    world.advance(SECOND * 30);
    world.peer(world::Peer::cut);
    assert!(matches!(
        client.state(),
        ClientState::Waiting { wait: SECOND, .. }
    ));
}

#[test]
fn a_bind_that_cannot_be_encoded_is_not_tried_again() {
    let (mut world, client, _incoming) = World::new(ClientSettings::default(), [Step::TooLong]);
    let (_, waiting) = submit(&mut world, &client, b"1");
    let ClientState::Stopped(Some(error)) = client.state() else {
        panic!("{client:?}")
    };
    assert!(
        matches!(*error, Error::Local(LocalError::Encode(_))),
        "{error}"
    );
    assert!(has_stopped(&waiting) && !world.is_kept());
    let Some(Err(Error::Stopped(Some(cause)))) = &*waiting.borrow() else {
        panic!("no cause")
    };
    assert!(Arc::ptr_eq(cause, &error));
    assert_eq!(world.attempts(), 1);
}

#[test]
fn a_request_waits_for_a_connection_and_so_many_do() {
    let settings = ClientSettings::new().with_max_waiting(2);
    let (mut world, client, _incoming) = World::new(settings, [Step::Unreachable, Step::Bound]);
    let (first, _) = submit(&mut world, &client, b"1");
    let (_, second) = submit(&mut world, &client, b"2");
    let (_, refused) = submit(&mut world, &client, b"3");
    assert!(is_not_bound(&refused) && second.borrow().is_none());
    // Whoever goes makes room, and is not sent.
    world.cancel(first);
    let (_, third) = submit(&mut world, &client, b"4");
    let (_, refused) = submit(&mut world, &client, b"5");
    assert!(is_not_bound(&refused));
    world.advance(SECOND);
    assert_eq!(texts(&mut world), [b"2", b"4"]);
    assert!(is_answered(&second) && is_answered(&third));
}

#[test]
fn a_request_fails_at_once_where_none_may_wait() {
    let settings = ClientSettings::new().with_max_waiting(0);
    let (mut world, client, _incoming) = World::new(settings, [Step::Unreachable, Step::Bound]);
    let (_, refused) = submit(&mut world, &client, b"1");
    assert!(is_not_bound(&refused));
    world.advance(SECOND);
    let (_, sent) = submit(&mut world, &client, b"2");
    assert_eq!(texts(&mut world), [b"2"]);
    assert!(is_answered(&sent));
}

#[test]
fn a_request_waits_no_longer_than_it_may() {
    let status = CommandStatus::ESME_RINVPASWD;
    for (step, refused) in [(Step::Never, None), (Step::Refused(status), Some(status))] {
        let settings = ClientSettings::new().with_max_wait(Some(SECOND * 20));
        let (mut world, client, _incoming) = World::new(settings, [step]);
        world.run();
        let (_, patient) = submit(&mut world, &client, b"1");
        let (_, hasty) = submit(&mut world, &client.within(SECOND * 5), b"2");
        world.advance(SECOND * 4);
        assert!(hasty.borrow().is_none());
        world.advance(SECOND);
        assert!(is_not_bound(&hasty) && patient.borrow().is_none());
        world.advance(SECOND * 14);
        assert!(patient.borrow().is_none());
        world.advance(SECOND);
        let Some(Err(Error::NotConnected(cause))) = &*patient.borrow() else {
            panic!("{client:?}")
        };
        let status = match cause.as_deref() {
            Some(Error::Refused(status)) => Some(*status),
            Some(other) => panic!("{other}"),
            None => None,
        };
        assert_eq!(status, refused);
    }
}

#[test]
fn what_was_sent_is_not_sent_again_and_what_was_not_is_sent() {
    let (mut world, client, _incoming) =
        World::new(ClientSettings::default(), [Step::Bound, Step::Bound]);
    world.run();
    // The window has two places.
    let (_, first) = submit(&mut world, &client, b"1");
    let (_, second) = submit(&mut world, &client, b"2");
    let (_, third) = submit(&mut world, &client, b"3");
    let request = world.request().unwrap();
    world.peer(world::Peer::cut);
    assert!(request.accept(b"42").is_err());
    assert!(is_lost(&first) && is_lost(&second) && third.borrow().is_none());
    world.advance(SECOND);
    assert_eq!(texts(&mut world), [b"3"]);
    assert!(is_answered(&third));
}

#[test]
fn what_was_sent_is_sent_again_if_that_was_asked_for() {
    let settings = ClientSettings::new()
        .with_resend(true)
        .with_max_wait(Some(SECOND * 10));
    let refused = Step::Refused(CommandStatus::ESME_RALYBND);
    let (mut world, client, _incoming) = World::new(settings, [Step::Bound, Step::Bound, refused]);
    world.run();
    let (_, first) = submit(&mut world, &client, b"1");
    let (gone, _) = submit(&mut world, &client, b"2");
    world.cancel(gone);
    world.peer(world::Peer::cut);
    assert!(first.borrow().is_none());
    world.advance(SECOND);
    assert_eq!(
        texts(&mut world),
        [b"1"],
        "and not the one that nobody waits for"
    );
    assert!(is_answered(&first));

    // Without a connection it was sent all the same: the error does not say otherwise.
    let (_, last) = submit(&mut world, &client, b"3");
    world.peer(world::Peer::cut);
    world.advance(SECOND * 2);
    world.advance(SECOND * 10);
    assert!(is_lost(&last), "{:?}", last.borrow());
}

#[test]
fn no_request_is_sent_over_a_connection_that_is_being_unbound() {
    let (mut world, client, _incoming) =
        World::new(ClientSettings::default(), [Step::Bound, Step::Bound]);
    world.run();
    let (_, first) = submit(&mut world, &client, b"1");
    let unbinding = world.peer(|peer| peer.connection.clone());
    world.spawn(async move { unbinding.unbind().await.unwrap() });
    world.run();
    let (_, second) = submit(&mut world, &client, b"2");
    assert!(second.borrow().is_none());
    assert_eq!(texts(&mut world), [b"1"]);
    assert!(is_answered(&first));
    world.advance(SECOND * 5);
    assert_eq!(texts(&mut world), [b"2"]);
    assert!(is_answered(&second));
}

#[test]
fn stopping_finishes_what_was_sent_and_fails_what_waits() {
    let (mut world, client, mut incoming) = World::new(ClientSettings::default(), [Step::Bound]);
    world.run();
    let (_, sent) = submit(&mut world, &client, b"1");
    let stopping = client.clone();
    let (_, stopped) = world.spawn(async move { stopping.stop().await });
    world.run();
    let (_, late) = submit(&mut world, &client, b"2");
    assert!(has_stopped(&late));
    assert_eq!(texts(&mut world), [b"1"]);
    assert!(is_answered(&sent));
    assert!(stopped.borrow().is_some() && !world.is_kept());
    assert!(matches!(client.state(), ClientState::Stopped(None)));
    let (_, ended) = world.spawn(async move { incoming.next().await.is_none() });
    world.run();
    assert_eq!(*ended.borrow(), Some(true));
    world.advance(SECOND * 1000);
    assert_eq!(world.attempts(), 1);
}

#[test]
fn stopping_ends_an_attempt_and_a_wait() {
    for step in [Step::Never, Step::Unreachable] {
        let (mut world, client, _incoming) = World::new(ClientSettings::default(), [step]);
        let (_, waiting) = submit(&mut world, &client, b"1");
        let (task, _) = world.spawn(async move { client.stop().await });
        world.run();
        // The one who stops it need not wait for the end.
        world.cancel(task);
        assert!(has_stopped(&waiting) && !world.is_kept());
    }
}

#[test]
fn a_client_that_nobody_has_ends() {
    let (mut world, client, incoming) = World::new(ClientSettings::default(), [Step::Bound]);
    let mut changes = client.changes();
    world.run();
    drop(client);
    world.run();
    assert!(world.is_kept(), "its incoming is there");
    drop(incoming);
    world.run();
    assert!(!world.is_kept());
    let (_, ended) = world.spawn(async move { while changes.next().await.is_some() {} });
    world.run();
    assert!(ended.borrow().is_some());
    world.peer(|peer| assert!(peer.connection.close_reason().is_some()));
}

#[test]
fn client_stops_when_its_driver_is_dropped() {
    let (mut world, client, _incoming) = World::new(ClientSettings::default(), [Step::Never]);
    let (_, waiting) = submit(&mut world, &client, b"1");
    world.cancel(0);
    world.run();
    assert!(has_stopped(&waiting));
    let (_, stopped) = world.spawn(async move { client.stop().await });
    world.run();
    assert!(stopped.borrow().is_some());
}

#[test]
fn requests_of_all_connections_come_out_of_one_stream() {
    let (mut world, _client, mut incoming) =
        World::new(ClientSettings::default(), [Step::Bound, Step::Bound]);
    world.run();
    let received = Outcome::<Vec<Vec<u8>>>::default();
    received.borrow_mut().replace(Vec::new());
    let seen = received.clone();
    world.spawn(async move {
        while let Some(received) = incoming.next().await {
            let Received::Request(request) = received else {
                continue;
            };
            let smpp_codec::pdu::Body::DeliverSm(deliver) = request.pdu().body else {
                panic!("{request:?}")
            };
            let text = deliver.short_message.to_vec();
            seen.borrow_mut().as_mut().unwrap().push(text);
            request.accept(b"").unwrap();
        }
    });
    for text in [b"1", b"2"] {
        let peer = world.peer(|peer| peer.connection.clone());
        let (from, to) = (Address::unknown(b"1"), Address::unknown(b"2"));
        let deliver = DeliverSm::new(from, to, text);
        let (_, delivered) = world.spawn(async move { peer.deliver_sm(deliver).await });
        world.run();
        assert!(matches!(*delivered.borrow(), Some(Ok(()))));
        world.peer(world::Peer::cut);
        world.advance(SECOND);
    }
    assert_eq!(received.borrow().as_ref().unwrap(), &[b"1", b"2"]);
}

#[test]
fn without_a_stream_requests_are_refused() {
    let (mut world, _client, incoming) =
        World::new(ClientSettings::default(), [Step::Bound, Step::Bound]);
    drop(incoming);
    world.run();
    for _ in 0..2 {
        let peer = world.peer(|peer| peer.connection.clone());
        let (_, delivered) =
            world.spawn(async move { peer.deliver_sm(DeliverSm::default()).await });
        world.run();
        let refused = delivered.borrow_mut().take().unwrap();
        let Err(Error::Refused(status)) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(status, CommandStatus::ESME_RX_T_APPN);
        world.peer(world::Peer::cut);
        world.advance(SECOND);
    }
}

#[test]
fn whoever_is_slow_finds_the_latest_changes() {
    let (mut world, client, _incoming) = World::new(
        ClientSettings::default(),
        (0..40).map(|_| Step::Unreachable),
    );
    let mut slow = client.changes();
    world.run();
    for _ in 0..40 {
        world.advance(SECOND * 60);
    }
    let (_, stopped) = world.spawn(async move { client.stop().await });
    world.run();
    assert!(stopped.borrow().is_some());
    let (_, told) = world.spawn(async move {
        let mut told = Vec::new();
        while let Some(change) = slow.next().await {
            told.push(change);
        }
        told
    });
    world.run();
    let told = told.borrow_mut().take().unwrap();
    assert_eq!(told.len(), 32);
    assert!(matches!(told.last(), Some(ClientState::Stopped(None))));
}
