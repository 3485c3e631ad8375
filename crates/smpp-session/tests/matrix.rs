//! Every cell of the operation matrix: state, role, command, version, direction.
//!
//! The table is written out here once more, as the sheet of the specification has it, so that a
//! slip in the code's table shows. Each cell is tried both ways on a real session: the peer sends
//! the PDU, and this side tries to send it.

mod common;

use common::{NOW, OwnedEvent, bring_to, frame_of, frames, request_body, session_in};
use smpp_codec::pdu::{Bind, Body, Outbind};
use smpp_codec::{CommandId, CommandStatus, Header, Version};
use smpp_session_model::{BindType, Config, LocalError, RemoteFault, Role, State, may_issue};

const VERSIONS: [Version; 3] = [Version::V3_3, Version::V3_4, Version::V5_0];
const ROLES: [Role; 2] = [Role::Esme, Role::MessageCenter];

/// A PDU, then for 3.3, 3.4 and 5.0 who may issue it in `OPEN`, `OUTBOUND`, `BOUND_TX`,
/// `BOUND_RX`, `BOUND_TRX` and `UNBOUND`.
type Row = (CommandId, &'static str, &'static str, &'static str);

/// `enquire_link` is not here: it is answered everywhere, whatever the version.
const TABLE: &[Row] = &[
    (CommandId::BIND_TRANSMITTER, "E.....", "E.....", "EE...."),
    (CommandId::BIND_RECEIVER, "E.....", "EE....", "EE...."),
    (CommandId::BIND_TRANSCEIVER, "......", "E.....", "EE...."),
    (CommandId::OUTBIND, "......", "M.....", "M....."),
    (CommandId::UNBIND, "..BB..", "..BBB.", "..BBB."),
    (CommandId::SUBMIT_SM, "..E...", "..E.E.", "..E.E."),
    (CommandId::SUBMIT_MULTI, "..E...", "..E.E.", "..E.E."),
    (CommandId::QUERY_SM, "..E...", "..E.E.", "..E.E."),
    (CommandId::CANCEL_SM, "..E...", "..E.E.", "..E.E."),
    (CommandId::REPLACE_SM, "..E...", "..E.E.", "..E.E."),
    (CommandId::DELIVER_SM, "...M..", "...MM.", "...MM."),
    (CommandId::DATA_SM, "......", "..EMB.", "..EMB."),
    (CommandId::ALERT_NOTIFICATION, "......", "...MM.", "...MM."),
    (CommandId::BROADCAST_SM, "......", "......", "..E.E."),
    (CommandId::QUERY_BROADCAST_SM, "......", "......", "..E.E."),
    (CommandId::CANCEL_BROADCAST_SM, "......", "......", "..E.E."),
    (CommandId::PARAM_RETRIEVE, "..E...", "......", "......"),
    (CommandId::QUERY_LAST_MSGS, "..E...", "......", "......"),
    (CommandId::QUERY_MSG_DETAILS, "..E...", "......", "......"),
];

fn cells(row: &Row, version: Version) -> &'static str {
    match version {
        Version::V3_3 => row.1,
        Version::V3_4 => row.2,
        _ => row.3,
    }
}

fn expected(command_id: CommandId, version: Version, state: State, issuer: Role) -> bool {
    let row = TABLE.iter().find(|row| row.0 == command_id).unwrap();
    let Some(who) = cells(row, version).as_bytes().get(state as usize) else {
        return false;
    };
    *who == b'B' || *who == if issuer == Role::Esme { b'E' } else { b'M' }
}

/// Which states a session can be brought to that speaks this version.
fn states(version: Version) -> impl Iterator<Item = State> {
    State::ALL.into_iter().filter(move |state| {
        version > Version::V3_3 || !matches!(state, State::Outbound | State::BoundTrx)
    })
}

