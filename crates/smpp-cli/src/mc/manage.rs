//! What a peer may ask about messages that are kept, and do to them.

use smpp_codec::pdu::{
    Body, CancelBroadcastSm, CancelSm, Destination, MessageDetailsFields, MessageId,
    ParamRetrieveResp, QueryBroadcastSm, QueryBroadcastSmResp, QueryLastMsgs, QueryLastMsgsResp,
    QueryMsgDetails, QueryMsgDetailsResp, QuerySm, QuerySmResp, ReplaceSm,
};
use smpp_codec::tlv::{self, Tlv, Tlvs};
use smpp_codec::values::{Address, MessageState};
use smpp_codec::{CommandStatus, Version};
use smpp_tokio::{Error, Request};
use tokio::time::Instant;

use super::center::{Center, State};
use super::message::{Kind, Message};
use super::operations::tell;
use super::sessions::Bound;
use super::store::{Entry, Id};

/// The most ids that `query_last_msgs_resp` carries.
const MOST_IDS: usize = 100;

/// What the answer is, when it is known.
type Answered = Result<(), CommandStatus>;

/// Answers a request that is no submission.
pub(crate) fn answer(center: &Center, bound: &Bound, request: Request) -> Result<(), Error> {
    let frame = request.frame().clone();
    let command_id = frame.header().command_id;
    let mut state = center.lock();
    let state = &mut *state;
    let refused = match frame.pdu().body {
        Body::QuerySm(pdu) => match query(state, bound, &pdu) {
            Ok(answer) => return answer.send(request, &pdu),
            Err(status) => status,
        },
        Body::QueryMsgDetails(pdu) => match details(state, bound, &pdu) {
            Ok(entry) => return send_details(request, &pdu, entry),
            Err(status) => status,
        },
        Body::QueryBroadcastSm(pdu) => match broadcast(state, bound, &pdu) {
            Ok((id, entry)) => return send_broadcast(request, id, entry),
            Err(status) => status,
        },
        Body::QueryLastMsgs(pdu) => return send_last(state, bound, request, &pdu),
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

//------- Queries -----

/// What `query_sm_resp` says.
struct QueryAnswer {
    final_date: String,
    message_state: MessageState,
    error_code: u8,
}

impl QueryAnswer {
    fn send(&self, request: Request, pdu: &QuerySm<'_>) -> Result<(), Error> {
        request.respond(
            CommandStatus::ESME_ROK,
            QuerySmResp {
                message_id: Some(pdu.message_id),
                final_date: self.final_date.as_bytes(),
                message_state: self.message_state,
                error_code: self.error_code,
                ..QuerySmResp::default()
            },
        )
    }
}

fn query(
    state: &mut State,
    bound: &Bound,
    pdu: &QuerySm<'_>,
) -> Result<QueryAnswer, CommandStatus> {
    let entry = owned(state, bound, pdu.message_id, pdu.source_addr)?.1;
    Ok(QueryAnswer {
        final_date: entry.done.map(|done| done.to_string()).unwrap_or_default(),
        message_state: told(entry, bound.connection.version()),
        error_code: entry.error_code,
    })
}

/// The state as a version knows it.
fn told(entry: &Entry, version: Version) -> MessageState {
    match entry.state {
        MessageState::SCHEDULED if version < Version::V5_0 => MessageState::ENROUTE,
        state => state,
    }
}

fn details<'s>(
    state: &'s mut State,
    bound: &Bound,
    pdu: &QueryMsgDetails<'_>,
) -> Result<&'s Entry, CommandStatus> {
    let (_, entry) = owned(state, bound, pdu.message_id, pdu.source_addr)?;
    match entry.message.kind {
        Kind::Broadcast => Err(CommandStatus::ESME_RINVMSGID),
        _ => Ok(entry),
    }
}

