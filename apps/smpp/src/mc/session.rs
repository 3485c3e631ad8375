//! One session of the message centre, from its connection to its end.

use std::net::SocketAddr;
use std::sync::Arc;

use smpp_codec::pdu::Bind;
use smpp_codec::{CommandStatus, Version};
use smpp_session::{BindType, CloseReason};
use smpp_tokio::{Error, Incoming, MessageCenter, OpenConnection, Received, TlsStream};
use tokio::net::TcpStream;

use super::center::{Center, SYSTEM_ID};
use super::operations;
use super::range::Range;
use super::sessions::Bound;

/// Serves one peer until it has gone. Whatever it does ends here.
pub(crate) async fn run(center: Arc<Center>, stream: TcpStream, peer: SocketAddr, number: u64) {
    center
        .events
        .tell(format_args!("#{number} connected from {peer}"));
    let _leave = Leave(&center, number);
    // A message waits for no other: it is small, and the answer to it is waited for.
    let _ = stream.set_nodelay(true);
    let bound = match open(&center, stream, peer, number).await {
        Ok(unbound) => bind(&center, unbound, number).await,
        Err(error) => Err(format!("no TLS: {error}")),
    };
    let (bound, mut incoming) = match bound {
        Ok(bound) => bound,
        Err(why) => return center.events.trouble(number, peer, format_args!("{why}")),
    };
    center.bound.notify_waiters();
    while let Some(received) = incoming.next().await {
        match received {
            Received::Request(request) => operations::answer(&center, &bound, request),
            Received::Unbind => center.events.tell(format_args!("{bound} unbinds")),
            _ => {}
        }
    }
    match bound.connection.closed().await {
        CloseReason::Unbound => center.events.tell(format_args!("{bound} unbound")),
        CloseReason::PeerClosed => center.events.trouble(
            number,
            peer,
            format_args!("the peer closed the connection without unbinding"),
        ),
        reason => center
            .events
            .trouble(number, peer, format_args!("{reason}")),
    }
}

/// Takes the session off the list, whatever ends it.
struct Leave<'c>(&'c Center, u64);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.lock().sessions.remove(self.1);
    }
}

/// Begins SMPP on the stream, in TLS if that is asked for.
async fn open(
    center: &Center,
    stream: TcpStream,
    peer: SocketAddr,
    number: u64,
) -> Result<OpenConnection, Error> {
    let settings = center.settings(peer, number);
    let Some(tls) = &center.tls else {
        return Ok(MessageCenter::open(stream, settings));
    };
    let stream = TlsStream::accept(stream, tls, settings.connect_timeout).await?;
    Ok(MessageCenter::open(stream, settings))
}

async fn bind(
    center: &Arc<Center>,
    unbound: OpenConnection,
    number: u64,
) -> Result<(Bound, Incoming), String> {
    let binding = match unbound.bind_request().await {
        Ok(binding) => binding,
        Err(Error::Closed {
            reason: CloseReason::PeerClosed,
            ..
        }) => {
            return Err("the peer closed the connection before a whole bind had come".into());
        }
        Err(error) => return Err(error.to_string()),
    };
    let bind_type = binding.bind_type();
    let request = binding.request();
    let words = words(bind_type, &request);
    let refusal = match (center.users.find(&request), range(bind_type, &request)) {
        // One status and one wording, so that nobody learns which of the two was wrong.
        (None, _) => "unknown system_id or wrong password".into(),
        (_, Err(unusable)) => unusable.to_string(),
        (Some(user), Ok(range)) => {
            let mut state = center.lock();
            if state.sessions.has_room() {
                let accepted = binding.accept(SYSTEM_ID);
                let (connection, incoming) = accepted.map_err(|error| error.to_string())?;
                let bound = Bound {
                    number,
                    user,
                    bind_type,
                    range: Arc::new(range),
                    connection,
                };
                state.sessions.bound(bound.clone());
                center.events.tell(format_args!("#{number} {words}"));
                return Ok((bound, incoming));
            }
            String::from("as many sessions are bound as --max-sessions allows")
        }
    };
    let status = CommandStatus::ESME_RBINDFAIL;
    // If the peer has gone already, it needs no answer.
    let _ = binding.refuse(status).await;
    Err(format!("{words}: refused with {status}: {refusal}"))
}

fn range(bind_type: BindType, request: &Bind<'_>) -> Result<Range, super::range::Unusable> {
    match bind_type {
        // It receives nothing, and some put strange things there.
        BindType::Transmitter => Range::new(&Bind::default()),
        _ => Range::new(request),
    }
}

/// What a bind asks for, in words.
fn words(bind_type: BindType, request: &Bind<'_>) -> String {
    let version = match request.interface_version.version() {
        Version::V3_3 => "3.3",
        Version::V3_4 => "3.4",
        _ => "5.0",
    };
    let mut words = format!(
        "{} as \"{}\", version {version}",
        bind_type.command_id(),
        request.system_id.escape_ascii(),
    );
    for (name, value) in [
        ("system_type", request.system_type),
        ("address_range", request.address_range),
    ] {
        if !value.is_empty() {
            words += &format!(", {name} \"{}\"", value.escape_ascii());
        }
    }
    words
}
