//! Every TLV through its key.

use std::format;
use std::string::String;
use std::vec;
use std::vec::Vec;

use super::{Shape, Tlv, TlvOctets, TlvTag, TlvView, Tlvs};
use crate::pdu::DataSm;
use crate::values::{
    AreaFormat, BillingIdentification, BroadcastAreaIdentifier, BroadcastContentType,
    BroadcastFrequencyInterval, BroadcastNetwork, CallbackNum, CallbackNumAtag, CallbackNumPresInd,
    CongestionState, ContentType, DataCoding, DigitMode, IntervalUnit, ItsSessionInfo,
    MsMsgWaitFacilities, MsValidity, NetworkErrorCode, NetworkErrorType, NetworkId,
    NetworkIdFormat, NodeId, Npi, Presentation, ProtocolId, Screening, Subaddress, SubaddressType,
    TelematicsId, Ton, ValidityBehaviour, ValidityUnit, WaitingMessages,
};
use crate::{Dialect, EncodeError, Kind, Pdu, tlv};

/// Octets of a length, in a few patterns; none has a NUL.
fn samples(octets: usize) -> impl Iterator<Item = Vec<u8>> {
    let rising = (0..octets).map(|at| u8::try_from(at % 255 + 1).unwrap());
    let same = [1, b'1', 0x7F, 0x80, 0xFF].map(|octet| vec![octet; octets]);
    same.into_iter().chain([rising.collect()])
}

#[test]
fn every_key_reads_every_value_of_a_right_length_and_writes_it_the_same() {
    for tag in TlvTag::KNOWN.iter().copied() {
        let mut lengths = 0;
        for octets in (0..=1100).filter(|octets| tag.allows(*octets) == Some(true)) {
            lengths += 1;
            for mut value in samples(octets) {
                if tag.shape() == Some(Shape::CString) {
                    value.pop();
                    value.push(0);
                }
                assert_eq!(tag.rewritten(&value), Some(value), "{tag}");
            }
        }
        assert!(lengths > 0, "{tag}");
    }
}

#[test]
fn every_integer_of_one_octet_is_kept_and_has_the_name_that_is_printed() {
    let mut named = Vec::new();
    for tag in TlvTag::KNOWN.iter().copied() {
        if tag.allows(1) != Some(true) || tag.shape() != Some(Shape::Integer) {
            continue;
        }
        let mut names = 0;
        for value in 0..=255u8 {
            let octets = [value];
            let tlv = Tlv::raw(tag, &octets);
            assert_eq!(tag.rewritten(&octets).as_deref(), Some(&octets[..]));
            let TlvView::Integer(integer, name) = tlv.view() else {
                panic!("{tag} is an integer");
            };
            assert_eq!(integer, u32::from(value));
            names += usize::from(name.is_some());
        }
        named.push((tag, names));
    }
    let unnamed: Vec<_> = named.iter().filter(|(_, names)| *names == 0).collect();
    // A count, a code by agreement, a number: nothing to name; and the bits of one.
    let numbers = [
        tlv::SOURCE_TELEMATICS_ID.tag(),
        tlv::USER_RESPONSE_CODE.tag(),
        tlv::SAR_TOTAL_SEGMENTS.tag(),
        tlv::SAR_SEGMENT_SEQNUM.tag(),
        tlv::CALLBACK_NUM_PRES_IND.tag(),
        tlv::NUMBER_OF_MESSAGES.tag(),
    ];
    assert!(unnamed.iter().map(|(tag, _)| *tag).eq(numbers));
    let of = |tag| named.iter().find(|(other, _)| *other == tag).unwrap().1;
    assert_eq!(of(tlv::CONGESTION_STATE.tag()), 101);
    assert_eq!(of(tlv::USSD_SERVICE_OP.tag()), 8 + 224);
    assert_eq!(of(tlv::MESSAGE_STATE.tag()), 10);
    assert_eq!(of(tlv::MS_MSG_WAIT_FACILITIES.tag()), 8);
}

#[test]
fn congestion_has_the_ranges_of_the_specification_and_they_do_not_overlap() {
    let name = |value| CongestionState(value).name();
    for (range, expected) in [
        (0..=0, Some("idle")),
        (1..=29, Some("low")),
        (30..=49, Some("medium")),
        (50..=79, Some("high")),
        (80..=89, Some("optimum")),
        (90..=99, Some("nearing_congestion")),
        (100..=100, Some("congested")),
        (101..=255, None),
    ] {
        assert!(range.into_iter().all(|value| name(value) == expected));
    }
}

