//! Frames: none, too large, and what is not SMPP.

use super::*;

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
    let config = Config::new().with_max_frame_octets(2_000);
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
    let config = Config::new().with_max_unbound_frame_octets(0);
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
