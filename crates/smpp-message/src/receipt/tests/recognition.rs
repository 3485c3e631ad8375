//! Receipts of whole messages: their TLVs, and how they are recognised.

use super::*;

fn receipt_of<'a>(
    message: &Message<'a>,
    recognition: Recognition,
    scratch: &'a mut [u8],
) -> (Option<Receipt<'a>>, Vec<ProblemKind>) {
    let mut problems = Vec::new();
    let receipt = Receipt::decode_with(message, recognition, scratch, &mut |problem| {
        problems.push(problem.kind);
    });
    (receipt, problems)
}

#[test]
fn tlvs_count_before_the_text() {
    let absent = NetworkErrorCode::from_octets([3, 0x01, 0x02]);
    let tlvs = [
        Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"2a"),
        Tlv::new(tlv::MESSAGE_STATE, MessageState::EXPIRED),
        Tlv::new(tlv::NETWORK_ERROR_CODE, absent),
    ];
    let deliver = DeliverSm {
        esm_class: EsmClass(0x04),
        short_message: b"id:42 stat:DELIVRD",
        tlvs: (&tlvs).into(),
        ..DeliverSm::default()
    };
    let mut scratch = [0; 0];
    let message = Message::from(&deliver);
    let (receipt, problems) = receipt_of(&message, Recognition::default(), &mut scratch);
    let receipt = receipt.unwrap();
    assert_eq!(receipt.id, Some(&b"2a"[..]));
    assert_eq!(receipt.state, Some(MessageState::EXPIRED));
    assert_eq!(receipt.network_error, Some(absent));
    assert_eq!(receipt.text.id, Some(&b"42"[..]));
    assert_eq!(
        problems,
        [ProblemKind::IdDiffers, ProblemKind::StateDiffers]
    );
    assert!(!format!("{receipt:?}").contains("42"));
}

#[test]
fn tlvs_of_the_quirks() {
    let long = [b'7'; 70];
    for (id, expected) in [
        (&b"abc123"[..], Some(&b"abc123"[..])),
        (b"abc\0def", Some(b"abc")),
        (b"\0", None),
        (&long, Some(&long)),
    ] {
        let tlvs = [
            Tlv::raw(tlv::RECEIPTED_MESSAGE_ID.tag(), id),
            Tlv::raw(tlv::MESSAGE_STATE.tag(), &[0, 2]),
            Tlv::raw(tlv::NETWORK_ERROR_CODE.tag(), b"0000"),
        ];
        let data_sm = DataSm {
            esm_class: EsmClass(0x04),
            tlvs: (&tlvs).into(),
            ..DataSm::default()
        };
        let message = Message::from(&data_sm);
        let (receipt, problems) = receipt_of(&message, Recognition::default(), &mut []);
        let receipt = receipt.unwrap();
        assert_eq!(receipt.id, expected);
        assert_eq!((receipt.state, receipt.network_error), (None, None));
        assert_eq!(
            problems,
            [ProblemKind::StateTlv, ProblemKind::NetworkErrorTlv]
        );
    }
}

