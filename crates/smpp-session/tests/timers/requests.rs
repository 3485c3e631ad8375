//! Requests that expire, and responses that are late.

use super::*;

#[test]
fn requests_expire_one_by_one_and_what_comes_late_is_unmatched() {
    let config = quiet().with_response_timeout(Some(SECOND * 6));
    let mut esme = bound(Role::Esme, config);
    let mut out = Vec::new();
    for token in 0..3 {
        esme.request(
            at(token),
            request_body(CommandId::SUBMIT_SM),
            token,
            &mut out,
        )
        .unwrap();
    }
    for token in 0..3 {
        let due = at(token + 6);
        assert_eq!(esme.poll_timeout(), Some(due));
        esme.handle_timeout(just_before(due), &mut out);
        assert_eq!(drain(&mut esme), []);
        esme.handle_timeout(due, &mut out);
        let expired = TimedEvent::Failed {
            token,
            command_id: CommandId::SUBMIT_SM,
            sequence_number: token + 2,
            reason: FailReason::Expired,
        };
        assert_eq!(drain(&mut esme), [expired]);
        let answer = response_of(
            token + 2,
            resp(),
            CommandStatus::ESME_RSYSERR,
            Version::V5_0,
        );
        let (events, _) = feed(&mut esme, due, &mut answer.clone(), &mut out);
        assert_eq!(events, [OwnedEvent::Unmatched(CommandId::SUBMIT_SM_RESP)]);
    }
    assert_eq!(esme.poll_timeout(), None);
}

fn resp() -> smpp_codec::pdu::Body<'static> {
    smpp_codec::pdu::SubmitSmResp::default().into()
}

#[test]
fn a_response_that_comes_between_the_deadline_and_the_call_still_counts() {
    let config = quiet().with_response_timeout(Some(SECOND * 6));
    let mut esme = bound(Role::Esme, config);
    let mut out = Vec::new();
    esme.request(NOW, request_body(CommandId::SUBMIT_SM), 5, &mut out)
        .unwrap();
    let status = CommandStatus::ESME_RSYSERR;
    let mut answer = response_of(2, resp(), status, Version::V5_0);
    let (events, _) = feed(&mut esme, at(7), &mut answer, &mut out);
    assert_eq!(
        events,
        [OwnedEvent::Response(5, CommandId::SUBMIT_SM, status)]
    );
    esme.handle_timeout(at(7), &mut out);
    assert_eq!(drain(&mut esme), [], "not twice");
}