#[test]
fn bits_are_read_as_they_are_built() {
    for octet in 0..=255u8 {
        let indicator = CallbackNumPresInd(octet);
        let again = CallbackNumPresInd::new(indicator.presentation(), indicator.screening());
        assert_eq!(again.0, octet & 0x0F);
        let waiting = MsMsgWaitFacilities(octet);
        let again = MsMsgWaitFacilities::new(waiting.is_active(), waiting.messages());
        assert_eq!(again.0, octet & 0x83);
        for other in [0, 1, 0x7F, 0x80, 0xFF] {
            let info = ItsSessionInfo::from_octets([other, octet]);
            let again =
                ItsSessionInfo::new(info.session_number(), info.sequence_number(), info.is_end());
            assert_eq!(again, info);
            let telematics = TelematicsId(u16::from_be_bytes([octet, other]));
            assert_eq!(telematics.protocol_id(), ProtocolId(octet));
        }
        let name = MsMsgWaitFacilities::new(true, WaitingMessages(octet)).name();
        assert!(name.is_some());
    }
    assert_eq!(
        CallbackNumPresInd(0x0B).presentation(),
        Presentation::NOT_AVAILABLE
    );
    assert_eq!(
        CallbackNumPresInd(0x0B).screening(),
        Screening::NETWORK_PROVIDED
    );
}

/// Encodes TLVs in a PDU, reads them back, and gives the octets too.
fn through(list: &[Tlv<'_>], check: impl FnOnce(Tlvs<'_>)) -> Vec<u8> {
    let data = DataSm {
        tlvs: list.into(),
        ..DataSm::default()
    };
    let mut memory = vec![0; 4096];
    let octets = Pdu::new(1, data).encode(Dialect::STRICT, &mut memory.as_mut_slice());
    memory.truncate(octets.unwrap());
    let pdu = Pdu::decode(&memory, Dialect::STRICT).unwrap();
    assert_eq!(pdu.body.tlvs(), list.into());
    check(pdu.body.tlvs());
    check_view(list, &pdu.body.tlvs());
    memory.split_off(26)
}

