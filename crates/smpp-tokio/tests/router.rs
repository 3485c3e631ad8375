//! The routing entity of `examples/router.rs`, end to end: ESMEs, router, message centre.

mod common;
#[allow(dead_code, reason = "the example's `main`")]
#[path = "../examples/router.rs"]
mod router;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::LONG;
use router::Router;
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{AlertNotification, DeliverSm, DeliverSmResp, SubmitSm, SubmitSmResp};
use smpp_codec::tlv::{self, Tlv, TlvTag};
use smpp_codec::values::{Address, CongestionState, EsmClass, Npi, Ton};
use smpp_codec::{CommandId, CommandStatus, Header, Version};
use smpp_session::{Config, ReconnectConfig, WhenFull};
use smpp_tokio::{
    Acceptor, ClientSettings, Connection, Credentials, Direction, Error, Esme, Incoming, Link,
    MessageCenter, Received, Settings, Tap,
};
use tokio::time::timeout;

/// A vendor's, which neither the router nor the codec knows.
const VENDOR: TlvTag = TlvTag(0x1501);

/// Keeps every frame of a connection but those of the session itself.
#[derive(Default)]
struct Log(Mutex<Vec<(Direction, Vec<u8>)>>);

impl Tap for Log {
    fn frame(&self, _: &Link, direction: Direction, frame: &[u8]) {
        self.0.lock().unwrap().push((direction, frame.to_vec()));
    }
}

impl Log {
    /// The last that went so.
    fn last(&self, direction: Direction, command_id: CommandId) -> Vec<u8> {
        let frames = self.0.lock().unwrap();
        let last = frames.iter().rev().find(|(way, frame)| {
            *way == direction && Header::decode(frame).unwrap().command_id == command_id
        });
        last.expect("a frame").1.clone()
    }
}

/// A message centre, and a router that is bound to it.
struct Net {
    center: MessageCenter,
    connection: Connection,
    requests: Incoming,
    router: SocketAddr,
}

fn with_config(session: Config) -> Settings {
    Settings::new().with_session(session)
}

async fn accept(center: &MessageCenter) -> (Connection, Incoming) {
    let accepted = async {
        let (unbound, _) = center.accept().await.unwrap();
        unbound.bind_request().await.unwrap().accept(b"mc").unwrap()
    };
    timeout(LONG, accepted).await.unwrap()
}

/// With these settings of the centre, of the router upstream, and of the router downstream.
async fn net(center: Settings, upstream: Settings, downstream: Settings) -> Net {
    let soon = Duration::from_millis(5);
    let reconnect = ReconnectConfig::new().with_first(soon).with_longest(soon);
    let settings = ClientSettings::new().with_reconnect(reconnect);
    let center = MessageCenter::listen("127.0.0.1:0")
        .await
        .unwrap()
        .with_acceptor(Acceptor::new().with_settings(center));
    let address = center.local_addr().unwrap();
    let esme = Esme::new("router", "secret").with_settings(upstream);
    let (client, incoming) = esme.stay_connected(address, settings);
    let listener = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let listener = listener.with_acceptor(Acceptor::new().with_settings(downstream));
    let router = listener.local_addr().unwrap();
    tokio::spawn(Router::new(client).run(listener, incoming));
    let (connection, requests) = accept(&center).await;
    Net {
        center,
        connection,
        requests,
        router,
    }
}

async fn plain() -> Net {
    let settings = Settings::default;
    net(settings(), settings(), settings()).await
}

/// An ESME that receives for an address.
async fn esme(router: SocketAddr, address: &str) -> (Connection, Incoming, Arc<Log>) {
    let log = Arc::new(Log::default());
    let settings = Settings::new().with_tap(Some(log.clone()));
    let credentials = Credentials::new("bank", "secret").with_address_range(
        Ton::INTERNATIONAL,
        Npi::ISDN,
        address,
    );
    let esme = Esme::from_credentials(credentials).with_settings(settings);
    let bound = timeout(LONG, esme.connect(router)).await.unwrap();
    let (connection, incoming) = bound.unwrap();
    (connection, incoming, log)
}

fn submit<'a>(from: &'a [u8], tlvs: &'a [Tlv<'a>]) -> SubmitSm<'a> {
    SubmitSm {
        tlvs: tlvs.into(),
        ..SubmitSm::new(
            Address::international(from),
            Address::international(b"447700900123"),
            b"hello",
        )
    }
}

/// Sent by a task of its own.
fn send(
    connection: &Connection,
    from: &'static [u8],
) -> tokio::task::JoinHandle<Result<Frame, Error>> {
    let connection = connection.clone();
    tokio::spawn(async move {
        let vendor = [Tlv::raw(VENDOR, b"route 7")];
        connection.request(submit(from, &vendor)).await
    })
}

