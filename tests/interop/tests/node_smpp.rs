//! Our clients against a node-smpp server, a node-smpp client against our message centre.

mod certificate;
mod common;

use std::time::Duration;

use certificate::Certificate;
use common::Saw;
use serde_json::json;
use smpp_codec::pdu::{Body, DeliverSm, SubmitSm};
use smpp_codec::tlv;
use smpp_codec::values::{Address, EsmClass, MessageState, Npi, RegisteredDelivery, Ton};
use smpp_codec::{CommandStatus, Version};
use smpp_interop::Peer;
use smpp_session::CloseReason;
use smpp_tokio::{
    Acceptor, Connection, Credentials, Error, Esme, Incoming, MessageCenter, TlsClient, TlsServer,
};

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(20);

const TEXT: &[u8] = b"hello from rust";

fn message() -> SubmitSm<'static> {
    SubmitSm {
        registered_delivery: RegisteredDelivery::RECEIPT,
        ..SubmitSm::new(
            Address::alphanumeric(b"BANK"),
            Address::international(b"447700900123"),
            TEXT,
        )
    }
}

fn check_receipt(deliver: &DeliverSm<'_>) {
    assert_eq!(deliver.source_addr, Address::international(b"447700900123"));
    assert_eq!(deliver.destination_addr, Address::alphanumeric(b"BANK"));
    assert_eq!(deliver.esm_class, EsmClass::MC_DELIVERY_RECEIPT);
    assert!(deliver.short_message.starts_with(b"id:node-1 sub:001"));
    assert_eq!(
        deliver.tlvs.get(tlv::RECEIPTED_MESSAGE_ID),
        Ok(Some(&b"node-1"[..]))
    );
    assert_eq!(
        deliver.tlvs.get(tlv::MESSAGE_STATE),
        Ok(Some(MessageState::DELIVERED))
    );
}

/// What the server must have seen of either client.
fn check_server(server: &Peer) {
    let bind = server.expect("bind");
    assert_eq!(bind["system_id"], "bank");
    assert_eq!(bind["password"], "secret");
    assert_eq!(bind["system_type"], "test");
    assert_eq!(bind["interface_version"], 0x50);
    assert_eq!(bind["addr_ton"], 1);
    assert_eq!(bind["addr_npi"], 1);
    assert_eq!(bind["address_range"], "^4477");
    let submit = server.expect("submit_sm");
    let expected = json!({
        "event": "submit_sm",
        "service_type": "",
        "source_addr_ton": 5,
        "source_addr_npi": 0,
        "source_addr": "BANK",
        "dest_addr_ton": 1,
        "dest_addr_npi": 1,
        "destination_addr": "447700900123",
        "esm_class": 0,
        "registered_delivery": 1,
        "data_coding": 0,
        "short_message": "hello from rust",
        "receipted_message_id": null,
        "message_state": null,
    });
    assert_eq!(submit, expected);
    assert_eq!(server.expect("deliver_sm_resp")["command_status"], 0);
    assert_eq!(server.expect("enquire_link_resp")["command_status"], 0);
    let _ = server.expect("unbind");
}

fn credentials() -> Credentials {
    Credentials::new("bank", "secret")
        .with_system_type("test")
        .with_address_range(Ton::INTERNATIONAL, Npi::ISDN, "^4477")
}

fn esme() -> Esme {
    Esme::from_credentials(credentials())
}

