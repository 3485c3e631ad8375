//! Each timer at its time, not before; and calls at any other time, which are harmless.

#[path = "../common/mod.rs"]
mod common;
mod enquire_link;
mod requests;

use core::time::Duration;

use common::{NOW, OwnedEvent, Plain, bring_to, drain, feed, frame_of, frames, request_body};
use common::{response_of, slots};
use smpp_codec::pdu::{Bind, GenericNack};
use smpp_codec::{CommandId, CommandStatus, Version};
use smpp_session_model::{
    BindType, CloseReason, Config, FailReason, Instant, Role, Session, State, TimedEvent, WhenFull,
};

const SECOND: Duration = Duration::from_secs(1);
const TICK: Duration = Duration::from_micros(1);

/// Every timer off.
fn quiet() -> Config {
    Config::new()
        .with_session_init_timeout(None)
        .with_bind_timeout(None)
        .with_response_timeout(None)
        .with_enquire_link_interval(None)
        .with_enquire_link_timeout(None)
        .with_inactivity_timeout(None)
        .with_frame_timeout(None)
        .with_unbind_timeout(None)
}

fn bound(role: Role, config: Config) -> Plain {
    bring_to(State::BoundTrx, role, Version::V5_0, config)
}

fn at(seconds: u32) -> Instant {
    NOW + SECOND * seconds
}

fn just_before(time: Instant) -> Instant {
    Instant::from_micros(time.as_micros() - 1)
}

/// The session asks to be woken then, does nothing before, and closes for that reason.
fn closes(mut session: Plain, time: Instant, reason: CloseReason) {
    let mut out = Vec::new();
    assert_eq!(session.poll_timeout(), Some(time), "{reason:?}");
    let before = session.clone();
    session.handle_timeout(just_before(time), &mut out);
    assert!(
        session.close_reason().is_none() && out.is_empty(),
        "{reason:?}: too early"
    );
    assert_eq!(session.poll_timeout(), before.poll_timeout(), "{reason:?}");
    let mut late = session.clone();
    for (mut session, now) in [(session, time), (late.clone(), time + SECOND * 1000)] {
        session.handle_timeout(now, &mut out);
        assert_eq!(session.close_reason(), Some(reason));
        assert!(out.is_empty(), "{reason:?}");
        // Repeated calls change nothing.
        let closed = session.clone();
        session.handle_timeout(now, &mut out);
        assert!(session == closed && out.is_empty());
        assert_eq!(session.poll_timeout(), None);
    }
    late.handle_eof(time);
}

#[test]
fn off_is_off() {
    for role in [Role::Esme, Role::MessageCenter] {
        for state in [
            State::Open,
            State::Outbound,
            State::BoundTrx,
            State::Unbound,
        ] {
            let mut session = bring_to(state, role, Version::V5_0, quiet());
            let mut out = Vec::new();
            if state == State::BoundTrx {
                session
                    .request(NOW, request_body(CommandId::DATA_SM), 1, &mut out)
                    .unwrap();
                session.enquire_link(NOW, &mut out);
                session.unbind(NOW, &mut out).unwrap();
            } else if state == State::Open && role == Role::Esme {
                session
                    .bind(NOW, BindType::Receiver, Bind::default(), &mut out)
                    .unwrap();
            }
            assert_eq!(session.next_frame(NOW, &[0, 0, 0], &mut out), None);
            assert_eq!(session.poll_timeout(), None, "{role:?} {state}");
            out.clear();
            session.handle_timeout(at(1_000_000), &mut out);
            assert!(
                out.is_empty() && session.close_reason().is_none(),
                "{role:?} {state}"
            );
            assert_eq!(drain(&mut session), []);
        }
    }
}

#[test]
fn session_init() {
    let config = quiet().with_session_init_timeout(Some(SECOND * 4));
    let mc = Session::message_center(config, slots(1), NOW);
    closes(mc, at(4), CloseReason::SessionInitTimeout);
    // The time runs on while the application thinks about a bind, and stops with it.
    let mut mc = Session::message_center(config, slots(1), NOW);
    let mut bind = frame_of(1, request_body(CommandId::BIND_RECEIVER), Version::V5_0);
    let (_, mut responders) = feed(&mut mc, at(1), &mut bind, &mut Vec::new());
    assert_eq!(mc.poll_timeout(), Some(at(4)));
    mc.accept_bind(at(2), responders.pop().unwrap(), b"", &mut Vec::new())
        .unwrap();
    assert_eq!(mc.poll_timeout(), None);
    // Outbind begins it again.
    let mut mc = Session::message_center(config, slots(1), NOW);
    mc.outbind(at(3), smpp_codec::pdu::Outbind::default(), &mut Vec::new())
        .unwrap();
    closes(mc, at(7), CloseReason::SessionInitTimeout);
}

