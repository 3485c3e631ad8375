//! What a peer may do wrong, and what it gets for it. The numbers are those of the catalogue of
//! quirks.

mod common;

use common::{NOW, OwnedEvent, Plain, bring_to, drain, feed, frame_of, frames, request_body};
use common::{response_of, slots};
use smpp_codec::frame::Foreign;
use smpp_codec::pdu::{Body, DeliverSmResp, GenericNack, QuerySmResp, SubmitSmResp};
use smpp_codec::{CommandId, CommandStatus, HEADER_OCTETS, Kind, Tolerance, Version};
use smpp_session::{
    CloseReason, Config, FailReason, LocalError, RemoteFault, Role, Session, State, TimedEvent,
    WhenFull,
};

const ROK: CommandStatus = CommandStatus::ESME_ROK;

fn bound(role: Role, config: Config) -> Plain {
    bring_to(State::BoundTrx, role, Version::V5_0, config)
}

fn submit() -> Body<'static> {
    request_body(CommandId::SUBMIT_SM)
}

/// An ESME with so many `submit_sm` on their way, their tokens equal to their numbers.
fn waiting(requests: u32) -> Plain {
    let mut esme = bound(Role::Esme, Config::default());
    for number in 2..2 + requests {
        let sent = esme.request(NOW, submit(), number, &mut Vec::new());
        assert_eq!(sent, Ok(number));
    }
    esme
}

fn receive(session: &mut Plain, mut frame: Vec<u8>) -> OwnedEvent {
    let mut out = Vec::new();
    let (mut events, _) = feed(session, NOW, &mut frame, &mut out);
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(out.is_empty(), "no response is answered");
    events.remove(0)
}

fn answer(number: u32) -> Vec<u8> {
    frame_of(number, SubmitSmResp::accepted(b"id").into(), Version::V5_0)
}

fn answered(number: u32) -> OwnedEvent {
    OwnedEvent::Response(number, CommandId::SUBMIT_SM, ROK)
}

//------- Responses -----

/// Q09.
#[test]
fn responses_come_in_any_order() {
    let mut esme = waiting(4);
    for number in [4, 2, 5, 3] {
        assert_eq!(receive(&mut esme, answer(number)), answered(number));
    }
    assert_eq!(esme.outstanding(), 0);
}

/// Q09, Q10: doubled, made up, numbers that are not ours.
#[test]
fn what_answers_nothing_is_unmatched_and_matches_nothing() {
    let mut esme = waiting(2);
    assert_eq!(receive(&mut esme, answer(2)), answered(2));
    for number in [2, 1, 4, 0, 7, 0x7FFF_FFFF, 0x8000_0003, u32::MAX] {
        let unmatched = OwnedEvent::Unmatched(CommandId::SUBMIT_SM_RESP);
        assert_eq!(receive(&mut esme, answer(number)), unmatched, "{number:#x}");
    }
    assert_eq!(esme.outstanding(), 1);
    assert_eq!(receive(&mut esme, answer(3)), answered(3));
}

#[test]
fn a_response_of_another_type_is_no_match() {
    let mut esme = waiting(1);
    let wrong = QuerySmResp {
        message_id: Some(b"1"),
        ..QuerySmResp::default()
    };
    let event = receive(&mut esme, frame_of(2, wrong.into(), Version::V5_0));
    assert_eq!(event, OwnedEvent::Unmatched(CommandId::QUERY_SM_RESP));
    assert_eq!(receive(&mut esme, answer(2)), answered(2), "it still waits");
    // Nor for the session's own requests.
    esme.unbind(NOW, &mut Vec::new()).unwrap();
    let event = receive(&mut esme, answer(3));
    assert_eq!(event, OwnedEvent::Unmatched(CommandId::SUBMIT_SM_RESP));
    assert!(esme.close_reason().is_none());
}

/// Q11.
#[test]
fn a_nack_fails_exactly_its_request() {
    let mut esme = waiting(3);
    let status = CommandStatus::ESME_RINVCMDID;
    let nack = |number| response_of(number, GenericNack::default().into(), status, Version::V5_0);
    assert_eq!(
        receive(&mut esme, nack(0)),
        OwnedEvent::Unmatched(CommandId::GENERIC_NACK)
    );
    assert_eq!(
        receive(&mut esme, nack(9)),
        OwnedEvent::Unmatched(CommandId::GENERIC_NACK)
    );
    assert_eq!(esme.outstanding(), 3);
    let failed = OwnedEvent::Response(3, CommandId::SUBMIT_SM, status);
    assert_eq!(receive(&mut esme, nack(3)), failed);
    assert_eq!(esme.outstanding(), 2);
    assert_eq!(receive(&mut esme, answer(2)), answered(2));
}

