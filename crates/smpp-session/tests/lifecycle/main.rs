//! From open to closed, on every way there is.

#[path = "../common/mod.rs"]
mod common;

mod binds;
mod ends;
mod unbinds;
mod versions;

use core::time::Duration;

use common::{NOW, OwnedEvent, Plain, bind, bring_to, drain, feed, frame_of, frames, request_body};
use common::{response_of, slots};
use smpp_codec::pdu::{Bind, BindResp, Body, DeliverSmResp, GenericNack, Outbind, SubmitSmResp};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::InterfaceVersion;
use smpp_codec::{CommandId, CommandStatus, Pdu, Version};
use smpp_session_model::{
    BindType, CloseReason, Config, Event, FailReason, LocalError, Role, Session, State, TimedEvent,
};

const ROK: CommandStatus = CommandStatus::ESME_ROK;

fn bound(role: Role) -> Plain {
    bring_to(State::BoundTrx, role, Version::V5_0, Config::default())
}

fn open(role: Role, config: Config) -> Plain {
    bring_to(State::Open, role, config.version, config)
}

fn submit() -> Body<'static> {
    request_body(CommandId::SUBMIT_SM)
}

fn request_resp(request: CommandId) -> Body<'static> {
    Body::default_for(request.response().unwrap()).unwrap()
}

/// Both sides of one connection, and what is on its way.
struct Pair {
    esme: Plain,
    mc: Plain,
    to_mc: Vec<u8>,
    to_esme: Vec<u8>,
}

impl Pair {
    fn open(esme: Config, mc: Config) -> Self {
        Self {
            esme: open(Role::Esme, esme),
            mc: open(Role::MessageCenter, mc),
            to_mc: Vec::new(),
            to_esme: Vec::new(),
        }
    }

    fn at_mc(&mut self) -> (Vec<OwnedEvent>, Vec<smpp_session_model::Responder>) {
        feed(&mut self.mc, NOW, &mut self.to_mc, &mut self.to_esme)
    }

    fn at_esme(&mut self) -> (Vec<OwnedEvent>, Vec<smpp_session_model::Responder>) {
        feed(&mut self.esme, NOW, &mut self.to_esme, &mut self.to_mc)
    }

    fn ask(&mut self, bind_type: BindType) -> smpp_session_model::Responder {
        self.esme
            .bind(NOW, bind_type, Bind::default(), &mut self.to_mc)
            .unwrap();
        let (events, mut responders) = self.at_mc();
        assert!(matches!(events[..], [OwnedEvent::Bind(_)]), "{events:?}");
        responders.pop().unwrap()
    }

    fn bind(&mut self, bind_type: BindType) {
        let responder = self.ask(bind_type);
        self.mc
            .accept_bind(NOW, responder, b"mc", &mut self.to_esme)
            .unwrap();
        assert_eq!(self.at_esme().0, [OwnedEvent::Bound]);
        assert_eq!(self.esme.state(), bind_type.state());
        assert_eq!(self.mc.state(), bind_type.state());
    }

    fn bound() -> Self {
        let mut pair = Self::open(Config::default(), Config::default());
        pair.bind(BindType::Transceiver);
        pair
    }
}
