//! No text and no address in `Debug`, in `Display` of an error, or in what a
//! reassembler tells.

use core::fmt::Debug;

use smpp_codec::pdu::DeliverSm;
use smpp_codec::values::{Address, EsmClass, MessageState};
use smpp_message::correlate::{Correlator, CorrelatorConfig, Entry};
use smpp_message::data_coding::Peer;
use smpp_message::gsm7::Gsm7;
use smpp_message::reassemble::{Block, Fragment, Keep, Outcome, PartSlot, Reassembler};
use smpp_message::receipt::{AppendixB, Date, Receipt};
use smpp_message::udh::{Element, Iei, Udh, UdhBuilder};
use smpp_message::{Alphabet, Composer, Instant, Message};

/// As text, as octets in decimal and in hexadecimal: the ways `Debug` could
/// show it.
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

#[test]
fn the_test_sees_what_a_derived_debug_shows() {
    assert!(std::panic::catch_unwind(|| hides(SECRET)).is_err());
    assert!(std::panic::catch_unwind(|| hides(SECRET.as_bytes())).is_err());
}

#[test]
fn nothing_shows_the_text() {
    let octets = SECRET.as_bytes();
    hides(Alphabet::GSM7.chars(octets));
    hides(Alphabet::GSM7.chars_lossy(octets));
    hides(
        Gsm7::DEFAULT
            .decode(&[octets, b"\x1B"].concat(), &mut [0; 64])
            .unwrap_err(),
    );

    let text = SECRET.repeat(40);
    let mut composer = Composer::default();
    let element = Element::Other {
        iei: Iei(0x80),
        data: octets,
    };
    hides(element);
    let mut buffer = [0; 32];
    let mut udh = UdhBuilder::new(&mut buffer);
    udh.push(&element).unwrap();
    hides(&udh);
    let udh = udh.udh();
    hides(udh);
    hides(udh.raw_elements());
    composer.limits.header = Some(udh);
    hides(composer);
    let message = composer.compose(&text).unwrap();
    hides(message);
    hides(message.split());
    hides(message.with_reference(1));

    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 2], [Block::EMPTY; 9]);
    let mut reassembler = Reassembler::new(&mut slots, &mut blocks, Keep::default());
    for part in message.with_reference(1) {
        hides(part);
        let mut out = [0; 255];
        let deliver = DeliverSm {
            source_addr: Address::alphanumeric(octets),
            esm_class: EsmClass::UDHI,
            short_message: part.encode(&mut out).unwrap(),
            ..DeliverSm::default()
        };
        let message = Message::from(&deliver);
        hides(message);
        let data = message.user_data(&Peer::default()).unwrap();
        hides(data);
        let part = Fragment::new(&deliver.source_addr, &deliver.destination_addr, &data);
        let part = part.unwrap();
        hides(part);
        match reassembler.push(Instant::ORIGIN, &part, &mut |lost| hides(lost)) {
            Outcome::Whole(message) => hides(message),
            other => hides(other),
        }
        hides(&reassembler);
    }
    #[allow(
        clippy::drop_non_drop,
        reason = "with an allocator it has memory of its own"
    )]
    drop(reassembler);
    hides(slots);
    hides(blocks);
    hides(Udh::split(&[200, 1, 2]).unwrap_err());
}

#[test]
fn no_receipt_shows_its_id_or_text() {
    let date = Date::new(2023, 2, 10, 14, 54).unwrap();
    let receipt = AppendixB {
        id: SECRET.as_bytes(),
        sub: 1,
        dlvrd: 1,
        submit_date: date,
        done_date: date,
        state: MessageState::DELIVERED,
        err: b"000",
        text: SECRET.as_bytes(),
    };
    hides(receipt);
    let mut out = [0; 160];
    let deliver = DeliverSm {
        esm_class: EsmClass::MC_DELIVERY_RECEIPT,
        short_message: receipt.encode(&mut out).unwrap(),
        ..DeliverSm::default()
    };
    let receipt = Receipt::decode(&Message::from(&deliver), &mut []).unwrap();
    assert_eq!(receipt.id, Some(SECRET.as_bytes()));
    hides(receipt);
    hides(receipt.text);
}

#[test]
fn nothing_of_a_correlator_shows_ids_or_addresses() {
    let mut correlator = Correlator::new(CorrelatorConfig::default(), [Entry::EMPTY; 2]);
    let (now, secret) = (Instant::from_micros(1), SECRET.as_bytes());
    for token in 0..3 {
        hides(correlator.submitted(now, secret, secret, token));
        hides(&correlator);
    }
    hides(correlator.receipt(now, [&b"1"[..]], secret, true, 1));
    hides(&correlator);
    hides(correlator.held(secret, secret));
}
