//! The `enquire_link` of an idle session, and what puts it off.

use super::*;

#[test]
fn enquire_link_when_idle_and_its_answer() {
    let config = quiet()
        .with_enquire_link_interval(Some(SECOND * 10))
        .with_enquire_link_timeout(Some(SECOND * 4));
    for role in [Role::Esme, Role::MessageCenter] {
        let mut session = bound(role, config);
        let mut out = Vec::new();
        session.handle_timeout(just_before(at(10)), &mut out);
        assert!(out.is_empty());
        assert_eq!(session.poll_timeout(), Some(at(10)));
        session.handle_timeout(at(10), &mut out);
        session.handle_timeout(at(10), &mut out);
        session.enquire_link(at(10), &mut out);
        let sent = frames(&out);
        assert_eq!(sent.len(), 1, "one at a time");
        assert_eq!(sent[0].command_id, CommandId::ENQUIRE_LINK);
        closes(session.clone(), at(14), CloseReason::EnquireLinkTimeout);

        // Answered: the next one when it has been idle again.
        let mut answered = session.clone();
        let answer = smpp_codec::pdu::EnquireLinkResp::default().into();
        let mut answer = frame_of(sent[0].sequence_number, answer, Version::V5_0);
        let (events, _) = feed(&mut answered, at(13), &mut answer, &mut out);
        assert_eq!(events, [OwnedEvent::None]);
        assert_eq!(answered.poll_timeout(), Some(at(23)));

        // Anything else of the peer shows as well that it is there, even what is malformed; then
        // the next one comes when it has been idle again, and is waited for afresh.
        for sign in [
            frame_of(9, GenericNack::default().into(), Version::V5_0),
            vec![0, 0, 0, 17, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9, b'x'],
        ] {
            let mut alive = session.clone();
            feed(&mut alive, at(13), &mut sign.clone(), &mut out);
            assert_eq!(alive.poll_timeout(), Some(at(23)));
            out.clear();
            alive.handle_timeout(at(23), &mut out);
            assert_eq!(frames(&out)[0].command_id, CommandId::ENQUIRE_LINK);
            assert_ne!(frames(&out)[0].sequence_number, sent[0].sequence_number);
            closes(alive, at(27), CloseReason::EnquireLinkTimeout);
        }
    }
}

#[test]
fn what_this_side_sends_puts_enquire_link_off() {
    let config = quiet().with_enquire_link_interval(Some(SECOND * 10));
    let mut esme = bound(Role::Esme, config);
    esme.request(
        at(4),
        request_body(CommandId::SUBMIT_SM),
        1,
        &mut Vec::new(),
    )
    .unwrap();
    assert_eq!(esme.poll_timeout(), Some(at(14)));
}

#[test]
fn an_enquire_link_without_room_is_tried_again() {
    let config = quiet().with_enquire_link_interval(Some(SECOND * 10));
    let mut esme = bound(Role::Esme, config);
    let mut nothing = [0_u8; 15];
    esme.handle_timeout(at(10), &mut nothing.as_mut_slice());
    assert_eq!(esme.poll_timeout(), Some(at(20)));
}
