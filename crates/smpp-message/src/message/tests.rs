//! Headers, payloads and `sar_*`, as PDUs carry them.

use smpp_codec::tlv::Tlv;

use super::*;
use crate::gsm7::{Gsm7, Language};
use crate::split::{Limits, Method, Splitter};

#[test]
fn the_payload_counts_and_a_second_text_is_told() {
    let tlvs = [Tlv::new(tlv::MESSAGE_PAYLOAD, b"long")];
    let mut deliver = DeliverSm {
        tlvs: (&tlvs).into(),
        ..DeliverSm::default()
    };
    let message = Message::from(&deliver);
    assert_eq!((message.octets, message.twice), (&b"long"[..], false));
    deliver.short_message = b"short";
    let message = Message::from(&deliver);
    assert_eq!((message.octets, message.twice), (&b"long"[..], true));
    assert_eq!(
        std::format!("{message:?}"),
        "Message { esm_class: 0x00 (normal), data_coding: default, octets: 4, twice: true, .. }"
    );
}

#[test]
fn every_split_comes_back_through_a_message() {
    let gsm7 = Gsm7::single(Language::TURKISH);
    let text = "şarkı € ".repeat(40);
    for alphabet in [
        Alphabet::Gsm7(gsm7),
        Alphabet::Gsm7Packed(gsm7),
        Alphabet::Utf16,
    ] {
        for method in [Method::Udh8, Method::Udh16, Method::Sar, Method::Payload] {
            let limits = Limits {
                method,
                ..Limits::default()
            };
            let mut peer = Peer::default();
            if let Alphabet::Gsm7Packed(_) = alphabet {
                peer.zero = Content::Text(alphabet);
            }
            let coding = Meaning::new(Content::Text(alphabet));
            let coding = coding.data_coding(&peer).unwrap();
            let split = Splitter::from_text(&text, alphabet, &limits).unwrap();
            let mut back = std::string::String::new();
            for part in split.with_reference(0x1234) {
                let mut out = [0; 1000];
                let octets = part.encode(&mut out).unwrap();
                let esm_class = EsmClass::default().with_udhi(part.has_udh());
                let sar = part.sar().unwrap_or(Concatenation {
                    reference: 0,
                    wide: true,
                    total: 0,
                    number: 0,
                });
                let tlvs = [
                    Tlv::new(tlv::SAR_MSG_REF_NUM, sar.reference),
                    Tlv::new(tlv::SAR_TOTAL_SEGMENTS, sar.total),
                    Tlv::new(tlv::SAR_SEGMENT_SEQNUM, sar.number),
                ];
                let message = Message::new(esm_class, coding, octets, (&tlvs).into());
                let data = message.user_data(&peer).unwrap();
                assert_eq!(data.alphabet().unwrap().unit(), alphabet.unit());
                assert_eq!(data.part.is_some(), part.total() > 1);
                if let Some(found) = data.part {
                    assert_eq!((found.total, found.number), (part.total(), part.number()));
                    let wide = method != Method::Udh8;
                    assert_eq!(found.reference, if wide { 0x1234 } else { 0x34 });
                }
                let mut decoded = [0; 1000];
                let decoded = data.decode(&mut decoded).unwrap().unwrap();
                assert_eq!(Some(decoded), part.as_text());
                back.extend(data.chars_lossy().unwrap());
            }
            assert_eq!(back, text, "{alphabet:?} {method:?}");
        }
    }
}

#[test]
fn a_header_counts_before_the_tlvs() {
    let tlvs = [
        Tlv::new(tlv::SAR_MSG_REF_NUM, 9),
        Tlv::new(tlv::SAR_TOTAL_SEGMENTS, 9),
        Tlv::new(tlv::SAR_SEGMENT_SEQNUM, 9),
    ];
    let octets = [5, 0, 3, 1, 2, 1, b'x'];
    let of = |esm_class| {
        let message = Message::new(EsmClass(esm_class), DataCoding(0), &octets, (&tlvs).into());
        message.user_data(&Peer::default()).unwrap().part.unwrap()
    };
    assert_eq!((of(0x40).reference, of(0x40).wide), (1, false));
    assert_eq!((of(0x00).reference, of(0x00).wide), (9, true));
}

#[test]
fn sar_of_the_quirks() {
    let message = |reference: &'static [u8], total, number| {
        let tlvs = std::boxed::Box::leak(std::boxed::Box::new([
            Tlv::raw(tlv::SAR_MSG_REF_NUM.tag(), reference),
            Tlv::new(tlv::SAR_TOTAL_SEGMENTS, total),
            Tlv::new(tlv::SAR_SEGMENT_SEQNUM, number),
        ]));
        Message::new(EsmClass(0), DataCoding(0), b"", (&*tlvs).into()).sar()
    };
    assert_eq!(message(&[1, 2], 2, 1).unwrap().reference, 0x0102);
    assert_eq!(message(&[7], 2, 1).unwrap().reference, 7);
    assert_eq!(message(&[1, 2, 3], 2, 1), None);
    assert_eq!(message(&[1, 2], 0, 0), None);
    assert_eq!(message(&[1, 2], 2, 3), None);
}

#[test]
fn a_header_that_is_not_there_is_an_error_or_made_do_without() {
    let deliver = DeliverSm {
        esm_class: EsmClass::UDHI,
        ..DeliverSm::default()
    };
    let message = Message::from(&deliver);
    assert!(message.user_data(&Peer::default()).is_err());
    assert!(message.user_data_lossy(&Peer::default()).udh.is_none());
}
