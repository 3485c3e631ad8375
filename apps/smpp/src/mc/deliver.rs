//! The life of a message: it waits, is delivered or not, and its sender is told.

use std::sync::Arc;
use std::time::Duration;

use smpp_codec::CommandStatus;
use smpp_codec::frame::Frame;
use smpp_codec::values::MessageState;
use smpp_session::LocalError;
use smpp_tokio::{Error, Request};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, sleep_until};

use super::center::Center;
use super::message::Message;
use super::operations::{accept, name};
use super::receipt;
use super::sessions::Bound;
use super::store::Id;
use super::users::User;
use crate::address::OwnedAddress;

/// How long until a delivery is tried again, each time.
const RETRIES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

/// A message that is not done with.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) id: Id,
    /// Whose it is.
    pub(crate) user: Arc<User>,
    /// The session it came by.
    pub(crate) session: u64,
    /// The submission, if it is answered with the outcome.
    pub(crate) request: Option<Request>,
    /// Free when the sender has been told.
    pub(crate) _place: OwnedSemaphorePermit,
}

/// How a delivery ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Delivered,
    /// Worth trying again.
    Later(CommandStatus),
    Never(CommandStatus),
}

/// Sees a message through.
pub(crate) async fn live(center: Arc<Center>, mut life: Life) {
    let told_at = deliver(&center, life.id).await;
    let finished = {
        let state = center.lock();
        let entry = state.store.get(life.id);
        entry.map(|entry| (entry.state, entry.error_code))
    };
    let Some((state, error_code)) = finished else {
        return;
    };
    if let Some(request) = life.request.take() {
        // If the peer has gone, it learns nothing.
        let _ = match state {
            MessageState::DELIVERED => accept(request, life.id),
            _ => request.refuse(CommandStatus::ESME_RDELIVERYFAILURE),
        };
    }
    sleep_until(told_at).await;
    receipt::send_all(&center, &life, state, error_code).await;
}

/// Delivers a message, or finds that it cannot be. Answers when the sender may be told.
async fn deliver(center: &Center, id: Id) -> Instant {
    let mut retries = RETRIES.iter();
    let mut delivered: Vec<OwnedAddress> = Vec::new();
    let mut was_tried = false;
    while wait(center, id).await {
        let handset = !was_tried && nobody_receives(center, id);
        if handset {
            // A handset answers in its own time; until then the message can be changed.
            let due = Instant::now() + center.receipt_after;
            center.lock().store.postpone(id, due);
            if !wait(center, id).await {
                break;
            }
        }
        let Some(message) = center.lock().store.begin(id) else {
            break;
        };
        let mut failed = None;
        for destination in &message.destinations {
            if delivered.contains(destination) {
                continue;
            }
            match deliver_to(center, id, &message, destination, was_tried).await {
                Outcome::Delivered => delivered.push(destination.clone()),
                outcome => failed = Some(outcome),
            }
        }
        was_tried = true;
        let once = message.is_transaction() || message.is_datagram();
        let retry = matches!(failed, Some(Outcome::Later(_))).then(|| retries.next());
        let (state, status) = match (failed, retry.flatten()) {
            (Some(_), Some(delay)) if !once => {
                center.lock().store.postpone(id, Instant::now() + *delay);
                continue;
            }
            (Some(Outcome::Later(status) | Outcome::Never(status)), _) => {
                (MessageState::UNDELIVERABLE, status)
            }
            _ => (MessageState::DELIVERED, CommandStatus::ESME_ROK),
        };
        let error_code = u8::try_from(status.0).unwrap_or(u8::MAX);
        center.lock().store.finish(id, state, error_code);
        return match handset {
            true => Instant::now(),
            false => Instant::now() + center.receipt_after,
        };
    }
    Instant::now()
}

/// Waits until a message is due; false if it is over before.
async fn wait(center: &Center, id: Id) -> bool {
    loop {
        let (due, until, changed) = {
            let mut state = center.lock();
            let Some(entry) = state.store.get(id).filter(|entry| entry.is_pending()) else {
                return false;
            };
            let (due, until) = (entry.due, entry.until);
            let now = Instant::now();
            if until.is_some_and(|until| until <= now) {
                state.store.finish(id, MessageState::EXPIRED, 0);
                center
                    .events
                    .tell(format_args!("{id} {}", name(MessageState::EXPIRED)));
                return false;
            }
            if due <= now {
                return true;
            }
            (due, until, Arc::clone(&entry.changed))
        };
        tokio::select! {
            () = sleep_until(until.map_or(due, |until| until.min(due))) => {}
            () = changed.notified() => {}
        }
    }
}

/// Whether no receiver is bound for any destination.
fn nobody_receives(center: &Center, id: Id) -> bool {
    let mut state = center.lock();
    let state = &mut *state;
    let Some(entry) = state.store.get(id) else {
        return false;
    };
    let mut destinations = entry.message.destinations.iter();
    destinations.all(|to| state.sessions.receiver(&to.as_address()).is_none())
}

async fn deliver_to(
    center: &Center,
    id: Id,
    message: &Message,
    destination: &OwnedAddress,
    was_tried: bool,
) -> Outcome {
    let receiver = center.lock().sessions.receiver(&destination.as_address());
    let events = &center.events;
    let Some(receiver) = receiver else {
        if was_tried {
            events.tell(format_args!("{id} to {destination}: its receiver has gone"));
            return Outcome::Later(CommandStatus::ESME_RDELIVERYFAILURE);
        }
        events.tell(format_args!(
            "{id} to {destination}: delivered to a handset, as no receiver is bound for it"
        ));
        return Outcome::Delivered;
    };
    let version = receiver.connection.version();
    let outcome = match message.delivery(destination, version) {
        Ok(frame) => hand_over(&receiver, &frame).await,
        // A version has no room for what another has.
        Err(_) => Outcome::Never(CommandStatus::ESME_RINVMSGLEN),
    };
    match outcome {
        Outcome::Delivered => events.tell(format_args!(
            "{id} to {destination}: delivered to {receiver}"
        )),
        Outcome::Later(status) => events.tell(format_args!(
            "{id} to {destination}: not delivered to {receiver} now: {status}"
        )),
        Outcome::Never(status) => events.tell(format_args!(
            "{id} to {destination}: refused by {receiver} with {status}"
        )),
    }
    outcome
}

/// Sends a request to a receiver, and takes its answer for the outcome.
pub(crate) async fn hand_over(receiver: &Bound, frame: &Frame) -> Outcome {
    let response = receiver.connection.request(frame.pdu().body).await;
    let status = match response {
        Ok(response) => response.header().command_status,
        Err(Error::Local(LocalError::Encode(_))) => {
            return Outcome::Never(CommandStatus::ESME_RINVMSGLEN);
        }
        // Gone, going, or silent: another session may take it.
        Err(_) => return Outcome::Later(CommandStatus::ESME_RDELIVERYFAILURE),
    };
    match status {
        CommandStatus::ESME_ROK => Outcome::Delivered,
        CommandStatus::ESME_RX_T_APPN
        | CommandStatus::ESME_RSYSERR
        | CommandStatus::ESME_RMSGQFUL
        | CommandStatus::ESME_RTHROTTLED => Outcome::Later(status),
        status => Outcome::Never(status),
    }
}
