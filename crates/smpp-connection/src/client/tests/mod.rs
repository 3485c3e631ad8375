//! Laws of the client, without a runtime: its attempts and changes of state.

mod ending;
mod incoming;
mod requests;
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
fn every_end_is_reported_and_followed_by_an_attempt() {
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
fn bind_that_cannot_be_encoded_is_not_retried() {
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
fn slow_reader_finds_the_latest_changes() {
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
