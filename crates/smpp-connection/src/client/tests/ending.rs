//! The end of a client: stopped, unbound, dropped.

use super::*;

#[test]
fn connection_being_unbound_takes_no_request() {
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
fn stop_finishes_sent_requests_and_fails_waiting_ones() {
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
fn stop_ends_an_attempt_and_a_wait() {
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
fn client_ends_with_its_last_handle() {
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
