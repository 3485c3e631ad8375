//! Captures, as tshark decodes them. Needs `tshark`, so a plain `cargo test` ignores it: `just captures`.
#![cfg(feature = "pcapng")]

use std::fs::{self, File};
use std::io::BufWriter;
use std::process::Command;

use smpp_codec::pdu::{Bind, BindResp, Body, EnquireLink, SubmitSm, SubmitSmResp};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::Address;
use smpp_codec::{Dialect, Pdu};
use smpp_connection::{Capture, Direction, Link, Tap};

fn encoded(sequence_number: u32, body: Body<'_>) -> Vec<u8> {
    let mut frame = vec![0; 70_000];
    let octets = Pdu::new(sequence_number, body).encode(Dialect::STRICT, &mut frame.as_mut_slice());
    frame.truncate(octets.unwrap());
    frame
}

/// A dialogue with every kind of secret, and a PDU of more than one segment.
fn dialogue() -> Vec<(Direction, Vec<u8>)> {
    let text = vec![b'x'; 65_000];
    let payload = [Tlv::new(tlv::MESSAGE_PAYLOAD, &text)];
    let (from, to) = (
        Address::international(b"447700900123"),
        Address::international(b"447700900456"),
    );
    let short = SubmitSm::new(from, to, b"Hello");
    let long = SubmitSm {
        short_message: b"",
        tlvs: (&payload).into(),
        ..short
    };
    let bind = Bind {
        system_id: b"bank",
        password: b"hunter2",
        ..Bind::default()
    };
    let bound = BindResp {
        system_id: Some(b"mc"),
        ..BindResp::default()
    };
    let answer = SubmitSmResp {
        message_id: Some(b"1"),
        ..SubmitSmResp::default()
    };
    [
        (Direction::Sent, 1, Body::BindTransceiver(bind)),
        (Direction::Received, 1, Body::BindTransceiverResp(bound)),
        (Direction::Sent, 2, short.into()),
        (Direction::Sent, 3, long.into()),
        (Direction::Received, 3, answer.into()),
        (Direction::Received, 2, answer.into()),
        (Direction::Received, 7, EnquireLink::default().into()),
    ]
    .map(|(direction, number, body)| (direction, encoded(number, body)))
    .into()
}

/// A line for each packet that has SMPP: source address, command ids, sequence numbers, faults.
fn seen_by_tshark(name: &str, unmasked: bool) -> Vec<String> {
    let file = std::env::temp_dir().join(format!("smpp-{}-{name}.pcapng", std::process::id()));
    let mut capture = Capture::new(BufWriter::new(File::create(&file).unwrap())).unwrap();
    if unmasked {
        capture = capture.unmasked();
    }
    let (near, far) = match name {
        "ipv6" => ("[2001:db8::7]:51234", "[2001:db8::1]:2775"),
        _ => ("192.0.2.7:51234", "198.51.100.1:2775"),
    };
    let link = Link::new(Some(near.parse().unwrap()), Some(far.parse().unwrap()));
    for (direction, frame) in dialogue() {
        capture.frame(&link, direction, &frame);
    }
    capture.closed(&link);
    capture.finish().unwrap();

    let fields = [
        "tcp.srcport",
        "smpp.command_id",
        "smpp.sequence_number",
        "smpp.password",
        "smpp.source_addr",
        "_ws.malformed",
        "tcp.analysis.flags",
        "tcp.checksum.status",
        "ip.checksum.status",
    ];
    let output = Command::new("tshark")
        .args([
            "-o",
            "tcp.check_checksum:TRUE",
            "-o",
            "ip.check_checksum:TRUE",
            "-T",
            "fields",
        ])
        .args(fields.iter().flat_map(|field| ["-e", field]))
        .arg("-r")
        .arg(&file)
        .output();
    fs::remove_file(&file).unwrap();
    let output = output.expect("tshark must be installed");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().map(str::to_owned).collect()
}

#[test]
#[ignore = "needs tshark: run `just captures`"]
fn tshark_sees_the_same_pdus_and_nothing_wrong() {
    for (name, unmasked, password, address) in [
        ("masked", false, "*******", "************"),
        ("unmasked", true, "hunter2", "447700900123"),
        ("ipv6", true, "hunter2", "447700900123"),
    ] {
        let lines = seen_by_tshark(name, unmasked);
        let status = if name == "ipv6" { "1\t" } else { "1\t1" };
        let pdus: Vec<_> = lines
            .iter()
            .filter_map(|line| {
                let (line, checksums) = line.rsplit_once("\t\t").unwrap();
                assert_eq!(checksums, status, "in {name}");
                let mut columns = line.split('\t').map(str::to_owned);
                let pdu: [String; 5] = std::array::from_fn(|_| columns.next().unwrap());
                assert_eq!(
                    columns.collect::<String>(),
                    "",
                    "malformed in {name}: {line}"
                );
                (!pdu[1].is_empty()).then_some(pdu)
            })
            .collect();
        let expected = [
            ["51234", "0x00000009", "1", password, ""],
            ["2775", "0x80000009", "1", "", ""],
            ["51234", "0x00000004", "2", "", address],
            ["51234", "0x00000004", "3", "", address],
            ["2775", "0x80000004", "3", "", ""],
            ["2775", "0x80000004", "2", "", ""],
            ["2775", "0x00000015", "7", "", ""],
        ];
        assert_eq!(pdus, expected, "in {name}");
    }
}
