//! A firewall: takes ESMEs over TLS, and forwards what its rules allow to a message centre.
//!
//! Each ESME has a connection upstream, bound with its own credentials, which the message centre
//! checks. Frames are forwarded to the octet, both ways. Either end closes the other.
//!
//! `cargo run -p smpp-tokio --example firewall -- CERTIFICATE.pem KEY.pem localhost:2775`

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use smpp_tokio::codec::pdu::{Body, SubmitSm};
use smpp_tokio::codec::{CommandId, CommandStatus};
use smpp_tokio::message::{Instant, Message, data_coding::Peer, udh::Element};
use smpp_tokio::session::{LocalError, Pacer, PacerConfig};
use smpp_tokio::{
    Acceptor, BindRequest, Clock, Connection, Credentials, Error, Esme, Incoming, MessageCenter,
    OpenConnection, Request, TlsServer,
};
use tokio::task::JoinSet;

/// One thread: tasks begin in the order in which they are made, so messages keep theirs.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [certificate, key, upstream] = arguments.as_slice() else {
        return Err("usage: firewall CERTIFICATE.pem KEY.pem HOST:PORT".into());
    };
    let tls = TlsServer::new(&std::fs::read(certificate)?, &std::fs::read(key)?)?;
    let center = MessageCenter::listen("127.0.0.1:3550").await?;
    let center = center.with_acceptor(Acceptor::new().with_tls(tls));
    let firewall = Firewall {
        upstream: upstream.clone(),
        accounts: HashMap::from([(b"bank".to_vec(), Account::new(&[b"BANK"], 10))]),
    };
    Ok(Arc::new(firewall).run(center).await?)
}

/// The sources that an ESME may use, and its rate.
pub(crate) struct Account {
    sources: &'static [&'static [u8]],
    rate: Mutex<Pacer>,
}

impl Account {
    /// An account with its sources, and its rate in messages a second.
    pub(crate) fn new(sources: &'static [&'static [u8]], rate: u32) -> Self {
        let config = PacerConfig::new().with_messages_per_second(rate);
        let rate = Pacer::new(config.with_burst(rate), Instant::ORIGIN);
        let rate = Mutex::new(rate);
        Self { sources, rate }
    }

    /// Checks a message. Returns the status to refuse it with.
    fn check(&self, message: &SubmitSm<'_>, now: Instant) -> Result<(), CommandStatus> {
        if !self.sources.contains(&message.source_addr.addr) {
            return Err(CommandStatus::ESME_RINVSRCADR);
        }
        let content = Message::from(message);
        let refused = CommandStatus::ESME_RSUBMITFAIL;
        let data = content.user_data(&Peer::default()).map_err(|_| refused)?;
        let mut elements = data.udh.iter().flat_map(|udh| udh.elements());
        let is_plain = elements.all(|element| matches!(element, Ok(Element::Concatenation(_))));
        // Nothing else in a header passes, such as ports, and no content that is not text.
        if !is_plain || data.alphabet().is_none() || content.ports().is_some() || content.twice {
            return Err(refused);
        }
        let mut rate = self.rate.lock().unwrap_or_else(PoisonError::into_inner);
        if rate.ready_at(now) > now {
            return Err(CommandStatus::ESME_RTHROTTLED);
        }
        rate.sent(now);
        Ok(())
    }
}

/// The accounts by `system_id`, and the message centre.
pub(crate) struct Firewall {
    pub(crate) upstream: String,
    pub(crate) accounts: HashMap<Vec<u8>, Account>,
}

impl Firewall {
    /// Takes ESMEs until the listener fails. The listener limits connections, and each session the
    /// requests in flight: 100 by default, one more is refused with `ESME_RTHROTTLED`.
    pub(crate) async fn run(self: Arc<Self>, center: MessageCenter) -> Result<(), Error> {
        loop {
            let (open, peer) = center.accept().await?;
            let firewall = Arc::clone(&self);
            tokio::spawn(async move {
                if let Err(error) = firewall.serve(open).await {
                    println!("{peer}: {error}");
                }
            });
        }
    }

    async fn serve(&self, open: OpenConnection) -> Result<(), Error> {
        let bind = open.bind_request().await?;
        let Some(account) = self.accounts.get(bind.request().system_id) else {
            return bind.refuse(CommandStatus::ESME_RBINDFAIL).await;
        };
        let (upstream, mut receipts) = match self.connect(&bind).await {
            Ok(bound) => bound,
            Err(Error::Refused(status)) => return bind.refuse(status).await,
            Err(_) => return bind.refuse(CommandStatus::ESME_RSYSERR).await,
        };
        let (esme, mut messages) = bind.accept(b"firewall")?;
        let mut pending = JoinSet::new();
        loop {
            tokio::select! {
                request = messages.next_request() => {
                    let Some(request) = request else { break };
                    if let Err(status) = self.check(account, &request) {
                        let _ = request.refuse(status);
                        continue;
                    }
                    pending.spawn(forward(request, upstream.clone()));
                }
                request = receipts.next_request() => {
                    let Some(request) = request else { break };
                    pending.spawn(forward(request, esme.clone()));
                }
                Some(_) = pending.join_next() => {}
            }
        }
        // Each request is answered, or its connection has ended, before both are unbound.
        while pending.join_next().await.is_some() {}
        let _ = tokio::join!(esme.unbind(), upstream.unbind());
        Ok(())
    }

    /// Binds upstream as the ESME binds here.
    async fn connect(&self, bind: &BindRequest) -> Result<(Connection, Incoming), Error> {
        let (request, bind_type) = (bind.request(), bind.bind_type());
        let credentials = Credentials::new(request.system_id, request.password)
            .with_bind_type(bind_type)
            .with_system_type(request.system_type)
            .with_address_range(request.addr_ton, request.addr_npi, request.address_range);
        let esme = Esme::from_credentials(credentials);
        esme.connect(&self.upstream).await
    }

    fn check(&self, account: &Account, request: &Request) -> Result<(), CommandStatus> {
        let now = Clock::system().now();
        match request.pdu().body {
            Body::SubmitSm(message) => account.check(&message, now),
            Body::QuerySm(_) | Body::CancelSm(_) => Ok(()),
            _ => Err(CommandStatus::ESME_RINVCMDID),
        }
    }
}

/// Forwards a request, and its response back.
async fn forward(request: Request, to: Connection) {
    let is_message = request.frame().header().command_id == CommandId::SUBMIT_SM;
    let _ = match to.forward(request.frame()).await {
        Ok(response) => request.respond_with(&response),
        // The other side's version does not know what is in the frame.
        Err(Error::Local(LocalError::Decode(error))) => request.refuse(error.command_status()),
        Err(error) if !error.may_have_been_sent() => request.refuse(CommandStatus::ESME_RMSGQFUL),
        // The other side may have it. A message must not be sent again; a receipt may be, and
        // dropping its request says so.
        Err(_) if is_message => request.refuse(CommandStatus::ESME_RUNKNOWNERR),
        Err(_) => return,
    };
}
