//! What the tests share: sessions in any state, and owned copies of events.

#![allow(dead_code, reason = "each test binary uses its own part")]

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::pdu::{Bind, BindResp, Body, BroadcastSm, Destination, Outbind, SubmitMulti};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::Address;
use smpp_codec::{CommandId, CommandStatus, Dialect, Header, Pdu, Tolerance, Version};
use smpp_session_model::{
    BindType, CloseReason, Config, Event, Instant, Responder, Role, Session, State, TimedEvent,
    WindowSlot,
};

pub(crate) const NOW: Instant = Instant::from_micros(1_000_000);

const ONE: &[Destination<'_>] = &[Destination::SmeAddress(Address::unknown(b"1"))];

/// The TLVs that a broadcast must have.
const BROADCAST: &[Tlv<'_>] = &[
    Tlv::raw(tlv::BROADCAST_AREA_IDENTIFIER.tag(), b"\0A"),
    Tlv::raw(tlv::BROADCAST_CONTENT_TYPE.tag(), &[1, 0, 2]),
    Tlv::raw(tlv::BROADCAST_REP_NUM.tag(), &[0, 1]),
    Tlv::raw(tlv::BROADCAST_FREQUENCY_INTERVAL.tag(), &[9, 0, 5]),
];

pub(crate) type Plain = Session<u32, Vec<WindowSlot<u32>>>;

/// An event without what it borrows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OwnedEvent {
    Bind(u32),
    Bound,
    BindRefused(CommandStatus),
    Request(CommandId, u32),
    Notice(CommandId),
    Response(u32, CommandId, CommandStatus),
    Unmatched(CommandId),
    Unbind,
    Unbound,
    None,
    /// The peer broke the protocol, and was answered so.
    Fault(Option<CommandStatus>),
}

impl From<Event<'_, u32>> for OwnedEvent {
    fn from(event: Event<'_, u32>) -> Self {
        match event {
            Event::Bind { responder, .. } => Self::Bind(responder.sequence_number()),
            Event::Bound(_) => Self::Bound,
            Event::BindRefused(pdu) => Self::BindRefused(pdu.command_status),
            Event::Request { pdu, responder } => {
                assert_eq!(pdu.command_id(), responder.command_id());
                assert_eq!(pdu.sequence_number, responder.sequence_number());
                Self::Request(pdu.command_id(), pdu.sequence_number)
            }
            Event::Notice(pdu) => Self::Notice(pdu.command_id()),
            Event::Response {
                token,
                command_id,
                pdu,
            } => Self::Response(token, command_id, pdu.command_status),
            Event::Unmatched(pdu) => Self::Unmatched(pdu.command_id()),
            Event::Unbind => Self::Unbind,
            Event::Unbound => Self::Unbound,
            Event::None => Self::None,
            other => panic!("an event nobody has told of: {other:?}"),
        }
    }
}

pub(crate) fn slots(window: usize) -> Vec<WindowSlot<u32>> {
    (0..window).map(|_| WindowSlot::EMPTY).collect()
}

/// The headers of what was written.
pub(crate) fn frames(mut octets: &[u8]) -> Vec<Header> {
    let mut headers = Vec::new();
    while let Ok(FrameSplit::Frame { frame, rest }) = frame::split(octets, usize::MAX) {
        headers.push(Header::decode(frame).unwrap());
        octets = rest;
    }
    assert!(octets.is_empty(), "whole frames");
    headers
}

/// A PDU as a peer would send it, strict or not.
pub(crate) fn frame_of(number: u32, body: Body<'_>, version: Version) -> Vec<u8> {
    response_of(number, body, CommandStatus::ESME_ROK, version)
}

pub(crate) fn response_of(
    number: u32,
    body: Body<'_>,
    status: CommandStatus,
    version: Version,
) -> Vec<u8> {
    let mut frame = Vec::new();
    let dialect = Dialect {
        version,
        tolerance: Tolerance::COMMON,
    };
    let pdu = Pdu::new(number, body).with_status(status);
    pdu.encode(dialect, &mut frame).unwrap();
    frame
}

/// A valid body of each request.
pub(crate) fn request_body(command_id: CommandId) -> Body<'static> {
    match Body::default_for(command_id).expect("a known command") {
        Body::SubmitMulti(body) => Body::SubmitMulti(SubmitMulti {
            dest_address: ONE.into(),
            ..body
        }),
        Body::BroadcastSm(body) => Body::BroadcastSm(BroadcastSm {
            tlvs: BROADCAST.into(),
            ..body
        }),
        body => body,
    }
}

