//! What errors, reasons and times say: an operator reads it in a log.

use std::time::Duration;

use smpp_codec::pdu::{Bind, BindResp, Body, QuerySmResp, SubmitSm, Unknown};
use smpp_codec::values::Address;
use smpp_codec::{CommandId, Dialect, EncodeError, Header, Pdu, frame};
use smpp_session::{
    BindType, CloseReason, Config, Event, FailReason, Instant, LocalError, RemoteFault, Role,
    SendError, Session, State, WhenFull, WindowSlot,
};

const NOW: Instant = Instant::from_micros(1);

type Server = Session<u32, [WindowSlot<u32>; 2]>;

fn server(config: Config) -> Server {
    Session::message_center(config, [const { WindowSlot::EMPTY }; 2], NOW)
}

fn octets<'a>(number: u32, body: impl Into<Body<'a>>) -> Vec<u8> {
    let mut octets = Vec::new();
    let written = Pdu::new(number, body).encode(Dialect::STRICT, &mut octets);
    written.expect("there is room");
    octets
}

/// What a session says of a frame that it refuses.
fn fault(server: &mut Server, frame: &[u8]) -> (RemoteFault, String) {
    let error = server
        .handle_frame(NOW, frame, &mut Vec::new())
        .unwrap_err();
    assert_eq!(error.header(), &Header::decode(frame).expect("a header"));
    (*error.fault(), error.to_string())
}

#[test]
fn a_fault_of_the_peer_names_the_pdu_and_its_answer() {
    let text = SubmitSm::new(Address::unknown(b"1"), Address::unknown(b"2"), b"hi");
    let bind = octets(1, Body::BindTransceiver(Bind::default()));
    let mut config = Config::default();
    (config.max_unanswered, config.when_full) = (1, WhenFull::Throttle);
    let mut server = server(config);
    let (kind, says) = fault(&mut server, &octets(7, text));
    assert_eq!(kind, RemoteFault::NotAllowed(State::Open));
    assert_eq!(
        says,
        "submit_sm 7: not allowed in state OPEN; answered ESME_RINVBNDSTS"
    );

    let Ok(Event::Bind { responder, .. }) = server.handle_frame(NOW, &bind, &mut Vec::new()) else {
        panic!("a bind");
    };
    let accepted = server.accept_bind(NOW, responder, b"mc", &mut Vec::new());
    assert_eq!(accepted, Ok(()));
    let (kind, says) = fault(&mut server, &bind);
    assert_eq!(kind, RemoteFault::AlreadyBound);
    assert_eq!(
        says,
        "bind_transceiver 1: a bind has come before; answered ESME_RALYBND"
    );
    let unknown = Unknown {
        command_id: CommandId(0x0001_0203),
        octets: b"",
    };
    let (kind, says) = fault(&mut server, &octets(9, unknown));
    assert_eq!(kind, RemoteFault::UnknownCommand);
    assert_eq!(
        says,
        "0x10203 9: unknown command_id; answered ESME_RINVCMDID"
    );

    // A message that is cut off; a response that is, nobody answers.
    let mut cut = octets(10, text);
    cut.truncate(20);
    cut[3] = 20;
    let (kind, says) = fault(&mut server, &cut);
    let RemoteFault::Malformed(error) = kind else {
        panic!("{kind:?}");
    };
    assert_eq!(
        says,
        format!("submit_sm 10: {error}; answered {}", error.command_status())
    );
    let mut response = octets(
        11,
        QuerySmResp {
            message_id: Some(b"42"),
            ..QuerySmResp::default()
        },
    );
    response.truncate(19);
    response[3] = 19;
    let (kind, says) = fault(&mut server, &response);
    let RemoteFault::Malformed(error) = kind else {
        panic!("{kind:?}");
    };
    assert_eq!(says, format!("query_sm_resp 11: {error}"));

    let first = octets(8, text);
    let request = server.handle_frame(NOW, &first, &mut Vec::new());
    assert!(matches!(request, Ok(Event::Request { .. })), "{request:?}");
    let (kind, says) = fault(&mut server, &octets(8, text));
    assert_eq!(kind, RemoteFault::Throttled);
    assert_eq!(
        says,
        "submit_sm 8: too many requests are unanswered; answered ESME_RTHROTTLED"
    );

    server.handle_eof(NOW);
    let (kind, says) = fault(&mut server, &octets(12, text));
    assert_eq!(
        (kind, says.as_str()),
        (RemoteFault::Closed, "submit_sm 12: the session is closed")
    );
}

