//! What a peer may do to messages that are kept, and every other operation's answer.

use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Body, CancelBroadcastSm, CancelSm, ParamRetrieveResp, ReplaceSm};
use smpp_codec::tlv;
use smpp_codec::values::MessageState;
use smpp_tokio::{Error, Request};
use tokio::time::Instant;

use super::center::{Center, State};
use super::message::Kind;
use super::operations::tell;
use super::queries::{self, has_reference, owned};
use super::sessions::Bound;
use super::store::{Entry, Id};

/// What the answer is, when it is known.
type Answered = Result<(), CommandStatus>;

/// Answers a request that is no submission.
pub(crate) fn answer(center: &Center, bound: &Bound, request: Request) -> Result<(), Error> {
    let frame = request.frame().clone();
    let command_id = frame.header().command_id;
    let mut state = center.lock();
    let state = &mut *state;
    let refused = match frame.pdu().body {
        Body::QuerySm(pdu) => match queries::query(state, bound, &pdu) {
            Ok(answer) => return answer.send(request, &pdu),
            Err(status) => status,
        },
        Body::QueryMsgDetails(pdu) => match queries::details(state, bound, &pdu) {
            Ok(entry) => return queries::send_details(request, &pdu, entry),
            Err(status) => status,
        },
        Body::QueryBroadcastSm(pdu) => match queries::broadcast(state, bound, &pdu) {
            Ok((id, entry)) => return queries::send_broadcast(request, id, entry),
            Err(status) => status,
        },
        Body::QueryLastMsgs(pdu) => return queries::send_last(state, bound, request, &pdu),
        Body::ParamRetrieve(pdu) => match pdu.param_name {
            b"version" => {
                let version = env!("CARGO_PKG_VERSION").as_bytes();
                let body = ParamRetrieveResp {
                    param_value: Some(version),
                    ..Default::default()
                };
                return request.respond(CommandStatus::ESME_ROK, body);
            }
            _ => CommandStatus::ESME_RCNTRETRPARAM,
        },
        Body::CancelSm(pdu) => match cancel(state, bound, &pdu) {
            Ok(()) => return request.accept(&[]),
            Err(status) => status,
        },
        Body::ReplaceSm(pdu) => match replace(state, bound, &pdu) {
            Ok(()) => return request.accept(&[]),
            Err(status) => status,
        },
        Body::CancelBroadcastSm(pdu) => match cancel_broadcast(state, bound, &pdu) {
            Ok(()) => return request.accept(&[]),
            Err(status) => status,
        },
        _ => CommandStatus::ESME_RINVCMDID,
    };
    tell(
        center,
        bound,
        command_id,
        format_args!("refused with {refused}"),
    );
    request.refuse(refused)
}

fn cancel(state: &mut State, bound: &Bound, pdu: &CancelSm<'_>) -> Answered {
    let too_late = CommandStatus::ESME_RCANCELFAIL;
    if !pdu.message_id.is_empty() {
        let (id, entry) = owned(state, bound, pdu.message_id, pdu.source_addr)?;
        if !entry.is_pending() || entry.message.kind == Kind::Broadcast {
            return Err(too_late);
        }
        state.store.finish(id, MessageState::DELETED, 0);
        return Ok(());
    }
    let source = pdu.source_addr.into();
    let destinations = [pdu.destination_addr.into()];
    let matching = |entry: &Entry| {
        entry.is_pending()
            && entry.is_from(&source)
            && entry.message.destinations == destinations
            && entry.message.service_type == pdu.service_type
    };
    delete_all(state, bound, matching).ok_or(too_late)
}

fn cancel_broadcast(state: &mut State, bound: &Bound, pdu: &CancelBroadcastSm<'_>) -> Answered {
    let source = pdu.source_addr.into();
    let id = Id::read(pdu.message_id);
    let ids: Vec<Id> = state
        .store
        .find(&bound.user.system_id, |entry| {
            entry.message.kind == Kind::Broadcast && entry.is_pending() && entry.is_from(&source)
        })
        .filter(|other| {
            let entry = state.store.get(*other);
            match (id, pdu.tlvs.get(tlv::USER_MESSAGE_REFERENCE)) {
                (Some(id), _) => *other == id,
                (None, Ok(Some(_))) => {
                    entry.is_some_and(|entry| has_reference(&entry.message, &pdu.tlvs))
                }
                _ => entry.is_some_and(|entry| entry.message.service_type == pdu.service_type),
            }
        })
        .collect();
    for id in &ids {
        state.store.finish(*id, MessageState::DELETED, 0);
    }
    match ids.is_empty() {
        true => Err(CommandStatus::ESME_RBCASTCANCELFAIL),
        false => Ok(()),
    }
}

/// Deletes what matches; `None` if nothing does.
fn delete_all(state: &mut State, bound: &Bound, matches: impl Fn(&Entry) -> bool) -> Option<()> {
    let ids: Vec<Id> = state.store.find(&bound.user.system_id, matches).collect();
    for id in &ids {
        state.store.finish(*id, MessageState::DELETED, 0);
    }
    (!ids.is_empty()).then_some(())
}

fn replace(state: &mut State, bound: &Bound, pdu: &ReplaceSm<'_>) -> Answered {
    if pdu.sm_default_msg_id != 0 {
        return Err(CommandStatus::ESME_RINVDFTMSGID);
    }
    let (id, entry) = owned(state, bound, pdu.message_id, pdu.source_addr)?;
    if !entry.is_pending() || entry.message.kind == Kind::Broadcast {
        return Err(CommandStatus::ESME_RREPLACEFAIL);
    }
    let mut message = entry.message.clone();
    let payload = pdu.tlvs.get(tlv::MESSAGE_PAYLOAD).ok().flatten();
    message.content = payload.unwrap_or(pdu.short_message).to_vec();
    message.registered_delivery = pdu.registered_delivery;
    // An empty time keeps the old one.
    let (mut due, mut until) = (entry.due, entry.until);
    if !pdu.schedule_delivery_time.is_empty() {
        message.schedule_delivery_time = pdu.schedule_delivery_time.to_vec();
    }
    if !pdu.validity_period.is_empty() {
        message.validity_period = pdu.validity_period.to_vec();
    }
    let now = Instant::now();
    let (wait, live) = message.times()?;
    if !pdu.schedule_delivery_time.is_empty() {
        due = now + wait;
    }
    if !pdu.validity_period.is_empty() {
        until = live.map(|live| now + live);
    }
    state.store.replace(id, |entry| {
        entry.message = message;
        (entry.due, entry.until) = (due, until);
    });
    Ok(())
}
