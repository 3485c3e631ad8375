//! The firewall of `examples/firewall.rs`, end to end: ESME, TLS, firewall, message centre.
//!
//! Over 300 lines: all tests use one network, and the table of refusals is long.

mod common;
#[allow(dead_code, reason = "the example's `main`")]
#[path = "../examples/firewall.rs"]
mod firewall;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::{Authority, LONG};
use firewall::{Account, Firewall};
use smpp_codec::frame::Frame;
use smpp_codec::pdu::{CancelSm, DataSm, DeliverSm, DeliverSmResp, SubmitSm, SubmitSmResp};
use smpp_codec::tlv::{self, Tlv, TlvTag};
use smpp_codec::values::{Address, DataCoding, EsmClass, Npi, Ton};
use smpp_codec::{CommandId, CommandStatus, Header};
use smpp_session::CloseReason;
use smpp_tokio::{
    BindRequest, Connection, Direction, Error, Esme, Incoming, Link, MessageCenter, Request,
    Settings, Tap, TlsClient,
};
use tokio::time::timeout;

/// A vendor's, which neither the firewall nor the codec knows.
const VENDOR: TlvTag = TlvTag(0x1501);

/// Keeps every frame of a connection.
#[derive(Default)]
struct Log(Mutex<Vec<(Direction, Vec<u8>)>>);

impl Tap for Log {
    fn frame(&self, _: &Link, direction: Direction, frame: &[u8]) {
        self.0.lock().unwrap().push((direction, frame.to_vec()));
    }
}

impl Log {
    /// The last frame of this kind, without its sequence number.
    fn last(&self, direction: Direction, command_id: CommandId) -> Vec<u8> {
        let frames = self.0.lock().unwrap();
        let last = frames.iter().rev().find(|(way, frame)| {
            *way == direction && Header::decode(frame).unwrap().command_id == command_id
        });
        let mut frame = last.expect("a frame").1.clone();
        frame[12..16].fill(0);
        frame
    }
}

fn with_tap(tap: &Arc<Log>) -> Settings {
    Settings::new().with_tap(Some(tap.clone()))
}

/// A firewall that listens, and the message centre upstream.
struct Net {
    center: MessageCenter,
    log: Arc<Log>,
    address: String,
    client: TlsClient,
}

impl Net {
    async fn new(rate: u32) -> Self {
        let log = Arc::<Log>::default();
        let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
        let center =
            center.with_acceptor(smpp_tokio::Acceptor::new().with_settings(with_tap(&log)));
        let authority = Authority::new();
        let listener = MessageCenter::listen("127.0.0.1:0").await.unwrap();
        let listener = listener
            .with_acceptor(smpp_tokio::Acceptor::new().with_tls(authority.server("localhost")));
        let port = listener.local_addr().unwrap().port();
        let firewall = Firewall {
            upstream: center.local_addr().unwrap().to_string(),
            accounts: HashMap::from([(b"bank".to_vec(), Account::new(&[b"BANK"], rate))]),
        };
        tokio::spawn(Arc::new(firewall).run(listener));
        Self {
            center,
            log,
            address: format!("localhost:{port}"),
            client: authority.client(),
        }
    }

    /// The next bind that arrives upstream.
    async fn upstream(&self) -> BindRequest {
        let (open, _peer) = timeout(LONG, self.center.accept()).await.unwrap().unwrap();
        timeout(LONG, open.bind_request()).await.unwrap().unwrap()
    }

    /// Binds an ESME through the firewall: both ends.
    async fn bind(&self, esme: &Esme) -> [(Connection, Incoming); 2] {
        let upstream = async {
            let bind = self.upstream().await;
            assert_eq!(bind.request().system_id, b"bank");
            assert_eq!(bind.request().password, b"secret");
            assert_eq!(bind.request().system_type, b"VMS");
            assert_eq!(bind.request().address_range, b"^44");
            bind.accept(b"mc").unwrap()
        };
        let bound = timeout(LONG, esme.connect_tls(&self.client, &self.address));
        let (bound, upstream) = tokio::join!(bound, upstream);
        [bound.unwrap().unwrap(), upstream]
    }
}

fn esme() -> Esme {
    let credentials = smpp_tokio::Credentials::new("bank", "secret")
        .with_system_type("VMS")
        .with_address_range(Ton::INTERNATIONAL, Npi::ISDN, "^44");
    Esme::from_credentials(credentials)
}

