//! How much one turn handles.

use std::time::Instant;

use bytes::BytesMut;
use smpp_codec::pdu::EnquireLink;
use smpp_codec::{Dialect, Pdu};

use crate::{Connection, Driver, Link, Settings, Side};

const REQUEST: usize = 16;

/// A message centre's driver, which answers `enquire_link` before any bind.
fn driver() -> (Connection, Driver) {
    let settings = Settings::default();
    let (connection, _incoming, driver) = Connection::new(
        Side::MessageCenter,
        Link::new(None, None),
        settings,
        Instant::now,
    );
    (connection, driver)
}

fn requests(count: u32) -> BytesMut {
    let mut octets = BytesMut::new();
    for sequence_number in 1..=count {
        let mut request = [0; REQUEST];
        let pdu = Pdu::new(sequence_number, EnquireLink::default());
        pdu.encode(Dialect::STRICT, &mut request.as_mut_slice())
            .unwrap();
        octets.extend_from_slice(&request);
    }
    octets
}

/// How many frames each turn handles, and whether it says that there are more.
fn turns(count: u32) -> Vec<(usize, bool)> {
    let (_connection, mut driver) = driver();
    let mut received = requests(count);
    let mut turns = Vec::new();
    loop {
        let before = received.len();
        let handled_all = driver.handle_received(&mut received);
        let handled = (before - received.len()) / REQUEST;
        assert_eq!(
            driver.to_send().len(),
            handled * REQUEST,
            "each is answered"
        );
        driver.sent(handled * REQUEST);
        turns.push((handled, !handled_all));
        if handled_all {
            return turns;
        }
    }
}

#[test]
fn a_turn_handles_half_of_what_came_or_32_if_that_is_more() {
    assert_eq!(turns(20), [(20, false)]);
    assert_eq!(turns(100), [(50, true), (32, true), (18, false)]);
    assert_eq!(
        turns(400),
        [
            (200, true),
            (100, true),
            (50, true),
            (32, true),
            (18, false)
        ]
    );
}

#[test]
fn what_is_not_whole_waits_for_the_rest_and_not_for_a_turn() {
    let (_connection, mut driver) = driver();
    let mut received = requests(3);
    let rest = received.split_off(2 * REQUEST + 5);
    assert!(driver.handle_received(&mut received));
    assert_eq!(received.len(), 5);
    received.unsplit(rest);
    assert!(driver.handle_received(&mut received));
    assert!(received.is_empty());
}
