//! Whatever is wrong inside a frame of sane length, the next frame is found, and decodes.

use proptest::collection::vec;
use proptest::prelude::*;
use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::{Body, EnquireLink, SubmitSm};
use smpp_codec::values::Address;
use smpp_codec::{CommandId, Dialect, HEADER_OCTETS, Pdu, Tolerance, Version};

const VERSIONS: [Version; 3] = [Version::V3_3, Version::V3_4, Version::V5_0];

fn encode(pdu: &Pdu<'_>) -> Vec<u8> {
    let mut out = vec![0; 256];
    let octets = pdu.encode(Dialect::STRICT, &mut out.as_mut_slice());
    out.truncate(octets.unwrap());
    out
}

fn good() -> [Vec<u8>; 2] {
    let to = Address::international(b"447700900123");
    let submit = SubmitSm::new(Address::alphanumeric(b"BANK"), to, b"hello");
    [
        encode(&Pdu::new(8, submit)),
        encode(&Pdu::new(9, EnquireLink::default())),
    ]
}

/// A frame of these octets behind `command_length`, which says how many there are.
fn framed(octets: &[u8]) -> Vec<u8> {
    let length = u32::try_from(octets.len() + 4).unwrap();
    [&length.to_be_bytes(), octets].concat()
}

/// Bad frames, each followed by the good ones: all are found where they are, the good ones decode,
/// and a bad one says where it is bad, inside itself.
fn found(bad: &[Vec<u8>], dialect: Dialect) {
    let good = good();
    let mut stream = Vec::new();
    let mut expected = Vec::new();
    for bad in bad {
        for frame in [bad].into_iter().chain(&good) {
            stream.extend_from_slice(frame);
            expected.push(frame);
        }
    }
    let mut rest = stream.as_slice();
    for frame in expected {
        let Ok(FrameSplit::Frame {
            frame: found,
            rest: behind,
        }) = frame::split(rest, frame::DEFAULT_MAX_OCTETS)
        else {
            panic!("there is a frame");
        };
        assert_eq!(found, frame);
        match Pdu::decode(found, dialect) {
            Ok(pdu) => {
                let octets = pdu.encoded_len(dialect);
                assert_eq!(octets, Ok(found.len()));
            }
            Err(error) => {
                assert!(!good.contains(frame), "{error}");
                assert!(error.offset() as usize <= found.len());
                // It can be answered, unless it must not be.
                let header = smpp_codec::Header::decode(found).unwrap();
                let answer = Pdu::error_response(&header, error.command_status());
                assert_eq!(answer.is_none(), header.command_id.response().is_none());
            }
        }
        rest = behind;
    }
    assert_eq!(rest, []);
}

fn found_always(bad: &[Vec<u8>]) {
    for version in VERSIONS {
        for tolerance in [Tolerance::STRICT, Tolerance::COMMON] {
            found(bad, Dialect { version, tolerance });
        }
    }
}

#[test]
fn every_octet_of_a_frame_at_every_value_but_those_of_its_length() {
    for frame in good() {
        for at in 4..frame.len() {
            let mutants: Vec<_> = (0..=255)
                .map(|value| {
                    let mut mutant = frame.clone();
                    mutant[at] = value;
                    mutant
                })
                .collect();
            found_always(&mutants);
        }
    }
}

#[test]
fn every_operation_with_every_short_body_of_the_same_octet() {
    for id in CommandId::KNOWN
        .iter()
        .copied()
        .chain([CommandId(0x0001_0200), CommandId(0)])
    {
        let frames: Vec<_> = (0..80)
            .flat_map(|octets| [0, 1, b'1', 0xFF].map(|octet| vec![octet; octets]))
            .map(|body| {
                let header = [id.0, 0, 5].map(u32::to_be_bytes).concat();
                framed(&[header, body].concat())
            })
            .collect();
        found_always(&frames);
    }
}

#[test]
fn a_frame_that_claims_the_next_one_as_its_own_is_a_length_and_not_a_frame() {
    // What a length says is where the next frame is: no other octet has a say in it.
    let [submit, link] = good();
    let mut longer = submit.clone();
    longer[3] += u8::try_from(link.len()).unwrap();
    let stream = [longer, link.clone(), link.clone()].concat();
    let Ok(FrameSplit::Frame { frame, rest }) = frame::split(&stream, 4096) else {
        panic!("the length is there");
    };
    assert_eq!((frame.len(), rest), (submit.len() + link.len(), &*link));
    assert!(Pdu::decode(frame, Dialect::STRICT).is_err());
    let pdu = Pdu::decode(rest, Dialect::STRICT).unwrap();
    assert!(matches!(pdu.body, Body::EnquireLink(_)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn any_octets_of_any_length(
        bad in vec(vec(prop_oneof![2 => Just(0u8), 1 => 1u8..8, 1 => any::<u8>()], HEADER_OCTETS - 4..200), 1..6),
        known in proptest::sample::select(CommandId::KNOWN),
        of_a_known_one in any::<bool>(),
        version in proptest::sample::select(&VERSIONS[..]),
        tolerant in any::<bool>(),
    ) {
        let frames: Vec<_> = bad
            .into_iter()
            .map(|mut octets| {
                if of_a_known_one {
                    octets[..4].copy_from_slice(&known.0.to_be_bytes());
                }
                framed(&octets)
            })
            .collect();
        let tolerance = if tolerant { Tolerance::COMMON } else { Tolerance::STRICT };
        found(&frames, Dialect { version, tolerance });
    }
}