fn every_cell(mut cell: impl FnMut(CommandId, Version, State, Role)) {
    let mut tried = 0;
    for (command_id, ..) in TABLE {
        for version in VERSIONS {
            for state in states(version) {
                for role in ROLES {
                    cell(*command_id, version, state, role);
                    tried += 1;
                }
            }
        }
    }
    assert_eq!(tried, 19 * (5 + 7 + 7) * 2, "every cell");
}

#[test]
fn the_table_of_the_code_is_that_of_the_specification() {
    every_cell(|command_id, version, state, role| {
        let allowed = expected(command_id, version, state, role);
        let what = format!("{command_id} {version:?} {state} {role:?}");
        assert_eq!(
            may_issue(version, state, role, command_id),
            Some(allowed),
            "{what}"
        );
        // A response goes the other way, while the request may be waiting for it.
        if let Some(response) = command_id.response() {
            let back = may_issue(version, state, role.peer(), response);
            let waits = response == CommandId::UNBIND_RESP
                && state == State::Unbound
                && version > Version::V3_3;
            assert_eq!(back, Some(allowed || waits), "{what}: its response");
        }
    });
}

#[test]
fn what_the_peer_sends_is_let_in_or_answered_as_the_specification_says() {
    every_cell(|command_id, version, state, role| {
        let what = format!("{command_id} from the peer of {role:?}, {version:?}, {state}");
        let mut session = session_in(state, role, version, Config::default());
        let frame = frame_of(77, request_body(command_id), version);
        let mut out = Vec::new();
        let unanswered = session.unanswered();
        let result = session
            .handle_frame(NOW, &frame, &mut out)
            .map(OwnedEvent::from);
        let answers = frames(&out);

        if state == State::Closed {
            let error = result.expect_err(&what);
            assert_eq!(
                (error.fault(), error.answer()),
                (&RemoteFault::Closed, None),
                "{what}"
            );
            assert!(out.is_empty(), "{what}");
            return;
        }
        let is_bind = BindType::of(command_id).is_some();
        if expected(command_id, version, state, role.peer()) {
            let event = match command_id {
                CommandId::UNBIND => OwnedEvent::Unbind,
                CommandId::OUTBIND | CommandId::ALERT_NOTIFICATION => {
                    OwnedEvent::Notice(command_id)
                }
                _ if is_bind => OwnedEvent::Bind(77),
                _ => OwnedEvent::Request(command_id, 77),
            };
            assert_eq!(result, Ok(event), "{what}");
            if command_id == CommandId::UNBIND {
                assert_answer(
                    &answers,
                    CommandId::UNBIND_RESP,
                    CommandStatus::ESME_ROK,
                    &what,
                );
                assert_eq!(session.state(), State::Unbound, "{what}");
            } else {
                assert!(out.is_empty(), "{what}: the application answers");
            }
            let counts = !is_bind && command_id != CommandId::UNBIND;
            let counts = counts && command_id.response().is_some();
            assert_eq!(
                session.unanswered(),
                unanswered + u32::from(counts),
                "{what}"
            );
            return;
        }

        // Forbidden: it never reaches the application, and is answered once, with its own
        // response, or with generic_nack where this version has no such operation.
        let error = result.expect_err(&what);
        assert_eq!(session.unanswered(), unanswered, "{what}");
        assert_eq!(error.header().sequence_number, 77, "{what}");
        let row = TABLE.iter().find(|row| row.0 == command_id).unwrap();
        let in_version = cells(row, version).contains(|who| who != '.');
        let bound_to = role == Role::MessageCenter && state.is_bound();
        let (status, fault) = if is_bind && bound_to {
            (CommandStatus::ESME_RALYBND, RemoteFault::AlreadyBound)
        } else if !in_version {
            (CommandStatus::ESME_RINVCMDID, RemoteFault::UnknownCommand)
        } else {
            (
                CommandStatus::ESME_RINVBNDSTS,
                RemoteFault::NotAllowed(state),
            )
        };
        assert_eq!(error.fault(), &fault, "{what}");
        let Some(response) = command_id.response() else {
            assert_eq!(error.answer(), None, "{what}");
            assert!(out.is_empty(), "{what}: no answer exists");
            return;
        };
        let own = in_version || is_bind;
        let response = if own {
            response
        } else {
            CommandId::GENERIC_NACK
        };
        assert_eq!(error.answer(), Some(status), "{what}");
        assert_answer(&answers, response, status, &what);
        // An unbind that makes no sense ends the session; anything else leaves it alone.
        let after = if command_id == CommandId::UNBIND {
            State::Closed
        } else {
            state
        };
        assert_eq!(session.state(), after, "{what}");
    });
}