fn send_details(request: Request, pdu: &QueryMsgDetails<'_>, entry: &Entry) -> Result<(), Error> {
    let message = &entry.message;
    let to: Vec<_> = message
        .destinations
        .iter()
        .map(|destination| Destination::SmeAddress(destination.as_address()))
        .collect();
    // As much of the text as was asked for, and as SMPP 3.3 has room for.
    let most = usize::from(pdu.sm_length)
        .min(160)
        .min(message.content.len());
    let final_date = entry.done.map(|done| done.to_string()).unwrap_or_default();
    let details = MessageDetailsFields {
        protocol_id: message.protocol_id,
        priority_flag: message.priority_flag,
        schedule_delivery_time: &message.schedule_delivery_time,
        validity_period: &message.validity_period,
        registered_delivery: message.registered_delivery,
        data_coding: message.data_coding,
        short_message: &message.content[..most],
        message_id: pdu.message_id,
        final_date: final_date.as_bytes(),
        message_state: told(entry, Version::V3_3),
        error_code: entry.error_code,
    };
    let body = QueryMsgDetailsResp {
        service_type: Some(&message.service_type),
        source_addr: message.source.as_address(),
        dest_address: to.as_slice().into(),
        details: (&details).into(),
        ..QueryMsgDetailsResp::default()
    };
    request.respond(CommandStatus::ESME_ROK, body)
}

fn send_last(
    state: &State,
    bound: &Bound,
    request: Request,
    pdu: &QueryLastMsgs<'_>,
) -> Result<(), Error> {
    let wanted = usize::from(pdu.num_messages).min(MOST_IDS);
    let source = pdu.source_addr.into();
    let found = state
        .store
        .find(&bound.user.system_id, |entry| entry.is_from(&source));
    let ids: Vec<String> = found.take(wanted).map(|id| id.to_string()).collect();
    let ids: Vec<_> = ids.iter().map(|id| MessageId(id.as_bytes())).collect();
    let body = QueryLastMsgsResp {
        message_ids: Some(ids.as_slice().into()),
        ..QueryLastMsgsResp::default()
    };
    request.respond(CommandStatus::ESME_ROK, body)
}

fn broadcast<'s>(
    state: &'s State,
    bound: &Bound,
    pdu: &QueryBroadcastSm<'_>,
) -> Result<(Id, &'s Entry), CommandStatus> {
    let source = pdu.source_addr.into();
    let id = Id::read(pdu.message_id);
    let store = &state.store;
    let mut found = store.find(&bound.user.system_id, |entry| {
        entry.message.kind == Kind::Broadcast && entry.is_from(&source)
    });
    let found = if pdu.message_id.is_empty() {
        found.find(|id| {
            store
                .get(*id)
                .is_some_and(|entry| has_reference(&entry.message, &pdu.tlvs))
        })
    } else {
        found.find(|other| Some(*other) == id)
    };
    let found = found.and_then(|id| Some((id, store.get(id)?)));
    found.ok_or(CommandStatus::ESME_RBCASTQUERYFAIL)
}

fn send_broadcast(request: Request, id: Id, entry: &Entry) -> Result<(), Error> {
    let id = id.to_string();
    // Delivered in all of an area, or in nothing of it.
    let success = match entry.state {
        MessageState::DELIVERED => 100,
        _ => 0,
    };
    let mut list = vec![Tlv::new(tlv::MESSAGE_STATE, entry.state)];
    for area in entry.message.tlvs_of(tlv::BROADCAST_AREA_IDENTIFIER.tag()) {
        list.push(Tlv::new(tlv::BROADCAST_AREA_IDENTIFIER, area));
        list.push(Tlv::new(tlv::BROADCAST_AREA_SUCCESS, success));
    }
    let body = QueryBroadcastSmResp {
        message_id: Some(id.as_bytes()),
        tlvs: Tlvs::from(list.as_slice()),
    };
    request.respond(CommandStatus::ESME_ROK, body)
}

//------- Changes -----

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

/// A message of this user and source. One status for whatever is wrong: nobody learns of others.
fn owned<'s>(
    state: &'s mut State,
    bound: &Bound,
    id: &[u8],
    source: Address<'_>,
) -> Result<(Id, &'s mut Entry), CommandStatus> {
    let entry = state.store.owned(id, &bound.user.system_id, &source.into());
    entry.ok_or(CommandStatus::ESME_RINVMSGID)
}

/// Whether a message has the `user_message_reference` that a request has.
fn has_reference(message: &Message, wanted: &Tlvs<'_>) -> bool {
    let Ok(Some(wanted)) = wanted.get(tlv::USER_MESSAGE_REFERENCE) else {
        return false;
    };
    message.tlv(tlv::USER_MESSAGE_REFERENCE.tag()) == Some(&wanted.to_be_bytes())
}
