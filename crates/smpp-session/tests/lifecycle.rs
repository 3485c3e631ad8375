//! From open to closed, on every way there is.

mod common;

use core::time::Duration;

use common::{NOW, OwnedEvent, Plain, bind, bring_to, drain, feed, frame_of, frames, request_body};
use common::{response_of, slots};
use smpp_codec::pdu::{Bind, BindResp, Body, DeliverSmResp, GenericNack, Outbind, SubmitSmResp};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::InterfaceVersion;
use smpp_codec::{CommandId, CommandStatus, Pdu, Version};
use smpp_session::{
    BindType, CloseReason, Config, Event, FailReason, LocalError, Role, Session, State, TimedEvent,
};

const ROK: CommandStatus = CommandStatus::ESME_ROK;

fn bound(role: Role) -> Plain {
    bring_to(State::BoundTrx, role, Version::V5_0, Config::default())
}

fn open(role: Role, config: Config) -> Plain {
    bring_to(State::Open, role, config.version, config)
}

fn submit() -> Body<'static> {
    request_body(CommandId::SUBMIT_SM)
}

/// Both sides of one connection, and what is on its way.
struct Pair {
    esme: Plain,
    mc: Plain,
    to_mc: Vec<u8>,
    to_esme: Vec<u8>,
}

impl Pair {
    fn open(esme: Config, mc: Config) -> Self {
        Self {
            esme: open(Role::Esme, esme),
            mc: open(Role::MessageCenter, mc),
            to_mc: Vec::new(),
            to_esme: Vec::new(),
        }
    }

    fn at_mc(&mut self) -> (Vec<OwnedEvent>, Vec<smpp_session::Responder>) {
        feed(&mut self.mc, NOW, &mut self.to_mc, &mut self.to_esme)
    }

    fn at_esme(&mut self) -> (Vec<OwnedEvent>, Vec<smpp_session::Responder>) {
        feed(&mut self.esme, NOW, &mut self.to_esme, &mut self.to_mc)
    }

    fn ask(&mut self, bind_type: BindType) -> smpp_session::Responder {
        self.esme
            .bind(NOW, bind_type, Bind::default(), &mut self.to_mc)
            .unwrap();
        let (events, mut responders) = self.at_mc();
        assert!(matches!(events[..], [OwnedEvent::Bind(_)]), "{events:?}");
        responders.pop().unwrap()
    }

    fn bind(&mut self, bind_type: BindType) {
        let responder = self.ask(bind_type);
        self.mc
            .accept_bind(NOW, responder, b"mc", &mut self.to_esme)
            .unwrap();
        assert_eq!(self.at_esme().0, [OwnedEvent::Bound]);
        assert_eq!(self.esme.state(), bind_type.state());
        assert_eq!(self.mc.state(), bind_type.state());
    }

    fn bound() -> Self {
        let mut pair = Self::open(Config::default(), Config::default());
        pair.bind(BindType::Transceiver);
        pair
    }
}

//------- Bind -----

#[test]
fn each_bind_leads_to_its_state_on_both_sides() {
    for bind_type in [
        BindType::Transmitter,
        BindType::Receiver,
        BindType::Transceiver,
    ] {
        Pair::open(Config::default(), Config::default()).bind(bind_type);
    }
}

#[test]
fn a_refused_bind_leaves_both_open_and_may_be_repeated() {
    let mut pair = Pair::open(Config::default(), Config::default());
    for _ in 0..2 {
        let responder = pair.ask(BindType::Receiver);
        let refused = CommandStatus::ESME_RINVPASWD;
        pair.mc
            .refuse(NOW, responder, refused, &mut pair.to_esme)
            .unwrap();
        assert_eq!(pair.at_esme().0, [OwnedEvent::BindRefused(refused)]);
        assert_eq!(
            (pair.esme.state(), pair.mc.state()),
            (State::Open, State::Open)
        );
    }
    pair.bind(BindType::Transmitter);
}

