//! The laws of the codec, over frames that are right, mutated, cut and random.

use proptest::collection::vec;
use proptest::prelude::*;
use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::{
    Bind, BindResp, Body, DeliverSm, DeliverSmResp, Destination, EnquireLink, QuerySmResp,
    SubmitMulti, SubmitMultiResp, SubmitSm, SubmitSmResp, Unbind, Unknown, UnsuccessSme,
};
use smpp_codec::tlv::{self, Tlv, TlvTag};
use smpp_codec::values::{Address, InterfaceVersion, NetworkErrorCode};
use smpp_codec::{CommandId, CommandStatus, Dialect, HEADER_OCTETS, Pdu, Tolerance, Version};
use smpp_fuzz_oracles::{AnyPdu, PduCase};

const VERSIONS: [Version; 3] = [Version::V3_3, Version::V3_4, Version::V5_0];

/// A few frames of every shape, to mutate.
fn frames() -> Vec<Vec<u8>> {
    let from = Address::alphanumeric(b"BANK");
    let to = Address::international(b"447700900123");
    let tlvs = [
        Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"42"),
        Tlv::new(
            tlv::MESSAGE_STATE,
            smpp_codec::values::MessageState::DELIVERED,
        ),
        Tlv::new(
            tlv::NETWORK_ERROR_CODE,
            NetworkErrorCode::from_octets([3, 0, 0]),
        ),
        Tlv::raw(TlvTag(0x1501), b"vendor"),
    ];
    let destinations = [
        Destination::SmeAddress(to),
        Destination::DistributionList(b"customers"),
    ];
    let unsuccessful = [UnsuccessSme {
        address: to,
        error_status_code: CommandStatus::ESME_RINVDSTADR,
    }];
    let bind = Bind {
        system_id: b"bank",
        password: b"secret",
        interface_version: InterfaceVersion::V3_4,
        address_range: b"^4477",
        ..Bind::default()
    };
    let bodies: Vec<Body<'_>> = vec![
        Body::BindTransceiver(bind),
        Body::BindTransceiverResp(BindResp {
            system_id: Some(b"mc"),
            ..BindResp::default()
        }),
        SubmitSm::new(from, to, b"hello").into(),
        SubmitSmResp::accepted(b"0123456789").into(),
        SubmitSmResp::default().into(),
        DeliverSm {
            tlvs: (&tlvs).into(),
            ..DeliverSm::new(to, from, b"id:42 stat:DELIVRD")
        }
        .into(),
        DeliverSmResp::accepted().into(),
        SubmitMulti {
            dest_address: (&destinations).into(),
            short_message: b"hi",
            ..SubmitMulti::default()
        }
        .into(),
        SubmitMultiResp {
            message_id: Some(b"7"),
            unsuccess_sme: (&unsuccessful).into(),
            ..SubmitMultiResp::default()
        }
        .into(),
        QuerySmResp {
            message_id: Some(b"7"),
            final_date: b"261123161500000+",
            ..QuerySmResp::default()
        }
        .into(),
        EnquireLink::default().into(),
        Unbind::default().into(),
        Unknown {
            command_id: CommandId(0x0001_0200),
            octets: b"vendor",
        }
        .into(),
    ];
    bodies
        .into_iter()
        .map(|body| {
            let absent = body == Body::SubmitSmResp(SubmitSmResp::default());
            let status = if absent {
                CommandStatus::ESME_RTHROTTLED
            } else {
                CommandStatus::ESME_ROK
            };
            let mut out = vec![0; 512];
            let pdu = Pdu::new(9, body).with_status(status);
            let octets = pdu
                .encode(Dialect::STRICT, &mut out.as_mut_slice())
                .unwrap();
            out.truncate(octets);
            assert_eq!(Pdu::decode(&out, Dialect::STRICT), Ok(pdu));
            out
        })
        .collect()
}

fn encode(pdu: &Pdu<'_>, dialect: Dialect) -> Vec<u8> {
    let octets = pdu.encoded_len(dialect).expect("what was decoded encodes");
    let mut out = vec![0xEE; octets + 1];
    assert_eq!(pdu.encode(dialect, &mut out.as_mut_slice()), Ok(octets));
    assert_eq!(out.pop(), Some(0xEE), "nothing is written behind");
    out
}

/// What must hold of any frame under any dialect.
fn check(frame: &[u8], dialect: Dialect) {
    let mut deviations = Vec::new();
    match Pdu::decode_with(frame, dialect, &mut |deviation| deviations.push(deviation)) {
        Ok(pdu) => {
            assert_eq!(encode(&pdu, dialect), frame, "{dialect:?} {pdu:?}");
            for deviation in &deviations {
                assert!(deviation.offset() as usize <= frame.len());
            }
            let strict = Pdu::decode(
                frame,
                Dialect {
                    tolerance: Tolerance::STRICT,
                    ..dialect
                },
            );
            if deviations.is_empty() {
                assert_eq!(strict, Ok(pdu), "no deviation, so strict reads the same");
            } else {
                assert!(strict.is_err(), "{deviations:?}");
            }
        }
        Err(error) => assert!(error.offset() as usize <= frame.len()),
    }
}

