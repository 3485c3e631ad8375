//! Frames: in small pieces, with many TLVs, with long lists, with long values.

use std::fmt::{self, Write};
use std::hint::black_box;

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::{Body, DataSm, Destination, SubmitMulti, SubmitMultiResp, UnsuccessSme};
use smpp_codec::tlv::{MESSAGE_PAYLOAD, SAR_MSG_REF_NUM, USER_MESSAGE_REFERENCE};
use smpp_codec::values::Address;
use smpp_codec::{Dialect, Pdu};

use crate::{Case, Work, case};

pub(crate) const CASES: &[Case] = &[
    case("frame::split, an octet at a time", 16_000, |size| {
        let frame = with_tail(&vec![0; size]);
        Box::new(move || {
            for end in 0..frame.len() {
                let part = frame::split(&frame[..end], frame::DEFAULT_MAX_OCTETS);
                assert!(matches!(part, Ok(FrameSplit::NeedMore(_))));
            }
        })
    }),
    case("Pdu::decode, TLVs that nobody knows", 4_000, |size| {
        reading(with_tail(&[0x15, 0, 0, 0].repeat(size)), size, 0)
    }),
    case("Pdu::decode, one TLV again and again", 2_500, |size| {
        reading(with_tail(&[0x02, 0x0C, 0, 2, 0, 0].repeat(size)), size, 0)
    }),
    case("Pdu::decode, TLVs of a wrong length", 4_000, |size| {
        reading(with_tail(&[0x02, 0x0C, 0, 0].repeat(size)), size, size)
    }),
    case("Pdu::decode, octets that are no TLVs", 16_000, |size| {
        reading(with_tail(&vec![0xFF; size]), 0, 1)
    }),
    case(
        "Pdu, a payload of up to 64,000 octets, in and out",
        16_000,
        |size| {
            let [high, low] = u16::try_from(size).unwrap().to_be_bytes();
            let tail = [&[0x04, 0x24, high, low], &vec![1; size][..]].concat();
            let frame = with_tail(&tail);
            let mut memory = vec![0; frame.len()];
            Box::new(move || {
                let pdu = Pdu::decode(&frame, Dialect::STRICT).unwrap();
                assert!(pdu.body.tlvs().get(MESSAGE_PAYLOAD).unwrap().is_some());
                pdu.encode(Dialect::STRICT, &mut memory.as_mut_slice())
                    .unwrap();
                assert_eq!(memory, frame);
            })
        },
    ),
    case("Debug of a PDU with many TLVs", 2_000, |size| {
        let frame = with_tail(&[0x15, 0, 0, 1, 0xFF].repeat(size));
        Box::new(move || {
            let pdu = Pdu::decode(&frame, Dialect::STRICT).unwrap();
            write!(Nowhere, "{pdu:#?}").unwrap();
        })
    }),
    case("submit_multi, up to 255 destinations", 63, |size| {
        let to = vec![Destination::SmeAddress(Address::unknown(b"447700900123")); size];
        let frame = encoded(SubmitMulti {
            dest_address: to.as_slice().into(),
            ..SubmitMulti::default()
        });
        Box::new(move || {
            let pdu = Pdu::decode(&frame, Dialect::STRICT).unwrap();
            let Body::SubmitMulti(body) = pdu.body else {
                unreachable!("{:?} is another", pdu.command_id());
            };
            assert_eq!(body.dest_address.iter().count(), size);
            let mut memory = [0; 8 * 1024];
            pdu.encode(Dialect::STRICT, &mut memory.as_mut_slice())
                .unwrap();
        })
    }),
    case("submit_multi_resp, up to 255 failures", 63, |size| {
        let sme = UnsuccessSme {
            address: Address::unknown(b"447700900123"),
            error_status_code: smpp_codec::CommandStatus::ESME_RSYSERR,
        };
        let failed = vec![sme; size];
        let frame = encoded(SubmitMultiResp {
            message_id: Some(b"1"),
            unsuccess_sme: failed.as_slice().into(),
            ..SubmitMultiResp::default()
        });
        Box::new(move || {
            let pdu = Pdu::decode(&frame, Dialect::STRICT).unwrap();
            write!(Nowhere, "{pdu:?}").unwrap();
        })
    }),
    case(
        "submit_multi, a count of 255 with nothing behind it",
        1,
        |_| {
            let to = [Destination::SmeAddress(Address::unknown(b"1"))];
            let mut frame = encoded(SubmitMulti {
                dest_address: (&to).into(),
                ..SubmitMulti::default()
            });
            // Behind the header, an empty service_type and an empty address.
            frame[16 + 1 + 3] = 255;
            Box::new(move || {
                assert!(Pdu::decode(&frame, Dialect::TOLERANT).is_err());
            })
        },
    ),
];

/// Decodes tolerantly, looks TLVs up, walks over all of them, and encodes again.
fn reading(frame: Vec<u8>, tlvs: usize, deviations: usize) -> Work {
    let mut memory = vec![0; frame.len()];
    Box::new(move || {
        let mut told = 0;
        let pdu = Pdu::decode_with(&frame, Dialect::TOLERANT, &mut |_| told += 1);
        let pdu = pdu.expect("any TLVs are tolerated");
        assert_eq!(told, deviations, "a deviation each, and no more");
        let list = pdu.body.tlvs();
        black_box(list.get(USER_MESSAGE_REFERENCE).ok());
        black_box(list.get_all(SAR_MSG_REF_NUM).count());
        assert_eq!(list.iter().count(), tlvs);
        pdu.encode(Dialect::TOLERANT, &mut memory.as_mut_slice())
            .unwrap();
        assert_eq!(memory, frame);
    })
}

/// A `data_sm`, these octets behind its mandatory fields.
fn with_tail(tail: &[u8]) -> Vec<u8> {
    let mut frame = encoded(DataSm::default());
    frame.extend_from_slice(tail);
    let octets = u32::try_from(frame.len()).unwrap();
    frame[..4].copy_from_slice(&octets.to_be_bytes());
    frame
}

fn encoded<'a>(body: impl Into<Body<'a>>) -> Vec<u8> {
    let mut frame = Vec::new();
    Pdu::new(1, body)
        .encode(Dialect::STRICT, &mut frame)
        .unwrap();
    frame
}

/// Takes text and keeps none.
struct Nowhere;

impl Write for Nowhere {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        black_box(text);
        Ok(())
    }
}