fn assert_answer(answers: &[Header], command_id: CommandId, status: CommandStatus, what: &str) {
    let [answer] = answers else {
        panic!("{what}: one answer, not {answers:?}")
    };
    assert_eq!(answer.command_id, command_id, "{what}");
    assert_eq!(answer.command_status, status, "{what}");
    assert_eq!(answer.sequence_number, 77, "{what}");
}

#[test]
fn what_this_side_may_not_send_changes_and_writes_nothing() {
    every_cell(|command_id, version, state, role| {
        let what = format!("{command_id} from {role:?}, {version:?}, {state}");
        let mut session = session_in(state, role, version, Config::default());
        let before = session.clone();
        let mut out = Vec::new();
        let result = match (BindType::of(command_id), request_body(command_id)) {
            (Some(bind_type), _) => session.bind(NOW, bind_type, Bind::default(), &mut out),
            (_, Body::Outbind(_)) => session.outbind(NOW, Outbind::default(), &mut out),
            (_, Body::Unbind(_)) => session.unbind(NOW, &mut out),
            (_, body @ Body::AlertNotification(_)) => session.notify(NOW, body, &mut out),
            (_, body) => match session.request(NOW, body, 5, &mut out) {
                Ok(number) => {
                    assert_eq!(number, frames(&out)[0].sequence_number, "{what}");
                    Ok(())
                }
                Err(refused) => {
                    assert_eq!(refused.returned, 5, "{what}: the token comes back");
                    Err(refused.error)
                }
            },
        };
        if expected(command_id, version, state, role) {
            assert_eq!(result, Ok(()), "{what}");
            let sent = frames(&out);
            assert_eq!(sent.len(), 1, "{what}");
            assert_eq!(sent[0].command_id, command_id, "{what}");
            assert_eq!(sent[0].command_status, CommandStatus::ESME_ROK, "{what}");
            assert!(
                (1..=0x7FFF_FFFF).contains(&sent[0].sequence_number),
                "{what}"
            );
            return;
        }
        let error = match state {
            State::Closed => LocalError::Closed,
            _ => LocalError::NotAllowed(command_id, state),
        };
        assert_eq!(result, Err(error), "{what}");
        assert!(out.is_empty(), "{what}: wrote");
        assert!(session == before, "{what}: changed");
    });
}

#[test]
fn enquire_link_is_answered_in_every_state_and_never_seen() {
    for version in VERSIONS {
        for state in states(version).filter(|state| *state != State::Closed) {
            for role in ROLES {
                let what = format!("{version:?} {state} {role:?}");
                let mut session = session_in(state, role, version, Config::default());
                let frame = frame_of(77, request_body(CommandId::ENQUIRE_LINK), version);
                let mut out = Vec::new();
                let event = session
                    .handle_frame(NOW, &frame, &mut out)
                    .map(OwnedEvent::from);
                assert_eq!(event, Ok(OwnedEvent::None), "{what}");
                let (answer, status) = (CommandId::ENQUIRE_LINK_RESP, CommandStatus::ESME_ROK);
                assert_answer(&frames(&out), answer, status, &what);
                assert_eq!(session.state(), state, "{what}");
            }
        }
    }
}

