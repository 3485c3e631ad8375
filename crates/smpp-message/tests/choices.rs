//! Which alphabet is chosen, for whom; and what a message says of ports and waiting messages.

use smpp_codec::pdu::DeliverSm;
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::DataCoding;
use smpp_message::data_coding::{Content, Meaning, Peer, Waiting};
use smpp_message::gsm7::{Gsm7, Language};
use smpp_message::split::{Limits, Method};
use smpp_message::udh::{Element, Iei, MessageIndication, Ports, Udh, UdhBuilder, UdhErrorKind};
use smpp_message::{Alphabet, Composer, Latin1, Message, National, Reason};

/// A composer for a peer whose default alphabet is something.
fn composer<'a>(zero: Content) -> Composer<'a> {
    let mut composer = Composer::default();
    composer.peer.zero = zero;
    composer
}

#[test]
fn a_peer_without_a_default_alphabet_is_sent_what_has_a_value_of_its_own() {
    let octets = composer(Content::Octets);
    let chosen = octets.compose("hello").expect("a text");
    assert_eq!(chosen.alphabet(), Alphabet::Utf16);
    assert_eq!(chosen.reason(), Reason::NotInDefault { position: 0 });
    assert_eq!(chosen.data_coding(), DataCoding::UCS2);
    assert_eq!(
        (chosen.units(), chosen.capacity(), chosen.room()),
        (5, 70, 65)
    );

    let mut latin = composer(Content::Octets);
    latin.latin1 = Latin1::IfNotInDefault;
    let chosen = latin.compose("hello").expect("a text");
    assert_eq!(chosen.alphabet(), Alphabet::Latin1);
    assert_eq!(chosen.reason(), Reason::Latin1);
    assert_eq!(chosen.data_coding(), DataCoding::LATIN_1);
    assert_eq!(
        (chosen.units(), chosen.capacity(), chosen.room()),
        (5, 140, 135)
    );
}

#[test]
fn national_tables_are_packed_for_a_peer_that_packs_and_for_no_other() {
    // Two characters more than a part of UCS-2 has; each is a septet of the Turkish locking table and
    // two of the single shift table, which is preferred while it takes no more parts.
    let text = "ğışĞİŞ".repeat(12);
    for (zero, expected) in [
        (Alphabet::GSM7, Some(false)),
        (Alphabet::Gsm7Packed(Gsm7::DEFAULT), Some(true)),
        (Alphabet::Latin1, None),
    ] {
        let mut composer = composer(Content::Text(zero));
        composer.national = National::IfItSavesAPart;
        let chosen = composer.compose(&text).expect("a text");
        let packed = match chosen.alphabet() {
            Alphabet::Gsm7(_) => Some(false),
            Alphabet::Gsm7Packed(_) => Some(true),
            _ => None,
        };
        assert_eq!(packed, expected, "{zero:?}");
        if packed.is_some() {
            assert_eq!(chosen.reason(), Reason::SavesParts(1));
            assert_eq!((chosen.parts(), chosen.units()), (1, 144));
        } else {
            assert_eq!(chosen.reason(), Reason::NotInDefault { position: 0 });
            assert_eq!(chosen.parts(), 2);
        }
    }
}

#[test]
fn ports_stand_in_tlvs_too() {
    let ports = |tlvs: &[Tlv<'_>]| {
        let deliver = DeliverSm {
            tlvs: tlvs.into(),
            ..DeliverSm::default()
        };
        Message::from(&deliver).ports()
    };
    let destination = Tlv::new(tlv::DEST_PORT, 2948);
    let source = Tlv::new(tlv::SOURCE_PORT, 9200);
    let broken = Tlv::raw(tlv::SOURCE_PORT.tag(), b"1");
    assert_eq!(ports(&[source, destination]), Some(Ports::new(2948, 9200)));
    assert_eq!(ports(&[destination]), Some(Ports::new(2948, 0)));
    assert_eq!(ports(&[destination, broken]), Some(Ports::new(2948, 0)));
    assert_eq!(ports(&[source]), None);
    let broken = Tlv::raw(tlv::DEST_PORT.tag(), b"123");
    assert_eq!(ports(&[broken, source]), None);
}

