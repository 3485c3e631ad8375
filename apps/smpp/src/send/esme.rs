//! Connecting and binding, and what to tell if that fails.

use std::fs;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use smpp_codec::CommandStatus;
use smpp_session::{BindType, CloseReason, Config};
use smpp_tokio::{Connection, Credentials, Error, Esme, Incoming, Settings, TlsClient};

use super::Args;
use crate::failure::Failure;
use crate::out::Out;
use crate::show::Text;
use crate::wire_log::WireLog;

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
    let settings = Settings::new()
        .with_session(
            Config::new()
                .with_version(args.version())
                .with_max_unanswered(UNANSWERED),
        )
        .with_tap(pdus.map(|out| -> Arc<dyn smpp_tokio::Tap> {
            Arc::new(WireLog {
                out,
                start: Instant::now(),
                session: "mc".into(),
            })
        }));
    let credentials = Credentials::new(args.system_id.as_str(), args.password.as_str())
        .with_system_type(args.system_type.as_str())
        .with_bind_type(bind_type);
    let esme = Esme::from_credentials(credentials).with_settings(settings);
    let bound = match tls(args)? {
        Some(tls) => esme.connect_tls(&tls, address).await,
        None => esme.connect(address).await,
    };
    bound.map_err(|error| match error {
        Error::Io(error) if error.kind() == io::ErrorKind::InvalidInput => {
            Failure::Usage(format!("--connect {address}: write HOST:PORT"))
        }
        Error::Io(error) => Failure::Peer(format!(
            "cannot connect to {address}: {error}: is a message centre there?"
        )),
        Error::Refused(status) => Failure::Peer(format!(
            "{address} refused to bind {} as a {bind_type}: {status}{}",
            Text(&args.system_id),
            advice(status),
        )),
        Error::Closed {
            reason: CloseReason::PeerClosed,
            ..
        } => Failure::Peer(format!(
            "{address} closed the connection before it answered the bind"
        )),
        error => Failure::Peer(format!("{address}: {error}")),
    })
}

/// Whom to trust, if the connection is to be in TLS.
fn tls(args: &Args) -> Result<Option<TlsClient>, Failure> {
    let tls = match &args.tls_roots {
        None if !args.tls => return Ok(None),
        None => TlsClient::new(),
        Some(file) => {
            let roots = fs::read(file).map_err(|error| {
                Failure::Usage(format!("--tls-roots {}: {error}", file.display()))
            })?;
            TlsClient::from_roots(&roots)
        }
    };
    tls.map(Some)
        .map_err(|error| Failure::Usage(format!("--tls: {error}")))
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
