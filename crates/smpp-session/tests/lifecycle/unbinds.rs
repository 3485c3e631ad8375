//! Unbinds, answered at once, late, crossed, or never.

use super::*;

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
    let config = Config::new()
        .with_unbind_timeout(None)
        .with_enquire_link_interval(None);
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
            let config = Config::new().with_tolerance(tolerance);
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