fn check_all(frame: &[u8]) {
    for version in VERSIONS {
        check(frame, Dialect::STRICT.with_version(version));
        check(frame, Dialect::TOLERANT.with_version(version));
        for (flag, _) in Tolerance::flags() {
            let tolerance = Tolerance::COMMON.without(flag);
            check(frame, Dialect { version, tolerance });
        }
    }
}

fn with_length(mut frame: Vec<u8>) -> Vec<u8> {
    let length = u32::try_from(frame.len()).unwrap();
    frame[..4].copy_from_slice(&length.to_be_bytes());
    frame
}

#[test]
fn every_strict_prefix_needs_more_and_octets_behind_change_nothing() {
    for frame in frames() {
        for cut in 0..frame.len() {
            let Ok(FrameSplit::NeedMore(more)) = frame::split(&frame[..cut], 4096) else {
                panic!("{cut} of {} octets are no frame", frame.len());
            };
            assert!(cut + more.get() <= frame.len());
        }
        let mut stream = frame.clone();
        stream.extend_from_slice(&[0xFF; 40]);
        let Ok(FrameSplit::Frame { frame: found, rest }) = frame::split(&stream, 4096) else {
            panic!("the frame is whole");
        };
        assert_eq!((found, rest.len()), (frame.as_slice(), 40));
    }
}

#[test]
fn a_body_cut_anywhere_loses_nothing_and_never_the_next_frame() {
    for frame in frames() {
        for cut in HEADER_OCTETS..=frame.len() {
            check_all(&with_length(frame[..cut].to_vec()));
        }
        for extra in 1..12 {
            let mut longer = frame.clone();
            longer.resize(frame.len() + extra, 0);
            check_all(&with_length(longer));
        }
    }
}

#[test]
fn every_octet_at_every_value_loses_nothing() {
    for frame in frames() {
        for at in 4..frame.len() {
            for value in 0..=255 {
                let mut mutated = frame.clone();
                mutated[at] = value;
                for version in VERSIONS {
                    check(&mutated, Dialect::STRICT.with_version(version));
                    check(&mutated, Dialect::TOLERANT.with_version(version));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn random_bodies_of_every_known_id_lose_nothing(
        id in proptest::sample::select(CommandId::KNOWN),
        status in prop_oneof![Just(0u32), Just(0x58), any::<u32>()],
        sequence in any::<u32>(),
        body in vec(prop_oneof![3 => Just(0u8), 2 => 1u8..8, 1 => any::<u8>()], 0..120),
    ) {
        let mut frame = vec![0; 4];
        frame.extend_from_slice(&id.0.to_be_bytes());
        frame.extend_from_slice(&status.to_be_bytes());
        frame.extend_from_slice(&sequence.to_be_bytes());
        frame.extend_from_slice(&body);
        check_all(&with_length(frame));
    }

    #[test]
    fn what_is_built_is_read_back_the_same_or_refused(case in any::<PduCase>()) {
        let lists = case.pdu.lists();
        let pdu = case.pdu.pdu(&lists);
        if pdu.encoded_len(case.dialect).is_ok() {
            let octets = encode(&pdu, case.dialect);
            prop_assert_eq!(Pdu::decode(&octets, case.dialect), Ok(pdu));
        }
    }

    #[test]
    fn older_peers_are_sent_no_tlv_that_they_do_not_know(
        any in any::<AnyPdu>(),
        version in proptest::sample::select(&VERSIONS[..]),
    ) {
        let lists = any.lists();
        let older = any.pdu(&lists).known_to(version);
        for tlv in &older.body.tlvs() {
            prop_assert!(tlv.tag().since().is_none_or(|since| since <= version), "{}", tlv.tag());
        }
        prop_assert_eq!(older.known_to(version), older);
    }

    #[test]
    fn a_buffer_too_small_says_how_much_is_needed_and_stays_untouched(room in 0usize..60) {
        let pdu = Pdu::new(1, SubmitSm::new(Address::unknown(b"1"), Address::unknown(b"2"), b"0123456789"));
        let needed = pdu.encoded_len(Dialect::STRICT).unwrap();
        let mut buffer = vec![0xEE; room];
        let mut free = buffer.as_mut_slice();
        match pdu.encode(Dialect::STRICT, &mut free) {
            Ok(octets) => prop_assert_eq!((octets, free.len()), (needed, room - needed)),
            Err(error) => {
                prop_assert_eq!(error.needed(), Some(needed));
                prop_assert_eq!(free.len(), room);
                prop_assert!(buffer.iter().all(|octet| *octet == 0xEE));
            }
        }
    }
}
