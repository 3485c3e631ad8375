//! The end: every token comes back once, and the first reason stays.

use super::*;

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

/// A peer that has ended its direction may still read: what it asked before is answered, and only
/// then the adapter reports the end.
#[test]
fn what_came_before_a_half_close_is_answered_before_the_end() {
    let mut mc = bound(Role::MessageCenter);
    let mut octets = frame_of(7, submit(), Version::V5_0);
    octets.extend(frame_of(8, submit(), Version::V5_0));
    let mut out = Vec::new();
    let (_, responders) = feed(&mut mc, NOW, &mut octets, &mut out);
    // The end of the stream is read here, and not told yet.
    for responder in responders {
        assert!(mc.owes_answers());
        let accepted = SubmitSmResp::accepted(b"1");
        mc.respond(NOW, responder, ROK, accepted, &mut out).unwrap();
    }
    assert!(!mc.owes_answers());
    assert_eq!(frames(&out).len(), 2);
    mc.handle_eof(NOW);
    assert_eq!(mc.close_reason(), Some(CloseReason::PeerClosed));
}

#[test]
fn a_bind_before_a_half_close_is_owed_an_answer_too() {
    let mut pair = Pair::open(Config::default(), Config::default());
    assert!(!pair.mc.owes_answers());
    let responder = pair.ask(BindType::Transceiver);
    assert!(pair.mc.owes_answers());
    assert_eq!(pair.mc.unanswered(), 0, "it takes no place of a request");
    pair.mc
        .accept_bind(NOW, responder, b"mc", &mut pair.to_esme)
        .unwrap();
    assert!(!pair.mc.owes_answers());
}

/// The last answer brings `unbind_resp` along, and the end is clean.
#[test]
fn an_unbind_before_a_half_close_is_answered_behind_the_requests() {
    let mut mc = bound(Role::MessageCenter);
    let mut octets = frame_of(7, submit(), Version::V5_0);
    octets.extend(frame_of(8, request_body(CommandId::UNBIND), Version::V5_0));
    let mut out = Vec::new();
    let (_, mut responders) = feed(&mut mc, NOW, &mut octets, &mut out);
    assert!(out.is_empty() && mc.owes_answers());
    let accepted = SubmitSmResp::accepted(b"1");
    mc.respond(NOW, responders.remove(0), ROK, accepted, &mut out)
        .unwrap();
    let sent: Vec<_> = frames(&out).iter().map(|frame| frame.command_id).collect();
    let expected = [CommandId::SUBMIT_SM_RESP, CommandId::UNBIND_RESP];
    assert_eq!((sent.as_slice(), mc.owes_answers()), (&expected[..], false));
    mc.handle_eof(NOW);
    assert_eq!(mc.close_reason(), Some(CloseReason::Unbound));
}

/// An adapter that waits no longer: what is answered now comes too late, and changes nothing.
#[test]
fn the_end_overtakes_an_answer() {
    let mut mc = bound(Role::MessageCenter);
    let mut octets = frame_of(7, submit(), Version::V5_0);
    let mut out = Vec::new();
    let (_, mut responders) = feed(&mut mc, NOW, &mut octets, &mut out);
    mc.handle_eof(NOW);
    let late = mc.respond(
        NOW,
        responders.remove(0),
        ROK,
        SubmitSmResp::accepted(b"1"),
        &mut out,
    );
    assert_eq!(late.unwrap_err().error, LocalError::Closed);
    assert!(out.is_empty());
}
