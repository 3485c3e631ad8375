//! Every operation that a peer may ask for, and its answer.

use std::fmt::Display;
use std::sync::Arc;

use smpp_codec::pdu::{
    Body, BroadcastSmResp, DataSmResp, Destination, SubmitMulti, SubmitMultiResp, SubmitSm,
    SubmitSmResp, UnsuccessSme,
};
use smpp_codec::values::{MessageState, ReplaceIfPresentFlag};
use smpp_codec::{CommandId, CommandStatus};
use smpp_tokio::{Error, Request};
use tokio::time::Instant;

use super::center::Center;
use super::deliver::{self, Life};
use super::manage;
use super::message::{Kind, Message};
use super::sessions::Bound;
use super::store::Id;
use super::texts::{self, Said};
use crate::address::OwnedAddress;
use crate::show::Text;

/// Octets that take one of a user's places.
const PLACE_OCTETS: usize = 1024;

/// Answers a request. What fails is told; the session goes on.
pub(crate) fn answer(center: &Arc<Center>, bound: &Bound, request: Request) {
    let frame = request.frame().clone();
    let command_id = frame.header().command_id;
    let answered = match frame.pdu().body {
        Body::SubmitSm(pdu) => match replaced(center, bound, &pdu) {
            Some(id) => accept(request, id),
            None => take(center, bound, request, Message::submitted(&pdu), &[]),
        },
        Body::SubmitMulti(pdu) => {
            let refused = unsuccessful(&pdu);
            take(
                center,
                bound,
                request,
                Message::submitted_to_many(&pdu),
                &refused,
            )
        }
        Body::DataSm(pdu) => take(center, bound, request, Message::data(&pdu), &[]),
        Body::BroadcastSm(pdu) => take(center, bound, request, Message::broadcast(&pdu), &[]),
        _ => manage::answer(center, bound, request),
    };
    if let Err(error) = answered {
        tell(
            center,
            bound,
            command_id,
            format_args!("not answered: {error}"),
        );
    }
}

/// Tells what became of a request.
pub(crate) fn tell(center: &Center, bound: &Bound, command_id: CommandId, what: impl Display) {
    center
        .events
        .tell(format_args!("{bound} {command_id} {what}"));
}

/// Takes a message, answers, and lets it live its life.
fn take(
    center: &Arc<Center>,
    bound: &Bound,
    request: Request,
    message: Result<Message, CommandStatus>,
    unsuccessful: &[OwnedAddress],
) -> Result<(), Error> {
    let command_id = request.pdu().command_id();
    let taken = message.and_then(|message| {
        let words = words(bound, &message);
        let is_transaction = message.is_transaction() && message.kind != Kind::Broadcast;
        let said = message.kind != Kind::Broadcast;
        let said = said.then(|| said_so_far(center, bound, &message)).flatten();
        keep(center, bound, message).map(|life| (words, is_transaction, said, life))
    });
    let (words, is_transaction, said, mut life) = match taken {
        Ok(taken) => taken,
        Err(status) => {
            tell(
                center,
                bound,
                command_id,
                format_args!("refused with {status}"),
            );
            return request.refuse(status);
        }
    };
    tell(
        center,
        bound,
        command_id,
        format_args!("{} {words}", life.id),
    );
    if let Some(said) = said {
        center.events.tell(format_args!("{bound} {said}"));
    }
    let answered = if is_transaction {
        life.request = Some(request);
        Ok(())
    } else {
        accept_partly(request, life.id, unsuccessful)
    };
    // The answer is on its way before anything that follows from the message.
    tokio::spawn(deliver::live(Arc::clone(center), life));
    answered
}

/// Keeps a message, as long as its user has places for it.
fn keep(center: &Center, bound: &Bound, message: Message) -> Result<Life, CommandStatus> {
    let (wait, live) = message.times()?;
    let now = Instant::now();
    let places = u32::try_from(message.octets() / PLACE_OCTETS + 1).unwrap_or(u32::MAX);
    let full = CommandStatus::ESME_RMSGQFUL;
    let place = Arc::clone(&bound.user.places).try_acquire_many_owned(places);
    let place = place.map_err(|_| full)?;
    let until = live.map(|live| now + live);
    let mut state = center.lock();
    let store = &mut state.store;
    let id = store.insert(message, &bound.user.system_id, now + wait, until);
    Ok(Life {
        id: id.ok_or(full)?,
        user: Arc::clone(&bound.user),
        session: bound.number,
        request: None,
        _place: place,
    })
}

