//! What happens in the demonstration, one scene after the other.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use smpp_codec::CommandId;
use smpp_codec::pdu::{Body, SubmitSm};
use smpp_codec::values::{Address, Npi, RegisteredDelivery, Ton};
use smpp_message::data_coding::Peer;
use smpp_message::{Alphabet, Composer, Message};
use smpp_session::BindType;
use smpp_tokio::{Connection, Credentials, Error, Esme, Incoming, MessageId, Settings};
use tokio::net::TcpSocket;
use tokio::sync::mpsc;

use super::record::{Name, Record, Way};
use crate::mc::{Center, Said, Texts};

pub(crate) const TRANSMITTER: Name = "transmitter";
pub(crate) const RECEIVER: Name = "receiver";
pub(crate) const TRANSCEIVER: Name = "transceiver";

/// The users of the message centre: one that sends, one that receives.
pub(crate) const USERS: [&str; 2] = ["shop:demo-pw1", "phone:demo-pw2"];

const PHONE: Address<'static> = Address::international(b"447700900123");
const SHOP: Address<'static> = Address::alphanumeric(b"SHOP");

/// Messages that the receiver may have waiting to be looked at.
const TEXTS: usize = 16;

/// What the transmitter sends, and wants a receipt for.
pub(crate) const FIRST: (&str, &str) = ("the first message", "Your order 4711 is on its way");

/// The texts that the transceiver sends.
pub(crate) const MESSAGES: [(&str, &str); 4] = [
    (
        "the GSM 7-bit text",
        "Your parcel is here. Price: 5 € [paid]",
    ),
    (
        "the Turkish text",
        "Sayın müşterimiz, kargonuz şubemize ulaştı. Şifreniz 4711. Bu şifreyi kimseyle \
         paylaşmayınız; güvenliğiniz için çağrı merkezimizi arayınız.",
    ),
    ("the emoji text", "Parcel here 📦 come soon 😀👍🏽"),
    (
        "the five-part text",
        "One: a message of more than 160 characters does not fit in one SMS, so it is cut into \
         parts, and a header in front of each says which one it is and of how many. Two: every \
         part is a message of its own to the message centre; it has an id of its own, and it is \
         delivered, charged and receipted by itself. Three: parts may arrive in any order, twice, \
         or not at all, and whoever receives them puts them together again by the number that \
         all of them share. Four: the header takes six octets of each part, which leaves 153 \
         characters of the GSM alphabet, or 67 where one character needs another alphabet. Five: \
         this is the last part of this message, and if you can read all of it in one piece then \
         everything has arrived just as it was sent.",
    ),
];

/// A message as it was submitted.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) what: &'static str,
    pub(crate) alphabet: Alphabet,
    pub(crate) session: Name,
    pub(crate) receipt: bool,
    /// The `short_message` of each part.
    pub(crate) parts: Vec<Vec<u8>>,
    /// What the message centre calls each.
    pub(crate) ids: Vec<MessageId>,
}

impl Sent {
    pub(crate) fn has_id(&self, id: Option<&[u8]>) -> bool {
        id.is_some_and(|id| self.ids.iter().any(|own| **own == *id))
    }
}

/// A text that has arrived whole.
#[derive(Clone)]
pub(crate) struct Arrived {
    pub(crate) text: String,
    pub(crate) parts: u8,
}

crate::redaction::opaque!(Sent, Arrived);

/// What has happened so far.
#[derive(Debug, Default)]
pub(crate) struct Happened {
    pub(crate) sent: Vec<Sent>,
    pub(crate) arrived: Vec<Arrived>,
}