#[test]
fn a_malformed_response_fails_its_request_and_no_other() {
    let mut esme = waiting(3);
    let mut out = Vec::new();
    // sm_resp whose message_id is longer than any, unterminated, and with the wrong number first.
    let malformed = |number: u8, id: u8| {
        let mut frame = vec![0, 0, 0, 20, 0x80, 0, 0, id, 0, 0, 0, 0, 0, 0, 0, number];
        frame.extend([b'x', 0, 1, 2]);
        frame
    };
    let strict = Config {
        tolerance: Tolerance::STRICT,
        ..Config::default()
    };
    let mut strict_esme = bound(Role::Esme, strict);
    for number in 2..5 {
        strict_esme
            .request(NOW, submit(), number, &mut out)
            .unwrap();
    }
    out.clear();
    for (number, id) in [(9, 4), (3, 3)] {
        let error = strict_esme
            .handle_frame(NOW, &malformed(number, id), &mut out)
            .unwrap_err();
        assert_eq!(error.answer(), None);
        assert_eq!(drain(&mut strict_esme), [], "another's");
    }
    let error = strict_esme
        .handle_frame(NOW, &malformed(3, 4), &mut out)
        .unwrap_err();
    assert!(
        matches!(error.fault(), RemoteFault::Malformed(error) if error.kind() == Kind::Trailing)
    );
    assert!(out.is_empty());
    let failed = TimedEvent::Failed {
        token: 3,
        command_id: CommandId::SUBMIT_SM,
        sequence_number: 3,
        reason: FailReason::Malformed,
    };
    // What comes after that is late, even before the failure was told.
    let late = receive(&mut strict_esme, answer(3));
    assert_eq!(late, OwnedEvent::Unmatched(CommandId::SUBMIT_SM_RESP));
    assert_eq!(drain(&mut strict_esme), [failed]);
    // A nack with something behind it ends its request too.
    let nack = [0, 0, 0, 17, 0x80, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4, 0];
    assert!(strict_esme.handle_frame(NOW, &nack, &mut out).is_err());
    assert_eq!(drain(&mut strict_esme).len(), 1);
    assert_eq!(receive(&mut strict_esme, answer(2)), answered(2));
    // The tolerant reading takes the same octets for an answer.
    assert_eq!(receive(&mut esme, malformed(3, 4)), answered(3));
}

#[test]
fn unknown_responses_are_told_and_never_answered() {
    let mut esme = waiting(1);
    let mut frame = vec![0, 0, 0, 17, 0x80, 1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 2];
    frame.push(0xAA);
    let unmatched = OwnedEvent::Unmatched(CommandId(0x8001_0203));
    assert_eq!(receive(&mut esme, frame), unmatched);
}

#[test]
fn a_full_window_changes_nothing_and_gives_the_token_back() {
    let mut esme = waiting(4);
    assert!(esme.is_window_full());
    let before = esme.clone();
    let mut out = Vec::new();
    let refused = esme.request(NOW, submit(), 99, &mut out).unwrap_err();
    assert_eq!(
        (refused.error, refused.returned),
        (LocalError::WindowFull, 99)
    );
    assert!(out.is_empty() && esme == before);
    receive(&mut esme, answer(3));
    assert_eq!(
        esme.request(NOW, submit(), 99, &mut out),
        Ok(7),
        "the freed slot's next number"
    );
}

#[test]
fn a_sink_without_room_changes_nothing() {
    let mut esme = bound(Role::Esme, Config::default());
    let before = esme.clone();
    let mut small = [0_u8; 15];
    let refused = esme
        .request(NOW, submit(), 1, &mut small.as_mut_slice())
        .unwrap_err();
    let LocalError::Encode(error) = refused.error else {
        panic!("no room")
    };
    assert!(error.needed().is_some());
    assert!(esme.unbind(NOW, &mut small.as_mut_slice()).is_err());
    assert!(esme == before);
}

//------- Requests -----

