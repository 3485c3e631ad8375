//! The HTTP gateway of `examples/gateway.rs`, end to end: HTTP, gateway, message centre.
//!
//! Over 300 lines: all tests use one network, and its HTTP client is written by hand.

mod common;
#[allow(dead_code, reason = "the example's `main`")]
#[path = "../examples/gateway.rs"]
mod gateway;

use std::net::SocketAddr;
use std::time::Duration;

use common::LONG;
use serde_json::{Value, json};
use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Body, DeliverSm};
use smpp_codec::tlv::{self, Tlv};
use smpp_codec::values::{Address, DataCoding, EsmClass, MessageState, RegisteredDelivery};
use smpp_message::Message;
use smpp_message::data_coding::Peer;
use smpp_tokio::{ClientSettings, Connection, Esme, Incoming, MessageCenter, Request, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

const TO: &[u8] = b"447700900123";

/// A gateway, and the message centre that it is bound to.
struct Net {
    center: MessageCenter,
    connection: Connection,
    incoming: Incoming,
    http: SocketAddr,
    stop: oneshot::Sender<()>,
}

impl Net {
    async fn new() -> Self {
        let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
        let address = center.local_addr().unwrap();
        let esme = Esme::new("bank", "secret").with_settings(Settings::new().with_window(2));
        let client = esme.stay_connected(
            address,
            ClientSettings::new().with_max_wait(Some(Duration::from_millis(200))),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let http = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let stopped = async {
            let _ = stopped.await;
        };
        tokio::spawn(async { gateway::serve(listener, client, stopped).await.unwrap() });
        let (open, _peer) = timeout(LONG, center.accept()).await.unwrap().unwrap();
        let bind = timeout(LONG, open.bind_request()).await.unwrap().unwrap();
        let (connection, incoming) = bind.accept(b"mc").unwrap();
        Self {
            center,
            connection,
            incoming,
            http,
            stop,
        }
    }

    /// The next request of the gateway.
    async fn request(&mut self) -> Request {
        let request = timeout(LONG, self.incoming.next_request()).await;
        request.unwrap().expect("a request")
    }

    /// Posts a message, in a task.
    fn post(&self, text: &str) -> tokio::task::JoinHandle<Answer> {
        let body = json!({ "to": "+447700900123", "from": "BANK", "text": text });
        tokio::spawn(http(self.http, "POST /messages", body.to_string()))
    }

    async fn get(&self, id: &Value) -> Answer {
        http(self.http, &format!("GET /messages/{id}"), String::new()).await
    }

    /// Sends a receipt, and waits until the gateway has answered it.
    async fn receipt(&self, id: &[u8], state: MessageState) {
        let tlvs = [
            Tlv::new(tlv::RECEIPTED_MESSAGE_ID, id),
            Tlv::new(tlv::MESSAGE_STATE, state),
        ];
        let receipt = DeliverSm {
            esm_class: EsmClass::MC_DELIVERY_RECEIPT,
            source_addr: Address::international(TO),
            destination_addr: Address::alphanumeric(b"BANK"),
            tlvs: (&tlvs).into(),
            ..DeliverSm::default()
        };
        let answered = timeout(LONG, self.connection.deliver_sm(receipt)).await;
        answered.unwrap().unwrap();
    }
}

/// A response: its status, its head and its body.
struct Answer {
    status: u16,
    head: String,
    body: Value,
}

impl Answer {
    fn state(&self, part: usize) -> &str {
        self.body["parts"][part]["state"].as_str().unwrap()
    }
}

/// Makes one HTTP request.
async fn http(address: SocketAddr, request: &str, body: String) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let octets = body.len();
    let head = format!(
        "{request} HTTP/1.1\r\nhost: gateway\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {octets}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The gateway may refuse a request without reading its body.
    let _ = stream.write_all(body.as_bytes()).await;
    let mut answer = Vec::new();
    let read = timeout(LONG, stream.read_to_end(&mut answer)).await;
    read.unwrap().unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_owned(),
        body: serde_json::from_str(body).unwrap_or_default(),
    }
}

/// Describes a part: its reference, total and number, its `data_coding`, and its text.
fn part(request: &Request) -> (Option<(u16, u8, u8)>, DataCoding, String) {
    let Body::SubmitSm(submit) = request.pdu().body else {
        panic!("{request:?}");
    };
    assert_eq!(submit.source_addr, Address::alphanumeric(b"BANK"));
    assert_eq!(submit.destination_addr, Address::international(TO));
    assert_eq!(submit.registered_delivery, RegisteredDelivery::RECEIPT);
    let message = Message::from(&submit);
    let data = message.user_data(&Peer::default()).unwrap();
    let place = data
        .part
        .map(|part| (part.reference, part.total, part.number));
    let text = data.chars_lossy().unwrap().collect();
    (place, submit.data_coding, text)
}

#[tokio::test]
async fn accepted_message_is_delivered() {
    let mut net = Net::new().await;
    let posted = net.post("Grüße");
    let request = net.request().await;
    assert_eq!(part(&request), (None, DataCoding(0), "Grüße".to_owned()));
    request.accept(b"1a2b").unwrap();
    let answer = posted.await.unwrap();
    assert_eq!((answer.status, answer.state(0)), (202, "accepted"));
    assert_eq!(answer.body["parts"][0]["message_id"], "1a2b");

    let id = &answer.body["id"];
    net.receipt(b"another", MessageState::DELIVERED).await;
    assert_eq!(net.get(id).await.state(0), "accepted");
    net.receipt(b"1a2b", MessageState::ENROUTE).await;
    assert_eq!(net.get(id).await.state(0), "enroute");
    // In decimal, as some message centres write it.
    net.receipt(b"6699", MessageState::DELIVERED).await;
    let answer = net.get(id).await;
    assert_eq!((answer.status, answer.state(0)), (200, "delivered"));
    assert_eq!(net.get(&json!(999)).await.status, 404);
}

#[tokio::test]
async fn receipt_before_response_is_held() {
    let mut net = Net::new().await;
    let posted = net.post("hi");
    let request = net.request().await;
    net.receipt(b"7", MessageState::UNDELIVERABLE).await;
    request.accept(b"7").unwrap();
    assert_eq!(posted.await.unwrap().state(0), "undeliverable");
}

#[tokio::test]
async fn long_text_is_sent_in_parts() {
    let mut net = Net::new().await;
    let text = format!("{}😀", "Grüße ".repeat(20));
    let posted = net.post(&text);
    let (mut whole, mut references) = (String::new(), Vec::new());
    for number in 1..=2 {
        let request = net.request().await;
        let (place, data_coding, text) = part(&request);
        let (reference, total, at) = place.unwrap();
        assert_eq!((total, at, data_coding), (2, number, DataCoding::UCS2));
        references.push(reference);
        whole.push_str(&text);
        request.accept(format!("{number}").as_bytes()).unwrap();
    }
    assert_eq!(whole, text);
    assert_eq!(references[0], references[1]);
    let answer = posted.await.unwrap();
    assert_eq!(answer.status, 202);
    net.receipt(b"2", MessageState::DELIVERED).await;
    let answer = net.get(&answer.body["id"]).await;
    assert_eq!(
        (answer.state(0), answer.state(1)),
        ("accepted", "delivered")
    );
}

#[tokio::test]
async fn refusal_is_told_with_its_kind() {
    let mut net = Net::new().await;
    let posted = net.post("hi");
    net.request()
        .await
        .refuse(CommandStatus::ESME_RINVDSTADR)
        .unwrap();
    let answer = posted.await.unwrap();
    assert_eq!(answer.status, 422);
    let error = answer.body["error"].as_str().unwrap();
    assert!(error.contains("ESME_RINVDSTADR"), "{error}");

    let posted = net.post("hi");
    net.request()
        .await
        .refuse(CommandStatus::ESME_RTHROTTLED)
        .unwrap();
    let answer = posted.await.unwrap();
    assert_eq!(answer.status, 503);
    assert!(
        answer.head.to_lowercase().contains("retry-after: 1"),
        "{}",
        answer.head
    );

    // The first part was accepted: the caller must not send the message again.
    let posted = net.post(&"x".repeat(200));
    net.request().await.accept(b"1").unwrap();
    net.request()
        .await
        .refuse(CommandStatus::ESME_RTHROTTLED)
        .unwrap();
    let answer = posted.await.unwrap();
    assert_eq!(answer.status, 502);
    assert_eq!((answer.state(0), answer.state(1)), ("accepted", "refused"));
}

#[tokio::test]
async fn cut_connection_is_told_as_unknown() {
    let mut net = Net::new().await;
    let posted = net.post("hi");
    let request = net.request().await;
    net.connection.abort();
    drop(request);
    let answer = posted.await.unwrap();
    assert_eq!((answer.status, answer.state(0)), (502, "unknown"));
    assert_eq!(net.get(&answer.body["id"]).await.state(0), "unknown");

    // It binds again, and sends nothing by itself.
    let (open, _peer) = timeout(LONG, net.center.accept()).await.unwrap().unwrap();
    let bind = timeout(LONG, open.bind_request()).await.unwrap().unwrap();
    let (_connection, mut incoming) = bind.accept(b"mc").unwrap();
    let sent = timeout(Duration::from_millis(300), incoming.next_request()).await;
    assert!(sent.is_err(), "{sent:?}");
}

#[tokio::test]
async fn message_without_connection_can_be_posted_again() {
    let net = Net::new().await;
    net.connection.abort();
    drop(net.center);
    net.connection.closed().await;
    let body = json!({ "to": "447700900123", "from": "BANK", "text": "hi" }).to_string();
    let answer = http(net.http, "POST /messages", body).await;
    assert_eq!(answer.status, 503);
    assert!(
        answer.head.to_lowercase().contains("retry-after"),
        "{}",
        answer.head
    );
}

#[tokio::test]
async fn wrong_request_is_refused() {
    let net = Net::new().await;
    let post = |body: String| http(net.http, "POST /messages", body);
    for body in [
        json!({ "to": "447700900123", "from": "BANK" }),
        json!({ "to": "BANK", "from": "BANK", "text": "hi" }),
        json!({ "to": "1", "from": "BANK", "text": "hi" }),
        json!({ "to": "447700900123", "from": "A LONG NAME!", "text": "hi" }),
        json!({ "to": "447700900123", "from": "", "text": "hi" }),
        json!([]),
    ] {
        assert_eq!(post(body.to_string()).await.status, 400, "{body}");
    }
    assert_eq!(post("{".to_owned()).await.status, 400);
    let long = json!({ "to": "447700900123", "from": "BANK", "text": "x".repeat(17_000) });
    assert_eq!(post(long.to_string()).await.status, 413);
}

#[tokio::test]
async fn received_message_is_rejected() {
    let net = Net::new().await;
    let message = DeliverSm {
        source_addr: Address::international(TO),
        short_message: b"id:1 stat:DELIVRD",
        ..DeliverSm::default()
    };
    let answered = net.connection.deliver_sm(message).await;
    let status = CommandStatus::ESME_RX_R_APPN;
    assert!(matches!(answered, Err(smpp_tokio::Error::Refused(it)) if it == status));
}

#[tokio::test]
async fn stop_unbinds() {
    let mut net = Net::new().await;
    let posted = net.post("hi");
    net.request().await.accept(b"1").unwrap();
    assert_eq!(posted.await.unwrap().status, 202);
    net.stop.send(()).unwrap();
    let reason = timeout(LONG, net.connection.closed()).await.unwrap();
    assert_eq!(reason, smpp_session::CloseReason::Unbound);
}
