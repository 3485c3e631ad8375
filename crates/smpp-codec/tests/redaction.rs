//! What `Debug` shows: names, states and sizes; no password, address or text.

use smpp_codec::pdu::{
    Bind, Body, Destination, List, MessageDetails, MessageDetailsFields, MessageIdEntry,
    SubmitMulti, UnsuccessSme,
};
use smpp_codec::tlv::{self, Tlv, TlvOctets, TlvTag, Tlvs};
use smpp_codec::values::{
    Address, BillingIdentification, BroadcastAreaIdentifier, CallbackNum, CallbackNumAtag,
    CallbackNumPresInd, DigitMode, EsmClass, MessageState, NetworkId, NodeId, Npi,
    RegisteredDelivery, Subaddress, TelematicsId, Ton,
};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandStatus, Field, Pdu};

#[test]
fn values_that_have_a_name_are_shown_by_it_and_secrets_by_their_length() {
    struct Named(Vec<(&'static str, &'static str)>);

    impl Visitor for Named {
        fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
            if let FieldValue::Integer(value) = value {
                let name = field.value_name(value);
                self.0.extend(name.map(|name| (field.name(), name)));
                assert_eq!(field.value_name(u32::MAX), None, "no octet");
            }
        }
    }

    let to = [Destination::SmeAddress(Address::international(
        b"447700900123",
    ))];
    let body = Body::from(SubmitMulti {
        source_addr: Address::alphanumeric(b"BANK"),
        dest_address: (&to).into(),
        short_message: b"secret",
        ..SubmitMulti::default()
    });
    let mut named = Named(Vec::new());
    body.visit(&mut named);
    for expected in [
        ("source_addr_ton", "alphanumeric"),
        ("source_addr_npi", "unknown"),
        ("dest_flag", "sme_address"),
        ("dest_addr_ton", "international"),
        ("dest_addr_npi", "isdn"),
        ("esm_class", "normal"),
        ("replace_if_present_flag", "do_not_replace"),
    ] {
        assert!(named.0.contains(&expected), "{expected:?}: {:?}", named.0);
    }
    let shown = format!("{:?} {:?}", Pdu::new(7, body), body);
    for part in [
        "submit_multi",
        "esm_class: ",
        "short_message: <6 octets>",
        "<12 octets>",
    ] {
        assert!(shown.contains(part), "{shown}");
    }
    for secret in ["secret", "4477", "BANK"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    let bind = Body::BindTransceiver(Bind {
        system_id: b"bank",
        password: b"secret",
        ..Bind::default()
    });
    let shown = format!("{bind:?}");
    assert!(
        shown.contains("password: <6 octets>") && shown.contains("bank"),
        "{shown}"
    );
    assert!(!shown.contains("secret"), "{shown}");
    assert!(bind.bind().is_some_and(|bind| bind.system_id == b"bank"));
    assert!(body.bind().is_none() && bind.bind_resp().is_none());
    assert_eq!(format!("{}", MessageState(77)), "0x4d");
}

#[test]
fn no_address_text_or_account_is_shown_by_debug() {
    const SECRET: &[u8] = b"4477";
    let details = MessageDetailsFields {
        short_message: SECRET,
        message_state: MessageState::DELIVERED,
        ..MessageDetails::default().fields()
    };
    let address = Address::international(SECRET);
    let failed = [UnsuccessSme {
        address,
        error_status_code: CommandStatus::ESME_RINVDSTADR,
    }];
    let tlv = Tlv::raw(tlv::MESSAGE_PAYLOAD.tag(), SECRET);
    let mut room = [0; 19];
    let callback = CallbackNum::build(&mut room, DigitMode::DTMF, Ton(1), Npi(1), SECRET);
    for (shown, expected) in [
        (format!("{address:?}"), "addr: <4 octets>"),
        (
            format!("{:?}", Destination::SmeAddress(address)),
            "addr: <4 octets>",
        ),
        (
            format!("{:?}", Destination::DistributionList(SECRET)),
            "dl_name: <4 octets>",
        ),
        (format!("{details:?}"), "message_state: DELIVERED"),
        (
            format!("{:?}", MessageDetails::from(&details)),
            "<4 octets>",
        ),
        (format!("{:?}", List::from(&failed)), "addr: <4 octets>"),
        (
            format!("{:?}", List::from(&failed).iter()),
            "addr: <4 octets>",
        ),
        (format!("{tlv:?}"), "message_payload: <4 octets>"),
        (
            format!("{:?}", Tlvs::from(&[tlv]).iter()),
            "message_payload: <4 octets>",
        ),
        (
            format!("{:?}", Subaddress::new(b"\xA04477")),
            "user_specified, <4 octets>",
        ),
        (
            format!("{:?}", BillingIdentification::new(b"\x014477")),
            "0x01, <4 octets>",
        ),
        (
            format!("{:?}", BroadcastAreaIdentifier::new(b"\x004477")),
            "alias, <4 octets>",
        ),
        (format!("{:?}", NetworkId(b"14477")), "gsm, <5 octets>"),
        (
            format!("{:?}", CallbackNumAtag::new(b"\x034477")),
            "text: <4 octets>",
        ),
        (format!("{callback:?}"), "digits: <4 octets>"),
    ] {
        assert!(shown.contains(expected), "{shown}");
        assert!(!shown.contains("4477"), "{shown}");
    }
    // What names a message or a node is what a log is searched for.
    assert_eq!(format!("{:?}", MessageIdEntry(b"a\n7")), r#""a\n7""#);
    assert_eq!(
        format!("{:?}", NodeId(b"00\x1b012")),
        r#"NodeId("00\x1b012")"#
    );
    assert_eq!(
        format!("{:?}", tlv::MESSAGE_PAYLOAD.tag()),
        "message_payload"
    );
    assert_eq!(format!("{:?}", TlvTag(0x1501)), "0x1501");
}

#[test]
fn what_is_on_its_way_in_or_out_is_shown_by_its_length() {
    let shown = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        FieldValue::COctets(b"secret"),
        FieldValue::Octets(b"secret"),
        FieldValue::Integer(7),
        TlvOctets::from_c_octets(b"secret"),
        TlvOctets::from_octets(b"secret"),
    );
    assert_eq!(
        shown,
        "COctets(<6 octets>) Octets(<6 octets>) Integer(7) TlvOctets(<7 octets>) TlvOctets(<6 octets>)"
    );
}

#[test]
fn a_bit_field_is_shown_as_its_integer_and_what_it_asks_for() {
    for (shown, expected) in [
        (
            format!("{:?}", RegisteredDelivery(0)),
            "0x00 (receipt none)",
        ),
        (
            format!("{:?}", RegisteredDelivery(0x1D)),
            "0x1d (receipt on_success_or_failure, sme_ack both, intermediate)",
        ),
        (format!("{:?}", EsmClass(0)), "0x00 (normal)"),
        (
            format!("{:?}", EsmClass(0xC7)),
            "0xc7 (mc_delivery_receipt, store_and_forward, udhi, reply_path)",
        ),
        (
            format!("{:?}", CallbackNumPresInd(0b0110)),
            "0x06 (restricted, verified_and_failed)",
        ),
        (format!("{:?}", TelematicsId(0x2100)), "0x2100"),
    ] {
        assert_eq!(shown, expected);
    }
}
