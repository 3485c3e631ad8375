//! The requests of the peer over several connections.

use super::*;

#[test]
fn one_stream_has_the_requests_of_all_connections() {
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
fn requests_are_refused_without_a_stream() {
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
