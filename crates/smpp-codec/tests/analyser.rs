//! The analyser of `examples/analyser.rs`, on a stream in a fixed buffer.

#[allow(dead_code, reason = "the example's `main`")]
#[path = "../examples/analyser.rs"]
mod analyser;

use std::fmt::Write as _;

use smpp_codec::pdu::{Bind, Body, EnquireLink, SubmitSm};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{Address, InterfaceVersion};
use smpp_codec::{CommandStatus, Dialect, Pdu};

/// What the analyser prints, and what it returns.
fn analysed(stream: &[u8]) -> (String, Option<usize>) {
    let mut text = String::new();
    let left = analyser::analyse(stream, &mut |line| writeln!(text, "{line}").unwrap());
    (text, left)
}

/// Appends a PDU to a stream.
fn append(pdu: Pdu<'_>, stream: &mut [u8], used: usize) -> usize {
    let mut room = &mut stream[used..];
    used + pdu.encode(Dialect::TOLERANT, &mut room).unwrap()
}

#[test]
fn analyser_prints_fields_deviations_and_errors() {
    let mut stream = [0; 512];
    let bind = Bind::new(b"bank", b"secret", InterfaceVersion::V3_4);
    let mut used = append(Pdu::new(1, Body::BindTransceiver(bind)), &mut stream, 0);
    let list = [Tlv::raw(tlv::SAR_TOTAL_SEGMENTS.tag(), &[1, 2])];
    let submit = SubmitSm {
        source_addr: Address::alphanumeric(b"BANK"),
        tlvs: (&list).into(),
        ..SubmitSm::default()
    };
    let unusual = Pdu::new(2, submit).with_status(CommandStatus::ESME_RTHROTTLED);
    used = append(unusual, &mut stream, used);
    // A refused bind, a submit_sm that is cut short, and a part of an enquire_link.
    let resp = [0, 0, 0, 16, 0x80, 0, 0, 9, 0, 0, 0, 0x0D, 0, 0, 0, 3];
    stream[used..used + 16].copy_from_slice(&resp);
    used += 16;
    let cut = [0, 0, 0, 17, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 4, 1];
    stream[used..used + 17].copy_from_slice(&cut);
    used += 17;
    let end = append(Pdu::new(5, EnquireLink::default()), &mut stream, used);
    let (text, left) = analysed(&stream[..end - 3]);
    assert_eq!(left, Some(13));
    for line in [
        "bind_transceiver 1: ESME_ROK\n  system_id: \"bank\"\n  password: <6 octets>\n",
        "submit_sm 2: ESME_RTHROTTLED\n  deviation: command_status at octet 8: ",
        "  deviation: sar_total_segments at octet ",
        "  source_addr_ton: alphanumeric\n",
        "  sar_total_segments: <2 octets>\n",
        "bind_transceiver_resp 3: ESME_RBINDFAIL\n  system_id: absent\n",
        "submit_sm 4: ESME_ROK\n  error: service_type at octet 16: ",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("secret") && !text.contains("BANK"), "{text}");
    assert!(!text.contains("enquire_link"), "{text}");
}

#[test]
fn analyser_stops_at_octets_that_are_no_pdu() {
    let (text, left) = analysed(b"GET / HTTP/1.1\r\n\r\n");
    assert_eq!(left, None);
    assert!(text.starts_with("end: "), "{text}");
}

#[test]
fn analyser_is_short_and_allocates_nothing() {
    let source = include_str!("../examples/analyser.rs");
    assert!(source.lines().count() < 77);
    let (core, _main) = source.split_once("fn main").unwrap();
    let code = core
        .lines()
        .filter(|line| !line.starts_with("//") && *line != "use std::io::{self, Read};");
    for line in code {
        for word in [
            "std::", "alloc", "Vec", "String", "Box", " format!", "vec!", ".to_",
        ] {
            assert!(!line.contains(word), "{line}");
        }
    }
}