/// Everything the tokio client does with a node-smpp server.
async fn converse(server: &Peer, connection: Connection, mut incoming: Incoming) {
    assert_eq!(
        connection.version(),
        Version::V3_4,
        "the lesser of 5.0 and 3.4"
    );
    assert_eq!(connection.submit_sm(message()).await.unwrap(), b"node-1");
    let request = incoming.next_request().await.unwrap();
    let Body::DeliverSm(deliver) = request.pdu().body else {
        panic!("{request:?}")
    };
    check_receipt(&deliver);
    request.accept(b"").unwrap();
    common::wait_for_enquire_link().await;
    assert_eq!(connection.unbind().await.unwrap(), CloseReason::Unbound);
    check_server(server);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tokio_client_against_a_node_smpp_server() {
    let server = Peer::node("node_server.js", &[]);
    let bound = esme().connect(("127.0.0.1", server.port())).await;
    let (connection, incoming) = bound.unwrap();
    converse(&server, connection, incoming).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tokio_client_against_a_node_smpp_server_in_tls() {
    let tls = Certificate::new();
    let server = Peer::node("node_server.js", &[tls.chain_file(), tls.key_file()]);
    let client = TlsClient::from_roots(tls.pem.as_bytes()).unwrap();
    let address = format!("localhost:{}", server.port());
    let (connection, incoming) = esme().connect_tls(&client, &address).await.unwrap();
    converse(&server, connection, incoming).await;
}

fn blocking_esme() -> smpp_blocking::Esme {
    smpp_blocking::Esme::from_credentials(credentials())
}

/// Everything the blocking client does with a node-smpp server.
fn converse_blocking(
    server: &Peer,
    connection: &smpp_blocking::Connection,
    mut incoming: smpp_blocking::Incoming,
) {
    assert_eq!(connection.version(), Version::V3_4);
    assert_eq!(connection.submit_sm(message()).unwrap(), b"node-1");
    let request = incoming.next_request().unwrap();
    let Body::DeliverSm(deliver) = request.pdu().body else {
        panic!("{request:?}")
    };
    check_receipt(&deliver);
    request.accept(b"").unwrap();
    std::thread::sleep(common::ENQUIRE_LINK);
    assert_eq!(connection.unbind().unwrap(), CloseReason::Unbound);
    check_server(server);
}

#[test]
fn the_blocking_client_against_a_node_smpp_server() {
    let server = Peer::node("node_server.js", &[]);
    let bound = blocking_esme().connect(("127.0.0.1", server.port()));
    let (connection, incoming) = bound.unwrap();
    converse_blocking(&server, &connection, incoming);
}

#[test]
fn the_blocking_client_against_a_node_smpp_server_in_tls() {
    let tls = Certificate::new();
    let server = Peer::node("node_server.js", &[tls.chain_file(), tls.key_file()]);
    let client = TlsClient::from_roots(tls.pem.as_bytes()).unwrap();
    let address = format!("localhost:{}", server.port());
    let (connection, incoming) = blocking_esme().connect_tls(&client, &address).unwrap();
    converse_blocking(&server, &connection, incoming);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_smpp_server_that_refuses_the_bind() {
    let server = Peer::node("node_server.js", &[]);
    let esme = Esme::new("bank", "wrong");
    let refused = esme.connect(("127.0.0.1", server.port())).await;
    let Err(Error::Refused(status)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(status, CommandStatus::ESME_RINVPASWD);
    assert_eq!(server.expect("bind")["password"], "wrong");
}

/// What a node-smpp client must have seen of our message centre.
fn check_client(client: &Peer) {
    let bound = client.expect("bind_resp");
    assert_eq!(bound["command_status"], 0);
    assert_eq!(bound["system_id"], "mc");
    assert_eq!(bound["sc_interface_version"], 0x50);
    let submitted = client.expect("submit_sm_resp");
    assert_eq!(submitted["command_status"], 0);
    assert_eq!(submitted["message_id"], "rust-1");
    common::check_receipt(&client.expect("deliver_sm"));
    assert_eq!(client.expect("enquire_link_resp")["command_status"], 0);
    assert_eq!(client.expect("unbind_resp")["command_status"], 0);
}

fn check_saw(saw: &Saw) {
    assert_eq!(
        (saw.system_id.as_str(), saw.version),
        ("node", Version::V3_4)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_smpp_client_against_our_message_centre() {
    let (port, served) = common::message_center("hello from node").await;
    let client = Peer::node("node_client.js", &[&port.to_string(), "secret"]);
    check_client(&client);
    check_saw(&served.await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_smpp_client_against_our_message_centre_in_tls() {
    let tls = Certificate::new();
    let server = TlsServer::new(tls.pem.as_bytes(), tls.key.as_bytes()).unwrap();
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let (port, served) = common::serve(
        center.with_acceptor(Acceptor::new().with_tls(server)),
        "hello from node",
    );
    let arguments = [&port.to_string(), "secret", tls.chain_file()];
    let client = Peer::node("node_client.js", &arguments);
    check_client(&client);
    check_saw(&served.await.unwrap());
}

#[test]
fn a_node_smpp_client_against_our_threads() {
    let center = smpp_blocking::MessageCenter::listen("127.0.0.1:0").unwrap();
    let (server, saw) = common::serve_blocking(center, "hello from node");
    let port = server.local_addr().port().to_string();
    let client = Peer::node("node_client.js", &[&port, "secret"]);
    check_client(&client);
    check_saw(&saw.recv_timeout(LONG).unwrap());
}

#[test]
fn a_node_smpp_client_against_our_threads_in_tls() {
    let tls = Certificate::new();
    let ours = TlsServer::new(tls.pem.as_bytes(), tls.key.as_bytes()).unwrap();
    let center = smpp_blocking::MessageCenter::listen("127.0.0.1:0").unwrap();
    let (server, saw) = common::serve_blocking(
        center.with_acceptor(Acceptor::new().with_tls(ours)),
        "hello from node",
    );
    let port = server.local_addr().port().to_string();
    let client = Peer::node("node_client.js", &[&port, "secret", tls.chain_file()]);
    check_client(&client);
    check_saw(&saw.recv_timeout(LONG).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_smpp_client_with_a_wrong_password() {
    let (port, served) = common::message_center("").await;
    let client = Peer::node("node_client.js", &[&port.to_string(), "wrong"]);
    let refused = client.expect("bind_resp");
    assert_eq!(refused["command_status"], 0x0D);
    served.abort();
}