#[test]
fn too_many_refused_binds_close_the_session_behind_the_last_answer() {
    let mut pair = Pair::open(
        Config::default(),
        Config {
            max_bind_attempts: 2,
            ..Config::default()
        },
    );
    for attempt in 1..=2 {
        let responder = pair.ask(BindType::Receiver);
        pair.mc
            .refuse(
                NOW,
                responder,
                CommandStatus::ESME_RBINDFAIL,
                &mut pair.to_esme,
            )
            .unwrap();
        assert_eq!(frames(&pair.to_esme).len(), 1, "the answer is there");
        assert_eq!(pair.mc.close_reason().is_some(), attempt == 2);
        pair.at_esme();
    }
    assert_eq!(pair.mc.close_reason(), Some(CloseReason::TooManyBinds));
    assert_eq!(
        drain(&mut pair.mc),
        [TimedEvent::Closed(CloseReason::TooManyBinds)]
    );
}

#[test]
fn malformed_and_ignored_binds_count_as_attempts() {
    let config = Config {
        max_bind_attempts: 2,
        ..Config::default()
    };
    let mut mc = open(Role::MessageCenter, config);
    let mut out = Vec::new();
    let cut_off = [0, 0, 0, 17, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, b'x'];
    assert!(mc.handle_frame(NOW, &cut_off, &mut out).is_err());
    assert_eq!(frames(&out)[0].command_id, CommandId::BIND_TRANSCEIVER_RESP);
    let frame = frame_of(2, request_body(CommandId::BIND_RECEIVER), Version::V5_0);
    let Ok(Event::Bind { responder, .. }) = mc.handle_frame(NOW, &frame, &mut out) else {
        panic!("a bind")
    };
    mc.ignore(responder);
    assert_eq!(mc.close_reason(), Some(CloseReason::TooManyBinds));
}

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
fn one_bind_at_a_time() {
    let mut pair = Pair::open(Config::default(), Config::default());
    let responder = pair.ask(BindType::Transceiver);
    let pending = LocalError::Pending(CommandId::BIND_RECEIVER);
    let again = pair
        .esme
        .bind(NOW, BindType::Receiver, Bind::default(), &mut pair.to_mc);
    assert_eq!(again, Err(pending));
    assert!(pair.to_mc.is_empty());
    // A peer that asks twice all the same is told so, and the first bind stands.
    pair.to_mc = frame_of(9, request_body(CommandId::BIND_RECEIVER), Version::V5_0);
    assert_eq!(
        pair.at_mc().0,
        [OwnedEvent::Fault(Some(CommandStatus::ESME_RALYBND))]
    );
    pair.to_esme.clear();
    pair.mc
        .accept_bind(NOW, responder, b"mc", &mut pair.to_esme)
        .unwrap();
    assert_eq!(pair.at_esme().0, [OwnedEvent::Bound]);
}

#[test]
fn nothing_but_enquire_link_passes_while_a_bind_is_being_answered() {
    let mut pair = Pair::open(Config::default(), Config::default());
    let responder = pair.ask(BindType::Transceiver);
    pair.to_mc = frame_of(7, submit(), Version::V5_0);
    pair.to_mc.extend(frame_of(
        8,
        request_body(CommandId::ENQUIRE_LINK),
        Version::V5_0,
    ));
    let wrong_state = OwnedEvent::Fault(Some(CommandStatus::ESME_RINVBNDSTS));
    assert_eq!(pair.at_mc().0, [wrong_state, OwnedEvent::None]);
    pair.mc
        .accept_bind(NOW, responder, b"mc", &mut pair.to_esme)
        .unwrap();
}

