//! Requests that wait for a connection, and requests that lose theirs.

use super::*;

#[test]
fn requests_wait_up_to_max_waiting() {
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
fn request_fails_at_once_if_none_may_wait() {
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
fn request_waits_at_most_max_wait() {
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
fn only_unsent_requests_go_over_the_next_connection() {
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
fn resend_sends_a_lost_request_again() {
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
