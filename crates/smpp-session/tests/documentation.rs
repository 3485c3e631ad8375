//! The tables and the diagram in the documentation are what the code does.
//!
//! `UPDATE_DOCS=1 cargo test -p smpp-session --test documentation` writes them afresh.

mod common;

use std::fmt::Write;

use common::{NOW, bring_to, frame_of, request_body};
use smpp_codec::pdu::{Bind, Outbind};
use smpp_codec::{CommandId, CommandStatus, Version};
use smpp_session_model::{BindType, Config, Event, Role, State, may_issue};

const ROLES: [Role; 2] = [Role::Esme, Role::MessageCenter];
const VERSIONS: [(&str, Version); 3] = [
    ("3.3", Version::V3_3),
    ("3.4", Version::V3_4),
    ("5.0", Version::V5_0),
];

fn check(name: &str, expected: &str) {
    let path = format!("{}/docs/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, expected).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written, expected,
        "{name} is out of date: see the head of this test"
    );
}

fn header(first: &str, cells: &[String]) -> String {
    let rules = "---|".repeat(cells.len() + 1);
    format!("| {first} | {} |\n|{rules}\n", cells.join(" | "))
}

fn quoted(state: &State) -> String {
    format!("`{state}`")
}

/// Every command that a specification lists, requests first, each with its response behind it.
fn commands() -> Vec<CommandId> {
    let listed = |id: &CommandId| may_issue(Version::V5_0, State::Open, Role::Esme, *id).is_some();
    let requests = (0..0x200).map(CommandId).filter(listed);
    let pairs = requests.flat_map(|id| [Some(id), id.response()]).flatten();
    pairs.chain([CommandId::GENERIC_NACK]).collect()
}

#[test]
fn operations() {
    let states: Vec<String> = State::ALL.iter().take(6).map(quoted).collect();
    let mut text = header("PDU", &states);
    for command_id in commands() {
        let mut row = format!("| `{command_id}`");
        for state in State::ALL.into_iter().take(6) {
            // By version, where they differ.
            let cell = |version| {
                let may = |role| may_issue(version, state, role, command_id) == Some(true);
                match ROLES.map(may) {
                    [true, true] => "both",
                    [true, false] => "ESME",
                    [false, true] => "MC",
                    [false, false] => "",
                }
            };
            let cells = VERSIONS.map(|(name, version)| (name, cell(version)));
            let all = cells[0].1;
            if cells.iter().all(|(_, cell)| *cell == all) {
                write!(row, " | {all}").unwrap();
                continue;
            }
            let told = cells.iter().filter(|(_, cell)| !cell.is_empty());
            let who: Vec<&str> = told.clone().map(|(_, cell)| *cell).collect();
            let versions: Vec<&str> = told.map(|(name, _)| *name).collect();
            assert!(
                who.windows(2).all(|pair| pair[0] == pair[1]),
                "{command_id} {state}"
            );
            write!(row, " | {} ({})", who[0], versions.join(", ")).unwrap();
        }
        writeln!(text, "{row} |").unwrap();
    }
    check("operations.md", &text);
}

