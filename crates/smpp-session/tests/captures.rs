//! Recorded conversations of other implementations, replayed through a session on either side.
//!
//! They are in `spec-vectors/captures`, with the script that records them.

mod common;

use std::collections::HashMap;

use common::{NOW, OwnedEvent, Plain, feed, frames, slots};
use smpp_codec::{CommandId, CommandStatus, Dialect, Header, Pdu, set_sequence_number};
use smpp_session_model::{BindType, CloseReason, Config, Role, Session, State};

/// A frame, and whether the ESME sent it.
type Line = (bool, Vec<u8>);

fn capture(name: &str) -> Vec<Line> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec-vectors/captures");
    let text = std::fs::read_to_string(format!("{folder}/{name}.txt")).unwrap();
    text.lines()
        .map(|line| {
            let (mark, hex) = line.split_once(' ').unwrap();
            let octet = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
            (mark == ">", (0..hex.len()).step_by(2).map(octet).collect())
        })
        .collect()
}

/// Plays one side's part of a capture: what the other side sent is received, what this side sent
/// is sent; gives what was told, and the session as it is then.
fn replay(name: &str, role: Role, piece: usize) -> (Vec<OwnedEvent>, Plain) {
    let mut session = match role {
        Role::Esme => Session::esme(Config::default(), slots(10), NOW),
        Role::MessageCenter => Session::message_center(Config::default(), slots(10), NOW),
    };
    let (mut events, mut responders, mut numbers) = (Vec::new(), Vec::new(), HashMap::new());
    for (from_esme, mut frame) in capture(name) {
        let header = Header::decode(&frame).unwrap();
        let pdu = Pdu::decode(&frame, Dialect::TOLERANT).unwrap();
        let mut out = Vec::new();
        if from_esme != (role == Role::Esme) {
            if header.command_id.is_response() {
                // The session chose a number of its own for this.
                set_sequence_number(&mut frame, numbers[&header.sequence_number]);
            }
            let mut stream = Vec::new();
            for piece in frame.chunks(piece) {
                stream.extend_from_slice(piece);
                let (told, asked) = feed(&mut session, NOW, &mut stream, &mut out);
                events.extend(told);
                responders.extend(asked);
            }
            continue;
        }
        if header.command_id.is_response() {
            // An answer of the application, or of the session, which has been given.
            let number = header.sequence_number;
            let mine =
                |responder: &smpp_session_model::Responder| responder.sequence_number() == number;
            if let Some(at) = responders.iter().position(mine) {
                let responder = responders.remove(at);
                session
                    .respond(NOW, responder, pdu.command_status, pdu.body, &mut out)
                    .unwrap();
                assert_eq!(frames(&out)[0].command_id, header.command_id);
            }
            continue;
        }
        match (BindType::of(header.command_id), header.command_id) {
            (Some(kind), _) => {
                let bind = *pdu.body.bind().unwrap();
                session.bind(NOW, kind, bind, &mut out).unwrap();
            }
            (_, CommandId::UNBIND) => session.unbind(NOW, &mut out).unwrap(),
            (_, CommandId::ENQUIRE_LINK) => session.enquire_link(NOW, &mut out),
            _ => {
                let token = header.sequence_number;
                session.request(NOW, pdu.body, token, &mut out).unwrap();
            }
        }
        numbers.insert(header.sequence_number, frames(&out)[0].sequence_number);
    }
    (events, session)
}

const ROK: CommandStatus = CommandStatus::ESME_ROK;

fn request(command_id: CommandId, number: u32) -> OwnedEvent {
    OwnedEvent::Request(command_id, number)
}

fn check(name: &str, at_mc: &[OwnedEvent], at_esme: &[OwnedEvent]) {
    for piece in [usize::MAX, 1, 7] {
        let (events, mut mc) = replay(name, Role::MessageCenter, piece);
        assert_eq!(events, at_mc, "{name} at the centre");
        assert_eq!(mc.state(), State::Unbound);
        mc.handle_eof(NOW);
        assert_eq!(mc.close_reason(), Some(CloseReason::Unbound));
        let (events, esme) = replay(name, Role::Esme, piece);
        assert_eq!(events, at_esme, "{name} at the ESME");
        assert_eq!(esme.close_reason(), Some(CloseReason::Unbound));
        assert_eq!((esme.outstanding(), mc.outstanding()), (0, 0));
    }
}

