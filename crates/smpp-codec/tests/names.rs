//! Names, sets of tolerances, and what an error says: what no frame would show.

use smpp_codec::frame::{self, Foreign};
use smpp_codec::pdu::SubmitSm;
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandStatus, Dialect, Field, Header, Kind, Pdu, Tolerance, Version};
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

/// The class of each status is data: temporary errors, and limits of rate or volume.
#[test]
fn temporary_statuses_agree_with_protocol_data() {
    let sheet = include_str!("../../../spec-vectors/protocol/statuses.json");
    let sheet: serde_json::Value = serde_json::from_str(sheet).unwrap();
    let rows = sheet["statuses"].as_array().unwrap();
    let mut named = 0;
    for status in CommandStatus::KNOWN {
        let value = format!("{:#010X}", status.0).replace("0X", "0x");
        let row = rows.iter().find(|row| row["value"] == *value);
        let row = row.unwrap_or_else(|| panic!("{status} is in the table"));
        let class = row["class"].as_str().unwrap();
        let temporary = matches!(class, "temporary" | "throttle");
        assert_eq!(status.is_temporary(), temporary, "{status}: {class}");
        named += 1;
    }
    assert_eq!(named, rows.len());
}

#[test]
fn temporary_statuses_are_these_seven() {
    let temporary: Vec<_> = (0..=0xFFFF)
        .map(CommandStatus)
        .filter(|status| status.is_temporary())
        .collect();
    let expected = [
        CommandStatus::ESME_RSYSERR,
        CommandStatus::ESME_RMSGQFUL,
        CommandStatus::ESME_RLIMITEXCEED,
        CommandStatus::ESME_RTHROTTLED,
        CommandStatus::ESME_RTXEXCEED,
        CommandStatus::ESME_RX_T_APPN,
        CommandStatus::ESME_RSERTYPUNAVAIL,
    ];
    assert_eq!(temporary, expected);
}

#[test]
fn tolerances_are_sets() {
    let all: Vec<Tolerance> = Tolerance::flags().map(|(flag, _)| flag).collect();
    for (at, one) in all.iter().enumerate() {
        let mut set = Tolerance::STRICT;
        set |= *one;
        assert!(set.contains(*one) && set != Tolerance::STRICT);
        assert_eq!(set.without(*one), Tolerance::STRICT);
        assert_eq!((set | *one, set.with(set)), (set, set));
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
    let header = Header::decode(frame).expect("a header");
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

#[test]
fn every_stranger_is_known_by_its_first_octets_and_named() {
    for (starts, foreign, name) in [
        (
            &[
                &b"GET / HTTP/1.1"[..],
                b"POST /",
                b"PUT /a",
                b"HEAD /",
                b"DELETE /",
                b"PATCH /",
                b"CONNECT a:1",
                b"TRACE /",
                b"HTTP/1.1 200",
                b"PRI * HTTP/2",
                b"OPTIONS * HTTP",
                b"OPTIONS /a",
            ][..],
            Foreign::Http,
            "HTTP",
        ),
        (
            &[
                b"OPTIONS sip:a",
                b"INVITE sip:a",
                b"REGISTER sip:a",
                b"INFO sip:a",
                b"SIP/2.0",
            ],
            Foreign::Sip,
            "SIP",
        ),
        (&[b"AMQP\0\0\x09\x01"], Foreign::Amqp, "AMQP"),
        (&[b"SSH-2.0-x"], Foreign::Ssh, "SSH"),
        (
            &[b"PROXY TCP4 ", b"\r\n\r\n\0\r\nQUIT\n!"],
            Foreign::Proxy,
            "a PROXY protocol header",
        ),
        (
            &[b"\x16\x03\x01\x02\0\x01", b"\x15\x03\x03\0\x02"],
            Foreign::Tls,
            "TLS",
        ),
        (
            &[b"HELO a", b"Hi \r\n", b"~~~~"],
            Foreign::Text,
            "a line of text",
        ),
    ] {
        for start in starts {
            let error = frame::split(start, 4096).unwrap_err();
            assert_eq!(error.looks_like(), Some(foreign), "{start:?}");
            let says = format!("; the peer does not speak SMPP: this looks like {name}");
            assert!(error.to_string().ends_with(&says), "{error}");
        }
    }
    // Its length, 50,331,648 and more, is what some call a PDU.
    let remote = frame::split(b"\x03\0\0\x13\x0E\xE0", 4096).unwrap_err();
    assert_eq!(remote.looks_like(), Some(Foreign::Rdp));
    assert!(
        remote
            .to_string()
            .ends_with("like a remote desktop connection")
    );
    for start in [&b"abc\0"[..], b"\xFFabc", b"\0\0\0\x01"] {
        let error = frame::split(start, 4096).unwrap_err();
        assert_eq!(error.looks_like(), None, "{start:?}");
        assert!(!error.to_string().contains("looks like"));
    }
}

#[test]
fn a_set_of_tolerances_is_shown_by_its_names() {
    assert_eq!(format!("{:?}", Tolerance::STRICT), "STRICT");
    assert_eq!(format!("{:?}", Tolerance::TOO_LONG), "TOO_LONG");
    let two = Tolerance::TLV_OVERRUN | Tolerance::UNTERMINATED;
    assert_eq!(format!("{two:?}"), "UNTERMINATED | TLV_OVERRUN");
    let all = format!("{:?}", Tolerance::COMMON);
    let names = Tolerance::flags().filter(|(flag, _)| Tolerance::COMMON.contains(*flag));
    assert!(all.split(" | ").eq(names.map(|(_, name)| name)));
}

#[test]
fn every_kind_has_its_name() {
    for (kind, name) in [
        (Kind::Truncated, "truncated"),
        (Kind::Unterminated, "unterminated"),
        (Kind::TooLong, "too_long"),
        (Kind::Length, "length"),
        (Kind::Overrun, "overrun"),
        (Kind::Missing, "missing"),
        (Kind::Trailing, "trailing"),
        (Kind::NotAllowed, "not_allowed"),
        (Kind::Value, "value"),
        (Kind::Conflict, "conflict"),
        (Kind::EmbeddedNul, "embedded_nul"),
        (Kind::NoRoom, "no_room"),
    ] {
        assert_eq!(kind.name(), name);
        assert_eq!(format!("{kind:>14}|"), format!("{name:>14}|"));
    }
}
