//! Frames of another session, passed on: every vector of the conformance suite, from every version
//! to every version.

mod common;

use common::{NOW, frame_of, frames, request_body, response_of, session_in};
use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::{BindResp, SubmitSm, SubmitSmResp};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::CongestionState;
use smpp_codec::{
    CommandId, CommandStatus, DecodeError, Deviation, Dialect, Header, Kind, Pdu, Version,
};
use smpp_session_model::{
    BindType, Config, Event, LocalError, Responder, Role, SendError, State, may_issue,
};

const VERSIONS: [Version; 3] = [Version::V3_3, Version::V3_4, Version::V5_0];
const ROLES: [Role; 2] = [Role::Esme, Role::MessageCenter];

fn dialects() -> impl Iterator<Item = Dialect> {
    VERSIONS.into_iter().flat_map(|version| {
        [Dialect::STRICT, Dialect::TOLERANT].map(|dialect| dialect.with_version(version))
    })
}

/// Each whole frame of each vector.
fn every_frame(mut each: impl FnMut(&str, &[u8])) {
    for vector in smpp_vectors::merged().unwrap() {
        let mut rest = vector.octets.as_slice();
        while let Ok(FrameSplit::Frame { frame, rest: after }) = frame::split(rest, usize::MAX) {
            each(&vector.id, frame);
            rest = after;
        }
    }
}

fn decode(frame: &[u8], dialect: Dialect) -> (Result<Pdu<'_>, DecodeError>, Vec<Deviation>) {
    let mut seen = Vec::new();
    let pdu = Pdu::decode_with(frame, dialect, &mut |deviation| seen.push(deviation));
    (pdu, seen)
}

/// Bound, in a state in which this side may issue that.
fn issuer(version: Version, command_id: CommandId) -> Option<(State, Role)> {
    let bound = [State::BoundTx, State::BoundRx, State::BoundTrx];
    bound
        .into_iter()
        .filter(|state| version > Version::V3_3 || *state != State::BoundTrx)
        .flat_map(|state| ROLES.map(|role| (state, role)))
        .find(|(state, role)| may_issue(version, *state, *role, command_id).unwrap_or(true))
}

fn is_request_of_the_application(command_id: CommandId) -> bool {
    command_id.response().is_some()
        && BindType::of(command_id).is_none()
        && !matches!(command_id, CommandId::UNBIND | CommandId::ENQUIRE_LINK)
}

fn with_number(frame: &[u8], number: u32) -> Vec<u8> {
    let mut expected = frame.to_vec();
    expected[12..16].copy_from_slice(&number.to_be_bytes());
    expected
}

/// Adds no departure to those that the frame's own dialect has accepted.
fn adds_nothing(id: &str, own: &[Deviation], here: &[Deviation]) {
    for deviation in here {
        assert!(own.contains(deviation), "{id}: {deviation:?} is new");
    }
}

#[test]
fn a_request_is_the_same_octets_but_for_its_number_or_is_refused() {
    let (mut passed, mut refused) = (0, 0);
    every_frame(|id, frame| {
        let command_id = Header::decode(frame).unwrap().command_id;
        if !is_request_of_the_application(command_id) {
            return;
        }
        for dialect in dialects() {
            let (pdu, own) = decode(frame, dialect);
            for version in VERSIONS {
                let Some((state, role)) = issuer(version, command_id) else {
                    continue;
                };
                let mut session = session_in(state, role, version, Config::default());
                let before = session.clone();
                let mut out = Vec::new();
                match session.forward(NOW, frame, dialect, 7, &mut out) {
                    Ok(number) => {
                        assert!(pdu.is_ok(), "{id}: {dialect:?} refuses it");
                        assert_eq!(out, with_number(frame, number), "{id}");
                        assert_eq!(session.outstanding(), 1);
                        let (read, here) = decode(&out, dialect.with_version(version));
                        assert!(read.is_ok(), "{id}: {read:?}");
                        adds_nothing(id, &own, &here);
                        passed += 1;
                    }
                    Err(SendError { error, returned }) => {
                        assert!(matches!(error, LocalError::Decode(_)), "{id}: {error:?}");
                        assert_eq!((returned, out.len()), (7, 0), "{id}");
                        assert!(session == before, "{id}: nothing has changed");
                        let (read, here) = decode(frame, dialect.with_version(version));
                        let new = here.iter().any(|deviation| !own.contains(deviation));
                        let new = new || own.len() > 16;
                        let is_foreign = version != dialect.version && (read.is_err() || new);
                        assert!(pdu.is_err() || is_foreign, "{id} {dialect:?} {version:?}");
                        refused += 1;
                    }
                }
            }
        }
    });
    assert!(passed > 500 && refused > 500, "{passed} and {refused}");
}

