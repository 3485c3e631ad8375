//! The ordinary answers: accepting, and declining what nobody handles.

use smpp_codec::pdu::{
    Body, CancelSm, DataSm, DeliverSm, Destination, QuerySm, ReplaceSm, SubmitMulti, SubmitSm,
};
use smpp_codec::{CommandStatus, Dialect, Pdu};
use smpp_session::{BindType, Config, Event, Instant, LocalError, Responder, Session, WindowSlot};

type Side = Session<(), Vec<WindowSlot<()>>>;

const NOW: Instant = Instant::from_micros(0);

/// A bound pair.
fn pair() -> [Side; 2] {
    let slots = || vec![WindowSlot::EMPTY; 4];
    let mut esme = Session::esme(Config::default(), slots(), NOW);
    let mut center = Session::message_center(Config::default(), slots(), NOW);
    let mut octets = Vec::new();
    let bind = BindType::Transceiver;
    esme.bind(NOW, bind, Default::default(), &mut octets)
        .unwrap();
    let mut answer = Vec::new();
    let Ok(Event::Bind { responder, .. }) = center.handle_frame(NOW, &octets, &mut answer) else {
        panic!("no bind")
    };
    center
        .accept_bind(NOW, responder, b"mc", &mut answer)
        .unwrap();
    let bound = esme.handle_frame(NOW, &answer, &mut Vec::new());
    assert!(matches!(bound, Ok(Event::Bound(_))));
    [esme, center]
}

/// A request that has come from the other side.
fn ask<'a>(from: &mut Side, to: &mut Side, body: impl Into<Body<'a>>) -> Responder {
    let mut octets = Vec::new();
    from.request(NOW, body, (), &mut octets).unwrap();
    match to.handle_frame(NOW, &octets, &mut Vec::new()) {
        Ok(Event::Request { responder, .. }) => responder,
        other => panic!("{other:?}"),
    }
}

/// What an answer says, as the side that asked reads it.
fn read<'a>(asker: &mut Side, answer: &'a [u8]) -> Pdu<'a> {
    match asker.handle_frame(NOW, answer, &mut Vec::new()) {
        Ok(Event::Response { pdu, .. }) => pdu,
        other => panic!("{other:?}"),
    }
}

fn message_id<'a>(body: &Body<'a>) -> Option<&'a [u8]> {
    match body {
        Body::SubmitSmResp(response) => response.message_id,
        Body::SubmitMultiResp(response) => response.message_id,
        Body::DataSmResp(response) => response.message_id,
        Body::BroadcastSmResp(response) => response.message_id,
        _ => None,
    }
}

#[test]
fn a_request_is_accepted_with_the_response_of_its_kind() {
    let to = [Destination::DistributionList(b"all")];
    let multi = SubmitMulti {
        dest_address: (&to).into(),
        ..SubmitMulti::default()
    };
    let requests: [(Body<'_>, bool); 5] = [
        (SubmitSm::default().into(), true),
        (multi.into(), true),
        (DataSm::default().into(), true),
        (CancelSm::default().into(), false),
        (ReplaceSm::default().into(), false),
    ];
    for (request, has_id) in requests {
        let [mut esme, mut center] = pair();
        let responder = ask(&mut esme, &mut center, request);
        let mut answer = Vec::new();
        center.accept(NOW, responder, b"42", &mut answer).unwrap();
        let pdu = read(&mut esme, &answer);
        assert_eq!(pdu.command_status, CommandStatus::ESME_ROK);
        assert_eq!(Some(pdu.command_id()), request.command_id().response());
        assert_eq!(message_id(&pdu.body), has_id.then_some(&b"42"[..]));
        assert!(Pdu::decode(&answer, Dialect::STRICT).is_ok(), "{request:?}");
        assert!(!center.owes_answers());
    }
    let [mut esme, mut center] = pair();
    let responder = ask(&mut center, &mut esme, DeliverSm::default());
    let mut answer = Vec::new();
    esme.accept(NOW, responder, b"ignored", &mut answer)
        .unwrap();
    let pdu = read(&mut center, &answer);
    assert_eq!(pdu.command_status, CommandStatus::ESME_ROK);
}

#[test]
fn what_wants_more_than_an_id_cannot_be_accepted_so() {
    let [mut esme, mut center] = pair();
    let responder = ask(&mut esme, &mut center, QuerySm::default());
    let mut answer = Vec::new();
    let refused = center
        .accept(NOW, responder, b"42", &mut answer)
        .unwrap_err();
    assert!(
        matches!(refused.error, LocalError::Encode(_)),
        "{refused:?}"
    );
    assert!(answer.is_empty() && center.owes_answers());
    center.decline(NOW, refused.returned, &mut answer);
    let pdu = read(&mut esme, &answer);
    assert_eq!(pdu.command_status, CommandStatus::ESME_RSYSERR);
    assert!(!center.owes_answers());
}

#[test]
fn what_nobody_handles_is_to_be_tried_again() {
    let [mut esme, mut center] = pair();
    let asked = [
        (
            ask(&mut center, &mut esme, DeliverSm::default()),
            CommandStatus::ESME_RX_T_APPN,
        ),
        (
            ask(&mut center, &mut esme, DataSm::default()),
            CommandStatus::ESME_RX_T_APPN,
        ),
    ];
    for (responder, status) in asked {
        let mut answer = Vec::new();
        esme.decline(NOW, responder, &mut answer);
        assert_eq!(read(&mut center, &answer).command_status, status);
    }
    let responder = ask(&mut esme, &mut center, SubmitSm::default());
    // No room for the answer: the request is given up, and does not count any more.
    center.decline(NOW, responder, &mut &mut [0_u8; 4][..]);
    assert!(!center.owes_answers());
}

#[test]
fn a_bind_with_the_application_is_owed_an_answer() {
    let mut center: Side = Session::message_center(Config::default(), vec![WindowSlot::EMPTY], NOW);
    let bind = Pdu::new(1, Body::BindReceiver(Default::default()));
    let mut octets = Vec::new();
    bind.encode(Dialect::STRICT, &mut octets).unwrap();
    let Ok(Event::Bind { responder, .. }) = center.handle_frame(NOW, &octets, &mut Vec::new())
    else {
        panic!("no bind")
    };
    assert!(center.owes_answers());
    center.ignore(responder);
    assert!(!center.owes_answers());
}

#[test]
fn a_stall_closes_the_session_once() {
    use smpp_session::{CloseReason, TimedEvent};
    let [mut esme, _] = pair();
    esme.handle_stall(NOW);
    assert_eq!(
        esme.poll_event(),
        Some(TimedEvent::Closed(CloseReason::Stalled))
    );
    esme.abort(NOW);
    assert_eq!(esme.close_reason(), Some(CloseReason::Stalled));
}
