//! What goes to an older peer: what its version does not have is refused, or dropped on request.

use smpp_codec::pdu::{BindResp, Body, DataSm, SubmitSm};
use smpp_codec::tlv::{self, Tlv, TlvTag, Tlvs};
use smpp_codec::values::{Address, InterfaceVersion, MsValidity, ValidityBehaviour, ValidityUnit};
use smpp_codec::{CommandId, CommandStatus, Dialect, Kind, Pdu, Tolerance, Version};

const VERSIONS: [Version; 3] = [Version::V3_3, Version::V3_4, Version::V5_0];
const VENDOR: TlvTag = TlvTag(0x1501);

/// A value of the least length that a TLV may have, a NUL at its end.
fn value(tag: TlvTag) -> Vec<u8> {
    let octets = (0..2000).find(|octets| tag.allows(*octets) != Some(false));
    let mut value = vec![b'1'; octets.unwrap()];
    if let Some(last) = value.last_mut() {
        *last = 0;
    }
    value
}

fn known(tag: TlvTag, version: Version) -> bool {
    version > Version::V3_3 && tag.since().is_none_or(|since| since <= version)
}

fn encode(pdu: &Pdu<'_>, dialect: Dialect) -> Result<Vec<u8>, (Kind, &'static str)> {
    let fault = |error: smpp_codec::EncodeError| (error.kind(), error.field());
    let octets = pdu.encoded_len(dialect).map_err(fault)?;
    let mut out = vec![0; octets];
    assert_eq!(pdu.encode(dialect, &mut out.as_mut_slice()), Ok(octets));
    Ok(out)
}

/// A PDU that every version has, with these TLVs.
fn submit<'a>(tlvs: impl Into<Tlvs<'a>>) -> Pdu<'a> {
    let to = Address::international(b"447700900123");
    Pdu::new(
        1,
        SubmitSm {
            tlvs: tlvs.into(),
            ..SubmitSm::new(Address::alphanumeric(b"BANK"), to, b"")
        },
    )
}

#[test]
fn every_tlv_is_refused_by_name_where_it_is_not_known_and_dropped_on_request() {
    for tag in TlvTag::KNOWN.iter().copied().chain([VENDOR, TlvTag(0)]) {
        let octets = value(tag);
        let list = [Tlv::raw(tag, &octets)];
        let built = submit(&list);
        let wire = encode(&built, Dialect::STRICT).unwrap();
        let decoded = Pdu::decode(&wire, Dialect::STRICT).unwrap();
        for version in VERSIONS {
            let dialect = Dialect::STRICT.with_version(version);
            for pdu in [built, decoded] {
                let sent = encode(&pdu, dialect);
                let older = pdu.known_to(version);
                if known(tag, version) {
                    assert_eq!(sent.as_ref(), Ok(&wire), "{tag} {version:?}");
                    assert_eq!(older, pdu);
                } else {
                    let name = tag.name().unwrap_or("tlv");
                    assert_eq!(sent, Err((Kind::NotAllowed, name)), "{version:?}");
                    assert!(older.body.tlvs().is_empty());
                }
                assert_eq!(
                    encode(&older, dialect),
                    encode(&without(&pdu, version), dialect)
                );
            }
        }
    }
}

#[test]
fn only_the_flag_that_says_so_writes_a_tlv_that_a_peer_does_not_know() {
    let newer = [Tlv::raw(tlv::CONGESTION_STATE.tag(), &[1])];
    for version in [Version::V3_3, Version::V3_4] {
        for (flag, name) in Tolerance::flags() {
            let dialect = |tolerance| Dialect { version, tolerance };
            let without = dialect(Tolerance::COMMON.without(flag));
            let alone = dialect(flag);
            let asked = flag == Tolerance::TLV_NOT_ALLOWED;
            assert_eq!(encode(&submit(&newer), without).is_err(), asked, "{name}");
            assert_eq!(encode(&submit(&newer), alone).is_ok(), asked, "{name}");
        }
    }
}

/// The same, the plain way.
fn without<'a>(pdu: &Pdu<'a>, version: Version) -> Pdu<'a> {
    let kept: Vec<_> = pdu
        .body
        .tlvs()
        .iter()
        .filter(|tlv| known(tlv.tag(), version))
        .collect();
    let body = pdu.body.with_tlvs(Tlvs::from(&*kept.leak()));
    Pdu { body, ..*pdu }
}

