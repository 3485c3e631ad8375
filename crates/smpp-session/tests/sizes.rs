//! The size of the buffer that a session needs for the PDUs that it writes by itself.

mod common;

use common::{NOW, bring_to, frame_of, frames, request_body};
use smpp_codec::pdu::Body;
use smpp_codec::{CommandId, Version};
use smpp_session_model::{Config, MAX_ANSWER_OCTETS, Role, Session, State, WindowSlot};

const RESPONSE: u32 = 0x8000_0000;

/// A header without a body.
fn header(command_id: u32) -> Vec<u8> {
    [16, command_id, 0, 9]
        .iter()
        .flat_map(|field| field.to_be_bytes())
        .collect()
}

/// Frames of every command, known or not, with a body and without.
fn every_frame(version: Version) -> Vec<Vec<u8>> {
    let mut all = vec![vec![0, 0, 0, 3]];
    for command in 0..0x0114 {
        for command in [command, command | RESPONSE] {
            all.push(header(command));
            if Body::default_for(CommandId(command)).is_some() {
                all.push(frame_of(9, request_body(CommandId(command)), version));
            }
        }
    }
    all
}

/// Hands over a frame, then lets every timer run out. Returns the octets of the longest call.
fn longest_call(mut session: Session<u32, Vec<WindowSlot<u32>>>, frame: &[u8]) -> usize {
    let mut longest = 0;
    let mut out = Vec::new();
    let mut rest = frame;
    while let Some(next) = session.next_frame(NOW, rest, &mut out) {
        longest = longest.max(out.len());
        out.clear();
        rest = &rest[next.len()..];
        let _ = session.handle_frame(NOW, next, &mut out);
        longest = longest.max(out.len());
        out.clear();
    }
    longest = longest.max(out.len());
    for _ in 0..4 {
        let Some(time) = session.poll_timeout() else {
            break;
        };
        out.clear();
        session.handle_timeout(time, &mut out);
        assert!(frames(&out).len() <= 1, "one PDU a call");
        longest = longest.max(out.len());
        while session.poll_event().is_some() {}
    }
    longest
}

#[test]
fn largest_answer_is_max_answer_octets() {
    let mut largest = 0;
    for version in [Version::V3_3, Version::V3_4, Version::V5_0] {
        let every_frame = every_frame(version);
        let states = State::ALL.into_iter().filter(|state| {
            version > Version::V3_3 || !matches!(state, State::Outbound | State::BoundTrx)
        });
        for state in states {
            for role in [Role::Esme, Role::MessageCenter] {
                for config in [Config::new(), Config::new().with_max_unanswered(0)] {
                    let session = bring_to(state, role, version, config);
                    for frame in &every_frame {
                        largest = largest.max(longest_call(session.clone(), frame));
                    }
                }
            }
        }
    }
    assert_eq!(largest, MAX_ANSWER_OCTETS);
}
