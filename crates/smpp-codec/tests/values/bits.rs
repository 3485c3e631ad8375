//! Integers and bit fields, at every value they can have.

use smpp_codec::Version;
use smpp_codec::values::{
    Address, BroadcastAreaSuccess, CallbackNumPresInd, EsmClass, ItsSessionInfo, McReceipt,
    MessageState, MessageType, MessagingMode, MsMsgWaitFacilities, Npi, Presentation, ProtocolId,
    RegisteredDelivery, Screening, SmeAck, TelematicsId, Ton, WaitingMessages,
};

/// The value with the bits of a mask exchanged for others, which are cut to it.
fn exchanged(value: u8, mask: u8, bits: u8) -> u8 {
    (value & !mask) + (bits & mask)
}

#[test]
fn every_part_of_registered_delivery_is_its_bits_and_no_others() {
    for value in 0..=255 {
        let field = RegisteredDelivery(value);
        assert_eq!(field.receipt(), McReceipt(value % 4));
        assert_eq!(field.sme_ack(), SmeAck(value / 4 % 4));
        assert_eq!(field.intermediate(), value / 16 % 2 == 1);
        assert_eq!(u8::from(RegisteredDelivery::from(value)), value);
        for part in 0..=255u8 {
            let receipt = field.with_receipt(McReceipt(part));
            assert_eq!(receipt.0, exchanged(value, 0b0000_0011, part));
            let ack = field.with_sme_ack(SmeAck(part));
            assert_eq!(ack.0, exchanged(value, 0b0000_1100, part % 64 * 4));
        }
        for (on, bits) in [(false, 0), (true, 0xFF)] {
            let field = field.with_intermediate(on);
            assert_eq!(field.0, exchanged(value, 0b0001_0000, bits));
        }
    }
}

#[test]
fn every_part_of_esm_class_is_its_bits_and_no_others() {
    for value in 0..=255 {
        let field = EsmClass(value);
        assert_eq!(field.messaging_mode(), MessagingMode(value % 4));
        assert_eq!(field.message_type(), MessageType(value / 4 % 16));
        assert_eq!(field.udhi(), value / 64 % 2 == 1);
        assert_eq!(field.reply_path(), value / 128 == 1);
        assert_eq!(u8::from(EsmClass::from(value)), value);
        for part in 0..=255u8 {
            let mode = field.with_messaging_mode(MessagingMode(part));
            assert_eq!(mode.0, exchanged(value, 0b0000_0011, part));
            let kind = field.with_message_type(MessageType(part));
            assert_eq!(kind.0, exchanged(value, 0b0011_1100, part % 64 * 4));
        }
        for (on, bits) in [(false, 0), (true, 0xFF)] {
            assert_eq!(field.with_udhi(on).0, exchanged(value, 0x40, bits));
            assert_eq!(field.with_reply_path(on).0, exchanged(value, 0x80, bits));
        }
    }
}

#[test]
fn every_protocol_id_is_a_device_or_a_type_to_replace_or_neither() {
    for value in 0..=255 {
        let id = ProtocolId(value);
        let device = (32..64).contains(&value).then(|| value - 32);
        assert_eq!(id.telematic_device(), device, "{value:#x}");
        let replace = (65..72).contains(&value).then(|| value - 64);
        assert_eq!(id.replace_type(), replace, "{value:#x}");
        let telematics = TelematicsId::new(id);
        assert_eq!(telematics.0, u16::from(value) * 256);
        assert_eq!(telematics.protocol_id(), id);
    }
}

#[test]
fn a_share_above_a_hundred_percent_is_none() {
    for value in 0..=255 {
        let percent = (value <= 100).then_some(value);
        assert_eq!(BroadcastAreaSuccess(value).percent(), percent);
    }
}

#[test]
fn the_states_that_last_are_those_the_specification_calls_final() {
    let lasting: Vec<u8> = (0..=255)
        .filter(|state| MessageState(*state).is_final())
        .collect();
    let expected = [
        MessageState::DELIVERED,
        MessageState::EXPIRED,
        MessageState::DELETED,
        MessageState::UNDELIVERABLE,
        MessageState::ACCEPTED,
        MessageState::REJECTED,
        MessageState::SKIPPED,
    ];
    assert_eq!(lasting, expected.map(|state| state.0));
}

#[test]
fn every_version_has_its_own_names_of_states() {
    let names = |version| {
        let name = |state| MessageState(state).name_in(version).unwrap_or("-");
        (0..=10).map(name).collect::<Vec<_>>().join(" ")
    };
    let v3_3 = "- EN_ROUTE DELIVERED EXPIRED DELETED UNDELIVERABLE ACCEPTED INVALID - - -";
    let v3_4 = "- ENROUTE DELIVERED EXPIRED DELETED UNDELIVERABLE ACCEPTED UNKNOWN REJECTED - -";
    let v5_0 = "SCHEDULED ENROUTE DELIVERED EXPIRED DELETED UNDELIVERABLE ACCEPTED UNKNOWN \
                REJECTED SKIPPED -";
    assert_eq!(names(Version::V3_3), v3_3);
    assert_eq!(names(Version::V3_4), v3_4);
    assert_eq!(names(Version::V5_0), v5_0);
}

#[test]
fn indicators_are_put_together_of_the_parts_that_are_read_back() {
    for presentation in 0..4 {
        for screening in 0..4 {
            let parts = (Presentation(presentation), Screening(screening));
            let indicator = CallbackNumPresInd::new(parts.0, parts.1);
            assert_eq!(indicator.0, presentation * 4 + screening);
            assert_eq!((indicator.presentation(), indicator.screening()), parts);
            let cut =
                CallbackNumPresInd::new(Presentation(presentation + 4), Screening(screening + 4));
            assert_eq!(cut, indicator, "each part has two bits");
        }
    }
    for messages in 0..4 {
        for active in [false, true] {
            let facilities = MsMsgWaitFacilities::new(active, WaitingMessages(messages));
            assert_eq!(facilities.0, u8::from(active) * 128 + messages);
            assert_eq!(facilities.is_active(), active);
            assert_eq!(facilities.messages(), WaitingMessages(messages));
            let cut = MsMsgWaitFacilities::new(active, WaitingMessages(messages + 4));
            assert_eq!(cut, facilities, "the kind has two bits");
        }
    }
    for number in 0..128 {
        for end in [false, true] {
            let info = ItsSessionInfo::new(200, number, end);
            assert_eq!(info.to_octets(), [200, number * 2 + u8::from(end)]);
            assert_eq!(ItsSessionInfo::from_octets(info.to_octets()), info);
            let parts = (info.session_number(), info.sequence_number(), info.is_end());
            assert_eq!(parts, (200, number, end));
        }
    }
}

#[test]
fn an_address_is_made_with_the_numbers_its_kind_has() {
    for (address, ton, npi) in [
        (
            Address::international(b"4477"),
            Ton::INTERNATIONAL,
            Npi::ISDN,
        ),
        (
            Address::alphanumeric(b"BANK"),
            Ton::ALPHANUMERIC,
            Npi::UNKNOWN,
        ),
        (
            Address::short_code(b"12345"),
            Ton::NETWORK_SPECIFIC,
            Npi::UNKNOWN,
        ),
        (Address::unknown(b"1"), Ton::UNKNOWN, Npi::UNKNOWN),
        (Address::new(Ton(9), Npi(8), b"2"), Ton(9), Npi(8)),
    ] {
        assert_eq!((address.ton, address.npi), (ton, npi), "{address:?}");
        assert!(!address.addr.is_empty());
    }
}
