//! No password, address or text in `Debug`, nor in `Display` of an error.

use std::fmt::{Debug, Display};

use smpp_codec::pdu::{Bind, Body, DeliverSm, SubmitSm, SubmitSmResp};
use smpp_codec::values::Address;
use smpp_codec::{Dialect, Pdu};
use smpp_session::{BindType, Config, Event, Instant, Session, WindowSlot};

const NOW: Instant = Instant::from_micros(1);

/// As text, as octets in decimal and in hexadecimal: the ways `Debug` could show it.
const SECRET: &str = "hunter2";

fn hides(value: impl Debug) {
    let shown = format!("{value:?} {value:#?}");
    let flat: String = shown.split_whitespace().collect();
    let list = |octet: fn(&u8) -> String| {
        let octets: Vec<String> = SECRET.as_bytes().iter().map(octet).collect();
        octets.join(",")
    };
    assert!(!shown.contains(SECRET), "{shown}");
    assert!(!flat.contains(&list(|octet| octet.to_string())), "{shown}");
    assert!(
        !flat.contains(&list(|octet| format!("{octet:02x}"))),
        "{shown}"
    );
}

fn says_nothing(error: impl Debug + Display) {
    assert!(!error.to_string().contains(SECRET), "{error}");
    hides(error);
}

fn frame<'a>(number: u32, body: impl Into<Body<'a>>) -> Vec<u8> {
    let mut frame = Vec::new();
    let written = Pdu::new(number, body).encode(Dialect::TOLERANT, &mut frame);
    written.expect("there is room");
    frame
}

#[test]
fn the_test_sees_what_a_derived_debug_shows() {
    assert!(std::panic::catch_unwind(|| hides(SECRET)).is_err());
    assert!(std::panic::catch_unwind(|| hides(SECRET.as_bytes())).is_err());
}

#[test]
fn nothing_of_a_session_shows_what_passed_through_it() {
    let secret = SECRET.as_bytes();
    let bind = Bind {
        system_id: b"bank",
        password: secret,
        address_range: secret,
        ..Bind::default()
    };
    let message = SubmitSm::new(Address::unknown(secret), Address::unknown(secret), secret);
    let mut out = Vec::new();
    let config = Config::new().with_max_unanswered(1);
    let slots: Vec<WindowSlot<u32>> = vec![WindowSlot::EMPTY];
    let mut session = Session::message_center(config, slots, NOW);
    let octets = frame(1, BindType::Transceiver.request(bind));
    let event = session
        .handle_frame(NOW, &octets, &mut out)
        .expect("a bind");
    hides(&event);
    let Event::Bind { responder, .. } = event else {
        panic!("a bind is an event");
    };
    hides(&responder);
    session
        .accept_bind(NOW, responder, b"mc", &mut out)
        .expect("it waits");

    let octets = frame(2, message);
    hides(
        session
            .handle_frame(NOW, &octets, &mut out)
            .expect("a request"),
    );
    // The second is throttled; the third is cut off in the middle of an address.
    hides(session.handle_frame(NOW, &octets, &mut out));
    let mut short = octets[..30].to_vec();
    short[3] = 30;
    if let Err(error) = session.handle_frame(NOW, &short, &mut out) {
        says_nothing(error);
    } else {
        panic!("no PDU ends there");
    }
    let response = frame(9, SubmitSmResp::accepted(b"1"));
    hides(session.handle_frame(NOW, &response, &mut out));

    let long = [b'1'; 40];
    let refused = DeliverSm {
        source_addr: Address::unknown(secret),
        destination_addr: Address::unknown(&long),
        short_message: secret,
        ..DeliverSm::default()
    };
    let refused = session
        .request(NOW, refused, 1, &mut out)
        .expect_err("too long an address");
    let error = refused.error;
    hides(refused);
    says_nothing(error);
    let mut stream = octets.clone();
    stream[0] = 0xFF;
    assert_eq!(session.next_frame(NOW, &stream, &mut out), None);
    let reason = session
        .close_reason()
        .expect("no stream of PDUs goes on there");
    says_nothing(reason);
    hides(&session);
    while let Some(event) = session.poll_event() {
        hides(event);
    }
    hides(session.into_slots());
}