/// Q23: a message in the same segment as the bind response, or behind it at once.
#[test]
fn a_message_may_come_with_the_bind_response() {
    let mut pair = Pair::open(Config::default(), Config::default());
    let responder = pair.ask(BindType::Receiver);
    pair.mc
        .accept_bind(NOW, responder, b"mc", &mut pair.to_esme)
        .unwrap();
    let deliver = request_body(CommandId::DELIVER_SM);
    pair.mc
        .request(NOW, deliver, 1, &mut pair.to_esme)
        .expect("bound before the response left");
    let (events, _) = pair.at_esme();
    assert!(
        matches!(events[..], [OwnedEvent::Bound, OwnedEvent::Request(_, _)]),
        "{events:?}"
    );
}

#[test]
fn a_bind_that_is_nacked_is_refused() {
    let mut pair = Pair::open(Config::default(), Config::default());
    let responder = pair.ask(BindType::Transceiver);
    // Even with ESME_ROK: neither side takes it for a bind.
    pair.mc
        .respond(
            NOW,
            responder,
            ROK,
            GenericNack::default(),
            &mut pair.to_esme,
        )
        .unwrap();
    assert_eq!(pair.mc.state(), State::Open);
    assert_eq!(pair.at_esme().0, [OwnedEvent::BindRefused(ROK)]);
    assert_eq!(pair.esme.state(), State::Open);
}

#[test]
fn a_bind_response_that_cannot_be_read_ends_as_if_none_had_come() {
    let config = Config {
        tolerance: smpp_codec::Tolerance::STRICT,
        ..Config::default()
    };
    let mut esme = open(Role::Esme, config);
    let mut out = Vec::new();
    esme.bind(NOW, BindType::Receiver, Bind::default(), &mut out)
        .unwrap();
    let unterminated = [0, 0, 0, 17, 0x80, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, b'x'];
    assert!(esme.handle_frame(NOW, &unterminated, &mut out).is_err());
    assert_eq!(esme.poll_timeout(), Some(NOW));
    esme.handle_timeout(NOW, &mut out);
    assert_eq!(esme.close_reason(), Some(CloseReason::BindTimeout));
}

#[test]
fn a_responder_answers_with_its_own_response_only() {
    let mut mc = bound(Role::MessageCenter);
    let mut out = Vec::new();
    let frame = frame_of(7, submit(), Version::V5_0);
    let Ok(Event::Request { responder, .. }) = mc.handle_frame(NOW, &frame, &mut out) else {
        panic!("a request")
    };
    let wrong = mc
        .respond(NOW, responder, ROK, DeliverSmResp::default(), &mut out)
        .unwrap_err();
    assert_eq!(
        wrong.error,
        LocalError::NotItsResponse(CommandId::DELIVER_SM_RESP)
    );
    let wrong = mc
        .accept_bind(NOW, wrong.returned, b"mc", &mut out)
        .unwrap_err();
    assert_eq!(
        wrong.error,
        LocalError::NotItsResponse(CommandId::SUBMIT_SM)
    );
    assert!(out.is_empty());
    assert_eq!(mc.unanswered(), 1);
    mc.respond(
        NOW,
        wrong.returned,
        ROK,
        SubmitSmResp::accepted(b"1"),
        &mut out,
    )
    .unwrap();
    assert_eq!((mc.unanswered(), frames(&out)[0].sequence_number), (0, 7));
}

//------- Versions: Q26, Q27 -----

