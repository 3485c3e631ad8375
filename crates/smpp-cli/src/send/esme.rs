//! Connecting and binding, and what to tell if that fails.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use smpp_codec::CommandStatus;
use smpp_session::{BindType, CloseReason, Config};
use smpp_tokio::{Connection, Error, Esme, Incoming, Settings};
use tokio::time::timeout;

use super::Args;
use crate::failure::Failure;
use crate::out::Out;
use crate::show::Text;
use crate::wire_log::WireLog;

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);

/// Requests of the message centre that wait while this side is still sending: a receipt may come
/// before the response that says which message it is about.
const UNANSWERED: u32 = 1000;

/// Connects and binds.
pub(crate) async fn bind(
    args: &Args,
    bind_type: BindType,
    pdus: Option<Out>,
) -> Result<(Connection, Incoming), Failure> {
    let address = &args.connect;
    let settings = Settings {
        session: Config {
            version: args.version(),
            max_unanswered: UNANSWERED,
            ..Config::default()
        },
        tap: pdus.map(|out| -> Arc<dyn smpp_tokio::Tap> {
            Arc::new(WireLog {
                out,
                start: Instant::now(),
                session: "mc".into(),
            })
        }),
        ..Settings::default()
    };
    let esme = Esme::new(args.system_id.as_str(), args.password.as_str())
        .system_type(args.system_type.as_str())
        .bind_as(bind_type)
        .settings(settings);
    let connected = timeout(CONNECT, tokio::net::TcpStream::connect(address)).await;
    let stream = connected.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
    let stream = stream.and_then(|stream| stream.set_nodelay(true).map(|()| stream));
    let stream = stream.map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput => {
            Failure::Usage(format!("--connect {address}: write HOST:PORT"))
        }
        _ => Failure::Peer(format!(
            "cannot connect to {address}: {error}: is a message centre there?"
        )),
    })?;
    esme.bind(stream).await.map_err(|error| {
        Failure::Peer(match error {
            Error::Refused(status) => format!(
                "{address} refused to bind {} as a {bind_type}: {status}{}",
                Text(&args.system_id),
                advice(status),
            ),
            Error::Closed(CloseReason::PeerClosed) => {
                format!("{address} closed the connection before it answered the bind")
            }
            error => format!("{address}: {error}"),
        })
    })
}

/// What to do about a refusal.
fn advice(status: CommandStatus) -> &'static str {
    match status {
        CommandStatus::ESME_RBINDFAIL
        | CommandStatus::ESME_RINVPASWD
        | CommandStatus::ESME_RINVSYSID => ": check the system_id and the password",
        CommandStatus::ESME_RINVSYSTYP => ": check --system-type",
        CommandStatus::ESME_RALYBND => ": it may be bound already, as often as it is allowed to",
        CommandStatus::ESME_RINVCMDID => ": try --bind tx, or another --version",
        _ => "",
    }
}