/// The pending message that a `submit_sm` replaces, if it asks for that and there is one.
fn replaced(center: &Center, bound: &Bound, pdu: &SubmitSm<'_>) -> Option<Id> {
    if pdu.replace_if_present_flag != ReplaceIfPresentFlag::REPLACE {
        return None;
    }
    let message = Message::submitted(pdu).ok()?;
    let mut state = center.lock();
    let id = state.store.find(&bound.user.system_id, |entry| {
        let old = &entry.message;
        entry.is_pending()
            && entry.is_from(&message.source)
            && (old.kind, &old.destinations) == (Kind::Submit, &message.destinations)
            && old.service_type == message.service_type
    });
    let id = { id }.next()?;
    let words = words(bound, &message);
    state.store.replace(id, |entry| entry.message = message);
    tell(
        center,
        bound,
        CommandId::SUBMIT_SM,
        format_args!("{id} replaced: {words}"),
    );
    Some(id)
}

fn unsuccessful(pdu: &SubmitMulti<'_>) -> Vec<OwnedAddress> {
    let unsuccessful = pdu.dest_address.iter().filter_map(|entry| match entry {
        Destination::SmeAddress(address) if address.addr.is_empty() => Some(address.into()),
        _ => None,
    });
    unsuccessful.collect()
}

/// Accepts a submission under this id.
pub(crate) fn accept(request: Request, id: Id) -> Result<(), Error> {
    accept_partly(request, id, &[])
}

fn accept_partly(request: Request, id: Id, unsuccessful: &[OwnedAddress]) -> Result<(), Error> {
    let id = id.to_string();
    let message_id = Some(id.as_bytes());
    let unsuccessful: Vec<_> = unsuccessful
        .iter()
        .map(|address| UnsuccessSme {
            address: address.as_address(),
            error_status_code: CommandStatus::ESME_RINVDSTADR,
        })
        .collect();
    let body: Body<'_> = match request.pdu().command_id() {
        CommandId::SUBMIT_SM => SubmitSmResp {
            message_id,
            ..SubmitSmResp::default()
        }
        .into(),
        CommandId::SUBMIT_MULTI => SubmitMultiResp {
            message_id,
            unsuccess_sme: unsuccessful.as_slice().into(),
            ..SubmitMultiResp::default()
        }
        .into(),
        CommandId::DATA_SM => DataSmResp {
            message_id,
            ..DataSmResp::default()
        }
        .into(),
        _ => BroadcastSmResp {
            message_id,
            ..BroadcastSmResp::default()
        }
        .into(),
    };
    request.respond(CommandStatus::ESME_ROK, body)
}

/// A message in words: from whom, to whom, what.
fn words(bound: &Bound, message: &Message) -> String {
    let mut words = format!("from {}", message.source);
    for (number, destination) in message.destinations.iter().enumerate() {
        let to = if number == 0 { " to " } else { ", " };
        words += &format!("{to}{destination}");
    }
    if message.registered_delivery.receipt().0 != 0 {
        words += ", receipt asked for";
    }
    let version = bound.connection.version();
    words + ": " + &message.with_content(|content| texts::describe(content, version))
}

/// What a long message says, when its last part has come; how many are there, until then.
fn said_so_far(center: &Center, bound: &Bound, message: &Message) -> Option<String> {
    let peer = texts::peer(bound.connection.version());
    let destination = message.destinations.first()?;
    let said = message.with_content(|content| {
        let addresses = [&message.source.as_address(), &destination.as_address()];
        let data = content.user_data_lossy(&peer);
        bound.user.texts.push(
            smpp_message::Instant::from_duration(center.events.now()),
            addresses,
            &data,
        )
    });
    let between = format!("from {} to {destination}", message.source);
    match said {
        // Shown with the message itself.
        Said::Whole { parts: 1, .. } => None,
        Said::Whole { text, parts } => Some(format!(
            "long message {between}, whole in {parts} parts: {}",
            Text(&text)
        )),
        Said::Part {
            received, total, ..
        } => Some(format!(
            "long message {between}: {received} of {total} parts are there"
        )),
        Said::Binary(_) => None,
        Said::Lost(why) => Some(format!(
            "part of a long message {between} is left out: {why}"
        )),
    }
}

/// The name of a state, for people.
pub(crate) fn name(state: MessageState) -> &'static str {
    state.name().unwrap_or("UNKNOWN")
}
