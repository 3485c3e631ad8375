//! Binds and outbinds, accepted, refused, repeated and left alone.

use super::*;

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
    let mut pair = Pair::open(Config::default(), Config::new().with_max_bind_attempts(2));
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
    let config = Config::new().with_max_bind_attempts(2);
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
    let config = Config::new().with_tolerance(smpp_codec::Tolerance::STRICT);
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