fn message(text: &[u8]) -> SubmitSm<'_> {
    let to = Address::international(b"447700900123");
    SubmitSm::new(Address::alphanumeric(b"BANK"), to, text)
}

async fn next(incoming: &mut Incoming) -> Request {
    let request = timeout(LONG, incoming.next_request()).await;
    request.unwrap().expect("a request")
}

/// The status that a request is refused with.
async fn refused(sent: impl Future<Output = Result<Frame, Error>>) -> CommandStatus {
    let response = timeout(LONG, sent).await.unwrap().unwrap();
    response.header().command_status
}

#[tokio::test]
async fn allowed_frames_pass_to_the_octet() {
    let net = Net::new(100).await;
    let log = Arc::<Log>::default();
    let esme = esme().with_settings(with_tap(&log));
    let [(connection, mut receipts), (upstream, mut messages)] = net.bind(&esme).await;

    let vendor = [Tlv::raw(VENDOR, b"\x00\xff?")];
    // Part 1 of 2.
    let text = b"\x05\x00\x03\x07\x02\x01hello";
    let submit = SubmitSm {
        esm_class: EsmClass::UDHI,
        tlvs: (&vendor).into(),
        ..message(text)
    };
    let answer = async {
        let response = SubmitSmResp {
            message_id: Some(b"42"),
            tlvs: (&vendor).into(),
        };
        next(&mut messages)
            .await
            .respond(CommandStatus::ESME_ROK, response)
            .unwrap();
    };
    let (id, ()) = tokio::join!(connection.submit_sm(submit), answer);
    assert_eq!(id.unwrap(), b"42");

    let receipt = DeliverSm {
        esm_class: EsmClass::MC_DELIVERY_RECEIPT,
        short_message: b"id:42 stat:DELIVRD",
        tlvs: (&vendor).into(),
        ..DeliverSm::default()
    };
    let answer = async {
        let status = CommandStatus::ESME_RX_T_APPN;
        next(&mut receipts)
            .await
            .respond(status, DeliverSmResp::default())
            .unwrap();
    };
    let (status, ()) = tokio::join!(refused(upstream.request(receipt)), answer);
    assert_eq!(status, CommandStatus::ESME_RX_T_APPN);

    for (direction, command_id) in [
        (Direction::Sent, CommandId::SUBMIT_SM),
        (Direction::Received, CommandId::SUBMIT_SM_RESP),
        (Direction::Received, CommandId::DELIVER_SM),
        (Direction::Sent, CommandId::DELIVER_SM_RESP),
    ] {
        let there = match direction {
            Direction::Sent => Direction::Received,
            _ => Direction::Sent,
        };
        let (near, far) = (
            log.last(direction, command_id),
            net.log.last(there, command_id),
        );
        assert_eq!(near, far, "{command_id}");
    }
}

#[tokio::test]
async fn refused_message_gets_its_status() {
    let net = Net::new(100).await;
    let [(connection, _receipts), (_upstream, mut messages)] = net.bind(&esme()).await;
    let port = [Tlv::new(tlv::DEST_PORT, 2_948)];
    let payload = [Tlv::new(tlv::MESSAGE_PAYLOAD, b"more".as_slice())];
    let udhi = |text| SubmitSm {
        esm_class: EsmClass::UDHI,
        ..message(text)
    };
    let cases = [
        (
            SubmitSm {
                source_addr: Address::alphanumeric(b"SHOP"),
                ..message(b"hi")
            },
            CommandStatus::ESME_RINVSRCADR,
        ),
        // Ports in a header, in a header of the wrong length, and as a TLV.
        (
            udhi(b"\x06\x05\x04\x0b\x84\x23\xf0hi"),
            CommandStatus::ESME_RSUBMITFAIL,
        ),
        (udhi(b"\x03\x05\x01\x0bhi"), CommandStatus::ESME_RSUBMITFAIL),
        (udhi(b"\x40\x05\x04hi"), CommandStatus::ESME_RSUBMITFAIL),
        (
            SubmitSm {
                tlvs: (&port).into(),
                ..message(b"hi")
            },
            CommandStatus::ESME_RSUBMITFAIL,
        ),
        (
            SubmitSm {
                data_coding: DataCoding(4),
                ..message(b"\x00\x01")
            },
            CommandStatus::ESME_RSUBMITFAIL,
        ),
        (
            SubmitSm {
                data_coding: DataCoding(4),
                tlvs: (&payload).into(),
                ..message(b"")
            },
            CommandStatus::ESME_RSUBMITFAIL,
        ),
    ];
    for (index, (submit, status)) in cases.into_iter().enumerate() {
        assert_eq!(
            refused(connection.request(submit)).await,
            status,
            "case {index}"
        );
    }
    let data = DataSm {
        source_addr: Address::alphanumeric(b"BANK"),
        ..DataSm::default()
    };
    let status = refused(connection.request(data)).await;
    assert_eq!(status, CommandStatus::ESME_RINVCMDID);

    // Nothing of it arrived upstream before this.
    let answer = async {
        let request = next(&mut messages).await;
        assert_eq!(request.pdu().command_id(), CommandId::CANCEL_SM);
        request.accept(b"").unwrap();
    };
    let (cancelled, ()) = tokio::join!(connection.cancel_sm(CancelSm::default()), answer);
    cancelled.unwrap();
}

