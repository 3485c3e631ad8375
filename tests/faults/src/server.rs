//! A message centre that writes down what it is given, and clients that write down what became
//! of what they sent.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use smpp_codec::CommandStatus;
use smpp_codec::pdu::{Body, DeliverSm, SubmitSm};
use smpp_codec::values::Address;
use smpp_tokio::{
    Acceptor, AdmissionLimits, Connection, Error, Incoming, MessageCenter, OpenConnection, Request,
    Settings,
};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::ledger::{Ledger, Outcome};
use crate::tls::Tls;
use crate::trial::LONG;

/// A message centre that accepts everybody and everything. What it is sent, and the one message
/// that it delivers to each client, are in the ledger.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Listens on loopback.
    pub async fn start(settings: Settings, tls: Option<&Tls>, ledger: Arc<Ledger>) -> Self {
        // All of a test's connections come from one address, and many of them fail.
        let limits = AdmissionLimits::new()
            .with_connections(u32::MAX)
            .with_per_address(u32::MAX)
            .with_unbound(u32::MAX)
            .with_failed_binds(u32::MAX);
        let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
        let mut acceptor = Acceptor::new().with_settings(settings).with_limits(limits);
        if let Some(tls) = tls {
            acceptor = acceptor.with_tls(tls.server.clone());
        }
        let center = center.with_acceptor(acceptor);
        let address = center.local_addr().unwrap();
        let accepting = tokio::spawn(async move {
            loop {
                // No descriptors left, or a connection that was gone at once: both pass.
                let Ok((unbound, _)) = center.accept().await else {
                    tokio::task::yield_now().await;
                    continue;
                };
                tokio::spawn(serve(unbound, Arc::clone(&ledger)));
            }
        });
        Self { address, accepting }
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn serve(unbound: OpenConnection, ledger: Arc<Ledger>) -> Result<(), Error> {
    let binding = unbound.bind_request().await?;
    let greets = binding.request().system_id != b"bystander";
    let (connection, incoming) = binding.accept(b"mc")?;
    let greeting = async {
        if greets {
            deliver(&connection, &ledger).await;
        }
    };
    tokio::join!(greeting, answer(incoming, &ledger));
    Ok(())
}

/// Accepts every request until the session ends, and writes down what they bring.
pub(crate) async fn answer(mut incoming: Incoming, ledger: &Ledger) {
    while let Some(request) = incoming.next_request().await {
        take(request, ledger);
    }
}

/// Accepts a request, and writes down what it brings. What was garbled on the way is refused: TCP
/// does not know better, and a text with a check sum does.
pub(crate) fn take(request: Request, ledger: &Ledger) {
    let text = match request.pdu().body {
        Body::SubmitSm(submit) => submit.short_message.to_vec(),
        Body::DeliverSm(deliver) => deliver.short_message.to_vec(),
        _ => Vec::new(),
    };
    // The sender may be gone by now: it has no response then, and says so.
    let _ = if let Some(number) = number_of(&text) {
        ledger.deliver(number);
        // The text is the id, so that its sender knows whose response it got.
        request.accept(&text)
    } else if text == BYSTANDER {
        request.accept(&text)
    } else {
        request.refuse(CommandStatus::ESME_RSUBMITFAIL)
    };
}

/// What the client says that no fault concerns.
pub(crate) const BYSTANDER: &[u8] = b"hello";

/// A text that says its number, and shows if it was garbled.
fn text_of(number: usize) -> String {
    format!("{number}.{:08x}", check_sum(number))
}

fn number_of(text: &[u8]) -> Option<usize> {
    let (number, check) = std::str::from_utf8(text).ok()?.split_once('.')?;
    let number = number.parse().ok()?;
    (u32::from_str_radix(check, 16) == Ok(check_sum(number))).then_some(number)
}

const fn check_sum(number: usize) -> u32 {
    ((number as u64 ^ 0x5DEE_CE66).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

/// A message from nobody in particular.
#[must_use]
pub fn message(text: &[u8]) -> SubmitSm<'_> {
    let (from, to) = (
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
    );
    SubmitSm::new(from, to, text)
}

/// A message in the ledger, until its request has ended.
#[derive(Debug)]
pub struct Entry<'l> {
    ledger: &'l Ledger,
    number: usize,
    text: String,
}

impl<'l> Entry<'l> {
    /// A new message.
    #[must_use]
    pub fn open(ledger: &'l Ledger) -> Self {
        let number = ledger.open();
        let text = text_of(number);
        Self {
            ledger,
            number,
            text,
        }
    }

    /// What is to be sent.
    #[must_use]
    pub const fn text(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Waits for the request to end, and writes down how it did. An id, if it has one, is the text.
    pub async fn end<T: AsRef<[u8]>>(
        &self,
        request: impl Future<Output = Result<Option<T>, Error>>,
    ) -> Outcome {
        let number = self.number;
        let ended = timeout(LONG, request).await;
        let outcome = match ended.unwrap_or_else(|_| panic!("{number} never ended")) {
            Ok(None) => Outcome::Acknowledged,
            Ok(Some(id)) => match number_of(id.as_ref()) {
                Some(whose) => {
                    assert_eq!(whose, number, "got the response to another's request");
                    Outcome::Acknowledged
                }
                None => Outcome::Unknown,
            },
            Err(Error::Refused(_)) => Outcome::Refused,
            Err(error) if !error.may_have_been_sent() => Outcome::NotSent,
            Err(_) => Outcome::Unknown,
        };
        self.ledger.end(number, outcome);
        outcome
    }
}

/// Submits a message, and writes down what became of it.
pub async fn submit(connection: &Connection, ledger: &Ledger) -> Outcome {
    let entry = Entry::open(ledger);
    let submit = connection.submit_sm(message(entry.text()));
    entry.end(async { submit.await.map(Some) }).await
}

/// Delivers a message, and writes down what became of it.
async fn deliver(connection: &Connection, ledger: &Ledger) {
    let entry = Entry::open(ledger);
    let (from, to) = (Address::unknown(b"1"), Address::unknown(b"2"));
    let deliver = connection.deliver_sm(DeliverSm::new(from, to, entry.text()));
    entry
        .end(async { deliver.await.map(|()| None::<Vec<u8>>) })
        .await;
}
