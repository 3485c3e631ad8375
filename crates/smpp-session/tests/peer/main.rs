//! What a peer may do wrong, and what it gets for it. The numbers are those of the catalogue of
//! quirks.

#[path = "../common/mod.rs"]
mod common;

mod frames;
mod requests;
mod responses;

use common::{NOW, OwnedEvent, Plain, bring_to, drain, feed, frame_of, frames, request_body};
use common::{response_of, slots};
use smpp_codec::frame::Foreign;
use smpp_codec::pdu::{Body, DeliverSmResp, GenericNack, QuerySmResp, SubmitSmResp};
use smpp_codec::{CommandId, CommandStatus, HEADER_OCTETS, Kind, Tolerance, Version};
use smpp_session_model::{
    CloseReason, Config, FailReason, LocalError, RemoteFault, Role, Session, State, TimedEvent,
    WhenFull,
};

const ROK: CommandStatus = CommandStatus::ESME_ROK;

fn bound(role: Role, config: Config) -> Plain {
    bring_to(State::BoundTrx, role, Version::V5_0, config)
}

fn submit() -> Body<'static> {
    request_body(CommandId::SUBMIT_SM)
}

/// An ESME with so many `submit_sm` on their way, their tokens equal to their numbers.
fn waiting(requests: u32) -> Plain {
    let mut esme = bound(Role::Esme, Config::default());
    for number in 2..2 + requests {
        let sent = esme.request(NOW, submit(), number, &mut Vec::new());
        assert_eq!(sent, Ok(number));
    }
    esme
}

fn receive(session: &mut Plain, mut frame: Vec<u8>) -> OwnedEvent {
    let mut out = Vec::new();
    let (mut events, _) = feed(session, NOW, &mut frame, &mut out);
    assert_eq!(events.len(), 1, "{events:?}");
    assert!(out.is_empty(), "no response is answered");
    events.remove(0)
}

fn answer(number: u32) -> Vec<u8> {
    frame_of(number, SubmitSmResp::accepted(b"id").into(), Version::V5_0)
}

fn answered(number: u32) -> OwnedEvent {
    OwnedEvent::Response(number, CommandId::SUBMIT_SM, ROK)
}