#[tokio::test]
async fn messages_beyond_the_rate_are_throttled() {
    let net = Net::new(3).await;
    let [(connection, _receipts), (_upstream, messages)] = net.bind(&esme()).await;
    tokio::spawn(common::accept_all(messages));
    let begin = Instant::now();
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(refused(connection.request(message(b"hi"))).await);
    }
    if begin.elapsed() < Duration::from_millis(300) {
        let (ok, throttled) = (CommandStatus::ESME_ROK, CommandStatus::ESME_RTHROTTLED);
        assert_eq!(statuses, [ok, ok, ok, throttled]);
    }
    tokio::time::sleep(Duration::from_millis(400)).await;
    let status = refused(connection.request(message(b"hi"))).await;
    assert_eq!(status, CommandStatus::ESME_ROK);
}

#[tokio::test]
async fn refused_bind_is_refused_below() {
    let net = Net::new(100).await;
    let upstream = async {
        let bind = net.upstream().await;
        bind.refuse(CommandStatus::ESME_RINVPASWD).await.unwrap();
    };
    let esme = esme();
    let bind = timeout(LONG, esme.connect_tls(&net.client, &net.address));
    let (bound, ()) = tokio::join!(bind, upstream);
    let error = bound.unwrap().unwrap_err();
    assert!(
        matches!(error, Error::Refused(CommandStatus::ESME_RINVPASWD)),
        "{error}"
    );

    let stranger = Esme::new("shop", "secret");
    let error = stranger
        .connect_tls(&net.client, &net.address)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Refused(CommandStatus::ESME_RBINDFAIL)),
        "{error}"
    );

    drop(net.center);
    let error = esme
        .connect_tls(&net.client, &net.address)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Refused(CommandStatus::ESME_RSYSERR)),
        "{error}"
    );
}

#[tokio::test]
async fn lost_upstream_unbinds_esme() {
    let net = Net::new(100).await;
    let [(connection, mut receipts), (upstream, mut messages)] = net.bind(&esme()).await;
    let lose = async {
        let request = next(&mut messages).await;
        upstream.abort();
        drop(request);
    };
    // Upstream may have it: the status is not one after which an ESME sends again.
    let (status, ()) = tokio::join!(refused(connection.request(message(b"hi"))), lose);
    assert_eq!(status, CommandStatus::ESME_RUNKNOWNERR);
    assert!(!status.is_temporary());
    let ended = async { while receipts.next().await.is_some() {} };
    timeout(LONG, ended).await.unwrap();
    assert_eq!(connection.closed().await, CloseReason::Unbound);
}

#[tokio::test]
async fn lost_esme_unbinds_upstream() {
    let net = Net::new(100).await;
    let [(connection, receipts), (upstream, mut messages)] = net.bind(&esme()).await;
    let lose = async {
        let request = next(&mut messages).await;
        connection.abort();
        drop(receipts);
        // Upstream responds to the request, and is unbound.
        request.accept(b"1").unwrap();
    };
    let sent = async {
        let error = connection.submit_sm(message(b"hi")).await.unwrap_err();
        assert!(error.may_have_been_sent(), "{error}");
    };
    tokio::join!(sent, lose);
    let ended = async { while messages.next().await.is_some() {} };
    timeout(LONG, ended).await.unwrap();
    assert_eq!(upstream.closed().await, CloseReason::Unbound);
}