#[test]
fn bind() {
    let config = quiet().with_bind_timeout(Some(SECOND * 3));
    let mut esme = bring_to(State::Open, Role::Esme, Version::V5_0, config);
    esme.bind(at(1), BindType::Receiver, Bind::default(), &mut Vec::new())
        .unwrap();
    closes(esme, at(4), CloseReason::BindTimeout);
}

#[test]
fn bind_of_an_esme_that_was_asked_to() {
    let config = quiet()
        .with_bind_timeout(Some(SECOND * 30))
        .with_session_init_timeout(Some(SECOND * 3));
    let mut esme = Session::esme_awaiting_outbind(config, slots(1), NOW);
    let mut outbind = frame_of(1, request_body(CommandId::OUTBIND), Version::V5_0);
    feed(&mut esme, at(1), &mut outbind, &mut Vec::new());
    assert_eq!(
        esme.poll_timeout(),
        None,
        "now it is the application's turn"
    );
    esme.bind(at(2), BindType::Receiver, Bind::default(), &mut Vec::new())
        .unwrap();
    closes(esme, at(32), CloseReason::BindTimeout);
    // One that does not wait to be asked has the bind timer too, and no other.
    let mut esme = Session::esme_awaiting_outbind(config, slots(1), NOW);
    esme.bind(at(2), BindType::Receiver, Bind::default(), &mut Vec::new())
        .unwrap();
    closes(esme, at(32), CloseReason::BindTimeout);
}

#[test]
fn inactivity_is_not_ended_by_enquire_link() {
    let config = quiet().with_inactivity_timeout(Some(SECOND * 9));
    closes(
        bound(Role::Esme, config),
        at(9),
        CloseReason::InactivityTimeout,
    );
    let mut mc = bound(Role::MessageCenter, config);
    let mut out = Vec::new();
    mc.enquire_link(at(1), &mut out);
    let number = frames(&out)[0].sequence_number;
    let answer = smpp_codec::pdu::EnquireLinkResp::default();
    feed(
        &mut mc,
        at(2),
        &mut frame_of(number, answer.into(), Version::V5_0),
        &mut out,
    );
    let asked = request_body(CommandId::ENQUIRE_LINK);
    feed(
        &mut mc,
        at(2),
        &mut frame_of(4, asked, Version::V5_0),
        &mut out,
    );
    assert_eq!(mc.poll_timeout(), Some(at(9)));
    let mut submit = frame_of(5, request_body(CommandId::SUBMIT_SM), Version::V5_0);
    feed(&mut mc, at(3), &mut submit, &mut out);
    closes(mc, at(12), CloseReason::InactivityTimeout);
}

#[test]
fn a_slow_frame() {
    let config = quiet().with_frame_timeout(Some(SECOND * 2));
    for state in [State::Open, State::BoundTrx] {
        let mut mc = bring_to(state, Role::MessageCenter, Version::V5_0, config);
        let mut out = Vec::new();
        let frame = frame_of(5, request_body(CommandId::SUBMIT_SM), Version::V5_0);
        // From the first octet on; more octets buy no more time.
        for octets in 1..frame.len() {
            assert_eq!(mc.next_frame(at(1), &frame[..octets], &mut out), None);
            assert_eq!(mc.poll_timeout(), Some(at(3)));
            assert_eq!(mc.next_frame(at(2), &frame[..octets], &mut out), None);
        }
        closes(mc.clone(), at(3), CloseReason::FrameTimeout);
        // The whole frame ends it, and the start of the next begins it again.
        assert!(mc.next_frame(at(2), &frame, &mut out).is_some());
        assert_eq!(mc.poll_timeout(), None);
        assert_eq!(mc.next_frame(at(2), &frame[..1], &mut out), None);
        assert_eq!(mc.poll_timeout(), Some(at(4)));
        assert_eq!(mc.next_frame(at(2), &[], &mut out), None);
        assert_eq!(mc.poll_timeout(), None);
    }
}