/// Built by hand or decoded, a TLV is printed the same.
fn check_view(list: &[Tlv<'_>], decoded: &Tlvs<'_>) {
    for (built, read) in list.iter().zip(decoded) {
        assert_eq!(built.view(), read.view());
    }
}

#[test]
fn structures_are_read_as_they_are_built() {
    let error = NetworkErrorCode {
        network_type: NetworkErrorType::GSM,
        error_code: 0x0102,
    };
    let content = BroadcastContentType {
        network: BroadcastNetwork::CDMA,
        content: ContentType::MULTI_CATEGORY,
    };
    let interval = BroadcastFrequencyInterval {
        unit: IntervalUnit::YEARS,
        count: 0x0304,
    };
    let forever = MsValidity::new(ValidityBehaviour::STORE_INDEFINITELY);
    let weeks = MsValidity::period(0x0506, ValidityUnit::WEEKS);
    let info = ItsSessionInfo::new(9, 127, true);
    let list = [
        Tlv::new(tlv::NETWORK_ERROR_CODE, error),
        Tlv::new(tlv::BROADCAST_CONTENT_TYPE, content),
        Tlv::new(tlv::BROADCAST_FREQUENCY_INTERVAL, interval),
        Tlv::new(tlv::MS_VALIDITY, forever),
        Tlv::new(tlv::MS_VALIDITY, weeks),
        Tlv::new(tlv::ITS_SESSION_INFO, info),
    ];
    let octets = through(&list, |tlvs| {
        assert_eq!(tlvs.get(tlv::NETWORK_ERROR_CODE), Ok(Some(error)));
        assert_eq!(tlvs.get(tlv::BROADCAST_CONTENT_TYPE), Ok(Some(content)));
        assert_eq!(
            tlvs.get(tlv::BROADCAST_FREQUENCY_INTERVAL),
            Ok(Some(interval))
        );
        let validities = tlvs.get_all(tlv::MS_VALIDITY);
        assert!(validities.eq([Ok(forever), Ok(weeks)]));
        assert_eq!(tlvs.get(tlv::ITS_SESSION_INFO), Ok(Some(info)));
    });
    let expected = [
        &[0x04, 0x23, 0, 3, 3, 1, 2][..],
        &[0x06, 0x01, 0, 3, 3, 1, 0],
        &[0x06, 0x05, 0, 3, 0x0E, 3, 4],
        &[0x12, 0x04, 0, 1, 0],
        &[0x12, 0x04, 0, 4, 4, 4, 5, 6],
        &[0x13, 0x83, 0, 2, 9, 0xFF],
    ];
    assert_eq!(octets, expected.concat());
    assert_eq!(
        format!("{weeks:?}"),
        "MsValidity(relative_period, 1286 weeks)"
    );
}

#[test]
fn three_digits_for_a_network_error_code_are_a_type_that_nobody_has() {
    let list = [Tlv::raw(tlv::NETWORK_ERROR_CODE.tag(), b"000")];
    let error = Tlvs::from(&list).get(tlv::NETWORK_ERROR_CODE);
    let error = error.unwrap().unwrap();
    assert_eq!(error.network_type.name(), None);
    assert_eq!((error.network_type.0, error.error_code), (0x30, 0x3030));
}

#[test]
fn views_are_read_as_they_are_built() {
    let (mut one, mut two, mut three) = ([0; 19], [0; 65], [0; 23]);
    let (mut four, mut five) = ([0; 101], [0; 1024]);
    let number = CallbackNum::build(&mut one, DigitMode::ASCII, Ton(1), Npi(1), b"4477").unwrap();
    let atag = CallbackNumAtag::build(&mut two, DataCoding::UCS2, b"\0A").unwrap();
    let extension = Subaddress::build(&mut three, SubaddressType::NSAP_ODD, b"42").unwrap();
    let area = BroadcastAreaIdentifier::build(&mut four, AreaFormat::POLYGON, b"xy").unwrap();
    let billing = BillingIdentification::build(&mut five, 0x80, b"acct").unwrap();
    let digits = NodeId::digits(7).unwrap();
    let (network, node) = (NetworkId(b"223415"), NodeId(&digits));
    let list = [
        Tlv::new(tlv::CALLBACK_NUM, number),
        Tlv::new(tlv::CALLBACK_NUM_ATAG, atag),
        Tlv::new(tlv::DEST_SUBADDRESS, extension),
        Tlv::new(tlv::BROADCAST_AREA_IDENTIFIER, area),
        Tlv::new(tlv::BILLING_IDENTIFICATION, billing),
        Tlv::new(tlv::SOURCE_NETWORK_ID, network),
        Tlv::new(tlv::SOURCE_NODE_ID, node),
    ];
    let octets = through(&list, |tlvs| {
        assert_eq!(tlvs.get(tlv::CALLBACK_NUM), Ok(Some(number)));
        assert_eq!(tlvs.get(tlv::CALLBACK_NUM_ATAG), Ok(Some(atag)));
        assert_eq!(tlvs.get(tlv::DEST_SUBADDRESS), Ok(Some(extension)));
        assert_eq!(tlvs.get(tlv::BROADCAST_AREA_IDENTIFIER), Ok(Some(area)));
        assert_eq!(tlvs.get(tlv::BILLING_IDENTIFICATION), Ok(Some(billing)));
        assert_eq!(tlvs.get(tlv::SOURCE_NETWORK_ID), Ok(Some(network)));
        assert_eq!(tlvs.get(tlv::SOURCE_NODE_ID), Ok(Some(node)));
    });
    let expected = [
        &b"\x03\x81\0\x07\x01\x01\x014477"[..],
        b"\x03\x03\0\x03\x08\0A",
        b"\x02\x03\0\x03\x8842",
        b"\x06\x06\0\x03\x02xy",
        b"\x06\x0B\0\x05\x80acct",
        b"\x06\x0D\0\x07223415\0",
        b"\x06\x0F\0\x06000007",
    ];
    assert_eq!(octets, expected.concat());
    assert_eq!(
        (number.ton(), number.npi(), number.digits()),
        (Ton(1), Npi(1), &b"4477"[..])
    );
    assert_eq!(number.digit_mode(), DigitMode::ASCII);
    assert_eq!(
        (atag.data_coding(), atag.text()),
        (DataCoding::UCS2, &b"\0A"[..])
    );
    assert_eq!(extension.kind(), SubaddressType::NSAP_ODD);
    assert_eq!(extension.subaddress(), b"42");
    assert_eq!(
        (area.format(), area.details()),
        (AreaFormat::POLYGON, &b"xy"[..])
    );
    assert!(billing.is_vendor_specific());
    assert_eq!(billing.data(), b"acct");
    assert_eq!(network.format(), NetworkIdFormat::ANSI);
    assert_eq!(
        (network.country_code(), network.details()),
        (&b"234"[..], &b"15"[..])
    );
    assert_eq!(NetworkId(b"").format().name(), None);
    assert_eq!(NetworkId(b"12").country_code(), b"2");
}

#[test]
fn what_has_no_room_in_a_view_is_refused_by_name() {
    fn refused<T>(result: Result<T, EncodeError>) -> (Kind, &'static str) {
        let error = result.map(|_| ()).unwrap_err();
        (error.kind(), error.field())
    }
    let long = [b'1'; 2000];
    let number = |digits: usize| {
        let mut room = [0; CallbackNum::MAX_OCTETS];
        CallbackNum::build(&mut room, DigitMode::DTMF, Ton(0), Npi(0), &long[..digits])
            .map(|number| number.as_octets().len())
    };
    assert_eq!(refused(number(0)), (Kind::Length, "callback_num"));
    assert_eq!((number(1), number(16)), (Ok(4), Ok(19)));
    assert_eq!(refused(number(17)), (Kind::TooLong, "callback_num"));
    let atag = CallbackNumAtag::build(&mut [0; 65], DataCoding(0), &long[..65]).map(|_| ());
    assert_eq!(refused(atag), (Kind::TooLong, "callback_num_atag"));
    for octets in [0, 23] {
        let kind = SubaddressType::USER_SPECIFIED;
        let extension = Subaddress::build(&mut [0; 23], kind, &long[..octets]).map(|_| ());
        assert_eq!(refused(extension).1, "subaddress");
    }
    let area =
        BroadcastAreaIdentifier::build(&mut [0; 101], AreaFormat(0), &long[..101]).map(|_| ());
    assert_eq!(refused(area).1, "broadcast_area_identifier");
    let billing = BillingIdentification::build(&mut [0; 1024], 0, &long[..1024]).map(|_| ());
    assert_eq!(refused(billing).1, "billing_identification");
    assert_eq!(CallbackNum::new(b"123"), None);
    assert_eq!(CallbackNum::new(&long[..20]), None);
}

#[test]
fn a_node_is_six_digits() {
    for number in (0..=999_999).step_by(37).chain([999_999]) {
        let digits = NodeId::digits(number).unwrap();
        assert_eq!(
            core::str::from_utf8(&digits).unwrap(),
            format!("{number:06}")
        );
        assert_eq!(NodeId(&digits).number(), Some(number));
    }
    assert_eq!(NodeId::digits(1_000_000), None);
    assert_eq!(NodeId(b"12345x").number(), None);
}

#[test]
fn a_few_octets_stand_in_the_tlv_itself() {
    let octets = |value: TlvOctets<'_>| value.iter().copied().collect::<Vec<_>>();
    assert!(octets(TlvOctets::from_array([])).is_empty());
    assert_eq!(octets(TlvOctets::from_array([1])), [1]);
    assert_eq!(octets(TlvOctets::from_array([1, 2, 3])), [1, 2, 3]);
    assert_eq!(octets(TlvOctets::from_array([1, 2, 3, 4])), [1, 2, 3, 4]);
}

#[test]
fn no_debug_shows_digits_or_text() {
    let mut room = [0; 19];
    let number = CallbackNum::build(&mut room, DigitMode(1), Ton(1), Npi(1), b"4477");
    let mut memory = [0; 65];
    let atag = CallbackNumAtag::build(&mut memory, DataCoding(0), b"secret");
    let shown: String = format!("{number:?} {atag:?} {:?}", NetworkId(b"3234secret"));
    assert!(
        !shown.contains("4477") && !shown.contains("secret"),
        "{shown}"
    );
}