/// Plays every scene.
pub(crate) async fn play(
    center: &Arc<Center>,
    address: SocketAddr,
    record: &Arc<Record>,
    happened: &mut Happened,
) -> Result<(), Error> {
    let bind = |name, bind_type, user, range| bind(address, record, name, bind_type, user, range);
    let (transmitter, _none) = bind(TRANSMITTER, BindType::Transmitter, USERS[0], "").await?;
    let (receiver, deliveries) =
        bind(RECEIVER, BindType::Receiver, USERS[1], "^4477009001").await?;
    let (transceiver, receipts) = bind(TRANSCEIVER, BindType::Transceiver, USERS[0], "").await?;
    let (texts, mut arriving) = mpsc::channel(TEXTS);
    tokio::spawn(receive(deliveries, texts));
    let (receipted, mut receipt) = mpsc::channel(TEXTS);
    tokio::spawn(receive(receipts, receipted));

    let sent = submit(&transmitter, TRANSMITTER, true, FIRST).await?;
    happened.sent.push(sent);
    happened.arrived.extend(arriving.recv().await);
    receipt.recv().await;

    drop(transceiver.enquire_link());
    answered(record, TRANSCEIVER, Way::ToEsme).await;
    if let Some(bound) = center.connection_of(user_of(USERS[1])) {
        drop(bound.enquire_link());
        answered(record, RECEIVER, Way::ToMc).await;
    }

    for message in MESSAGES {
        let sent = submit(&transceiver, TRANSCEIVER, false, message).await?;
        happened.sent.push(sent);
        happened.arrived.extend(arriving.recv().await);
    }

    transmitter.unbind().await?;
    transceiver.unbind().await?;
    center.unbind_all().await;
    receiver.closed().await;
    Ok(())
}

/// Connects from a port that has a name, and binds.
async fn bind(
    address: SocketAddr,
    record: &Arc<Record>,
    name: Name,
    bind_type: BindType,
    user: &str,
    range: &str,
) -> Result<(Connection, Incoming), Error> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
    record.name(socket.local_addr()?.port(), name);
    let stream = socket.connect(address).await?;
    stream.set_nodelay(true)?;
    let (system_id, password) = user.split_once(':').unwrap_or_default();
    let credentials = Credentials::new(system_id, password)
        .with_bind_type(bind_type)
        .with_address_range(Ton::UNKNOWN, Npi::UNKNOWN, range);
    Esme::from_credentials(credentials)
        .with_settings(Settings::new().with_tap(Some(record.tap(name, Way::ToEsme))))
        .bind(stream)
        .await
}

pub(crate) fn user_of(user: &str) -> &str {
    user.split_once(':')
        .map_or(user, |(system_id, _)| system_id)
}

/// Sends a text in as many parts as it takes.
async fn submit(
    connection: &Connection,
    session: Name,
    receipt: bool,
    (what, text): (&'static str, &'static str),
) -> Result<Sent, Error> {
    let composed = Composer::default()
        .compose(text)
        .map_err(io::Error::other)?;
    let mut sent = Sent {
        what,
        alphabet: composed.alphabet(),
        session,
        receipt,
        parts: Vec::new(),
        ids: Vec::new(),
    };
    for part in composed.with_reference(0x2A) {
        let mut octets = [0; 255];
        let octets = part.encode(&mut octets).unwrap_or_default();
        let submit = SubmitSm {
            esm_class: part.esm_class(),
            data_coding: part.data_coding(),
            registered_delivery: match receipt {
                true => RegisteredDelivery::RECEIPT,
                false => RegisteredDelivery::NONE,
            },
            ..SubmitSm::new(SHOP, PHONE, octets)
        };
        sent.parts.push(octets.to_vec());
        sent.ids.push(connection.submit_sm(submit).await?);
    }
    Ok(sent)
}

/// Accepts what is delivered, and hands on what has arrived whole.
async fn receive(mut incoming: Incoming, whole: mpsc::Sender<Arrived>) {
    let (texts, start) = (Texts::default(), Instant::now());
    while let Some(request) = incoming.next_request().await {
        let mut arrived = None;
        if let Body::DeliverSm(deliver) = request.pdu().body {
            let data = Message::from(&deliver).user_data_lossy(&Peer::default());
            let addresses = [&deliver.source_addr, &deliver.destination_addr];
            if let Said::Whole { text, parts } = texts.push(
                smpp_message::Instant::from_duration(start.elapsed()),
                addresses,
                &data,
            ) {
                arrived = Some(Arrived { text, parts });
            }
        }
        if request.accept(&[]).is_err() {
            return;
        }
        if let Some(arrived) = arrived {
            // Whoever waited for it may have given up.
            let _ = whole.send(arrived).await;
        }
    }
}

/// Waits for the answer to an `enquire_link`.
async fn answered(record: &Record, session: Name, way: Way) {
    record
        .wait_for(|seen| {
            let is_there = (seen.session, seen.way) == (session, way);
            let pdu = seen.pdu().filter(|_| is_there);
            pdu.is_some_and(|pdu| pdu.command_id() == CommandId::ENQUIRE_LINK_RESP)
        })
        .await;
}