/// Q18: answered with the very number, however odd.
#[test]
fn any_sequence_number_is_echoed() {
    for number in [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0x9F88_F124, u32::MAX] {
        let mut mc = bound(Role::MessageCenter, Config::default());
        let mut out = Vec::new();
        let (_, responders) = feed(
            &mut mc,
            NOW,
            &mut frame_of(number, submit(), Version::V5_0),
            &mut out,
        );
        for responder in responders {
            mc.respond(NOW, responder, ROK, SubmitSmResp::accepted(b"1"), &mut out)
                .unwrap();
        }
        let asked = request_body(CommandId::ENQUIRE_LINK);
        feed(
            &mut mc,
            NOW,
            &mut frame_of(number, asked, Version::V5_0),
            &mut out,
        );
        let numbers: Vec<u32> = frames(&out)
            .iter()
            .map(|header| header.sequence_number)
            .collect();
        assert_eq!(numbers, [number, number]);
    }
}

/// Q19: the same number on every request of the peer.
#[test]
fn requests_with_one_number_are_requests_apart() {
    let mut mc = bound(Role::MessageCenter, Config::default());
    let mut octets = frame_of(5, submit(), Version::V5_0).repeat(3);
    let mut out = Vec::new();
    let (events, responders) = feed(&mut mc, NOW, &mut octets, &mut out);
    assert_eq!(
        events,
        [const { OwnedEvent::Request(CommandId::SUBMIT_SM, 5) }; 3]
    );
    assert_eq!(mc.unanswered(), 3);
    for responder in responders {
        mc.refuse(NOW, responder, CommandStatus::ESME_RSYSERR, &mut out)
            .unwrap();
    }
    assert_eq!((mc.unanswered(), frames(&out).len()), (0, 3));
    // Nor do they disturb a request of ours of that number.
    let number = mc
        .request(NOW, request_body(CommandId::DELIVER_SM), 1, &mut out)
        .unwrap();
    feed(
        &mut mc,
        NOW,
        &mut frame_of(number, submit(), Version::V5_0),
        &mut out,
    );
    assert_eq!(mc.outstanding(), 1);
}

/// Q21.
#[test]
fn a_request_with_a_status_is_a_request() {
    let mut mc = bound(Role::MessageCenter, Config::default());
    let mut frame = frame_of(5, submit(), Version::V5_0);
    frame[11] = 8;
    let (events, _) = feed(&mut mc, NOW, &mut frame, &mut Vec::new());
    assert_eq!(events, [OwnedEvent::Request(CommandId::SUBMIT_SM, 5)]);
}

#[test]
fn a_malformed_request_is_answered_with_its_fields_status_and_the_next_is_found() {
    let mut mc = bound(Role::MessageCenter, Config::default());
    let mut too_long = frame_of(5, submit(), Version::V5_0);
    *too_long.last_mut().unwrap() = 200;
    let mut octets = [too_long, frame_of(6, submit(), Version::V5_0)].concat();
    let mut out = Vec::new();
    let (events, _) = feed(&mut mc, NOW, &mut octets, &mut out);
    let fault = OwnedEvent::Fault(Some(CommandStatus::ESME_RINVMSGLEN));
    assert_eq!(
        events,
        [fault, OwnedEvent::Request(CommandId::SUBMIT_SM, 6)]
    );
    let sent = frames(&out);
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].command_id, CommandId::SUBMIT_SM_RESP);
    assert_eq!((sent[0].sequence_number, sent[0].command_length), (5, 16));
    assert_eq!(mc.unanswered(), 1);
}

#[test]
fn a_3_3_peer_gets_the_nul_that_its_error_responses_have() {
    for (role, request, response) in [
        (
            Role::MessageCenter,
            CommandId::SUBMIT_SM,
            CommandId::SUBMIT_SM_RESP,
        ),
        (
            Role::Esme,
            CommandId::DELIVER_SM,
            CommandId::DELIVER_SM_RESP,
        ),
    ] {
        let state = if role == Role::Esme {
            State::BoundRx
        } else {
            State::BoundTx
        };
        let mut session = bring_to(state, role, Version::V3_3, Config::default());
        let mut octets = frame_of(5, request_body(request), Version::V3_3);
        let mut out = Vec::new();
        let (_, mut responders) = feed(&mut session, NOW, &mut octets, &mut out);
        let status = CommandStatus::ESME_RSYSERR;
        session
            .refuse(NOW, responders.pop().unwrap(), status, &mut out)
            .unwrap();
        let sent = frames(&out)[0];
        assert_eq!((sent.command_id, sent.command_length), (response, 17));
    }
}

//------- Too much -----

