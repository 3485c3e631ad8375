//! An HTTP gateway: takes messages as JSON, submits them, and reports the state of each.
//!
//! - `POST /messages` with `{"to", "from", "text"}` returns 202 if all parts were accepted; 400 or
//!   422 if the message is wrong; 503 if nothing was accepted, and the request can be made again;
//!   502 if a part may have been sent. No part is ever sent twice: the body says what is known.
//! - `GET /messages/{id}` returns the state of each part, by its latest receipt.
//!
//! The store is bounded, and in memory. A proxy authenticates callers and limits connections.
//! Try `cargo run -p smpp-tokio --example server`, this, and `curl localhost:8080/messages -H
//! content-type:application/json -d '{"to":"447700900123","from":"BANK","text":"Grüße"}'`.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant as Clock};

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{BoxError, Json, Router, routing::get, routing::post};
use serde_json::{Value, json};
use smpp_tokio::codec::pdu::{Body, SubmitSm};
use smpp_tokio::codec::values::{Address, MessageState, RegisteredDelivery};
use smpp_tokio::codec::{CommandStatus, Pdu};
use smpp_tokio::message::correlate::{Correlated, Correlator, CorrelatorConfig, Entry};
use smpp_tokio::message::{Composer, Instant, Message, References, receipt::Receipt};
use smpp_tokio::{Client, ClientIncoming, ClientSettings, Error, Esme};
use tokio::{net::TcpListener, sync::Semaphore};

/// Number of messages that are remembered; the oldest makes room.
const MAX_MESSAGES: usize = 10_000;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let esme = Esme::new("bank", "secret");
    let client = esme.stay_connected("localhost:2775", ClientSettings::default());
    let listener = TcpListener::bind("127.0.0.1:8080").await?;
    let stop = async { tokio::signal::ctrl_c().await.unwrap_or(()) };
    serve(listener, client, stop).await
}

/// Serves until `stop` is ready, then completes the open requests and unbinds.
pub(crate) async fn serve(
    listener: TcpListener,
    (client, incoming): (Client, ClientIncoming),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    // Handsets join parts by these numbers: a restart does not begin with the same ones.
    let [seed, ..] = RandomState::new().hash_one(0).to_le_bytes();
    let entries = vec![Entry::EMPTY; 2 * MAX_MESSAGES];
    let store = Store {
        origin: Clock::now(),
        last_id: 0,
        messages: BTreeMap::new(),
        correlator: Correlator::new(CorrelatorConfig::default(), entries),
        references: [seed.into(); 256],
    };
    let gateway = Arc::new(Gateway {
        client: client.within(Duration::from_secs(30)),
        // A request beyond these is answered 503.
        pending: Semaphore::new(100),
        store: Mutex::new(store),
    });
    tokio::spawn(Arc::clone(&gateway).receive(incoming));
    let routes = Router::new()
        .route("/messages", post(submit))
        .route("/messages/{id}", get(status))
        .layer(DefaultBodyLimit::max(16 * 1024))
        .with_state(gateway);
    let server = axum::serve(listener, routes).with_graceful_shutdown(stop);
    let served = server.await;
    client.stop().await;
    Ok(served?)
}

/// A part of a message: the ID of the message, and the number of the part from 0.
type PartId = (u64, usize);

struct Gateway {
    client: Client,
    pending: Semaphore,
    store: Mutex<Store>,
}

/// The parts of each message as they are shown, and which receipt is about which part.
struct Store {
    origin: Clock,
    last_id: u64,
    messages: BTreeMap<u64, Vec<Value>>,
    correlator: Correlator<PartId, MessageState, Vec<Entry<PartId, MessageState>>>,
    references: [u16; 256],
}

async fn submit(State(gateway): State<Arc<Gateway>>, Json(new): Json<Value>) -> Response {
    // A task of its own: a caller that goes away does not end a message between two parts.
    let sent = tokio::spawn(async move {
        let Ok(_permit) = gateway.pending.try_acquire() else {
            return failed(StatusCode::SERVICE_UNAVAILABLE, "too many requests");
        };
        let sent = gateway.send(&new).await;
        sent.unwrap_or_else(|error| failed(StatusCode::BAD_REQUEST, error))
    });
    sent.await
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

async fn status(State(gateway): State<Arc<Gateway>>, Path(id): Path<u64>) -> Response {
    gateway.report(StatusCode::OK, id)
}

fn failed(status: StatusCode, error: impl ToString) -> Response {
    let retry = status == StatusCode::SERVICE_UNAVAILABLE;
    let retry = retry.then_some([("retry-after", "1")]);
    (status, retry, Json(json!({ "error": error.to_string() }))).into_response()
}

/// A number in the international format, or a name of letters and digits.
fn address(text: &str) -> Option<Address<'_>> {
    let number = text.strip_prefix('+').unwrap_or(text).as_bytes();
    let is_name = text.bytes().all(|octet| octet.is_ascii_alphanumeric());
    match (number.iter().all(u8::is_ascii_digit), text.len()) {
        (true, _) if (3..=15).contains(&number.len()) => Some(Address::international(number)),
        (false, 1..=11) if is_name => Some(Address::alphanumeric(text.as_bytes())),
        _ => None,
    }
}

