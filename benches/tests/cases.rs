//! The cases are what the tables say, and both codecs agree on them.

use smpp_benches::cases::Case;
use smpp_benches::hand;
use smpp_codec::pdu::Body;
use smpp_codec::{Dialect, Pdu};

#[test]
fn both_codecs_write_the_same_octets_and_read_them_back_the_same() {
    for case in Case::ALL {
        let frame = case.frame();
        let tlvs = case.tlvs();
        let pdu = case.pdu(&tlvs);
        let mut room = vec![0; frame.len()];
        let octets = pdu.encode(Dialect::STRICT, &mut room.as_mut_slice());
        assert_eq!((octets, &room), (Ok(frame.len()), &frame), "{case:?}");
        assert_eq!(Pdu::decode(&frame, Dialect::STRICT), Ok(pdu), "{case:?}");

        let by_hand = hand::decode(&frame).unwrap();
        assert_eq!(hand::encode(&by_hand, &mut room), Ok(frame.len()));
        assert_eq!(room, frame, "{case:?}");
    }
}

#[test]
fn the_cases_are_what_the_tables_say() {
    let lengths = Case::ALL.map(|case| {
        let tlvs = case.tlvs();
        let (text, payload) = match case.pdu(&tlvs).body {
            Body::SubmitSm(submit) => (submit.short_message.len(), submit.tlvs.iter().count()),
            Body::DeliverSm(deliver) => (deliver.short_message.len(), deliver.tlvs.iter().count()),
            _ => (0, 0),
        };
        (case.frame().len(), text, payload)
    });
    assert_eq!(
        lengths,
        [
            (213, 140, 0),
            (197, 120, 3),
            (53, 0, 0),
            (16, 0, 0),
            (1128, 0, 8),
            (50, 0, 0)
        ]
    );
}

/// The hand-written codec is held to the same checks, so that it is no straw man: for every octet
/// of every case at every value it accepts what `smpp-codec` accepts.
#[test]
fn the_hand_written_codec_accepts_what_strict_decoding_accepts() {
    for case in Case::ALL {
        let frame = case.frame();
        for at in 0..frame.len().min(300) {
            for value in 0..=255 {
                let mut mutated = frame.clone();
                mutated[at] = value;
                let ours = Pdu::decode(&mutated, Dialect::STRICT);
                let Ok(by_hand) = hand::decode(&mutated) else {
                    assert!(ours.is_err(), "{case:?} {at} {value} {ours:?}");
                    continue;
                };
                if let hand::Body::Unknown(..) = by_hand.body {
                    continue;
                }
                assert!(ours.is_ok(), "{case:?} {at} {value} {ours:?}");
            }
        }
    }
}
