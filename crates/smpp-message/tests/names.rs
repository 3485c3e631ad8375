//! What things are called, and what a part says of itself.

use smpp_codec::pdu::DeliverSm;
use smpp_codec::values::{DataCoding, EsmClass};
use smpp_message::gsm7::Language;
use smpp_message::receipt::{Receipt, ReceiptText};
use smpp_message::split::{Limits, Method, Splitter};
use smpp_message::udh::{Element, Iei, Ports, Udh, UdhBuilder, WapPort};
use smpp_message::{Alphabet, Message};

#[test]
fn every_language_has_its_own_name() {
    let names: Vec<_> = (0..=13).map(|language| Language(language).name()).collect();
    let expected = [
        "default",
        "Turkish",
        "Spanish",
        "Portuguese",
        "Bengali",
        "Gujarati",
        "Hindi",
        "Kannada",
        "Malayalam",
        "Oriya",
        "Punjabi",
        "Tamil",
        "Telugu",
        "Urdu",
    ];
    assert_eq!(names, expected.map(Some));
    assert_eq!(Language(14).name(), None);
}

#[test]
fn every_kind_of_element_is_called_something_else() {
    for (iei, name) in [
        (0x70, "SIM toolkit security header 0x70"),
        (0x80, "SME to SME element 0x80"),
        (0x9F, "SME to SME element 0x9f"),
        (0xC0, "message centre element 0xc0"),
        (0xE0, "reserved element 0xe0"),
    ] {
        assert_eq!(Iei(iei).to_string(), name);
    }
}

#[test]
fn the_last_ports_count() {
    let mut buffer = [0; 32];
    let mut udh = UdhBuilder::new(&mut buffer);
    for port in [WapPort::VCARD, WapPort::VCALENDAR] {
        let element = Element::Ports(Ports::new(port, port));
        udh.push(&element).expect("two elements fit");
    }
    let ports = udh.udh().ports();
    assert_eq!(
        ports,
        Some(Ports::new(WapPort::VCALENDAR, WapPort::VCALENDAR))
    );
    assert_eq!(Udh::EMPTY.ports(), None);
}

#[test]
fn a_part_with_a_header_says_so_in_its_esm_class() {
    let octets = [1; 200];
    for (method, class) in [
        (Method::Udh8, EsmClass::UDHI),
        (Method::Udh16, EsmClass::UDHI),
        (Method::Sar, EsmClass::default()),
    ] {
        let mut limits = Limits::default();
        limits.method = method;
        let split = Splitter::from_octets(&octets, &limits).expect("two parts");
        for part in split.with_reference(1) {
            assert_eq!(part.esm_class(), class, "{method:?}");
        }
    }
}

#[test]
fn a_problem_says_what_and_where() {
    let mut told = Vec::new();
    ReceiptText::decode(b"id:1 stat:NONSENSE", false, &mut |problem| {
        told.push(problem.to_string());
    });
    assert!(!told.is_empty());
    assert!(
        told.iter().all(|text| text.contains(", at offset ")),
        "{told:?}"
    );
}

#[test]
fn a_wide_receipt_that_is_said_to_be_wide_is_no_departure() {
    let text = "id:1 sub:001 dlvrd:001 submit date:2302101454 done date:2302101454 \
                stat:DELIVRD err:000 text:hi";
    let mut octets = [0; 400];
    let octets = Alphabet::Utf16.encode(text, &mut octets).expect("it fits");
    let deliver = DeliverSm {
        esm_class: EsmClass::MC_DELIVERY_RECEIPT,
        data_coding: DataCoding(8),
        short_message: octets,
        ..DeliverSm::default()
    };
    let (mut scratch, mut told) = ([0; 400], 0);
    let message = Message::from(&deliver);
    let tell = &mut |_| told += 1;
    let receipt = Receipt::decode_with(&message, Default::default(), &mut scratch, tell);
    assert_eq!(receipt.and_then(|receipt| receipt.id), Some(&b"1"[..]));
    assert_eq!(told, 0);
}