/// A session that owes an answer to such a request.
fn asked(version: Version, request: CommandId) -> Option<(common::Plain, Responder)> {
    let (state, asker) = issuer(version, request)?;
    let config = Config::new().with_unknown_requests(true);
    let mut session = session_in(state, asker.peer(), version, config);
    let body = match smpp_codec::pdu::Body::default_for(request) {
        Some(_) => request_body(request),
        None => smpp_codec::pdu::Unknown {
            command_id: request,
            octets: &[],
        }
        .into(),
    };
    let frame = frame_of(0x7000_0001, body, version);
    match session.handle_frame(NOW, &frame, &mut Vec::new()) {
        Ok(Event::Request { responder, .. }) => Some((session, responder)),
        other => panic!("{request} {version:?}: {other:?}"),
    }
}

#[test]
fn a_response_is_the_same_octets_but_for_its_number_or_what_an_older_peer_knows() {
    let (mut passed, mut shortened) = (0, 0);
    every_frame(|id, frame| {
        let header = Header::decode(frame).unwrap();
        let request = match header.command_id {
            CommandId::GENERIC_NACK => CommandId::SUBMIT_SM,
            response if response.is_response() => CommandId(response.0 & 0x7FFF_FFFF),
            _ => return,
        };
        if !is_request_of_the_application(request) {
            return;
        }
        for dialect in dialects() {
            let (pdu, own) = decode(frame, dialect);
            for version in VERSIONS {
                let Some((mut session, responder)) = asked(version, request) else {
                    continue;
                };
                let mut out = Vec::new();
                match session.respond_with(NOW, responder, frame, dialect, &mut out) {
                    Ok(()) => {
                        let pdu = pdu.unwrap_or_else(|error| panic!("{id}: {error}"));
                        assert!(!session.owes_answers());
                        let (read, here) = decode(&out, dialect.with_version(version));
                        let read = read.unwrap_or_else(|error| panic!("{id}: {error}"));
                        adds_nothing(id, &own, &here);
                        if out == with_number(frame, 0x7000_0001) {
                            passed += 1;
                            continue;
                        }
                        assert_ne!(version, dialect.version, "{id}");
                        let less = pdu.known_to(version);
                        assert_eq!(read.body, less.body, "{id}");
                        assert_eq!(read.command_status, pdu.command_status, "{id}");
                        shortened += 1;
                    }
                    Err(SendError { error, returned }) => {
                        assert!(out.is_empty() && session.owes_answers(), "{id}");
                        assert_eq!(returned.command_id(), request);
                        let is_foreign = version != dialect.version;
                        assert!(pdu.is_err() || is_foreign, "{id} {error}");
                    }
                }
            }
        }
    });
    assert!(passed > 500 && shortened > 10, "{passed} and {shortened}");
}