#[test]
fn a_clock_that_goes_back_stands_still() {
    let mut esme = bound(Role::Esme, Config::default());
    let mut out = Vec::new();
    esme.request(at(9), request_body(CommandId::SUBMIT_SM), 5, &mut out)
        .unwrap();
    let due = esme.poll_timeout();
    esme.handle_timeout(Instant::from_micros(0), &mut out);
    esme.next_frame(Instant::from_micros(0), &[], &mut out);
    assert_eq!(esme.poll_timeout(), due);
    // A request from before expires as one from then, also when it is alone.
    let mut alone = bound(Role::Esme, Config::default());
    alone.handle_timeout(at(9), &mut out);
    alone
        .request(NOW, request_body(CommandId::SUBMIT_SM), 6, &mut out)
        .unwrap();
    alone.enquire_link(NOW, &mut out);
    let later = at(9) + SECOND * 10;
    assert_eq!(alone.poll_timeout(), Some(later), "enquire_link");
    alone.handle_timeout(later, &mut out);
    assert_eq!(alone.close_reason(), Some(CloseReason::EnquireLinkTimeout));
    esme.request(NOW, request_body(CommandId::SUBMIT_SM), 6, &mut out)
        .unwrap();
    esme.handle_timeout(just_before(at(69)), &mut out);
    assert_eq!(drain(&mut esme), []);
    esme.handle_timeout(at(69), &mut out);
    assert_eq!(drain(&mut esme).len(), 2);
}

#[test]
fn the_end_of_time_is_never_reached() {
    let end = Instant::from_micros(u64::MAX - 1);
    let mut esme = bound(Role::Esme, Config::default());
    esme.handle_timeout(end, &mut Vec::new());
    esme.request(end, request_body(CommandId::SUBMIT_SM), 5, &mut Vec::new())
        .unwrap();
    esme.handle_timeout(end + TICK, &mut Vec::new());
    let forever = Duration::MAX;
    let config = quiet().with_response_timeout(Some(forever));
    let mut esme = bound(Role::Esme, config);
    esme.request(NOW, request_body(CommandId::SUBMIT_SM), 5, &mut Vec::new())
        .unwrap();
    assert_eq!(esme.poll_timeout(), None);
}

/// While the application is told not to read, nothing of the peer can be seen.
#[test]
fn timers_that_watch_the_peer_stand_still_while_nothing_is_read() {
    let config = quiet()
        .with_max_unanswered(1)
        .with_when_full(WhenFull::StopReading)
        .with_enquire_link_interval(Some(SECOND * 10))
        .with_enquire_link_timeout(Some(SECOND * 4))
        .with_frame_timeout(Some(SECOND * 2))
        .with_inactivity_timeout(Some(SECOND * 20));
    let mut mc = bound(Role::MessageCenter, config);
    let mut out = Vec::new();
    mc.enquire_link(NOW, &mut out);
    out.clear();
    let frame = frame_of(5, request_body(CommandId::SUBMIT_SM), Version::V5_0);
    let mut stream = [&frame[..], &frame[..7]].concat();
    assert!(mc.wants_input());
    let (_, mut responders) = feed(&mut mc, at(1), &mut stream, &mut out);
    assert_eq!(stream.len(), 7, "half a frame is waiting");
    assert!(!mc.wants_input());
    assert_eq!(mc.poll_timeout(), None);
    mc.handle_timeout(at(100), &mut out);
    assert!(mc.close_reason().is_none() && out.is_empty());
    // It reads again: each starts afresh.
    let responder = responders.pop().unwrap();
    mc.refuse(at(100), responder, CommandStatus::ESME_RSYSERR, &mut out)
        .unwrap();
    assert!(mc.wants_input());
    closes(mc.clone(), at(102), CloseReason::FrameTimeout);
    mc.next_frame(at(101), &[], &mut out);
    assert_eq!(mc.poll_timeout(), Some(at(110)));
}

#[test]
fn of_two_that_are_due_the_session_does_one_and_stays_whole() {
    let config = quiet()
        .with_response_timeout(Some(SECOND * 6))
        .with_inactivity_timeout(Some(SECOND * 6));
    let mut esme = bound(Role::Esme, config);
    esme.request(NOW, request_body(CommandId::SUBMIT_SM), 5, &mut Vec::new())
        .unwrap();
    esme.handle_timeout(at(6), &mut Vec::new());
    let failed = TimedEvent::Failed {
        token: 5,
        command_id: CommandId::SUBMIT_SM,
        sequence_number: 2,
        reason: FailReason::Closed,
    };
    let closed = TimedEvent::Closed(CloseReason::InactivityTimeout);
    assert_eq!(drain(&mut esme), [failed, closed]);
}
