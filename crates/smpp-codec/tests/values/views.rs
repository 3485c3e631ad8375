//! Values of several octets: their sizes and their parts.

use smpp_codec::pdu::{List, MessageIdEntry};
use smpp_codec::values::{
    AreaFormat, BillingIdentification, BroadcastAreaIdentifier, CallbackNum, CallbackNumAtag,
    DataCoding, DigitMode, NetworkId, NetworkIdFormat, NodeId, Npi, Subaddress, SubaddressType,
    Ton,
};
use smpp_codec::{EncodeError, Kind};

type Built = Result<Vec<u8>, EncodeError>;

#[test]
fn a_structured_value_is_built_of_its_parts_within_its_limits() {
    /// Builds with more and more octets behind the head; each is read back or refused.
    fn grows(
        name: &str,
        limits: (usize, usize),
        head: usize,
        build: &mut dyn FnMut(&[u8]) -> Built,
    ) {
        for tail in 0..=limits.1 + 2 {
            let octets = head + tail;
            let built = build(&vec![b'7'; tail]);
            if octets < limits.0 {
                let error = built.unwrap_err();
                assert_eq!((error.kind(), error.field()), (Kind::Length, name));
            } else if octets > limits.1 {
                let error = built.unwrap_err();
                assert_eq!((error.kind(), error.field()), (Kind::TooLong, name));
                assert!(
                    error
                        .to_string()
                        .starts_with(&format!("{name}: {octets} octets, "))
                );
            } else {
                let built = built.expect("within the limits");
                assert_eq!(built.len(), octets);
                assert_eq!(&built[head..], vec![b'7'; tail]);
            }
        }
    }

    grows("subaddress", (2, 23), 1, &mut |tail| {
        let mut room = [0; Subaddress::MAX_OCTETS];
        let built = Subaddress::build(&mut room, SubaddressType::NSAP_ODD, tail)?;
        assert_eq!(
            (built.kind(), built.subaddress()),
            (SubaddressType::NSAP_ODD, tail)
        );
        assert_eq!(Subaddress::new(built.as_octets()), Some(built));
        Ok(built.as_octets().to_vec())
    });
    grows("billing_identification", (1, 1024), 1, &mut |tail| {
        let mut room = [0; BillingIdentification::MAX_OCTETS];
        let built = BillingIdentification::build(&mut room, 0x81, tail)?;
        assert_eq!((built.format(), built.data()), (0x81, tail));
        assert!(built.is_vendor_specific());
        Ok(built.as_octets().to_vec())
    });
    grows("broadcast_area_identifier", (1, 101), 1, &mut |tail| {
        let mut room = [0; BroadcastAreaIdentifier::MAX_OCTETS];
        let built = BroadcastAreaIdentifier::build(&mut room, AreaFormat::POLYGON, tail)?;
        assert_eq!(
            (built.format(), built.details()),
            (AreaFormat::POLYGON, tail)
        );
        Ok(built.as_octets().to_vec())
    });
    grows("callback_num", (4, 19), 3, &mut |tail| {
        let mut room = [0; CallbackNum::MAX_OCTETS];
        let (ton, npi) = (Ton::NATIONAL, Npi::ISDN);
        let built = CallbackNum::build(&mut room, DigitMode::ASCII, ton, npi, tail)?;
        assert_eq!((built.digit_mode(), built.ton()), (DigitMode::ASCII, ton));
        assert_eq!((built.npi(), built.digits()), (npi, tail));
        Ok(built.as_octets().to_vec())
    });
    grows("callback_num_atag", (1, 65), 1, &mut |tail| {
        let mut room = [0; CallbackNumAtag::MAX_OCTETS];
        let built = CallbackNumAtag::build(&mut room, DataCoding::LATIN_1, tail)?;
        assert_eq!(
            (built.data_coding(), built.text()),
            (DataCoding::LATIN_1, tail)
        );
        Ok(built.as_octets().to_vec())
    });
    let given = BillingIdentification::new(&[0x7F, 1]).map(|value| value.is_vendor_specific());
    assert_eq!(given, Some(false));
    assert_eq!(Subaddress::new(b"1"), None);
    assert_eq!(
        CallbackNum::new(b"\xFFab1").map(|value| value.digit_mode()),
        Some(DigitMode::ASCII)
    );
}

#[test]
fn networks_and_nodes_are_their_digits() {
    for (octets, format, country, details) in [
        (
            &b"1310310"[..],
            NetworkIdFormat::GSM,
            &b"310"[..],
            &b"310"[..],
        ),
        (b"231", NetworkIdFormat::ANSI, b"31", b""),
        (b"3", NetworkIdFormat::ESME, b"", b""),
        (b"", NetworkIdFormat(0), b"", b""),
    ] {
        let network = NetworkId(octets);
        let parts = (network.format(), network.country_code(), network.details());
        assert_eq!(parts, (format, country, details));
    }
    for number in [0, 7, 40_509, 999_999] {
        let digits = NodeId::digits(number).expect("six digits");
        assert_eq!(
            std::str::from_utf8(&digits),
            Ok(format!("{number:06}").as_str())
        );
        assert_eq!(NodeId(&digits).number(), Some(number));
    }
    assert_eq!(NodeId::digits(1_000_000), None);
    assert_eq!(NodeId(b"12345/").number(), None);
    assert_eq!(NodeId(b"12345:").number(), None);
}

#[test]
fn a_list_is_empty_when_nothing_is_in_it() {
    let entries = [MessageIdEntry(b"1"), MessageIdEntry(b"2")];
    for count in 0..=2 {
        let list = List::from(&entries[..count]);
        assert_eq!((list.len(), list.is_empty()), (count, count == 0));
        assert!(list.iter().eq(entries[..count].iter().copied()));
    }
}