/// An empty response with this status.
pub(crate) fn empty_response(request: &Header, status: CommandStatus, version: Version) -> Vec<u8> {
    let pdu = Pdu::error_response(request, status).unwrap();
    response_of(pdu.sequence_number, pdu.body, status, version)
}

/// A session in this state that speaks this version, by the way a real one gets there.
pub(crate) fn session_in(state: State, role: Role, version: Version, config: Config) -> Plain {
    let session = bring_to(state, role, version, config);
    assert_eq!(session.state(), state);
    if state != State::Closed {
        assert_eq!(session.version(), version);
    }
    session
}

pub(crate) fn bring_to(state: State, role: Role, peer: Version, config: Config) -> Plain {
    // Until it is bound, a session speaks its own version.
    let own = match state {
        State::Open | State::Outbound => peer,
        _ => config.version,
    };
    let config = config.with_version(own);
    let mut session = match role {
        Role::Esme => Session::esme(config, slots(4), NOW),
        Role::MessageCenter => Session::message_center(config, slots(4), NOW),
    };
    match state {
        State::Open => {}
        State::Outbound => outbind(&mut session),
        State::BoundTx => bind(&mut session, BindType::Transmitter, peer),
        State::BoundRx => bind(&mut session, BindType::Receiver, peer),
        State::BoundTrx => bind(&mut session, BindType::Transceiver, peer),
        State::Unbound => {
            bind(&mut session, BindType::Transmitter, peer);
            let unbind = frame_of(8, request_body(CommandId::UNBIND), peer);
            session.handle_frame(NOW, &unbind, &mut Vec::new()).unwrap();
        }
        State::Closed => {
            session.handle_eof(NOW);
            assert_eq!(session.close_reason(), Some(CloseReason::PeerClosed));
        }
    }
    session
}

fn outbind(session: &mut Plain) {
    let mut out = Vec::new();
    match session.role() {
        Role::MessageCenter => session.outbind(NOW, Outbind::default(), &mut out).unwrap(),
        Role::Esme => {
            let frame = frame_of(1, request_body(CommandId::OUTBIND), Version::V5_0);
            session.handle_frame(NOW, &frame, &mut out).unwrap();
        }
    }
}

pub(crate) fn bind(session: &mut Plain, bind_type: BindType, peer: Version) {
    let mut out = Vec::new();
    match session.role() {
        Role::MessageCenter => {
            let bind = Bind {
                system_id: b"esme",
                interface_version: peer.interface_version(),
                ..Bind::default()
            };
            let frame = frame_of(1, bind_type.request(bind), Version::V5_0);
            let Ok(Event::Bind { responder, .. }) = session.handle_frame(NOW, &frame, &mut out)
            else {
                panic!("a bind")
            };
            session
                .accept_bind(NOW, responder, b"mc", &mut out)
                .unwrap();
        }
        Role::Esme => {
            session
                .bind(NOW, bind_type, Bind::default(), &mut out)
                .unwrap();
            let number = frames(&out)[0].sequence_number;
            let stated = [Tlv::new(
                tlv::SC_INTERFACE_VERSION,
                peer.interface_version(),
            )];
            let response = bind_type.response(BindResp {
                system_id: Some(b"mc"),
                tlvs: stated.as_slice().into(),
            });
            let frame = frame_of(number, response, Version::V5_0);
            let Ok(Event::Bound(_)) = session.handle_frame(NOW, &frame, &mut out) else {
                panic!("bound")
            };
        }
    }
}

/// Everything that has come is handled; gives the events, and the right to answer.
pub(crate) fn feed(
    session: &mut Plain,
    now: Instant,
    octets: &mut Vec<u8>,
    out: &mut Vec<u8>,
) -> (Vec<OwnedEvent>, Vec<Responder>) {
    let (mut events, mut responders) = (Vec::new(), Vec::new());
    let mut rest = octets.as_slice();
    while let Some(frame) = session.next_frame(now, rest, out) {
        rest = &rest[frame.len()..];
        match session.handle_frame(now, frame, out) {
            Ok(Event::Bind { responder, .. }) => {
                events.push(OwnedEvent::Bind(responder.sequence_number()));
                responders.push(responder);
            }
            Ok(Event::Request { pdu, responder }) => {
                events.push(OwnedEvent::Request(pdu.command_id(), pdu.sequence_number));
                responders.push(responder);
            }
            Ok(event) => events.push(event.into()),
            Err(error) => events.push(OwnedEvent::Fault(error.answer())),
        }
    }
    *octets = rest.to_vec();
    (events, responders)
}

/// What time has brought.
pub(crate) fn drain(session: &mut Plain) -> Vec<TimedEvent<u32>> {
    core::iter::from_fn(|| session.poll_event()).collect()
}
