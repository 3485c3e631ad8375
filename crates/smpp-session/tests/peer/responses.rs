//! Responses: late, doubled, made up, of another type, unreadable.

use super::*;

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
    let strict = Config::new().with_tolerance(Tolerance::STRICT);
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