/// The same octets, but for the sequence number.
fn assert_same(one: &[u8], other: &[u8]) {
    assert_eq!(one[..12], other[..12]);
    assert_eq!(one[16..], other[16..]);
}

fn number(frame: &[u8]) -> u32 {
    Header::decode(frame).unwrap().sequence_number
}

#[tokio::test]
async fn what_passes_is_unchanged_both_ways_and_each_gets_its_own() {
    let mut net = plain().await;
    let (first, mut first_incoming, first_log) = esme(net.router, "1111").await;
    let (second, mut second_incoming, second_log) = esme(net.router, "2222").await;

    // Both ESMEs use the same sequence number; upstream they differ, and answers go back to the
    // one who asked, even out of order.
    let sent = [send(&first, b"1111"), send(&second, b"2222")];
    let mut requests = Vec::new();
    for _ in 0..2 {
        let request = timeout(LONG, net.requests.next_request()).await.unwrap();
        requests.push(request.unwrap());
    }
    let submits =
        [&first_log, &second_log].map(|log| log.last(Direction::Sent, CommandId::SUBMIT_SM));
    assert_eq!(number(&submits[0]), number(&submits[1]));
    let seen: Vec<u32> = requests
        .iter()
        .map(|r| number(r.frame().as_ref()))
        .collect();
    assert_ne!(seen[0], seen[1]);
    for request in requests.into_iter().rev() {
        let from_first = request.frame().as_ref()[16..] == submits[0][16..];
        assert_same(request.frame().as_ref(), &submits[usize::from(!from_first)]);
        let vendor = [Tlv::raw(VENDOR, b"carrier 9")];
        let id: &[u8] = if from_first { b"first" } else { b"second" };
        let response = SubmitSmResp {
            tlvs: (&vendor).into(),
            ..SubmitSmResp::accepted(id)
        };
        request.respond(CommandStatus::ESME_ROK, response).unwrap();
    }
    for ((sent, submit), id) in sent
        .into_iter()
        .zip(&submits)
        .zip([&b"first"[..], b"second"])
    {
        let response = timeout(LONG, sent).await.unwrap().unwrap().unwrap();
        assert_eq!(number(response.as_ref()), number(submit));
        let smpp_codec::pdu::Body::SubmitSmResp(body) = response.pdu().body else {
            panic!("{response:?}")
        };
        assert_eq!(body.message_id, Some(id));
        let vendor: Vec<_> = body.tlvs.iter().map(|tlv| tlv.tag()).collect();
        assert_eq!(vendor, [VENDOR]);
    }

    // A receipt finds the one who sent the message, and its answer the way back.
    for (address, incoming, status) in [
        (&b"1111"[..], &mut first_incoming, CommandStatus::ESME_ROK),
        (b"2222", &mut second_incoming, CommandStatus(0x4FF)),
    ] {
        let tlvs = [
            Tlv::new(tlv::RECEIPTED_MESSAGE_ID, b"42"),
            Tlv::raw(VENDOR, &[0, 1, 2]),
        ];
        let receipt = DeliverSm {
            esm_class: EsmClass::MC_DELIVERY_RECEIPT,
            tlvs: (&tlvs).into(),
            ..DeliverSm::new(
                Address::international(b"447700900123"),
                Address::international(address),
                b"id:42 stat:DELIVRD",
            )
        };
        let answered = async {
            let request = incoming.next_request().await.unwrap();
            let smpp_codec::pdu::Body::DeliverSm(deliver) = request.pdu().body else {
                panic!("{request:?}")
            };
            assert_eq!(deliver, receipt);
            request.respond(status, DeliverSmResp::accepted()).unwrap();
        };
        let both = async { tokio::join!(net.connection.request(receipt), answered) };
        let (response, ()) = timeout(LONG, both).await.unwrap();
        assert_eq!(response.unwrap().header().command_status, status);
    }

    // And a notice, which has no answer; a message to nobody is refused for now.
    let phone = Address::international(b"447700900123");
    let notice = AlertNotification::new(phone, Address::international(b"2222"));
    net.connection.notify(notice).unwrap();
    let Some(Received::Notice(seen)) = timeout(LONG, second_incoming.next()).await.unwrap() else {
        panic!("a notice")
    };
    assert_eq!(seen.pdu().body, notice.into());
    let nobody = DeliverSm::new(phone, Address::international(b"3333"), b"hello");
    let refused = timeout(LONG, net.connection.request(nobody)).await.unwrap();
    let status = refused.unwrap().header().command_status;
    assert_eq!(status, CommandStatus::ESME_RX_T_APPN);
}

