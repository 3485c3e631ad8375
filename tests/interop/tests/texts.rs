//! Texts: what the peers encode we read, and what we encode they read.

mod common;

use serde_json::Value;
use smpp_codec::pdu::{Body, DeliverSm};
use smpp_codec::values::Address;
use smpp_interop::Peer;
use smpp_message::data_coding::{Content, Peer as Coding};
use smpp_message::reassemble::{Block, Fragment, Keep, Outcome, PartSlot, Reassembler};
use smpp_message::{Alphabet, Composer, Message};
use smpp_session::CloseReason;
use smpp_tokio::{Incoming, MessageCenter};
use tokio::task::JoinHandle;

/// GSM 7-bit with its extension, Turkish, an emoji, and five parts.
fn texts() -> Vec<String> {
    vec![
        "Price: 10 € [net] @ Zürich, ¿OK?".into(),
        "Şifreniz 42, çok gizli".into(),
        "Done 🎉 and gone 😀".into(),
        "0123456789".repeat(70),
    ]
}

/// Reads as many texts as there are in [`texts`], whole.
async fn read(incoming: &mut Incoming, coding: &Coding) -> Vec<String> {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 8], vec![Block::EMPTY; 64]);
    let mut reassembler = Reassembler::new(&mut slots, &mut blocks, Keep::default());
    let mut read = Vec::new();
    while read.len() < texts().len() {
        let request = incoming.next_request().await.expect("another message");
        let Body::SubmitSm(submit) = request.pdu().body else {
            panic!("{request:?}")
        };
        let data = Message::from(&submit).user_data(coding).unwrap();
        let to = &submit.destination_addr;
        if let Some(part) = Fragment::new(&submit.source_addr, to, &data) {
            let now = smpp_message::Instant::ORIGIN;
            let outcome = reassembler.push(now, &part, &mut |lost| panic!("{lost:?}"));
            if let Outcome::Whole(message) = outcome {
                let (mut octets, mut text) = ([0; 1000], [0; 3000]);
                let whole = message.decode_lossy(&mut octets, &mut text).unwrap();
                read.push(whole.expect("a text").into());
            }
        } else {
            let mut text = [0; 3000];
            read.push(data.decode(&mut text).expect("a text").unwrap().into());
        }
        request.accept(b"1").unwrap();
    }
    read
}

/// Serves one client: reads its texts, then sends it the same ones.
async fn message_center(coding: Coding) -> (u16, JoinHandle<Vec<String>>) {
    let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
    let port = center.local_addr().unwrap().port();
    let served = tokio::spawn(async move {
        let (unbound, _) = center.accept().await.unwrap();
        let binding = unbound.bind_request().await.unwrap();
        let (connection, mut incoming) = binding.accept(b"mc").unwrap();
        let read = read(&mut incoming, &coding).await;
        for (reference, text) in (1..).zip(texts()) {
            let composed = Composer::default().compose(&text).unwrap();
            for part in composed.with_reference(reference) {
                let mut octets = [0; 160];
                let deliver = DeliverSm {
                    esm_class: part.esm_class(),
                    data_coding: part.data_coding(),
                    ..DeliverSm::new(
                        Address::international(b"447700900123"),
                        Address::unknown(b"1"),
                        part.encode(&mut octets).unwrap(),
                    )
                };
                connection.deliver_sm(deliver).await.unwrap();
            }
        }
        assert_eq!(connection.closed().await, CloseReason::Unbound);
        read
    });
    (port, served)
}

/// How many messages our side makes of the texts.
fn parts() -> usize {
    let parts = |text: &String| usize::from(Composer::default().compose(text).unwrap().parts());
    texts().iter().map(parts).sum()
}

fn arguments(port: u16) -> Vec<String> {
    let mut arguments = vec![port.to_string(), parts().to_string()];
    arguments.extend(texts());
    arguments
}

fn run(peer: fn(&str, &[&str]) -> Peer, script: &str, port: u16) -> Peer {
    let arguments = arguments(port);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    peer(script, &arguments)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn node_smpp_reads_our_texts_and_we_read_its() {
    // node-smpp means GSM 7-bit by 1.
    let mut coding = Coding::default();
    coding.one = Content::Text(Alphabet::GSM7);
    let (port, served) = message_center(coding).await;
    let client = run(Peer::node, "node_texts.js", port);
    assert_eq!(client.expect("bind_resp")["command_status"], 0);
    let mut received: Vec<Value> = Vec::new();
    while received.len() < parts() {
        let event = client.next();
        assert_ne!(event["event"], "error", "{event}");
        if event["event"] == "deliver_sm" {
            received.push(event);
        }
    }
    // The long text is the last: its parts carry the concatenation header, in order.
    let (short, long) = received.split_at(texts().len() - 1);
    for (event, text) in short.iter().zip(texts()) {
        assert_eq!(event["text"], text, "{event}");
        assert_eq!(event["udh"].as_array().map(Vec::len), Some(0), "{event}");
    }
    assert_eq!(long.len(), 5);
    let whole: String = long
        .iter()
        .map(|event| event["text"].as_str().unwrap())
        .collect();
    assert_eq!(whole, texts()[3]);
    for (number, event) in (1..).zip(long) {
        assert_eq!(event["udh"][0], format!("00030405{number:02x}"), "{event}");
    }
    assert_eq!(served.await.unwrap(), texts());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn smpplib_makes_the_parts_that_we_make_and_we_read_its() {
    let (port, served) = message_center(Coding::default()).await;
    let client = run(Peer::python, "smpplib_texts.py", port);
    let mut theirs: Vec<Value> = Vec::new();
    for _ in texts() {
        theirs.push(client.expect("parts"));
    }
    for of_one in theirs {
        let octets = of_one["octets"].as_array().unwrap();
        for part in octets {
            let ours = client.expect("deliver_sm");
            assert_eq!(ours["data_coding"], of_one["data_coding"]);
            assert_eq!(ours["esm_class"], of_one["esm_class"]);
            // The reference of a long message is each side's own: octet 4 of the header.
            let skip = if of_one["esm_class"] == 0x40 { 8 } else { 0 };
            let content = |octets: &Value| octets.as_str().unwrap()[skip..].to_owned();
            assert_eq!(content(&ours["octets"]), content(part));
        }
    }
    assert_eq!(served.await.unwrap(), texts());
}
