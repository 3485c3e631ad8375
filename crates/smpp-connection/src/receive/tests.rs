//! How much one turn handles.

use std::task::Waker;

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
        crate::Clock::system(),
    );
    (connection, driver)
}

fn requests(count: u32) -> Vec<u8> {
    let mut octets = Vec::new();
    for sequence_number in 1..=count {
        let mut request = [0; REQUEST];
        let pdu = Pdu::new(sequence_number, EnquireLink::default());
        pdu.encode(Dialect::STRICT, &mut request.as_mut_slice())
            .unwrap();
        octets.extend_from_slice(&request);
    }
    octets
}

/// The frames that each turn handles and answers, and whether it asks for another turn.
fn turns(count: u32) -> Vec<(usize, bool)> {
    let (_connection, mut driver) = driver();
    driver.handle_received(&requests(count));
    let mut turns = Vec::new();
    loop {
        let turn = driver.turn(Waker::noop());
        let answered = driver.to_write().len();
        driver.handle_written(answered);
        turns.push((answered / REQUEST, turn.again));
        assert_ne!(turn.read, turn.again, "reads once all is handled");
        if !turn.again {
            return turns;
        }
    }
}

#[test]
fn turn_handles_half_of_the_input_but_at_least_64_frames() {
    assert_eq!(turns(20), [(20, false)]);
    assert_eq!(turns(100), [(64, true), (36, false)]);
    assert_eq!(
        turns(400),
        [(200, true), (100, true), (64, true), (36, false)]
    );
}

#[test]
fn partial_frame_waits_for_the_rest() {
    let (_connection, mut driver) = driver();
    let received = requests(3);
    let (first, rest) = received.split_at(2 * REQUEST + 5);
    driver.handle_received(first);
    let turn = driver.turn(Waker::noop());
    assert!(turn.read && !turn.again);
    assert_eq!(driver.to_write().len(), 2 * REQUEST);
    driver.handle_written(2 * REQUEST);
    driver.handle_received(rest);
    let turn = driver.turn(Waker::noop());
    assert!(turn.read && !turn.again);
    assert_eq!(driver.to_write().len(), REQUEST);
}

#[test]
fn input_before_the_end_is_handled_before_the_end() {
    let (connection, mut driver) = driver();
    driver.handle_received(&requests(100));
    driver.handle_eof();
    let mut answered = 0;
    for left in [36, 0] {
        assert_eq!(connection.close_reason(), None);
        let turn = driver.turn(Waker::noop());
        answered += driver.to_write().len() / REQUEST;
        driver.handle_written(driver.to_write().len());
        assert_eq!((100 - answered, turn.again), (left, left > 0));
        assert_eq!(turn.closed.is_some(), left == 0);
    }
    assert!(connection.close_reason().is_some());
}
