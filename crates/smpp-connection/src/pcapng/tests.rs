use std::collections::BTreeMap;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, UNIX_EPOCH};

use etherparse::{NetSlice, SlicedPacket, TransportSlice};
use pcap_parser::traits::PcapReaderIterator;
use pcap_parser::{Block, Linktype, PcapBlockOwned, PcapError, PcapNGReader};
use smpp_codec::pdu::Body;
use smpp_codec::tlv::TlvView;
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandStatus, Dialect, Field, Pdu};

use super::{Capture, MAX_FLOWS, mask};
use crate::tap::{Direction, Link, Tap};

fn link(local: &str, peer: &str) -> Link {
    Link::new(Some(local.parse().unwrap()), Some(peer.parse().unwrap()))
}

/// A `submit_sm` with a `message_payload` of so many octets.
fn submit(sequence_number: u32, octets: usize) -> Vec<u8> {
    let mut frame = vec![0; 16];
    frame[7] = 4;
    frame[12..].copy_from_slice(&sequence_number.to_be_bytes());
    frame.extend_from_slice(b"\0\x01\x01447700900123\0\x01\x01447700900456\0\0\0\0\0\0\0\0\0\0\0");
    frame.extend_from_slice(&[4, 0x24]);
    frame.extend_from_slice(&u16::try_from(octets).unwrap().to_be_bytes());
    frame.extend((0..octets).map(|n| b'a' + (n % 26) as u8));
    let length = u32::try_from(frame.len()).unwrap();
    frame[..4].copy_from_slice(&length.to_be_bytes());
    frame
}

/// What a capture has of one direction of a connection.
#[derive(Default)]
struct Stream {
    octets: Vec<u8>,
    next: Option<u32>,
    began: bool,
    ended: bool,
}

/// Reads a capture back: each direction's octets, with all lengths, checksums and sequence numbers
/// checked; and the time stamps.
fn read(file: &[u8]) -> (BTreeMap<(SocketAddr, SocketAddr), Stream>, Vec<u64>) {
    let (mut streams, mut times) = (BTreeMap::<_, Stream>::new(), Vec::new());
    let mut reader = PcapNGReader::new(1 << 20, file).unwrap();
    loop {
        match reader.next() {
            Ok((octets, PcapBlockOwned::NG(block))) => {
                match block {
                    Block::EnhancedPacket(packet) => {
                        assert_eq!(packet.caplen, packet.origlen);
                        let data = &packet.data[..packet.caplen as usize];
                        times.push(u64::from(packet.ts_high) << 32 | u64::from(packet.ts_low));
                        take(data, &mut streams);
                    }
                    Block::InterfaceDescription(interface) => {
                        assert_eq!(interface.linktype, Linktype::RAW)
                    }
                    Block::SectionHeader(_) => {}
                    other => panic!("{other:?}"),
                }
                reader.consume(octets);
            }
            Ok(_) => panic!("this is not pcapng"),
            Err(PcapError::Eof) => return (streams, times),
            Err(PcapError::Incomplete(_)) => reader.refill().unwrap(),
            Err(error) => panic!("{error:?}"),
        }
    }
}

fn take(packet: &[u8], streams: &mut BTreeMap<(SocketAddr, SocketAddr), Stream>) {
    let packet = SlicedPacket::from_ip(packet).unwrap();
    let Some(TransportSlice::Tcp(tcp)) = packet.transport else {
        panic!("TCP")
    };
    let (from, to, checksum): (IpAddr, IpAddr, u16) = match packet.net.unwrap() {
        NetSlice::Ipv4(ip) => {
            let header = ip.header();
            assert_eq!(
                header.to_header().calc_header_checksum(),
                header.header_checksum()
            );
            let sum = tcp
                .calc_checksum_ipv4(header.source(), header.destination())
                .unwrap();
            (
                header.source_addr().into(),
                header.destination_addr().into(),
                sum,
            )
        }
        NetSlice::Ipv6(ip) => {
            let header = ip.header();
            let sum = tcp
                .calc_checksum_ipv6(header.source(), header.destination())
                .unwrap();
            (
                header.source_addr().into(),
                header.destination_addr().into(),
                sum,
            )
        }
        _ => panic!("IP"),
    };
    assert_eq!(tcp.checksum(), checksum);
    let (from, to) = (
        (from, tcp.source_port()).into(),
        (to, tcp.destination_port()).into(),
    );
    if tcp.ack() {
        let acknowledged: &Stream = &streams[&(to, from)];
        assert_eq!(
            Some(tcp.acknowledgment_number()),
            acknowledged.next,
            "all so far"
        );
    }
    let stream = streams.entry((from, to)).or_default();
    assert!(!stream.ended || tcp.payload().is_empty());
    let expected = *stream.next.get_or_insert_with(|| tcp.sequence_number());
    assert_eq!(tcp.sequence_number(), expected);
    stream.octets.extend_from_slice(tcp.payload());
    stream.began |= tcp.syn();
    stream.ended |= tcp.fin();
    let counts = tcp.payload().len() as u32 + u32::from(tcp.syn()) + u32::from(tcp.fin());
    stream.next = Some(expected.wrapping_add(counts));
}