#[tokio::test]
async fn a_refusal_keeps_its_status() {
    let mut net = plain().await;
    let (connection, _incoming, log) = esme(net.router, "1111").await;
    for status in [CommandStatus::ESME_RINVDSTADR, CommandStatus(0x4FF)] {
        let sent = send(&connection, b"1111");
        let request = timeout(LONG, net.requests.next_request()).await.unwrap();
        request.unwrap().refuse(status).unwrap();
        let response = timeout(LONG, sent).await.unwrap().unwrap().unwrap();
        assert_eq!(response.header().command_status, status);
        let seen = log.last(Direction::Received, CommandId::SUBMIT_SM_RESP);
        assert_same(&seen, response.as_ref());
    }
}

#[tokio::test]
async fn a_full_window_upstream_is_felt_downstream() {
    let upstream = Settings::new().with_window(2);
    let downstream = with_config(
        Config::new()
            .with_max_unanswered(5)
            .with_when_full(WhenFull::Throttle),
    );
    let mut net = net(Settings::default(), upstream, downstream).await;
    let (connection, _incoming, _log) = esme(net.router, "1111").await;
    let sent: Vec<_> = (0..8).map(|_| send(&connection, b"1111")).collect();
    let mut requests = Vec::new();
    for _ in 0..2 {
        let request = timeout(LONG, net.requests.next_request()).await.unwrap();
        requests.push(request.unwrap());
    }
    // Two are with the message centre, three with the router, and the others are throttled.
    let mut throttled = 0;
    let mut waiting = Vec::new();
    for sent in sent {
        if waiting.len() < 5 {
            waiting.push(sent);
            continue;
        }
        let response = timeout(LONG, sent).await.unwrap().unwrap().unwrap();
        let status = response.header().command_status;
        assert_eq!(status, CommandStatus::ESME_RTHROTTLED);
        throttled += 1;
    }
    assert_eq!(throttled, 3);
    for request in requests {
        request.accept(b"42").unwrap();
    }
    for _ in 0..3 {
        let request = timeout(LONG, net.requests.next_request()).await.unwrap();
        request.unwrap().accept(b"42").unwrap();
    }
    for sent in waiting {
        let response = timeout(LONG, sent).await.unwrap().unwrap().unwrap();
        assert_eq!(response.header().command_status, CommandStatus::ESME_ROK);
    }
}

#[tokio::test]
async fn without_upstream_esmes_stay_and_are_told() {
    let mut net = plain().await;
    let (connection, _incoming, _log) = esme(net.router, "1111").await;
    let sent = send(&connection, b"1111");
    let request = timeout(LONG, net.requests.next_request()).await.unwrap();
    net.connection.abort();
    drop(request);
    // Nobody knows what has become of it.
    let response = timeout(LONG, sent).await.unwrap().unwrap().unwrap();
    let status = response.header().command_status;
    assert_eq!(status, CommandStatus::ESME_RSYSERR);
    // What comes now waits for the next connection.
    let sent = send(&connection, b"1111");
    let (_connection, mut requests) = accept(&net.center).await;
    let request = timeout(LONG, requests.next_request()).await.unwrap();
    request.unwrap().accept(b"42").unwrap();
    let response = timeout(LONG, sent).await.unwrap().unwrap().unwrap();
    assert_eq!(response.header().command_status, CommandStatus::ESME_ROK);
}

#[tokio::test]
async fn an_older_upstream_is_not_sent_what_it_does_not_know() {
    let older = with_config(Config::new().with_version(Version::V3_4));
    let mut net = net(older, Settings::default(), Settings::default()).await;
    let (connection, _incoming, _log) = esme(net.router, "1111").await;
    let newer = [Tlv::new(tlv::CONGESTION_STATE, CongestionState(40))];
    let refused = connection.request(submit(b"1111", &newer));
    let refused = timeout(LONG, refused).await.unwrap().unwrap();
    let status = refused.header().command_status;
    assert_eq!(status, CommandStatus::ESME_RTLVNOTALLWD);
    // The next is the first that arrives.
    let sent = send(&connection, b"1111");
    let request = timeout(LONG, net.requests.next_request()).await.unwrap();
    let tags: Vec<_> = request
        .as_ref()
        .unwrap()
        .pdu()
        .body
        .tlvs()
        .iter()
        .map(|tlv| tlv.tag())
        .collect();
    assert_eq!(tags, [VENDOR]);
    request.unwrap().accept(b"42").unwrap();
    timeout(LONG, sent).await.unwrap().unwrap().unwrap();
}
