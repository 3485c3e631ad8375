//! Delivery receipts.

use std::pin::pin;
use std::time::Duration;

use smpp_codec::frame::Frame;
use smpp_codec::pdu::DeliverSm;
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{
    EsmClass, McReceipt, MessageState, NetworkErrorCode, NetworkErrorType, RegisteredDelivery,
};
use smpp_codec::{Dialect, EncodeError, Pdu, Version};
use smpp_message::Alphabet;
use smpp_message::receipt::{AppendixB, Date};
use tokio::time::{sleep, timeout};

use super::center::Center;
use super::deliver::{Life, Outcome, hand_over};
use super::message::Message;
use super::operations::name;
use super::sessions::Bound;
use super::store::Id;
use super::texts;
use crate::address::OwnedAddress;

/// How long a receipt waits for somebody to take it.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long until a receipt is sent again, each time.
const RETRIES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];

/// What a receipt says of a message.
struct Receipt {
    id: Id,
    submitted: Date,
    done: Date,
    state: MessageState,
    error_code: u8,
    text: Vec<u8>,
    /// The TLV `user_message_reference` of the message.
    reference: Option<u16>,
}

/// Sends the receipts that a message asks for: one for each destination.
pub(crate) async fn send_all(center: &Center, life: &Life, state: MessageState, error_code: u8) {
    let (message, receipt) = {
        let center = center.lock();
        let Some(entry) = center.store.get(life.id) else {
            return;
        };
        let message = &entry.message;
        let asked = is_wanted(message.registered_delivery, state);
        if !asked || message.is_datagram() {
            return;
        }
        let dates = [entry.submitted, entry.done.unwrap_or(entry.submitted)];
        let [Some(submitted), Some(done)] = dates.map(Date::from_unix_seconds) else {
            return;
        };
        let reference = message.tlv(tlv::USER_MESSAGE_REFERENCE.tag());
        let receipt = Receipt {
            id: life.id,
            submitted,
            done,
            state,
            error_code,
            text: front(message),
            reference: reference
                .and_then(|octets| Some(u16::from_be_bytes(octets.try_into().ok()?))),
        };
        (message.clone(), receipt)
    };
    for destination in &message.destinations {
        send(center, life, &receipt, &message.source, destination).await;
    }
}

/// Whether `registered_delivery` asks for a receipt of this state.
fn is_wanted(asked: RegisteredDelivery, state: MessageState) -> bool {
    let delivered = state == MessageState::DELIVERED;
    match asked.receipt() {
        McReceipt::ON_SUCCESS_OR_FAILURE => true,
        McReceipt::ON_FAILURE => !delivered,
        McReceipt::ON_SUCCESS => delivered,
        _ => false,
    }
}

async fn send(
    center: &Center,
    life: &Life,
    receipt: &Receipt,
    source: &OwnedAddress,
    destination: &OwnedAddress,
) {
    let (id, state) = (life.id, name(receipt.state));
    let tell = |what: std::fmt::Arguments<'_>| {
        center
            .events
            .tell(format_args!("{id} receipt {state} {what}"));
    };
    let mut retries = RETRIES.iter();
    loop {
        let Some(taker) = taker(center, life).await else {
            let user = &life.user.system_id;
            return tell(format_args!("dropped: {user} has nobody bound to take it"));
        };
        let version = taker.connection.version();
        let outcome = match receipt.encode(source, destination, version) {
            Ok(frame) => hand_over(&taker, &frame).await,
            Err(error) => return tell(format_args!("dropped: {error}")),
        };
        match (outcome, retries.next()) {
            (Outcome::Delivered, _) => return tell(format_args!("to {taker}")),
            (Outcome::Later(_), Some(delay)) => sleep(*delay).await,
            (Outcome::Later(status) | Outcome::Never(status), _) => {
                return tell(format_args!("dropped: {taker} answered {status}"));
            }
        }
    }
}

/// Whoever takes the receipts of the sender, as soon as there is somebody.
async fn taker(center: &Center, life: &Life) -> Option<Bound> {
    let find = || {
        center
            .lock()
            .sessions
            .receipt_taker(&life.user, life.session)
    };
    if let Some(taker) = find() {
        return Some(taker);
    }
    // Only so many wait for each user: the others are dropped.
    let _place = life.user.waiting_receipts.try_acquire().ok()?;
    let appears = async {
        loop {
            // Registered before looking, so that no bind is missed.
            let mut bound = pin!(center.bound.notified());
            bound.as_mut().enable();
            match find() {
                Some(taker) => break taker,
                None => bound.await,
            }
        }
    };
    timeout(PATIENCE, appears).await.ok()
}

impl Receipt {
    fn encode(
        &self,
        source: &OwnedAddress,
        destination: &OwnedAddress,
        version: Version,
    ) -> Result<Frame, EncodeError> {
        let id = self.id.to_string();
        let error = format!("{:03}", self.error_code);
        let mut text = [0; 160];
        let text = AppendixB {
            id: id.as_bytes(),
            sub: 1,
            dlvrd: u16::from(self.state == MessageState::DELIVERED),
            submit_date: self.submitted,
            done_date: self.done,
            state: self.state,
            err: error.as_bytes(),
            text: &self.text,
        }
        .encode(&mut text)
        .unwrap_or_default();
        let network_error = NetworkErrorCode {
            network_type: NetworkErrorType::MESSAGE_CENTER,
            error_code: self.error_code.into(),
        };
        let mut tlvs = Vec::new();
        if version > Version::V3_3 {
            tlvs.push(Tlv::new(tlv::RECEIPTED_MESSAGE_ID, id.as_bytes()));
            tlvs.push(Tlv::new(tlv::MESSAGE_STATE, self.state));
            if let Some(reference) = self.reference {
                tlvs.push(Tlv::new(tlv::USER_MESSAGE_REFERENCE, reference));
            }
            if version == Version::V5_0 && self.error_code != 0 {
                tlvs.push(Tlv::new(tlv::NETWORK_ERROR_CODE, network_error));
            }
        }
        // Source and destination are those of the message, exchanged.
        let deliver = DeliverSm {
            esm_class: EsmClass::MC_DELIVERY_RECEIPT,
            tlvs: tlvs.as_slice().into(),
            ..DeliverSm::new(destination.as_address(), source.as_address(), text)
        };
        Frame::encode(&Pdu::new(1, deliver), Dialect::STRICT.with_version(version))
    }
}

/// The first characters of a message, in the alphabet of receipts.
fn front(message: &Message) -> Vec<u8> {
    message.with_content(|content| {
        let data = content.user_data_lossy(&texts::peer(Version::V3_4));
        let text: String = match data.chars_lossy() {
            Some(chars) => chars.take(20).collect(),
            None => String::new(),
        };
        let mut octets = [0; 80];
        let encoded = Alphabet::GSM7.encode_lossy(&text, &mut octets);
        encoded
            .map(|(octets, _)| octets.to_vec())
            .unwrap_or_default()
    })
}