#[test]
fn every_indication_of_a_header_is_told_in_its_order() {
    let indication = |kind, count| MessageIndication {
        store: kind == 1,
        profile: kind,
        kind,
        count,
    };
    let mut room = [0; 32];
    let mut builder = UdhBuilder::new(&mut room);
    for element in [
        Element::MessageIndication(indication(0, 3)),
        Element::SingleShift(Language::TURKISH),
        Element::MessageIndication(indication(1, 255)),
    ] {
        builder.push(&element).expect("there is room");
    }
    let udh = builder.udh();
    assert!(udh.indications().eq([indication(0, 3), indication(1, 255)]));
    // One octet of data is no indication.
    let (udh, _) = Udh::split(b"\x03\x01\x01\x80").expect("a header");
    assert_eq!(udh.indications().count(), 0);
    assert_eq!(udh.raw_elements().count(), 1);
}

#[test]
fn a_header_holds_255_octets() {
    let data = [7; 255];
    for (octets, fits) in [(253, true), (254, false), (255, false)] {
        let mut room = [0; 300];
        let mut builder = UdhBuilder::new(&mut room);
        let element = Element::Other {
            iei: Iei(0xA1),
            data: &data[..octets],
        };
        match builder.push(&element) {
            Ok(()) => assert!(fits && builder.udh().len() == octets + 3),
            Err(error) => {
                assert!(!fits);
                assert_eq!(error.kind(), UdhErrorKind::TooLarge);
                assert!(
                    error
                        .to_string()
                        .starts_with("the user data header would exceed")
                );
            }
        }
    }
}

#[test]
fn voice_messages_wait_or_no_longer_do() {
    let peer = Peer::default();
    for (active, value) in [(true, 0xC8), (false, 0xC0)] {
        let mut meaning = Meaning::new(Content::Text(Alphabet::GSM7));
        meaning.waiting = Some(Waiting::voice(active));
        assert_eq!(meaning.data_coding(&peer), Some(DataCoding(value)));
        assert_eq!(
            Meaning::of(DataCoding(value), &peer).waiting,
            meaning.waiting
        );
    }
}

#[test]
fn ascii_that_is_escaped_can_be_saved_too() {
    // 150 characters, 50 of which the default alphabet escapes and the Portuguese table has.
    let text = r"C:\".repeat(50);
    let chosen = Composer::default().compose(&text).expect("a text");
    assert_eq!((chosen.parts(), chosen.units()), (1, 150));
    assert_eq!(chosen.reason(), Reason::SavesParts(1));
    let mut never = Composer::default();
    never.national = National::Never;
    let chosen = never.compose(&text).expect("a text");
    assert_eq!((chosen.parts(), chosen.units()), (2, 200));
    assert_eq!(chosen.reason(), Reason::Default);
}

#[test]
fn of_as_few_parts_one_table_is_simpler_than_two() {
    // The Turkish locking table has `ç`, and needs a single shift table for `ã`.
    let text = "ç".repeat(100) + "ã";
    let chosen = Composer::default().compose(&text).expect("a text");
    let tables = Gsm7 {
        locking: Language::PORTUGUESE,
        single: Language::DEFAULT,
    };
    assert_eq!(chosen.alphabet(), Alphabet::Gsm7(tables));
    assert_eq!((chosen.parts(), chosen.units()), (1, 101));
}

#[test]
fn a_payload_is_measured_by_the_parts_it_will_be_on_the_radio() {
    let mut composer = Composer::default();
    composer.limits = Limits::default();
    composer.limits.method = Method::Payload;
    composer.national = National::IfItSavesAPart;
    let text = "ğışĞİŞ".repeat(12);
    let chosen = composer.compose(&text).expect("a text");
    assert_eq!(
        (chosen.parts(), chosen.reason()),
        (1, Reason::SavesParts(1))
    );
}