#[test]
fn both_directions_of_each_connection_are_read_back() {
    for (local, peer) in [
        ("192.0.2.7:51234", "198.51.100.1:2775"),
        ("[2001:db8::7]:51234", "[2001:db8::1]:2775"),
        ("192.0.2.7:51234", "[2001:db8::1]:2775"),
        ("[::ffff:192.0.2.7]:51234", "198.51.100.1:2775"),
    ] {
        let capture = Capture::new(Vec::new()).unwrap().unmasked();
        let (one, other) = (link(local, peer), link("192.0.2.99:40000", peer));
        let (mut sent, mut received, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for (number, octets) in [1, 100, 32_768 - 60, 32_768, 65_000]
            .into_iter()
            .enumerate()
        {
            let number = number as u32;
            let time =
                UNIX_EPOCH + Duration::from_micros(5_000_000_000_000_000 + u64::from(number));
            let frame = submit(number * 3 + 1, octets);
            capture.frame_at(time, &one, Direction::Sent, &frame);
            sent.extend(frame);
            let frame = submit(number * 3 + 2, octets + 1);
            capture.frame_at(time, &one, Direction::Received, &frame);
            received.extend(frame);
            let frame = submit(number * 3 + 3, octets + 2);
            capture.frame_at(time, &other, Direction::Received, &frame);
            others.extend(frame);
        }
        capture.closed(&one);
        let (streams, times) = read(&capture.finish().unwrap());
        assert_eq!(times[0], 5_000_000_000_000_000);
        assert_eq!(streams.len(), 4);
        let ip = |address: &str| {
            let address: SocketAddr = address.parse().unwrap();
            (address.ip().to_canonical(), address.port())
        };
        let find = |from: &str, to: &str| {
            let found = streams.iter().find(|((one, other), _)| {
                let end = |address: &SocketAddr| (address.ip().to_canonical(), address.port());
                (end(one), end(other)) == (ip(from), ip(to))
            });
            found.unwrap().1
        };
        let stream = find(local, peer);
        assert!(stream.octets == sent && stream.began && stream.ended);
        let stream = find(peer, local);
        assert!(stream.octets == received && stream.began && stream.ended);
        let stream = find(peer, "192.0.2.99:40000");
        assert!(stream.octets == others && !stream.ended);
    }
}

#[test]
fn connections_without_addresses_are_told_apart() {
    let capture = Capture::new(Vec::new()).unwrap();
    let links = [Link::new(None, None), Link::new(None, None)];
    for link in &links {
        capture.frame(link, Direction::Sent, &submit(1, 5));
    }
    let (streams, _) = read(&capture.finish().unwrap());
    assert_eq!(streams.len(), 4);
}

#[test]
fn only_so_many_connections_are_followed() {
    let capture = Capture::new(io::sink()).unwrap();
    for _ in 0..MAX_FLOWS + 10 {
        capture.frame(&Link::new(None, None), Direction::Sent, &submit(1, 5));
    }
    assert_eq!(capture.state().flows.len(), MAX_FLOWS);
}

#[test]
fn a_write_error_is_kept_and_frames_after_it_are_counted() {
    /// Has room for so many octets.
    struct Full(usize);

    impl Write for Full {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            match self.0.min(octets.len()) {
                0 => Err(io::ErrorKind::StorageFull.into()),
                written => {
                    self.0 -= written;
                    Ok(written)
                }
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    assert!(Capture::new(Full(10)).is_err());
    let mut losses = vec![10];
    for room in (48..1_000).step_by(7) {
        let capture = Capture::new(Full(room)).unwrap();
        let link = Link::new(None, None);
        for number in 0..10 {
            capture.frame(&link, Direction::Sent, &submit(number, 5));
        }
        capture.closed(&link);
        // More room, fewer lost; and one after the other.
        let before = losses[losses.len() - 1];
        assert!(capture.lost() == before || capture.lost() == before - 1);
        losses.push(capture.lost());
        for _ in 0..2 {
            assert_eq!(
                capture.flush().unwrap_err().kind(),
                io::ErrorKind::StorageFull
            );
        }
        assert!(capture.finish().is_err());
    }
    // 48 octets of head, 72 of each opening packet, 140 of each frame.
    assert_eq!((losses[1], losses[losses.len() - 1]), (10, 5));
}

/// Sees that what is sensitive is masked.
struct Masked(&'static str);

impl Visitor for Masked {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
        let by = match value {
            FieldValue::COctets(octets) => (octets, b'*'),
            FieldValue::Octets(octets) => (octets, 0),
            _ => return,
        };
        if field.is_sensitive() {
            assert!(
                by.0.iter().all(|octet| *octet == by.1),
                "{} in {}",
                field.name(),
                self.0
            );
        }
    }
}

#[test]
fn every_vector_is_masked_and_stays_what_it_is() {
    let mut masked = Vec::new();
    let (mut known, mut unknown) = (0, 0);
    for vector in smpp_vectors::merged().unwrap() {
        let frame = &vector.octets;
        mask::copy(frame, &mut masked);
        assert_eq!(masked.len(), frame.len());
        let header = frame.len().min(16);
        assert_eq!(masked[..header], frame[..header]);
        match Pdu::decode(frame, Dialect::TOLERANT) {
            Ok(Pdu {
                body: Body::Unknown(_),
                ..
            })
            | Err(_) => {
                unknown += 1;
                assert!(masked[header..].iter().all(|octet| *octet == 0xFF));
            }
            Ok(pdu) => {
                known += 1;
                let again = Pdu::decode(&masked, Dialect::TOLERANT).unwrap();
                // Where an error response leaves its body out, a TLV that is masked may be read as
                // the body after all.
                let guessed = pdu.command_status != CommandStatus::ESME_ROK;
                if !guessed || pdu.body.tlvs().is_empty() {
                    assert_eq!(format!("{again:?}"), format!("{pdu:?}"));
                }
                again.body.visit(&mut Masked("a vector"));
                let tlvs = again.body.tlvs();
                for tlv in &tlvs {
                    let integer = matches!(tlv.view(), TlvView::Integer(..));
                    assert!(integer || tlv.value_octets().all(|octet| octet == 0 || octet == b'*'));
                }
            }
        }
    }
    assert!(known > 300 && unknown > 30, "{known} {unknown}");
}

#[test]
fn neither_password_nor_address_nor_text_is_in_a_file_unless_asked_for() {
    let bind =
        b"\0\0\0\x2a\0\0\0\x09\0\0\0\0\0\0\0\x01bank\0hunter2\0VMA\0\x34\x01\x014477\0\0\0\0";
    let mut bind = bind.to_vec();
    bind.truncate(16 + 5 + 8 + 4 + 3 + 5);
    bind[3] = bind.len() as u8;
    assert!(Pdu::decode(&bind, Dialect::STRICT).is_ok());
    // Broken behind its password, so that it cannot be decoded.
    let broken = &bind[..35];
    let write = |capture: Capture<Vec<u8>>| {
        let link = link("192.0.2.7:51234", "198.51.100.1:2775");
        capture.frame(&link, Direction::Sent, &bind);
        capture.frame(&link, Direction::Sent, broken);
        capture.frame(&link, Direction::Sent, &submit(2, 60));
        capture.finish().unwrap()
    };
    let shows = |file: &[u8], text: &str| {
        file.windows(text.len())
            .any(|octets| octets == text.as_bytes())
    };
    let masked = write(Capture::new(Vec::new()).unwrap());
    let unmasked = write(Capture::new(Vec::new()).unwrap().unmasked());
    for text in ["hunter2", "4477", "447700900123", "447700900456", "abcdefg"] {
        assert!(!shows(&masked, text), "{text}");
        assert!(shows(&unmasked, text), "{text}");
    }
    assert!(shows(&masked, "bank"));
}
