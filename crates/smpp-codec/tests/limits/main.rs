//! The greatest PDU of each kind, encoded: it has the length that the constants say.

mod greatest;

use greatest::greatest;
use smpp_codec::pdu::{
    Bind, Body, DeliverSm, SubmitMulti, SubmitMultiResp, SubmitSm, SubmitSmResp,
};
use smpp_codec::{
    CommandId, CommandStatus, Dialect, Header, Kind, Pdu, Tolerance, Version, limits,
};

const VERSIONS: [Version; 3] = [Version::V3_3, Version::V3_4, Version::V5_0];

/// Strict about every field, for an operation of any version.
const fn dialect(version: Version) -> Dialect {
    Dialect {
        version,
        tolerance: Tolerance::COMMAND_VERSION.with(Tolerance::MISSING_TLV),
    }
}

fn encoded(body: Body<'_>, dialect: Dialect) -> Vec<u8> {
    let mut buffer = vec![0; 70_000];
    let pdu = Pdu::new(1, body);
    let octets = pdu.encode(dialect, &mut buffer.as_mut_slice());
    let octets = octets.unwrap_or_else(|error| panic!("{}: {error}", body.command_id()));
    buffer.truncate(octets);
    assert_eq!(Pdu::decode(&buffer, dialect), Ok(pdu));
    buffer
}

#[test]
fn greatest_pdu_of_each_kind_has_the_constant_length() {
    let all = VERSIONS.map(greatest);
    assert_eq!(
        all[0].len(),
        CommandId::KNOWN.len(),
        "every operation is here"
    );
    for (at, id) in CommandId::KNOWN.iter().enumerate() {
        let mut found = 0;
        for (version, bodies) in VERSIONS.iter().zip(&all) {
            let (body, constant) = bodies
                .iter()
                .find(|(body, _)| body.command_id() == *id)
                .unwrap_or_else(|| panic!("{id} is missing ({at})"));
            let octets = encoded(*body, dialect(*version)).len();
            assert!(octets <= *constant, "{id} in {version}: {octets}");
            found = found.max(octets);
            if found == octets {
                let room = &mut vec![0; octets - 1];
                let refused =
                    Pdu::new(1, *body).encode(dialect(*version), &mut room.as_mut_slice());
                assert_eq!(refused.map_err(|error| error.kind()), Err(Kind::NoRoom));
            }
        }
        let (_, constant) = all[0]
            .iter()
            .find(|(body, _)| body.command_id() == *id)
            .unwrap();
        assert_eq!(found, *constant, "{id}");
    }
}

#[test]
fn constants_of_both_sides_bound_every_pdu() {
    let mut most = (0, 0);
    for (body, octets) in greatest(Version::V5_0) {
        let id = body.command_id();
        let only_center = matches!(
            id,
            CommandId::OUTBIND | CommandId::ALERT_NOTIFICATION | CommandId::DELIVER_SM
        );
        let only_esme = !only_center
            && !id.is_response()
            && !matches!(
                id,
                CommandId::DATA_SM | CommandId::ENQUIRE_LINK | CommandId::UNBIND
            );
        let esme_answers = matches!(
            id,
            CommandId::DELIVER_SM_RESP
                | CommandId::DATA_SM_RESP
                | CommandId::ENQUIRE_LINK_RESP
                | CommandId::UNBIND_RESP
                | CommandId::GENERIC_NACK
        );
        if !only_center && (!id.is_response() || esme_answers) {
            most.0 = most.0.max(octets);
        }
        if !only_esme {
            most.1 = most.1.max(octets);
        }
    }
    let expected = (
        limits::MAX_OCTETS_FROM_ESME,
        limits::MAX_OCTETS_FROM_MESSAGE_CENTER,
    );
    assert_eq!(most, expected);
}

#[test]
fn documented_sizes_are_right() {
    assert_eq!(limits::MAX_SHORT_MESSAGE, 255);
    assert_eq!(limits::ERROR_RESPONSE_OCTETS, 16);
    assert_eq!(Bind::MAX_OCTETS_WITHOUT_TLVS, 98);
    assert_eq!(SubmitSmResp::MAX_OCTETS_WITHOUT_TLVS, 81);
    assert_eq!(SubmitSm::MAX_OCTETS_WITHOUT_TLVS, 365);
    assert_eq!(DeliverSm::MAX_OCTETS_WITHOUT_TLVS, 365);
    assert_eq!(SubmitMulti::MAX_OCTETS_WITHOUT_TLVS, 6_463);
    assert_eq!(SubmitMultiResp::MAX_OCTETS_WITHOUT_TLVS, 6_967);
}

#[test]
fn every_error_response_is_a_header() {
    for id in CommandId::KNOWN {
        let request = Header {
            command_length: 16,
            command_id: *id,
            sequence_number: 1,
            ..Header::default()
        };
        let status = CommandStatus::ESME_RSYSERR;
        if let Some(response) = Pdu::error_response(&request, status) {
            let octets = response.encoded_len(Dialect::STRICT);
            let tolerant = response.encoded_len(dialect(Version::V3_3));
            let found = octets.or(tolerant);
            assert_eq!(found, Ok(limits::ERROR_RESPONSE_OCTETS), "{id}");
        }
    }
}