#[test]
fn smpplib_and_node_smpp() {
    let answered = |token| OwnedEvent::Response(token, CommandId::SUBMIT_SM, ROK);
    let delivered = |token| OwnedEvent::Response(token, CommandId::DELIVER_SM, ROK);
    check(
        "smpplib-to-node-smpp",
        &[
            OwnedEvent::Bind(2),
            request(CommandId::SUBMIT_SM, 3),
            delivered(1),
            request(CommandId::SUBMIT_SM, 5),
            delivered(2),
            OwnedEvent::Unbind,
        ],
        &[
            OwnedEvent::Bound,
            answered(3),
            request(CommandId::DELIVER_SM, 1),
            answered(5),
            request(CommandId::DELIVER_SM, 2),
            OwnedEvent::Unbound,
        ],
    );
}

/// A refused bind, and a second on the same connection; `enquire_link` both ways; `query_sm`.
#[test]
fn node_smpp_and_node_smpp() {
    check(
        "node-smpp-to-node-smpp",
        &[
            OwnedEvent::Bind(1),
            OwnedEvent::Bind(2),
            request(CommandId::SUBMIT_SM, 3),
            OwnedEvent::None,
            OwnedEvent::Response(1, CommandId::DELIVER_SM, ROK),
            OwnedEvent::None,
            request(CommandId::QUERY_SM, 5),
            OwnedEvent::Unbind,
        ],
        &[
            OwnedEvent::BindRefused(CommandStatus::ESME_RINVPASWD),
            OwnedEvent::Bound,
            OwnedEvent::Response(3, CommandId::SUBMIT_SM, ROK),
            request(CommandId::DELIVER_SM, 1),
            OwnedEvent::None,
            OwnedEvent::None,
            OwnedEvent::Response(5, CommandId::QUERY_SM, ROK),
            OwnedEvent::Unbound,
        ],
    );
}

/// A message in three parts: two are on their way at once, and receipts come in between.
#[test]
fn ours_and_node_smpp() {
    let answered = |token| OwnedEvent::Response(token, CommandId::SUBMIT_SM, ROK);
    let delivered = |token| OwnedEvent::Response(token, CommandId::DELIVER_SM, ROK);
    check(
        "ours-to-node-smpp",
        &[
            OwnedEvent::Bind(1),
            request(CommandId::SUBMIT_SM, 2),
            request(CommandId::SUBMIT_SM, 3),
            delivered(1),
            request(CommandId::SUBMIT_SM, 4),
            delivered(2),
            delivered(3),
            OwnedEvent::Unbind,
        ],
        &[
            OwnedEvent::Bound,
            answered(2),
            request(CommandId::DELIVER_SM, 1),
            answered(3),
            request(CommandId::DELIVER_SM, 2),
            answered(4),
            request(CommandId::DELIVER_SM, 3),
            OwnedEvent::Unbound,
        ],
    );
}

/// The receipt crosses a query.
#[test]
fn node_smpp_and_ours() {
    check(
        "node-smpp-to-ours",
        &[
            OwnedEvent::Bind(1),
            request(CommandId::SUBMIT_SM, 2),
            OwnedEvent::None,
            request(CommandId::QUERY_SM, 4),
            OwnedEvent::Response(1, CommandId::DELIVER_SM, ROK),
            OwnedEvent::Unbind,
        ],
        &[
            OwnedEvent::Bound,
            OwnedEvent::Response(2, CommandId::SUBMIT_SM, ROK),
            OwnedEvent::None,
            request(CommandId::DELIVER_SM, 1),
            OwnedEvent::Response(4, CommandId::QUERY_SM, ROK),
            OwnedEvent::Unbound,
        ],
    );
}

#[test]
fn smpplib_and_ours() {
    let answered = |token| OwnedEvent::Response(token, CommandId::SUBMIT_SM, ROK);
    let delivered = |token| OwnedEvent::Response(token, CommandId::DELIVER_SM, ROK);
    check(
        "smpplib-to-ours",
        &[
            OwnedEvent::Bind(2),
            request(CommandId::SUBMIT_SM, 3),
            delivered(1),
            request(CommandId::SUBMIT_SM, 5),
            delivered(2),
            OwnedEvent::Unbind,
        ],
        &[
            OwnedEvent::Bound,
            answered(3),
            request(CommandId::DELIVER_SM, 1),
            answered(5),
            request(CommandId::DELIVER_SM, 2),
            OwnedEvent::Unbound,
        ],
    );
}
