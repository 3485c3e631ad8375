//! A routing entity: a message centre to its ESMEs, an ESME to a message centre upstream.
//!
//! What it takes on one side goes out on the other as it came, octet by octet: messages are not
//! encoded again, so that what this program knows nothing about passes through it as well. Only
//! sequence numbers are exchanged, which each session counts for itself.
//!
//! `cargo run -p smpp-tokio --example server`, then this, then an ESME that connects to port 2776
//! and binds with the address it sends from as its `address_range`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use smpp_tokio::codec::CommandStatus;
use smpp_tokio::codec::frame::Frame;
use smpp_tokio::codec::pdu::Body;
use smpp_tokio::session::LocalError;
use smpp_tokio::{
    Client, ClientIncoming, ClientSettings, Connection, Error, Esme, MessageCenter, OpenConnection,
    Received, Request, same_password,
};

/// On one thread, tasks begin in the order in which they are made: so messages keep theirs.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let upstream = Esme::new("router", "secret");
    let (client, incoming) = upstream.stay_connected("localhost:2775", ClientSettings::default());
    let center = MessageCenter::listen("127.0.0.1:2776").await?;
    Router::new(client).run(center, incoming).await
}

/// Who is bound on either side.
pub(crate) struct Router {
    upstream: Client,
    /// The ESMEs, by the address that each receives for.
    esmes: Mutex<HashMap<Vec<u8>, Connection>>,
}

impl Router {
    /// A router to the message centre of this client.
    pub(crate) fn new(upstream: Client) -> Arc<Self> {
        Arc::new(Self {
            upstream,
            esmes: Mutex::default(),
        })
    }

    /// Takes ESMEs, and whatever comes from upstream, until the listener fails.
    pub(crate) async fn run(
        self: Arc<Self>,
        center: MessageCenter,
        incoming: ClientIncoming,
    ) -> Result<(), Error> {
        tokio::spawn(Arc::clone(&self).downwards(incoming));
        loop {
            let (unbound, peer) = center.accept().await?;
            let router = Arc::clone(&self);
            tokio::spawn(async move {
                if let Err(error) = router.upwards(unbound).await {
                    println!("{peer}: {error}");
                }
            });
        }
    }

    /// One ESME: what it sends goes upstream.
    async fn upwards(&self, unbound: OpenConnection) -> Result<(), Error> {
        let binding = unbound.bind_request().await?;
        if !same_password(binding.request().password, b"secret") {
            return binding.refuse(CommandStatus::ESME_RBINDFAIL).await;
        }
        let address = binding.request().address_range.to_vec();
        let (connection, mut incoming) = binding.accept(b"router")?;
        let link = *connection.link();
        self.with_esmes(|esmes| esmes.insert(address.clone(), connection));

        // A task for each request, which waits while the window upstream is full. There are never
        // more than the session lets us leave unanswered: then the ESME is throttled, or not read
        // from, as `Config::when_full` says. So back-pressure passes through.
        while let Some(request) = incoming.next_request().await {
            let upstream = self.upstream.clone();
            tokio::spawn(async move {
                let response = upstream.forward(request.frame()).await;
                answer(request, response);
            });
        }

        // Unless it has bound again meanwhile.
        self.with_esmes(|esmes| {
            if esmes.get(&address).is_some_and(|esme| *esme.link() == link) {
                esmes.remove(&address);
            }
        });
        Ok(())
    }

    /// What comes from upstream, whichever connection it comes by, goes to the ESME it is for.
    async fn downwards(self: Arc<Self>, mut incoming: ClientIncoming) {
        while let Some(received) = incoming.next().await {
            match received {
                Received::Request(request) => {
                    // Without an ESME to take it, it is refused for now by being dropped.
                    if let Some(esme) = self.esme_for(request.frame()) {
                        tokio::spawn(async move {
                            let response = esme.forward(request.frame()).await;
                            answer(request, response);
                        });
                    }
                }
                // What has no answer needs no number of ours either.
                Received::Notice(frame) => {
                    if let Some(esme) = self.esme_for(&frame) {
                        let _ = esme.notify(frame.pdu().body);
                    }
                }
                _ => {}
            }
        }
    }

    /// The ESME that a message or a receipt is for.
    fn esme_for(&self, frame: &Frame) -> Option<Connection> {
        let address = match frame.pdu().body {
            Body::DeliverSm(message) => message.destination_addr.addr,
            Body::DataSm(message) => message.destination_addr.addr,
            Body::AlertNotification(notice) => notice.esme_addr.addr,
            _ => return None,
        };
        self.with_esmes(|esmes| esmes.get(address).cloned())
    }

    fn with_esmes<R>(&self, act: impl FnOnce(&mut HashMap<Vec<u8>, Connection>) -> R) -> R {
        act(&mut self.esmes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Passes back what the other side answered; or says why it did not.
fn answer(request: Request, response: Result<Frame, Error>) {
    let answered = match response {
        Ok(response) => request.respond_with(&response),
        // The other side speaks an older version, which does not know what is in it.
        Err(Error::Local(LocalError::Decode(error))) => request.refuse(error.command_status()),
        // Nothing was sent: the ESME can send it again without a second delivery.
        Err(error) if !error.may_have_been_sent() => request.refuse(CommandStatus::ESME_RMSGQFUL),
        // Nobody knows whether the other side acted on it. A request that is dropped is answered
        // with a temporary error of its kind.
        Err(_) => {
            drop(request);
            return;
        }
    };
    // Whoever asked has gone: there is nobody to tell.
    let _ = answered;
}