#[test]
fn requests_beyond_the_limit_are_throttled_and_not_seen() {
    let config = Config {
        max_unanswered: 2,
        ..Config::default()
    };
    let mut mc = bound(Role::MessageCenter, config);
    let mut octets: Vec<u8> = (5..9)
        .flat_map(|n| frame_of(n, submit(), Version::V5_0))
        .collect();
    let mut out = Vec::new();
    let (events, mut responders) = feed(&mut mc, NOW, &mut octets, &mut out);
    let throttled = OwnedEvent::Fault(Some(CommandStatus::ESME_RTHROTTLED));
    assert_eq!(events[2..], [throttled.clone(), throttled]);
    assert_eq!(responders.len(), 2);
    let answers: Vec<_> = frames(&out)
        .iter()
        .map(|a| (a.command_id, a.sequence_number))
        .collect();
    let resp = CommandId::SUBMIT_SM_RESP;
    assert_eq!(answers, [(resp, 7), (resp, 8)]);
    assert!(mc.wants_input(), "throttling reads on");
    // Notices and the link pass all the same, and an answer makes room.
    let mut others = frame_of(9, request_body(CommandId::ENQUIRE_LINK), Version::V5_0);
    assert_eq!(
        feed(&mut mc, NOW, &mut others, &mut out).0,
        [OwnedEvent::None]
    );
    mc.ignore(responders.pop().unwrap());
    let mut one = frame_of(10, submit(), Version::V5_0);
    let event = OwnedEvent::Request(CommandId::SUBMIT_SM, 10);
    assert_eq!(feed(&mut mc, NOW, &mut one, &mut out).0, [event]);
}

#[test]
fn reading_stops_at_the_limit_and_goes_on_below_it() {
    let when_full = WhenFull::StopReading;
    for max_unanswered in [0, 1, 2] {
        let config = Config {
            max_unanswered,
            when_full,
            ..Config::default()
        };
        let mut mc = bound(Role::MessageCenter, config);
        assert!(mc.wants_input(), "with nothing to do it reads");
        let mut octets: Vec<u8> = (0..max_unanswered)
            .flat_map(|n| frame_of(n + 1, submit(), Version::V5_0))
            .collect();
        let mut out = Vec::new();
        let (_, mut responders) = feed(&mut mc, NOW, &mut octets, &mut out);
        assert_eq!(mc.wants_input(), max_unanswered == 0);
        let mut over = frame_of(9, submit(), Version::V5_0);
        let fault = OwnedEvent::Fault(Some(CommandStatus::ESME_RTHROTTLED));
        assert_eq!(feed(&mut mc, NOW, &mut over, &mut out).0, [fault]);
        if let Some(responder) = responders.pop() {
            mc.refuse(NOW, responder, CommandStatus::ESME_RSYSERR, &mut out)
                .unwrap();
        }
        assert!(mc.wants_input());
    }
}

//------- Streams -----

#[test]
fn what_is_no_frame_is_nacked_and_closes() {
    for (octets, sequence_number, looks_like) in [
        (&[0, 0, 0, 15][..], 0, None),
        (&[0, 0, 0, 15, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 7], 7, None),
        (&[0, 0, 2, 1], 0, None),
        (
            b"GET / HTTP/1.1\r\nHost: x",
            u32::from_be_bytes(*b".1\r\n"),
            Some(Foreign::Http),
        ),
        (b"\x16\x03\x01\x02", 0, Some(Foreign::Tls)),
    ] {
        let mut mc = Session::message_center(Config::default(), slots(1), NOW);
        let mut out = Vec::new();
        assert_eq!(mc.next_frame(NOW, octets, &mut out), None);
        let sent = frames(&out);
        assert_eq!(sent[0].command_id, CommandId::GENERIC_NACK, "{octets:?}");
        assert_eq!(sent[0].command_status, CommandStatus::ESME_RINVCMDLEN);
        assert_eq!(sent[0].sequence_number, sequence_number);
        let Some(CloseReason::Frame(error)) = mc.close_reason() else {
            panic!("closed")
        };
        assert_eq!(error.looks_like(), looks_like);
        assert_eq!(
            drain(&mut mc),
            [TimedEvent::Closed(CloseReason::Frame(error))]
        );
        assert_eq!(mc.next_frame(NOW, octets, &mut out), None);
        assert_eq!(frames(&out).len(), 1, "once");
    }
}