#[test]
fn what_departs_is_passed_on_where_a_request_would_be_refused() {
    // One octet too few.
    let odd = [Tlv::raw(tlv::SAR_MSG_REF_NUM.tag(), &[1])];
    let submit = SubmitSm {
        tlvs: (&odd).into(),
        ..SubmitSm::default()
    };
    let frame = frame_of(9, submit.into(), Version::V3_4);
    let session = || {
        session_in(
            State::BoundTrx,
            Role::Esme,
            Version::V3_4,
            Config::default(),
        )
    };
    let strict = session().request(NOW, submit, 1, &mut Vec::new());
    assert!(matches!(
        strict,
        Err(SendError {
            error: LocalError::Encode(_),
            ..
        })
    ));
    let tolerant = Dialect::TOLERANT.with_version(Version::V3_4);
    let mut out = Vec::new();
    let number = session()
        .forward(NOW, &frame, tolerant, 1, &mut out)
        .unwrap();
    assert_eq!(out, with_number(&frame, number));
    let dialect = Dialect::STRICT.with_version(Version::V3_4);
    let refused = session().forward(NOW, &frame, dialect, 1, &mut Vec::new());
    assert!(matches!(
        refused,
        Err(SendError {
            error: LocalError::Decode(_),
            ..
        })
    ));
}

#[test]
fn an_older_peer_is_not_sent_what_it_does_not_know() {
    let newer = [Tlv::new(tlv::CONGESTION_STATE, CongestionState(40))];
    let submit = SubmitSm {
        tlvs: (&newer).into(),
        ..SubmitSm::default()
    };
    let frame = frame_of(9, submit.into(), Version::V5_0);
    let mut older = session_in(
        State::BoundTrx,
        Role::Esme,
        Version::V3_4,
        Config::default(),
    );
    let mut out = Vec::new();
    let refused = older.forward(NOW, &frame, Dialect::TOLERANT, 1, &mut out);
    let Err(SendError {
        error: LocalError::Decode(error),
        ..
    }) = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!(
        (error.kind(), error.field()),
        (Kind::NotAllowed, "congestion_state")
    );
    assert_eq!(error.command_status(), CommandStatus::ESME_RTLVNOTALLWD);
    assert!(out.is_empty());

    // Of what it has done it hears, without what it does not know.
    let accepted = SubmitSmResp {
        tlvs: (&newer).into(),
        ..SubmitSmResp::accepted(b"42")
    };
    let response = frame_of(5, accepted.into(), Version::V5_0);
    let (mut older, responder) = asked(Version::V3_4, CommandId::SUBMIT_SM).unwrap();
    older
        .respond_with(NOW, responder, &response, Dialect::TOLERANT, &mut out)
        .unwrap();
    let plain = SubmitSmResp::accepted(b"42").into();
    assert_eq!(out, frame_of(0x7000_0001, plain, Version::V3_4));
}

#[test]
fn a_refusal_is_passed_on_with_its_status() {
    for status in [CommandStatus::ESME_RTHROTTLED, CommandStatus(0x4FF)] {
        let body = SubmitSmResp::default().into();
        let response = response_of(5, body, status, Version::V5_0);
        let (mut session, responder) = asked(Version::V5_0, CommandId::SUBMIT_SM).unwrap();
        let mut out = Vec::new();
        session
            .respond_with(NOW, responder, &response, Dialect::TOLERANT, &mut out)
            .unwrap();
        assert_eq!(frames(&out)[0].command_status, status);
        assert_eq!(frames(&out)[0].sequence_number, 0x7000_0001);
    }
}