#[test]
fn recognised_by_esm_class_and_by_more_only_when_asked() {
    let kinds = [
        (0x00, None),
        (0x01, None),
        (0x04, Some(ReceiptKind::Receipt)),
        (0x44, Some(ReceiptKind::Receipt)),
        (0x08, Some(ReceiptKind::DeliveryAck)),
        (0x10, Some(ReceiptKind::UserAck)),
        (0x18, None),
        (0x20, Some(ReceiptKind::Intermediate)),
        (0x24, Some(ReceiptKind::Receipt)),
    ];
    for (esm_class, kind) in kinds {
        // 0x44 has a header.
        let header: &[u8] = if esm_class == 0x44 { &[0] } else { &[] };
        let text = [header, WHOLE].concat();
        let message = Message::new(EsmClass(esm_class), DataCoding(0), &text, tlv::Tlvs::EMPTY);
        let (receipt, problems) = receipt_of(&message, Recognition::default(), &mut []);
        assert_eq!(receipt.map(|receipt| receipt.kind), kind, "{esm_class:#x}");
        let reserved = problems.contains(&ProblemKind::ReservedType);
        assert_eq!(reserved, esm_class == 0x24);
        if let Some(ReceiptKind::DeliveryAck | ReceiptKind::UserAck) = kind {
            // Its text is the other side's own: no fields are read in it.
            assert_eq!(receipt.unwrap().text, ReceiptText::default());
        }
        let by_text = Recognition {
            by_text: true,
            ..Recognition::default()
        };
        let (receipt, _) = receipt_of(&message, by_text, &mut []);
        assert_eq!(receipt.unwrap().kind, kind.unwrap_or(ReceiptKind::Unmarked));
    }
    let tlvs = [
        Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"2a"),
        Tlv::new(tlv::MESSAGE_STATE, MessageState::EXPIRED),
    ];
    let message = Message::new(EsmClass(0), DataCoding(0), b"", (&tlvs).into());
    assert!(
        receipt_of(&message, Recognition::default(), &mut [])
            .0
            .is_none()
    );
    let by_tlvs = Recognition {
        by_tlvs: true,
        ..Recognition::default()
    };
    let (receipt, _) = receipt_of(&message, by_tlvs, &mut []);
    assert_eq!(receipt.unwrap().id, Some(&b"2a"[..]));
    // An ordinary text is none, whatever is asked for.
    let all = Recognition {
        by_tlvs: true,
        by_text: true,
        text_anywhere: true,
    };
    for text in [&b"hello"[..], b"id:7", b"my id:7 stat:DELIVRD", b""] {
        let message = Message::new(EsmClass(0), DataCoding(0), text, tlv::Tlvs::EMPTY);
        assert!(receipt_of(&message, all, &mut []).0.is_none());
    }
}

#[test]
fn wide_text_by_what_it_is_whatever_data_coding_says() {
    let mut big = [0; 300];
    let big = Alphabet::Utf16
        .encode(core::str::from_utf8(WHOLE).unwrap(), &mut big)
        .unwrap();
    let mut little = [0; 300];
    let little = Alphabet::Utf16Le
        .encode(core::str::from_utf8(WHOLE).unwrap(), &mut little)
        .unwrap();
    for (octets, coding, problem) in [
        (big, 8, None),
        (big, 0, Some(ProblemKind::Coding)),
        (WHOLE, 8, Some(ProblemKind::Coding)),
        (WHOLE, 0, None),
        (WHOLE, 3, None),
        (little, 8, Some(ProblemKind::Coding)),
    ] {
        let message = Message::new(EsmClass(0x04), DataCoding(coding), octets, tlv::Tlvs::EMPTY);
        let mut scratch = [0; 160];
        let (receipt, problems) = receipt_of(&message, Recognition::default(), &mut scratch);
        let receipt = receipt.unwrap();
        assert_eq!(receipt.id, Some(&b"0123456789"[..]));
        assert_eq!(receipt.text.text, Some(&b"hello world"[..]));
        assert_eq!(problems.first().copied(), problem);
    }
    // Without a text there is nothing to be coded otherwise.
    let message = Message::new(EsmClass(0x04), DataCoding(8), b"", tlv::Tlvs::EMPTY);
    assert_eq!(receipt_of(&message, Recognition::default(), &mut []).1, []);
    let message = Message::new(EsmClass(0x04), DataCoding(8), big, tlv::Tlvs::EMPTY);
    let mut scratch = [0; 20];
    let (receipt, problems) = receipt_of(&message, Recognition::default(), &mut scratch);
    assert_eq!(receipt.unwrap().id, None);
    assert_eq!(problems, [ProblemKind::ScratchTooSmall]);
}