impl Gateway {
    /// Sends the parts one after the other, until one fails. An error is about the request.
    async fn send(&self, new: &Value) -> Result<Response, BoxError> {
        let field = |name: &str| new[name].as_str().ok_or("to, from or text is missing");
        let from = address(field("from")?).ok_or("from is not an address")?;
        let to = address(field("to")?).filter(|to| *to == Address::international(to.addr));
        let to = to.ok_or("to is not a number")?;
        let composed = Composer::default().compose(field("text")?)?;
        let data_coding = composed.data_coding().ok_or("no data_coding")?;
        let (id, reference) = self.store().add(composed.parts(), from, to);
        for (index, part) in composed.with_reference(reference).enumerate() {
            let mut buffer = [0; 255];
            let submit = SubmitSm {
                esm_class: part.esm_class(),
                data_coding,
                registered_delivery: RegisteredDelivery::RECEIPT,
                ..SubmitSm::new(from, to, part.encode(&mut buffer)?)
            };
            let sent = self.client.submit_sm(submit).await;
            let sent = sent.map(|sent| self.store().accept((id, index), &sent, to.addr));
            let Err(error) = sent else { continue };
            if index == 0 && !error.may_have_been_sent() {
                // The message centre has accepted nothing of the message.
                self.store().messages.remove(&id);
                if error.is_temporary() || matches!(error, Error::Stopped(_)) {
                    return Ok(failed(StatusCode::SERVICE_UNAVAILABLE, error));
                }
                return Ok(failed(StatusCode::UNPROCESSABLE_ENTITY, error));
            }
            let state = match error {
                Error::Refused(_) => "refused",
                _ if error.may_have_been_sent() => "unknown",
                _ => "not_sent",
            };
            self.store().set((id, index), "state", state);
            return Ok(self.report(StatusCode::BAD_GATEWAY, id));
        }
        Ok(self.report(StatusCode::ACCEPTED, id))
    }

    fn report(&self, status: StatusCode, id: u64) -> Response {
        match self.store().messages.get(&id) {
            Some(parts) => (status, Json(json!({ "id": id, "parts": parts }))).into_response(),
            None => failed(StatusCode::NOT_FOUND, "no such message"),
        }
    }

    /// Notes receipts. Rejects messages: they have no place to go to.
    async fn receive(self: Arc<Self>, mut incoming: ClientIncoming) {
        while let Some(request) = incoming.next_request().await {
            let _ = match self.store().receipt(&request.pdu()) {
                Some(()) => request.accept(b""),
                None => request.refuse(CommandStatus::ESME_RX_R_APPN),
            };
        }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// Adds a message. Returns its ID, and the reference number of its parts.
    fn add(&mut self, parts: u8, from: Address<'_>, to: Address<'_>) -> (u64, u16) {
        self.last_id += 1;
        let parts = vec![json!({ "state": "not_sent" }); parts.into()];
        self.messages.insert(self.last_id, parts);
        if self.messages.len() > MAX_MESSAGES {
            self.messages.pop_first();
        }
        (
            self.last_id,
            References::new(&mut self.references).next(from.addr, to.addr),
        )
    }

    /// Notes a part that was accepted, and the receipts that came before its response.
    fn accept(&mut self, part: PartId, message_id: &[u8], to: &[u8]) {
        let now = Instant::from_duration(self.origin.elapsed());
        while self.correlator.poll_discarded(now).is_some() {}
        self.correlator.submitted(now, message_id, to, part);
        self.set(part, "message_id", &String::from_utf8_lossy(message_id));
        self.set(part, "state", "accepted");
        // The newest comes first.
        if let Some((part, state)) = self.correlator.held(message_id, to) {
            self.set(part, "state", &state.to_string().to_lowercase());
        }
        while self.correlator.held(message_id, to).is_some() {}
    }

    /// Notes a receipt; `None` if this is not one.
    fn receipt(&mut self, pdu: &Pdu<'_>) -> Option<()> {
        let (message, from) = match &pdu.body {
            Body::DeliverSm(deliver) => (Message::from(deliver), deliver.source_addr.addr),
            Body::DataSm(data) => (Message::from(data), data.source_addr.addr),
            _ => return None,
        };
        let mut scratch = [0; 400];
        let receipt = Receipt::decode(&message, &mut scratch)?;
        let state = receipt.state.unwrap_or(MessageState::UNKNOWN);
        let ids = receipt.id.into_iter().chain(receipt.text.id);
        let now = Instant::from_duration(self.origin.elapsed());
        let correlated = self
            .correlator
            .receipt(now, ids, from, state.is_final(), state);
        if let Correlated::Matched(part, state) = correlated {
            self.set(part, "state", &state.to_string().to_lowercase());
        }
        Some(())
    }

    fn set(&mut self, (id, index): PartId, field: &str, value: &str) {
        let parts = self.messages.get_mut(&id);
        if let Some(part) = parts.and_then(|parts| parts.get_mut(index)) {
            part[field] = value.into();
        }
    }
}