/// What the session checks of any request, it checks of this one.
#[test]
fn state_window_and_kind_are_checked() {
    let dialect = Dialect::TOLERANT;
    let frame = |command_id| frame_of(1, request_body(command_id), Version::V5_0);
    let submit = frame(CommandId::SUBMIT_SM);
    let try_in = |state, frame: &[u8]| {
        let mut session = session_in(state, Role::Esme, Version::V5_0, Config::default());
        let mut out = Vec::new();
        let result = session.forward(NOW, frame, dialect, 1, &mut out);
        assert!(out.is_empty());
        result.unwrap_err().error
    };
    assert_eq!(try_in(State::Closed, &submit), LocalError::Closed);
    let not_allowed = |state| LocalError::NotAllowed(CommandId::SUBMIT_SM, state);
    for state in [State::Open, State::BoundRx, State::Unbound] {
        assert_eq!(try_in(state, &submit), not_allowed(state));
    }
    for control in [
        CommandId::UNBIND,
        CommandId::ENQUIRE_LINK,
        CommandId::BIND_RECEIVER,
    ] {
        let error = try_in(State::BoundTrx, &frame(control));
        assert_eq!(error, LocalError::NotARequest(control));
    }
    for octets in [&submit[..15], &submit[..submit.len() - 1], &[]] {
        let error = try_in(State::BoundTrx, octets);
        assert!(matches!(error, LocalError::Decode(_)), "{error:?}");
    }

    let mut session = session_in(
        State::BoundTrx,
        Role::Esme,
        Version::V5_0,
        Config::default(),
    );
    let mut out = Vec::new();
    let numbers: Vec<_> = (0..4)
        .map(|token| {
            session
                .forward(NOW, &submit, dialect, token, &mut out)
                .unwrap()
        })
        .collect();
    let sent: Vec<_> = frames(&out)
        .iter()
        .map(|header| header.sequence_number)
        .collect();
    assert_eq!(numbers, sent);
    let full = session
        .forward(NOW, &submit, dialect, 4, &mut out)
        .unwrap_err();
    assert_eq!((full.error, full.returned), (LocalError::WindowFull, 4));
    session.unbind(NOW, &mut out).unwrap();
    let ending = session
        .forward(NOW, &submit, dialect, 5, &mut out)
        .unwrap_err();
    assert_eq!(ending.error, LocalError::Unbinding);
}

#[test]
fn only_its_response_answers_a_request_and_never_a_bind() {
    let dialect = Dialect::TOLERANT;
    let (mut session, responder) = asked(Version::V5_0, CommandId::SUBMIT_SM).unwrap();
    let mut out = Vec::new();
    let other = smpp_codec::pdu::DataSmResp::accepted(b"42").into();
    let other = frame_of(1, other, Version::V5_0);
    let refused = session.respond_with(NOW, responder, &other, dialect, &mut out);
    let SendError { error, returned } = refused.unwrap_err();
    assert_eq!(error, LocalError::NotItsResponse(CommandId::DATA_SM_RESP));
    // Cut short, it is no PDU.
    let right = frame_of(1, SubmitSmResp::accepted(b"42").into(), Version::V5_0);
    let refused = session.respond_with(NOW, returned, &right[..17], dialect, &mut out);
    let SendError { error, returned } = refused.unwrap_err();
    assert!(matches!(error, LocalError::Decode(_)), "{error:?}");
    assert!(out.is_empty() && session.owes_answers());
    session
        .respond_with(NOW, returned, &right, dialect, &mut out)
        .unwrap();
    assert!(!session.owes_answers());

    let config = Config::default();
    let mut center = session_in(State::Open, Role::MessageCenter, Version::V5_0, config);
    let bind = frame_of(1, request_body(CommandId::BIND_RECEIVER), Version::V5_0);
    let Ok(Event::Bind { responder, .. }) = center.handle_frame(NOW, &bind, &mut out) else {
        panic!("a bind")
    };
    let bound = BindType::Receiver.response(BindResp {
        system_id: Some(b"mc"),
        ..BindResp::default()
    });
    let bound = frame_of(1, bound, Version::V5_0);
    let refused = center.respond_with(NOW, responder, &bound, dialect, &mut out);
    let error = refused.unwrap_err().error;
    assert_eq!(
        error,
        LocalError::NotItsResponse(CommandId::BIND_RECEIVER_RESP)
    );
    assert_eq!(center.state(), State::Open);
}