#[test]
fn only_small_frames_come_in_before_a_bind() {
    let config = Config {
        max_frame_octets: 2_000,
        ..Config::default()
    };
    for (state, limit) in [
        (State::Open, 512),
        (State::Outbound, 512),
        (State::BoundTx, 2_000),
        (State::BoundTrx, 2_000),
        // Its peer was trusted once, and may still answer.
        (State::Unbound, 2_000),
    ] {
        for (length, accepted) in [(limit, true), (limit + 1, false)] {
            let mut mc = bring_to(state, Role::MessageCenter, Version::V5_0, config);
            let octets = u32::try_from(length).unwrap().to_be_bytes();
            assert_eq!(mc.next_frame(NOW, &octets, &mut Vec::new()), None);
            assert_eq!(mc.close_reason().is_none(), accepted, "{state} {length}");
        }
    }
}

#[test]
fn a_limit_below_a_header_is_taken_for_one() {
    let config = Config {
        max_unbound_frame_octets: 0,
        ..Config::default()
    };
    let mut mc = Session::message_center(config, slots(1), NOW);
    let frame = frame_of(1, request_body(CommandId::ENQUIRE_LINK), Version::V5_0);
    assert_eq!(frame.len(), HEADER_OCTETS);
    assert!(mc.next_frame(NOW, &frame, &mut Vec::new()).is_some());
}

#[test]
fn octets_that_are_no_frame_at_all_harm_nothing() {
    // Not what `next_frame` gives, but nobody can be stopped.
    for length in 0..40 {
        for fill in [0_u8, 0x80, 0xFF] {
            let mut mc = bound(Role::MessageCenter, Config::default());
            let _ = mc.handle_frame(NOW, &vec![fill; length], &mut Vec::new());
        }
    }
}

#[test]
fn an_answer_without_room_is_left_out_and_told() {
    let mut mc = bound(Role::MessageCenter, Config::default());
    let frame = frame_of(5, request_body(CommandId::DELIVER_SM), Version::V5_0);
    let mut small = [0_u8; 15];
    let error = mc
        .handle_frame(NOW, &frame, &mut small.as_mut_slice())
        .unwrap_err();
    assert_eq!(
        (error.answer(), error.fault()),
        (None, &RemoteFault::NotAllowed(State::BoundTrx))
    );
    // An answer of the application stays in its hands.
    let submit = frame_of(5, submit(), Version::V5_0);
    let mut octets = submit;
    let (_, mut responders) = feed(&mut mc, NOW, &mut octets, &mut Vec::new());
    let (responder, ok) = (responders.pop().unwrap(), SubmitSmResp::accepted(b"1"));
    let refused = mc
        .respond(NOW, responder, ROK, ok, &mut small.as_mut_slice())
        .unwrap_err();
    assert_eq!(mc.unanswered(), 1);
    mc.respond(NOW, refused.returned, ROK, ok, &mut Vec::new())
        .unwrap();
    assert_eq!(mc.unanswered(), 0);
}

#[test]
fn an_unbind_response_without_room_is_tried_again_later() {
    let mut mc = bound(Role::MessageCenter, Config::default());
    let unbind = frame_of(5, request_body(CommandId::UNBIND), Version::V5_0);
    let mut small = [0_u8; 15];
    let event = mc
        .handle_frame(NOW, &unbind, &mut small.as_mut_slice())
        .map(OwnedEvent::from);
    assert_eq!(event, Ok(OwnedEvent::Unbind));
    let again = mc.poll_timeout().unwrap();
    assert!(again > NOW, "not at once, for ever");
    mc.handle_timeout(again, &mut small.as_mut_slice());
    let later = mc.poll_timeout().unwrap();
    assert!(later > again, "nor when its time has come");
    let again = later;
    let mut out = Vec::new();
    mc.handle_timeout(again, &mut out);
    assert_eq!(frames(&out)[0].command_id, CommandId::UNBIND_RESP);
    assert_eq!(mc.state(), State::Unbound);
}

#[test]
fn errors_read_well() {
    let mut mc = bound(Role::MessageCenter, Config::default());
    let frame = frame_of(5, request_body(CommandId::DELIVER_SM), Version::V5_0);
    let error = mc.handle_frame(NOW, &frame, &mut Vec::new()).unwrap_err();
    let text = "deliver_sm 5: not allowed in state BOUND_TRX; answered ESME_RINVBNDSTS";
    assert_eq!(error.to_string(), text);
    let refused = mc
        .request(NOW, DeliverSmResp::default(), 1, &mut Vec::new())
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "deliver_sm_resp is no request of this call"
    );
}