#[test]
fn what_a_caller_may_not_do_is_told_with_what_it_was() {
    let id = CommandId::SUBMIT_SM;
    let full = EncodeError::no_room(20);
    for (error, says) in [
        (
            LocalError::WindowFull,
            "the window is full: wait for a response",
        ),
        (
            LocalError::NotAllowed(id, State::Open),
            "submit_sm may not be sent in state OPEN",
        ),
        (
            LocalError::Pending(CommandId::UNBIND),
            "a unbind is unanswered already",
        ),
        (
            LocalError::Unbinding,
            "the session is being unbound: no new requests",
        ),
        (
            LocalError::NotARequest(id),
            "submit_sm is no request of this call",
        ),
        (
            LocalError::NotItsResponse(id),
            "submit_sm does not answer this request",
        ),
        (LocalError::from(full), "PDU: 20 octets of room are needed"),
        (LocalError::Closed, "the session is closed"),
    ] {
        assert_eq!(error.to_string(), says);
        let refused = SendError { error, returned: 5 };
        assert_eq!(refused.to_string(), says);
        assert!(!error.may_have_been_sent() && !refused.may_have_been_sent());
    }
    for (reason, says) in [
        (FailReason::Expired, "no response came in time"),
        (FailReason::Malformed, "the response cannot be decoded"),
        (
            FailReason::Closed,
            "the session was closed before the response came",
        ),
    ] {
        assert_eq!(reason.to_string(), says);
        assert!(reason.may_have_been_sent());
    }
    assert_eq!(Role::MessageCenter.to_string(), "message centre");
    let cut = Pdu::decode(b"\0\0\0\x10", Dialect::STRICT).unwrap_err();
    assert_eq!(LocalError::from(cut), LocalError::Decode(cut));
    assert_eq!(LocalError::from(cut).to_string(), cut.to_string());
}

#[test]
fn every_end_of_a_session_has_its_reason() {
    let stranger = frame::split(b"GET / HTTP/1.1", 4096).unwrap_err();
    for (reason, says) in [
        (CloseReason::Unbound, "unbound"),
        (CloseReason::Local, "closed by this side"),
        (CloseReason::PeerClosed, "the peer closed the connection"),
        (CloseReason::Frame(stranger), &stranger.to_string()),
        (CloseReason::SessionInitTimeout, "no bind in time"),
        (
            CloseReason::BindTimeout,
            "the bind was not answered in time",
        ),
        (
            CloseReason::EnquireLinkTimeout,
            "enquire_link was not answered in time",
        ),
        (
            CloseReason::InactivityTimeout,
            "nothing happened for too long",
        ),
        (
            CloseReason::FrameTimeout,
            "the rest of a PDU did not come in time",
        ),
        (
            CloseReason::UnbindTimeout,
            "the unbind was not answered in time",
        ),
        (CloseReason::TooManyBinds, "too many binds were refused"),
        (
            CloseReason::Stalled,
            "the peer does not read what it is sent",
        ),
    ] {
        assert_eq!(reason.to_string(), says);
    }
}

#[test]
fn every_bind_has_its_name_and_its_pair_of_bodies() {
    for (bind, name, response) in [
        (
            BindType::Transmitter,
            "transmitter",
            CommandId::BIND_TRANSMITTER_RESP,
        ),
        (
            BindType::Receiver,
            "receiver",
            CommandId::BIND_RECEIVER_RESP,
        ),
        (
            BindType::Transceiver,
            "transceiver",
            CommandId::BIND_TRANSCEIVER_RESP,
        ),
    ] {
        assert_eq!(format!("{bind:>12}|"), format!("{name:>12}|"));
        let body = bind.response(BindResp::accepted(b"mc"));
        assert_eq!(body.command_id(), response);
        assert!(
            body.bind_resp()
                .is_some_and(|resp| resp.system_id == Some(b"mc"))
        );
    }
}

#[test]
fn an_instant_is_shown_as_the_time_since_its_origin() {
    for (micros, says) in [(0, "0ns"), (1_500_000, "1.5s"), (250, "250µs")] {
        assert_eq!(Instant::from_micros(micros).to_string(), says);
    }
    let late = NOW + Duration::from_secs(2);
    assert_eq!(
        (late.as_micros(), late.since(NOW)),
        (2_000_001, Duration::from_secs(2))
    );
    assert_eq!(NOW.since(late), Duration::ZERO);
    assert_eq!(NOW + Duration::MAX, Instant::from_micros(u64::MAX));
}
