//! What a peer may ask about messages that are kept.

use smpp_codec::pdu::{
    Destination, MessageDetailsFields, MessageIdEntry, QueryBroadcastSm, QueryBroadcastSmResp,
    QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails, QueryMsgDetailsResp, QuerySm, QuerySmResp,
};
use smpp_codec::tlv::{self, Tlv, Tlvs};
use smpp_codec::values::time::{AbsoluteTime, Century};
use smpp_codec::values::{Address, BroadcastAreaSuccess, MessageState};
use smpp_codec::{CommandStatus, Version};
use smpp_tokio::{Error, Request};

use super::center::State;
use super::message::{Kind, Message};
use super::sessions::Bound;
use super::store::{Entry, Id};

/// The most ids that `query_last_msgs_resp` carries.
const MOST_IDS: usize = 100;

/// What `query_sm_resp` says.
pub(crate) struct QueryAnswer {
    final_date: String,
    message_state: MessageState,
    error_code: u8,
}

impl QueryAnswer {
    pub(crate) fn send(&self, request: Request, pdu: &QuerySm<'_>) -> Result<(), Error> {
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

pub(crate) fn query(
    state: &mut State,
    bound: &Bound,
    pdu: &QuerySm<'_>,
) -> Result<QueryAnswer, CommandStatus> {
    let entry = owned(state, bound, pdu.message_id, pdu.source_addr)?.1;
    Ok(QueryAnswer {
        final_date: final_date(entry.done),
        message_state: told(entry, bound.connection.version()),
        error_code: entry.error_code,
    })
}

/// Writes the time of the final state, in UTC; nothing if there is none.
fn final_date(done: Option<i64>) -> String {
    let time =
        done.and_then(|done| AbsoluteTime::from_unix_seconds(done, 0, Century::around(done)).ok());
    time.map(|time| time.to_string()).unwrap_or_default()
}

/// The state as a version knows it.
fn told(entry: &Entry, version: Version) -> MessageState {
    match entry.state {
        MessageState::SCHEDULED if version < Version::V5_0 => MessageState::ENROUTE,
        state => state,
    }
}

pub(crate) fn details<'s>(
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

pub(crate) fn send_details(
    request: Request,
    pdu: &QueryMsgDetails<'_>,
    entry: &Entry,
) -> Result<(), Error> {
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
    let final_date = final_date(entry.done);
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

pub(crate) fn send_last(
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
    let ids: Vec<_> = ids.iter().map(|id| MessageIdEntry(id.as_bytes())).collect();
    let body = QueryLastMsgsResp {
        message_ids: Some(ids.as_slice().into()),
        ..QueryLastMsgsResp::default()
    };
    request.respond(CommandStatus::ESME_ROK, body)
}

pub(crate) fn broadcast<'s>(
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

pub(crate) fn send_broadcast(request: Request, id: Id, entry: &Entry) -> Result<(), Error> {
    let id = id.to_string();
    // Delivered in all of an area, or in nothing of it.
    let success = match entry.state {
        MessageState::DELIVERED => BroadcastAreaSuccess(100),
        _ => BroadcastAreaSuccess(0),
    };
    let mut list = vec![Tlv::new(tlv::MESSAGE_STATE, entry.state)];
    for area in entry.message.tlvs_of(tlv::BROADCAST_AREA_IDENTIFIER.tag()) {
        list.push(Tlv::raw(tlv::BROADCAST_AREA_IDENTIFIER.tag(), area));
        list.push(Tlv::new(tlv::BROADCAST_AREA_SUCCESS, success));
    }
    let body = QueryBroadcastSmResp {
        message_id: Some(id.as_bytes()),
        tlvs: Tlvs::from(list.as_slice()),
    };
    request.respond(CommandStatus::ESME_ROK, body)
}

/// A message of this user and source. One status for whatever is wrong: nobody learns of others.
pub(crate) fn owned<'s>(
    state: &'s mut State,
    bound: &Bound,
    id: &[u8],
    source: Address<'_>,
) -> Result<(Id, &'s mut Entry), CommandStatus> {
    let entry = state.store.owned(id, &bound.user.system_id, &source.into());
    entry.ok_or(CommandStatus::ESME_RINVMSGID)
}

/// Whether a message has the `user_message_reference` that a request has.
pub(crate) fn has_reference(message: &Message, wanted: &Tlvs<'_>) -> bool {
    let Ok(Some(wanted)) = wanted.get(tlv::USER_MESSAGE_REFERENCE) else {
        return false;
    };
    message.tlv(tlv::USER_MESSAGE_REFERENCE.tag()) == Some(&wanted.to_be_bytes())
}
