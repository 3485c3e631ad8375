//! Names, sets of tolerances, and what an error says: what no frame would show.

use smpp_codec::frame;
use smpp_codec::pdu::SubmitSm;
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandStatus, Dialect, Field, Header, Pdu, Tolerance, Version};
use smpp_codec::{set_command_status, set_sequence_number};

#[test]
fn every_version_has_its_own_name_for_a_status() {
    let v3_3 = [
        (0x0D, "ESME_RINVPASWD"),
        (0x0E, "ESME_RINVPASWDLEN"),
        (0x0F, "ESME_RINVSYSIDSRV"),
        (0x11, "ESME_RCNTCANMSG"),
        (0x13, "ESME_RCNTREPMSG"),
        (0x15, "ESME_RSERNOTSUP"),
        (0x34, "ESME_RINVDISTNAMELEN"),
        (0x45, "ESME_RCNTSUBMULRECP"),
        (0x58, "ESME_RTHROTTLEXCD"),
    ];
    let v3_4 = [
        (0xC0, "ESME_RINVOPTPARSTREAM"),
        (0xC1, "ESME_ROPTPARNOTALLWD"),
        (0xC2, "ESME_RINVPARLEN"),
        (0xC3, "ESME_RMISSINGOPTPARAM"),
        (0xC4, "ESME_RINVOPTPARAMVAL"),
    ];
    let versions = [
        (Version::V3_3, &v3_3[..]),
        (Version::V3_4, &v3_4),
        (Version::V5_0, &[]),
    ];
    for (version, names) in versions {
        for value in 0..=0x500 {
            let status = CommandStatus(value);
            let own = names.iter().find(|(own, _)| *own == value);
            let expected = own.map(|(_, name)| *name).or_else(|| status.name());
            assert_eq!(status.name_in(version), expected, "{version:?} {value:#x}");
        }
    }
}

#[test]
fn tolerances_are_sets() {
    let all: Vec<Tolerance> = Tolerance::flags().map(|(flag, _)| flag).collect();
    for (at, one) in all.iter().enumerate() {
        let mut set = Tolerance::STRICT;
        set |= *one;
        assert!(set.contains(*one) && set != Tolerance::STRICT);
        assert_eq!(set.without(*one), Tolerance::STRICT);
        for other in &all[at + 1..] {
            assert!(!set.contains(*other));
            assert_eq!((set | *other).without(*other), set);
            assert_eq!(set.without(*other), set);
        }
    }
}

/// Addresses and text are; times, codings and counts are not.
#[test]
fn sensitive_are_passwords_addresses_and_texts_only() {
    struct Sensitive(Vec<&'static str>);

    impl Visitor for Sensitive {
        fn field(&mut self, field: &'static Field, _: FieldValue<'_>, _: usize) {
            if field.is_sensitive() {
                self.0.push(field.name());
            }
        }
    }

    let mut found = Sensitive(Vec::new());
    Pdu::new(1, SubmitSm::default()).body.visit(&mut found);
    assert_eq!(
        found.0,
        ["source_addr", "destination_addr", "short_message"]
    );
}

#[test]
fn patching_says_whether_there_was_a_header() {
    let mut frame = [0; 64];
    let octets =
        Pdu::new(1, SubmitSm::default()).encode(Dialect::STRICT, &mut frame.as_mut_slice());
    let frame = &mut frame[..octets.expect("it fits")];
    assert!(set_sequence_number(frame, 7) && set_command_status(frame, CommandStatus(9)));
    let header = Header::read(frame).expect("a header");
    assert_eq!((header.sequence_number, header.command_status.0), (7, 9));
    for octets in 0..16 {
        let before = frame.to_vec();
        let number = set_sequence_number(&mut frame[..octets.min(15)], 8);
        let status = set_command_status(&mut frame[..octets.min(11)], CommandStatus(8));
        assert!(!number && !status, "{octets}");
        assert_eq!(frame, before);
    }
}

#[test]
fn a_length_that_is_refused_is_too_small_or_too_great() {
    let says = |length: u32| {
        let error = frame::split(&length.to_be_bytes(), 100).map(|_| ());
        error.unwrap_err().to_string()
    };
    assert_eq!(
        says(15),
        "command_length at octet 0: 15 is less than the 16 octets of a header"
    );
    assert_eq!(
        says(101),
        "command_length at octet 0: 101 is more than the 100 that are accepted"
    );
}