#[test]
fn no_response_is_ever_answered() {
    let responses = TABLE.iter().filter_map(|row| row.0.response());
    let others = [
        CommandId::ENQUIRE_LINK_RESP,
        CommandId::GENERIC_NACK,
        CommandId(0x8000_0077),
    ];
    for response in responses.chain(others) {
        for version in VERSIONS {
            for (state, role) in states(version).flat_map(|state| ROLES.map(|role| (state, role))) {
                for status in [CommandStatus::ESME_ROK, CommandStatus::ESME_RSYSERR] {
                    let what = format!("{response} {version:?} {state} {role:?} {status}");
                    let mut session = session_in(state, role, version, Config::default());
                    let header = Header {
                        command_length: 16,
                        command_id: response,
                        command_status: status,
                        sequence_number: 99,
                    };
                    let mut out = Vec::new();
                    let frame = header.to_octets();
                    let event = session
                        .handle_frame(NOW, &frame, &mut out)
                        .map(OwnedEvent::from);
                    assert!(out.is_empty(), "{what}: answered");
                    match event {
                        Ok(event) => assert_eq!(event, OwnedEvent::Unmatched(response), "{what}"),
                        Err(error) => assert_eq!(error.answer(), None, "{what}"),
                    }
                    assert_eq!(session.state(), state, "{what}");
                    assert_eq!(session.outstanding(), 0, "{what}");
                }
            }
        }
    }
}

#[test]
fn an_unknown_request_is_nacked_in_every_state() {
    for (role, state) in ROLES
        .into_iter()
        .flat_map(|role| State::ALL.map(|state| (role, state)))
    {
        for wanted in [false, true] {
            let what = format!("{role:?} {state} {wanted}");
            let config = Config::new().with_unknown_requests(wanted);
            let mut session = session_in(state, role, Version::V5_0, config);
            let mut frame = vec![0, 0, 0, 18, 0, 1, 2, 3, 0, 0, 0, 0];
            frame.extend([0, 0, 0, 77, 0xAA, 0xBB]);
            let mut out = Vec::new();
            let event = session
                .handle_frame(NOW, &frame, &mut out)
                .map(OwnedEvent::from);
            if state == State::Closed {
                assert!(event.is_err() && out.is_empty(), "{what}");
            } else if wanted && state.is_bound() {
                let vendor = CommandId(0x0001_0203);
                assert_eq!(event, Ok(OwnedEvent::Request(vendor, 77)), "{what}");
            } else {
                let error = event.expect_err(&what);
                assert_eq!(error.fault(), &RemoteFault::UnknownCommand, "{what}");
                let (nack, status) = (CommandId::GENERIC_NACK, CommandStatus::ESME_RINVCMDID);
                assert_answer(&frames(&out), nack, status, &what);
                assert_eq!(session.state(), state, "{what}");
            }
        }
    }
}

#[test]
fn a_3_3_transceiver_speaks_3_4_without_tlvs() {
    // Many peers announce 0x00 or 0x33 and bind as a transceiver all the same.
    let (role, version) = (Role::MessageCenter, Version::V3_3);
    let mut session = bring_to(State::BoundTrx, role, version, Config::default());
    let mut out = Vec::new();
    let frame = frame_of(77, request_body(CommandId::SUBMIT_SM), version);
    let event = session
        .handle_frame(NOW, &frame, &mut out)
        .map(OwnedEvent::from);
    assert_eq!(event, Ok(OwnedEvent::Request(CommandId::SUBMIT_SM, 77)));
    session
        .request(NOW, request_body(CommandId::DELIVER_SM), 1, &mut out)
        .unwrap();
    let refused = session
        .request(NOW, request_body(CommandId::DATA_SM), 2, &mut out)
        .unwrap_err();
    let not_allowed = LocalError::NotAllowed(CommandId::DATA_SM, State::BoundTrx);
    assert_eq!((refused.error, refused.returned), (not_allowed, 2));
}