#[test]
fn the_lesser_version_holds_on_both_sides() {
    for own in [Version::V3_3, Version::V3_4, Version::V5_0] {
        for peer in [Version::V3_3, Version::V3_4, Version::V5_0] {
            let config = |version| Config {
                version,
                // A 3.3 centre states nothing.
                version_if_unstated: Version::V3_3,
                ..Config::default()
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
        let config = Config {
            version: own,
            version_if_unstated: assumed,
            ..Config::default()
        };
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
    let config = Config {
        peer_version: Some(Version::V3_4),
        ..Config::default()
    };
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

//------- Outbind -----

#[test]
fn an_outbind_is_followed_by_a_bind() {
    let mut pair = Pair::open(Config::default(), Config::default());
    pair.esme = Session::esme_awaiting_outbind(Config::default(), slots(4), NOW);
    let outbind = Outbind {
        system_id: b"mc",
        password: b"pw",
        ..Outbind::default()
    };
    pair.mc.outbind(NOW, outbind, &mut pair.to_esme).unwrap();
    assert_eq!(pair.at_esme().0, [OwnedEvent::Notice(CommandId::OUTBIND)]);
    assert_eq!(
        (pair.esme.state(), pair.mc.state()),
        (State::Outbound, State::Outbound)
    );
    let again = pair.mc.outbind(NOW, outbind, &mut pair.to_esme);
    assert_eq!(
        again,
        Err(LocalError::NotAllowed(CommandId::OUTBIND, State::Outbound))
    );
    pair.bind(BindType::Receiver);
}

#[test]
fn an_esme_waits_for_an_outbind_as_long_as_it_is_told() {
    let mut esme = Session::esme_awaiting_outbind(Config::default(), slots(1), NOW);
    let late = NOW + Duration::from_secs(10);
    assert_eq!(esme.poll_timeout(), Some(late));
    esme.handle_timeout(late, &mut Vec::new());
    assert_eq!(esme.close_reason(), Some(CloseReason::SessionInitTimeout));
    assert_eq!(
        open(Role::Esme, Config::default()).poll_timeout(),
        None,
        "not unless it waits"
    );
}

//------- Unbind -----

#[test]
fn an_unbind_ends_both_sides_cleanly() {
    for esme_unbinds in [true, false] {
        let mut pair = Pair::bound();
        if esme_unbinds {
            pair.esme.unbind(NOW, &mut pair.to_mc).unwrap();
            assert_eq!(pair.at_mc().0, [OwnedEvent::Unbind]);
            assert_eq!(pair.mc.state(), State::Unbound);
            assert_eq!(pair.at_esme().0, [OwnedEvent::Unbound]);
            assert_eq!(pair.esme.close_reason(), Some(CloseReason::Unbound));
            pair.mc.handle_eof(NOW);
            assert_eq!(pair.mc.close_reason(), Some(CloseReason::Unbound));
        } else {
            pair.mc.unbind(NOW, &mut pair.to_esme).unwrap();
            assert_eq!(pair.at_esme().0, [OwnedEvent::Unbind]);
            assert_eq!(pair.at_mc().0, [OwnedEvent::Unbound]);
            pair.esme.handle_eof(NOW);
            assert_eq!(pair.esme.close_reason(), Some(CloseReason::Unbound));
        }
        assert_eq!(
            drain(&mut pair.esme),
            [TimedEvent::Closed(CloseReason::Unbound)]
        );
        assert_eq!(drain(&mut pair.esme), []);
    }
}

#[test]
fn unbinds_that_cross_end_both_sides_cleanly() {
    let mut pair = Pair::bound();
    pair.esme.unbind(NOW, &mut pair.to_mc).unwrap();
    pair.mc.unbind(NOW, &mut pair.to_esme).unwrap();
    assert_eq!(pair.at_mc().0, [OwnedEvent::Unbind]);
    assert_eq!(pair.at_esme().0, [OwnedEvent::Unbind, OwnedEvent::Unbound]);
    assert_eq!(pair.at_mc().0, [OwnedEvent::Unbound]);
    for side in [&pair.esme, &pair.mc] {
        assert_eq!(side.close_reason(), Some(CloseReason::Unbound));
    }
}

#[test]
fn an_unbind_that_crossed_and_is_never_answered_is_clean_all_the_same() {
    let mut esme = bound(Role::Esme);
    let mut out = Vec::new();
    esme.unbind(NOW, &mut out).unwrap();
    let later = NOW + Duration::from_secs(3);
    let mut unbind = frame_of(9, request_body(CommandId::UNBIND), Version::V5_0);
    feed(&mut esme, later, &mut unbind, &mut out);
    assert_eq!(esme.state(), State::Unbound);
    let due = NOW + Duration::from_secs(5);
    assert_eq!(esme.poll_timeout(), Some(due));
    esme.handle_timeout(due, &mut out);
    assert_eq!(esme.close_reason(), Some(CloseReason::Unbound));
}

#[test]
fn what_was_received_before_an_unbind_is_answered_before_it() {
    let mut pair = Pair::bound();
    pair.esme
        .request(NOW, submit(), 1, &mut pair.to_mc)
        .unwrap();
    pair.mc
        .request(
            NOW,
            request_body(CommandId::DELIVER_SM),
            2,
            &mut pair.to_esme,
        )
        .unwrap();
    pair.esme.unbind(NOW, &mut pair.to_mc).unwrap();
    let (events, mut at_mc) = pair.at_mc();
    assert!(
        matches!(events[..], [OwnedEvent::Request(..), OwnedEvent::Unbind]),
        "{events:?}"
    );
    // Neither side begins anything new, the centre answers, and so does the ESME what crosses.
    assert_eq!(pair.mc.state(), State::BoundTrx);
    for side in [&mut pair.esme, &mut pair.mc] {
        for body in [submit(), request_body(CommandId::DATA_SM)] {
            let refused = side.request(NOW, body, 9, &mut Vec::new()).unwrap_err();
            assert!(matches!(
                refused.error,
                LocalError::Unbinding | LocalError::NotAllowed(CommandId::SUBMIT_SM, _)
            ));
        }
        assert_eq!(
            side.unbind(NOW, &mut Vec::new()),
            Err(LocalError::Unbinding)
        );
    }
    let (events, mut at_esme) = pair.at_esme();
    assert!(
        matches!(events[..], [OwnedEvent::Request(..)]),
        "{events:?}"
    );
    let ok = SubmitSmResp::accepted(b"1");
    pair.mc
        .respond(NOW, at_mc.pop().unwrap(), ROK, ok, &mut pair.to_esme)
        .unwrap();
    assert_eq!(
        frames(&pair.to_esme).len(),
        1,
        "its own request is still unanswered"
    );
    let responder = at_esme.pop().unwrap();
    let deliver_resp = DeliverSmResp {
        message_id: Some(b""),
        ..DeliverSmResp::default()
    };
    pair.esme
        .respond(NOW, responder, ROK, deliver_resp, &mut pair.to_mc)
        .unwrap();
    let answered = OwnedEvent::Response(2, CommandId::DELIVER_SM, ROK);
    assert_eq!(pair.at_mc().0, [answered]);
    let answered = OwnedEvent::Response(1, CommandId::SUBMIT_SM, ROK);
    assert_eq!(pair.at_esme().0, [answered, OwnedEvent::Unbound]);
}

#[test]
fn requests_after_the_peers_unbind_are_refused() {
    let mut mc = bound(Role::MessageCenter);
    let mut out = Vec::new();
    let mut octets = frame_of(7, submit(), Version::V5_0);
    octets.extend(frame_of(8, request_body(CommandId::UNBIND), Version::V5_0));
    octets.extend(frame_of(9, submit(), Version::V5_0));
    octets.extend(frame_of(10, request_body(CommandId::UNBIND), Version::V5_0));
    let (events, responders) = feed(&mut mc, NOW, &mut octets, &mut out);
    let wrong_state = OwnedEvent::Fault(Some(CommandStatus::ESME_RINVBNDSTS));
    assert_eq!(
        events[1..],
        [OwnedEvent::Unbind, wrong_state.clone(), wrong_state]
    );
    out.clear();
    for responder in responders {
        mc.refuse(NOW, responder, CommandStatus::ESME_RSYSERR, &mut out)
            .unwrap();
    }
    let answers: Vec<u32> = frames(&out)
        .iter()
        .map(|answer| answer.sequence_number)
        .collect();
    assert_eq!(answers, [7, 8]);
    assert_eq!(mc.state(), State::Unbound);
}

#[test]
fn an_application_that_never_answers_holds_an_unbind_up_for_half_the_timeout() {
    let mut mc = bound(Role::MessageCenter);
    let mut out = Vec::new();
    let mut octets = frame_of(7, submit(), Version::V5_0);
    octets.extend(frame_of(8, request_body(CommandId::UNBIND), Version::V5_0));
    let (_, mut responders) = feed(&mut mc, NOW, &mut octets, &mut out);
    let due = NOW + Duration::from_millis(2_500);
    assert_eq!(mc.poll_timeout(), Some(due));
    mc.handle_timeout(due, &mut out);
    assert_eq!(frames(&out)[0].command_id, CommandId::UNBIND_RESP);
    // Too late for the answer: the session is over.
    let (responder, status) = (responders.pop().unwrap(), CommandStatus::ESME_RSYSERR);
    let late = mc.refuse(due, responder, status, &mut out).unwrap_err();
    let not_allowed = LocalError::NotAllowed(CommandId::SUBMIT_SM_RESP, State::Unbound);
    assert_eq!(late.error, not_allowed);
    mc.ignore(late.returned);
    assert_eq!(mc.poll_timeout(), Some(due + Duration::from_secs(5)));
    mc.handle_timeout(due + Duration::from_secs(5), &mut out);
    assert_eq!(
        mc.close_reason(),
        Some(CloseReason::Unbound),
        "the peer need not close first"
    );
}

#[test]
fn an_unbind_is_due_once_the_last_request_expired_or_was_ignored() {
    // Off: no unbind timer that would do it in the end.
    let config = Config {
        unbind_timeout: None,
        enquire_link_interval: None,
        ..Config::default()
    };
    let mut mc = bring_to(State::BoundTrx, Role::MessageCenter, Version::V5_0, config);
    let mut out = Vec::new();
    mc.request(NOW, request_body(CommandId::DELIVER_SM), 1, &mut out)
        .unwrap();
    let mut octets = frame_of(7, submit(), Version::V5_0);
    octets.extend(frame_of(8, request_body(CommandId::UNBIND), Version::V5_0));
    let (_, mut responders) = feed(&mut mc, NOW, &mut octets, &mut out);
    mc.ignore(responders.pop().unwrap());
    let late = NOW + Duration::from_secs(60);
    assert_eq!(mc.poll_timeout(), Some(late));
    mc.handle_timeout(late, &mut out);
    assert_eq!(drain(&mut mc).len(), 1);
    assert_eq!(mc.poll_timeout(), Some(late), "now the unbind");
    out.clear();
    mc.handle_timeout(late, &mut out);
    assert_eq!(frames(&out)[0].command_id, CommandId::UNBIND_RESP);
    assert_eq!(mc.poll_timeout(), None);
}

/// Q12.
#[test]
fn an_unbind_that_is_not_answered_ends_in_time_and_is_told_apart() {
    let mut esme = bound(Role::Esme);
    esme.unbind(NOW, &mut Vec::new()).unwrap();
    let mut lost = esme.clone();
    let late = NOW + Duration::from_secs(5);
    assert_eq!(esme.poll_timeout(), Some(late));
    esme.handle_timeout(late, &mut Vec::new());
    assert_eq!(esme.close_reason(), Some(CloseReason::UnbindTimeout));
    lost.handle_eof(NOW);
    assert_eq!(lost.close_reason(), Some(CloseReason::PeerClosed));
}

#[test]
fn any_answer_to_an_unbind_ends_the_session() {
    let answers = [
        response_of(2, request_resp(CommandId::UNBIND), ROK, Version::V5_0),
        response_of(
            2,
            request_resp(CommandId::UNBIND),
            CommandStatus::ESME_RSYSERR,
            Version::V5_0,
        ),
        response_of(
            2,
            GenericNack::default().into(),
            CommandStatus::ESME_RINVCMDID,
            Version::V5_0,
        ),
        // Malformed under a strict reading: Q08.
        [0, 0, 0, 17, 0x80, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 2, 0].to_vec(),
    ];
    for (index, answer) in answers.iter().enumerate() {
        for tolerance in [smpp_codec::Tolerance::COMMON, smpp_codec::Tolerance::STRICT] {
            let config = Config {
                tolerance,
                ..Config::default()
            };
            let mut esme = bring_to(State::BoundTrx, Role::Esme, Version::V5_0, config);
            let mut out = Vec::new();
            esme.unbind(NOW, &mut out).unwrap();
            assert_eq!(frames(&out)[0].sequence_number, 2);
            let _ = esme.handle_frame(NOW, answer, &mut out);
            assert_eq!(
                esme.close_reason(),
                Some(CloseReason::Unbound),
                "{index} {tolerance:?}"
            );
        }
    }
}

fn request_resp(request: CommandId) -> Body<'static> {
    Body::default_for(request.response().unwrap()).unwrap()
}

//------- End -----

#[test]
fn the_end_gives_every_token_back_once_and_then_says_so() {
    type End = (CloseReason, fn(&mut Plain));
    let ends: [End; 4] = [
        (CloseReason::PeerClosed, |session| session.handle_eof(NOW)),
        (CloseReason::Local, |session| session.abort(NOW)),
        (CloseReason::Unbound, |session| {
            session.unbind(NOW, &mut Vec::new()).unwrap();
            let answer = frame_of(5, request_resp(CommandId::UNBIND), Version::V5_0);
            let _ = session.handle_frame(NOW, &answer, &mut Vec::new());
        }),
        (CloseReason::EnquireLinkTimeout, |session| {
            session.enquire_link(NOW, &mut Vec::new());
            session.handle_timeout(NOW + Duration::from_secs(10), &mut Vec::new());
        }),
    ];
    for (reason, end) in ends {
        let mut esme = bound(Role::Esme);
        for token in 1..=3 {
            esme.request(NOW, submit(), token, &mut Vec::new()).unwrap();
        }
        end(&mut esme);
        esme.abort(NOW);
        esme.handle_eof(NOW);
        assert_eq!(esme.close_reason(), Some(reason), "the first reason stays");
        let failed = |token| TimedEvent::Failed {
            token,
            command_id: CommandId::SUBMIT_SM,
            sequence_number: token + 1,
            reason: FailReason::Closed,
        };
        let expected = [failed(1), failed(2), failed(3), TimedEvent::Closed(reason)];
        assert_eq!(drain(&mut esme), expected);
        assert_eq!(drain(&mut esme), []);
        assert_eq!(esme.poll_timeout(), None);
        let mut out = Vec::new();
        assert_eq!(
            esme.request(NOW, submit(), 9, &mut out).unwrap_err().error,
            LocalError::Closed
        );
        assert_eq!(esme.next_frame(NOW, &[0; 4], &mut out), None);
        esme.handle_timeout(NOW + Duration::from_secs(1000), &mut out);
        assert!(out.is_empty(), "nothing is written any more");
    }
}

#[test]
fn eof_at_each_point_closes_with_the_right_reason() {
    for role in [Role::Esme, Role::MessageCenter] {
        for state in State::ALL {
            let mut session = bring_to(state, role, Version::V5_0, Config::default());
            session.handle_eof(NOW);
            let reason = match state {
                State::Unbound => CloseReason::Unbound,
                _ => CloseReason::PeerClosed,
            };
            assert_eq!(session.close_reason(), Some(reason), "{role:?} {state}");
            assert_eq!(drain(&mut session), [TimedEvent::Closed(reason)]);
        }
    }
}

#[test]
fn bind_resp_states_the_centres_own_version() {
    let mut pair = Pair::open(
        Config {
            version: Version::V3_4,
            ..Config::default()
        },
        Config::default(),
    );
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
