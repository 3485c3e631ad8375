//! Requests: odd, malformed, too many, and answers without room.

use super::*;

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

#[test]
fn requests_beyond_the_limit_are_throttled_and_not_seen() {
    let config = Config::new().with_max_unanswered(2);
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
        let config = Config::new()
            .with_max_unanswered(max_unanswered)
            .with_when_full(when_full);
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