#[test]
fn what_is_left_keeps_its_order_whatever_stands_between() {
    let everything: Vec<_> = TlvTag::KNOWN.iter().copied().chain([VENDOR]).collect();
    let octets: Vec<_> = everything.iter().map(|tag| value(*tag)).collect();
    let list: Vec<_> = everything
        .iter()
        .zip(&octets)
        .map(|(tag, octets)| Tlv::raw(*tag, octets))
        .collect();
    // Beginning anywhere, and each once more at the end.
    for start in 0..list.len() {
        let turned = [&list[start..], &list[..start], &list[start..]].concat();
        let built = submit(&*turned);
        let wire = encode(&built, Dialect::STRICT).unwrap();
        let decoded = Pdu::decode(&wire, Dialect::STRICT).unwrap();
        for version in VERSIONS {
            let dialect = Dialect::STRICT.with_version(version);
            for pdu in [built, decoded] {
                let (older, plain) = (pdu.known_to(version), without(&pdu, version));
                assert_eq!(older, plain);
                assert_eq!(older.body.tlvs().wire_len(), plain.body.tlvs().wire_len());
                assert_eq!(format!("{older:?}"), format!("{plain:?}"));
                let sent = encode(&older, dialect).unwrap();
                assert_eq!(Ok(&sent), encode(&plain, dialect).as_ref());
                let read = Pdu::decode(&sent, dialect).unwrap();
                assert_eq!(read, older);
                // What has been dropped stays dropped; what is left, a getter finds.
                assert_eq!(older.known_to(Version::V5_0), older);
                assert_eq!(older.known_to(version), older);
                let found = older.body.tlvs().get_all(tlv::RECEIPTED_MESSAGE_ID).count();
                let newer = older.body.tlvs().get_all(tlv::CONGESTION_STATE).count();
                assert_eq!(found == 0, version == Version::V3_3);
                assert_eq!(newer == 0, version < Version::V5_0);
            }
        }
    }
}

#[test]
fn octets_that_are_no_tlv_are_dropped_with_the_first_tlv_that_is() {
    let newer = [
        Tlv::raw(tlv::CONGESTION_STATE.tag(), &[1]),
        Tlv::raw(VENDOR, b"v"),
    ];
    let mut wire = encode(&submit(&newer), Dialect::STRICT).unwrap();
    wire.extend_from_slice(&[0x12, 0]);
    wire[3] += 2;
    let pdu = Pdu::decode(&wire, Dialect::TOLERANT).unwrap();
    assert_eq!(pdu.body.tlvs().trailing(), [0x12, 0]);
    let older = pdu.known_to(Version::V3_4);
    assert_eq!(older.body.tlvs().trailing(), []);
    assert!(encode(&older, Dialect::STRICT.with_version(Version::V3_4)).is_ok());
    assert_eq!(pdu.known_to(Version::V5_0), pdu);
}

#[test]
fn a_period_of_validity_is_not_for_3_4() {
    let period = [Tlv::new(
        tlv::MS_VALIDITY,
        MsValidity::period(1, ValidityUnit::HOURS),
    )];
    let plain = MsValidity::new(ValidityBehaviour::DISPLAY_ONLY);
    let plain = [Tlv::new(tlv::MS_VALIDITY, plain)];
    let older = Dialect::STRICT.with_version(Version::V3_4);
    let data = |tlvs| {
        Pdu::new(
            1,
            DataSm {
                tlvs,
                ..DataSm::default()
            },
        )
    };
    let refused = encode(&data((&period).into()), older);
    assert_eq!(refused, Err((Kind::Length, "ms_validity")));
    assert!(encode(&data((&plain).into()), older).is_ok());
    assert!(Tlvs::from(&period).known_to(Version::V3_4).is_empty());
    let octets = encode(&data((&period).into()), Dialect::STRICT).unwrap();
    let error = Pdu::decode(&octets, older).unwrap_err();
    assert_eq!(error.command_status(), CommandStatus::ESME_RINVTLVLEN);
    assert!(Pdu::decode(&octets, Dialect::STRICT).is_ok());
}

#[test]
fn a_3_3_peer_is_never_told_a_version() {
    let told = [Tlv::new(tlv::SC_INTERFACE_VERSION, InterfaceVersion::V3_4)];
    let resp = BindResp {
        system_id: Some(b"mc"),
        tlvs: (&told).into(),
    };
    let dialect = Dialect::STRICT.with_version(Version::V3_3);
    for body in [
        Body::BindReceiverResp(resp),
        Body::BindTransmitterResp(resp),
    ] {
        let pdu = Pdu::new(1, body);
        assert_eq!(
            encode(&pdu, dialect),
            Err((Kind::NotAllowed, "sc_interface_version"))
        );
        assert_eq!(
            encode(&pdu.known_to(Version::V3_3), dialect).unwrap().len(),
            19
        );
    }
}

#[test]
fn an_operation_that_a_version_does_not_have_is_refused_and_not_dropped() {
    for id in CommandId::KNOWN.iter().copied() {
        let body = Body::default_for(id).unwrap();
        for version in VERSIONS {
            let status = CommandStatus(u32::from(id.is_response()));
            let pdu = Pdu::new(1, body).with_status(status).known_to(version);
            assert_eq!(pdu.body, body);
            let sent = encode(&pdu, Dialect::STRICT.with_version(version));
            let frame = frame(id, status);
            let read = Pdu::decode(&frame, Dialect::STRICT.with_version(version));
            let exists = read.map_or_else(|error| error.field() != "command_id", |_| true);
            let refused = sent == Err((Kind::NotAllowed, "command_id"));
            assert_eq!(refused, !exists, "{id} {version:?}");
        }
    }
}

fn frame(id: CommandId, status: CommandStatus) -> Vec<u8> {
    [16, id.0, status.0, 1]
        .iter()
        .flat_map(|field| field.to_be_bytes())
        .collect()
}
