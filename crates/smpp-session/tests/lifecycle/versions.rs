//! Which version both sides speak, whatever the peer states.

use super::*;

#[test]
fn an_ignored_bind_leaves_no_trace_of_the_peers_version() {
    let mut mc = open(Role::MessageCenter, Config::default());
    let frame = frame_of(2, request_body(CommandId::BIND_RECEIVER), Version::V5_0);
    let Ok(Event::Bind { responder, .. }) = mc.handle_frame(NOW, &frame, &mut Vec::new()) else {
        panic!("a bind")
    };
    assert_eq!(mc.version(), Version::V3_3, "the default bind states 0");
    mc.ignore(responder);
    assert_eq!(mc.version(), Version::V5_0);
}

#[test]
fn the_lesser_version_holds_on_both_sides() {
    for own in [Version::V3_3, Version::V3_4, Version::V5_0] {
        for peer in [Version::V3_3, Version::V3_4, Version::V5_0] {
            let config = |version| {
                Config::new()
                    .with_version(version)
                    // A 3.3 centre states nothing.
                    .with_version_if_unstated(Version::V3_3)
            };
            let mut pair = Pair::open(config(own), config(peer));
            pair.bind(BindType::Transmitter);
            assert_eq!(pair.esme.version(), own.min(peer), "{own:?} to {peer:?}");
            assert_eq!(pair.mc.version(), own.min(peer), "{own:?} to {peer:?}");
        }
    }
}

#[test]
fn any_interface_version_is_accepted_and_3_3_is_answered_without_tlvs() {
    for (stated, version) in [
        (0x00, Version::V3_3),
        (0x01, Version::V3_3),
        (0x03, Version::V3_3),
        (0x33, Version::V3_3),
        (0x34, Version::V3_4),
        (0x3F, Version::V3_4),
        (0x50, Version::V5_0),
        (0xFF, Version::V5_0),
    ] {
        let mut mc = open(Role::MessageCenter, Config::default());
        let mut out = Vec::new();
        let interface_version = InterfaceVersion(stated);
        let asked = BindType::Transceiver.request(Bind {
            interface_version,
            ..Bind::default()
        });
        let frame = frame_of(1, asked, Version::V5_0);
        let Ok(Event::Bind { responder, .. }) = mc.handle_frame(NOW, &frame, &mut out) else {
            panic!("{stated:#x}: a bind")
        };
        mc.accept_bind(NOW, responder, b"mc", &mut out).unwrap();
        assert_eq!(mc.version(), version, "{stated:#x}");
        let tlv_octets = if version == Version::V3_3 { 0 } else { 5 };
        assert_eq!(out.len(), 16 + 3 + tlv_octets, "{stated:#x}");
    }
}

#[test]
fn a_centre_that_states_no_version_is_taken_for_what_is_configured() {
    for (tlvs, own, assumed, expected) in [
        (&[][..], Version::V5_0, Version::V3_4, Version::V3_4),
        (&[], Version::V5_0, Version::V3_3, Version::V3_3),
        (&[], Version::V3_3, Version::V3_4, Version::V3_3),
        // A wrong size says nothing.
        (
            &[2, 0x10, 0, 2, 0x34, 0],
            Version::V5_0,
            Version::V3_4,
            Version::V3_4,
        ),
        (
            &[2, 0x10, 0, 0],
            Version::V5_0,
            Version::V3_3,
            Version::V3_3,
        ),
        (
            &[2, 0x10, 0, 1, 0x34],
            Version::V5_0,
            Version::V3_3,
            Version::V3_4,
        ),
    ] {
        let config = Config::new()
            .with_version(own)
            .with_version_if_unstated(assumed);
        let mut esme = open(Role::Esme, config);
        let mut out = Vec::new();
        esme.bind(NOW, BindType::Receiver, Bind::default(), &mut out)
            .unwrap();
        let mut frame = vec![
            0,
            0,
            0,
            19 + tlvs.len() as u8,
            0x80,
            0,
            0,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            1,
        ];
        frame.extend(b"mc\0");
        frame.extend(tlvs);
        let event = esme
            .handle_frame(NOW, &frame, &mut out)
            .map(OwnedEvent::from);
        assert_eq!(event, Ok(OwnedEvent::Bound), "{tlvs:?}");
        assert_eq!(esme.version(), expected, "{tlvs:?}");
    }
}

#[test]
fn a_peer_that_misreports_its_version_can_be_overridden() {
    let config = Config::new().with_peer_version(Some(Version::V3_4));
    for role in [Role::Esme, Role::MessageCenter] {
        for stated in [Version::V3_3, Version::V5_0] {
            let mut session = open(role, config);
            bind(&mut session, BindType::Transceiver, stated);
            assert_eq!(session.version(), Version::V3_4, "{role:?} {stated:?}");
        }
    }
}

#[test]
fn what_the_version_does_not_have_is_refused_before_it_is_sent() {
    let (role, old) = (Role::Esme, Version::V3_3);
    let mut esme = bring_to(State::BoundTx, role, old, Config::default());
    let mut out = Vec::new();
    let with_tlv = [Tlv::new(tlv::USER_MESSAGE_REFERENCE, 7)];
    let Body::SubmitSm(message) = submit() else {
        panic!()
    };
    let message = smpp_codec::pdu::SubmitSm {
        tlvs: with_tlv.as_slice().into(),
        ..message
    };
    let before = esme.clone();
    let refused = esme.request(NOW, message, 3, &mut out).unwrap_err();
    assert!(
        matches!(refused.error, LocalError::Encode(_)),
        "{:?}",
        refused.error
    );
    assert!(out.is_empty() && esme == before);
}

#[test]
fn bind_resp_states_the_centres_own_version() {
    let mut pair = Pair::open(Config::new().with_version(Version::V3_4), Config::default());
    let responder = pair.ask(BindType::Transceiver);
    pair.mc
        .accept_bind(NOW, responder, b"mc", &mut pair.to_esme)
        .unwrap();
    let pdu = Pdu::decode(&pair.to_esme, smpp_codec::Dialect::STRICT).unwrap();
    let Body::BindTransceiverResp(BindResp { tlvs, system_id }) = pdu.body else {
        panic!()
    };
    assert_eq!(system_id, Some(&b"mc"[..]));
    assert_eq!(
        tlvs.get(tlv::SC_INTERFACE_VERSION),
        Ok(Some(InterfaceVersion::V5_0))
    );
}