/// What can happen, and how it is brought about; false if it cannot.
type Happening = (&'static str, fn(&mut common::Plain) -> bool);

fn answered_bind(session: &mut common::Plain, bind_type: BindType, accept: bool) -> bool {
    let mut out = Vec::new();
    if session.role() == Role::Esme {
        if session
            .bind(NOW, bind_type, Bind::default(), &mut out)
            .is_err()
        {
            return false;
        }
        let number = common::frames(&out)[0].sequence_number;
        let status = if accept {
            CommandStatus::ESME_ROK
        } else {
            CommandStatus::ESME_RBINDFAIL
        };
        let body = bind_type.response(smpp_codec::pdu::BindResp {
            system_id: Some(b"mc"),
            ..Default::default()
        });
        let frame = common::response_of(number, body, status, Version::V5_0);
        return session.handle_frame(NOW, &frame, &mut out).is_ok();
    }
    let frame = frame_of(1, bind_type.request(Bind::default()), Version::V5_0);
    let Ok(Event::Bind { responder, .. }) = session.handle_frame(NOW, &frame, &mut out) else {
        return false;
    };
    match accept {
        true => session.accept_bind(NOW, responder, b"mc", &mut out).is_ok(),
        false => {
            let status = CommandStatus::ESME_RBINDFAIL;
            session.refuse(NOW, responder, status, &mut out).is_ok()
        }
    }
}

const HAPPENINGS: &[Happening] = &[
    ("`outbind`", |session| {
        if session.role() == Role::MessageCenter {
            return session
                .outbind(NOW, Outbind::default(), &mut Vec::new())
                .is_ok();
        }
        let frame = frame_of(1, request_body(CommandId::OUTBIND), Version::V5_0);
        session.handle_frame(NOW, &frame, &mut Vec::new()).is_ok()
    }),
    ("`bind_transmitter` accepted", |session| {
        answered_bind(session, BindType::Transmitter, true)
    }),
    ("`bind_receiver` accepted", |session| {
        answered_bind(session, BindType::Receiver, true)
    }),
    ("`bind_transceiver` accepted", |session| {
        answered_bind(session, BindType::Transceiver, true)
    }),
    ("a bind refused", |session| {
        answered_bind(session, BindType::Transceiver, false)
    }),
    ("this side unbinds, and is answered", |session| {
        let mut out = Vec::new();
        if session.unbind(NOW, &mut out).is_err() {
            return false;
        }
        let number = common::frames(&out)[0].sequence_number;
        let answer = smpp_codec::pdu::UnbindResp::default();
        let frame = frame_of(number, answer.into(), Version::V5_0);
        session.handle_frame(NOW, &frame, &mut out).is_ok()
    }),
    ("the peer unbinds", |session| {
        let frame = frame_of(1, request_body(CommandId::UNBIND), Version::V5_0);
        let _ = session.handle_frame(NOW, &frame, &mut Vec::new());
        true
    }),
    ("the connection ends", |session| {
        session.handle_eof(NOW);
        true
    }),
    ("a length that no frame has", |session| {
        session.next_frame(NOW, &[0, 0, 0, 1], &mut Vec::new());
        true
    }),
    ("nothing, for as long as the timers say", |session| {
        for _ in 0..3 {
            if let Some(due) = session.poll_timeout() {
                session.handle_timeout(due, &mut Vec::new());
            }
        }
        true
    }),
];

/// Where this leads from a state, on either side; `None` where it cannot happen.
fn next(state: State, happen: fn(&mut common::Plain) -> bool) -> [Option<State>; 2] {
    ROLES.map(|role| {
        let mut session = bring_to(state, role, Version::V5_0, Config::default());
        happen(&mut session).then(|| session.state())
    })
}

#[test]
fn transitions() {
    let states: Vec<String> = State::ALL.iter().map(quoted).collect();
    let mut text = header("what happens", &states);
    for (name, happen) in HAPPENINGS {
        let mut row = format!("| {name}");
        for state in State::ALL {
            let cell = match next(state, *happen) {
                [esme, mc] if esme == mc => told(state, esme),
                [esme, mc] => format!("ESME: {}; MC: {}", told(state, esme), told(state, mc)),
            };
            write!(row, " | {cell}").unwrap();
        }
        writeln!(text, "{row} |").unwrap();
    }
    check("transitions.md", &text);
}

fn told(before: State, after: Option<State>) -> String {
    match after {
        None => String::from("not possible"),
        Some(after) if after == before => String::from("–"),
        Some(after) => quoted(&after),
    }
}

/// How wide the column of a state is in the diagram.
const WIDTH: usize = 11;

/// A line for each happening and each state that it leads to: `●` under the states that it leads
/// from, `▶` under where it leads.
#[test]
fn diagram() {
    let name = |state: &State| format!("{:WIDTH$}", state.name());
    let head: String = State::ALL.iter().map(name).collect();
    let mut text = format!("```text\n{}\n", head.trim_end());
    for (happening, happen) in HAPPENINGS {
        for to in State::ALL {
            let leads = |state: &State| *state != to && next(*state, *happen).contains(&Some(to));
            let from: Vec<State> = State::ALL.into_iter().filter(leads).collect();
            let Some(first) = from.first() else { continue };
            // No way leads back: a connection is used once.
            assert!(from.iter().all(|state| *state < to), "{happening}");
            let mut line = String::new();
            for state in State::ALL {
                let inside = *first <= state && state < to;
                let mark = match state {
                    _ if state == to => '▶',
                    _ if from.contains(&state) => '●',
                    _ if inside => '─',
                    _ => ' ',
                };
                line.push(mark);
                let fill = if inside { "─" } else { " " };
                line.push_str(&fill.repeat(WIDTH - 1));
            }
            writeln!(text, "{line}{}", happening.replace('`', "")).unwrap();
        }
    }
    text.push_str("```\n");
    check("diagram.md", &text);
}

/// What leads from state to state is what the operation matrix allows.
#[test]
fn whatever_binds_or_unbinds_is_in_the_matrix() {
    for state in State::ALL {
        let allowed =
            |issuer, command_id| may_issue(Version::V5_0, state, issuer, command_id) == Some(true);
        for bind_type in [
            BindType::Transmitter,
            BindType::Receiver,
            BindType::Transceiver,
        ] {
            for role in ROLES {
                let mut session = bring_to(state, role, Version::V5_0, Config::default());
                let bound = answered_bind(&mut session, bind_type, true);
                assert_eq!(
                    bound,
                    allowed(Role::Esme, bind_type.command_id()),
                    "{state}"
                );
                if bound {
                    assert_eq!(session.state(), bind_type.state());
                }
            }
        }
        for role in ROLES {
            let mut session = bring_to(state, role, Version::V5_0, Config::default());
            let unbound = session.unbind(NOW, &mut Vec::new()).is_ok();
            assert_eq!(unbound, allowed(role, CommandId::UNBIND), "{state}");
        }
    }
}
