//! `smpp mc`: a message centre to bind to.

mod center;
mod deliver;
mod delivery;
mod events;
mod manage;
mod message;
mod operations;
mod queries;
mod range;
mod receipt;
mod schedule;
mod session;
mod sessions;
mod store;
mod texts;
mod users;

pub(crate) use center::{Center, Setup};
pub(crate) use events::Events;
pub(crate) use texts::{Said, Texts};
pub(crate) use users::Users;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::builder::RangedU64ValueParser;
use smpp_tokio::TlsServer;
use tokio::net::TcpListener;

use crate::duration;
use crate::failure::Failure;
use crate::out::Out;
use crate::redaction::Secret;
use crate::signals::Stop;
use crate::wire_log::WireLog;

/// How long the runtime may take to end, when every session has.
const LAST: Duration = Duration::from_millis(200);

/// Play a message centre
///
/// Accepts the users that are named, takes every operation, delivers messages to the receivers
/// whose `address_range` matches, and returns delivery receipts. What nobody receives for is
/// delivered to a handset that is not there. Prints one line for each event; the first says where
/// it listens. Ends with Ctrl-C, when every session is unbound.
#[derive(Debug, clap::Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(crate) struct Args {
    /// Where to listen; port 0 takes a free one
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:2775")]
    listen: String,

    /// Listen in TLS only, and show the certificate of this PEM file: its own first, then those
    /// between it and a root
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,

    /// The private key of that certificate, a PEM file
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,

    /// Who may bind; give it once for each
    #[arg(long = "user", value_name = "ID:PASSWORD", required = true)]
    users: Vec<Secret>,

    /// How long after the outcome a receipt is sent, and how long a handset takes
    #[arg(long, value_name = "DURATION", default_value = "0ms", value_parser = duration::parse)]
    receipt_after: Duration,

    /// How many sessions may be bound at a time
    #[arg(
        long,
        value_name = "N",
        default_value_t = 100,
        value_parser = RangedU64ValueParser::<usize>::new().range(1..=100_000),
    )]
    max_sessions: usize,

    /// How many messages are kept; the users share them equally
    #[arg(
        long,
        value_name = "N",
        default_value_t = 10_000,
        value_parser = RangedU64ValueParser::<usize>::new().range(1..=10_000_000),
    )]
    max_messages: usize,

    /// Print every PDU as well
    #[arg(long)]
    pdus: bool,

    /// Print only where it listens
    #[arg(long, conflicts_with = "pdus")]
    quiet: bool,
}

/// Serves until it is told to stop.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let users = Users::new(&args.users, args.max_messages)?;
    let tls = tls(args)?;
    // One thread, on which messages stay in the order in which they came.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Io("the runtime", error))?;
    let (out, written) = Out::start(io::stdout());
    let (errors, told) = Out::start(io::stderr());
    let served = runtime.block_on(serve(args, users, tls, out, errors));
    runtime.shutdown_timeout(LAST);
    written.wait();
    told.wait();
    served
}

/// What to show the clients, if it listens in TLS.
fn tls(args: &Args) -> Result<Option<TlsServer>, Failure> {
    let (Some(cert), Some(key)) = (&args.tls_cert, &args.tls_key) else {
        return Ok(None);
    };
    let read = |option: &str, file: &Path| {
        let cannot = |error| Failure::Usage(format!("{option} {}: {error}", file.display()));
        fs::read(file).map_err(cannot)
    };
    TlsServer::new(&read("--tls-cert", cert)?, &read("--tls-key", key)?)
        .map(Some)
        .map_err(|error| Failure::Usage(format!("--tls-cert with --tls-key: {error}")))
}

async fn serve(
    args: &Args,
    users: Users,
    tls: Option<TlsServer>,
    out: Out,
    errors: Out,
) -> Result<ExitCode, Failure> {
    let cannot = |error: io::Error| match error.kind() {
        io::ErrorKind::InvalidInput => {
            Failure::Usage(format!("--listen {}: write HOST:PORT", args.listen))
        }
        _ => Failure::Peer(format!("cannot listen on {}: {error}", args.listen)),
    };
    let listener = TcpListener::bind(&args.listen).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    // Whoever reads that line may stop this at once.
    let mut stop = Stop::new().map_err(|error| Failure::Io("signals", error))?;
    out.line(format_args!("listening on {address}"));
    let events = Events::new((!args.quiet).then(|| out.clone()), Some(errors));
    let start = events.start();
    let pdus = args.pdus.then_some(out);
    let center = Center::new(Setup {
        users,
        tls,
        receipt_after: args.receipt_after,
        max_sessions: args.max_sessions,
        max_messages: args.max_messages,
        events,
        taps: pdus.map(|out| -> center::Taps {
            Box::new(move |_, number| {
                let (out, session) = (out.clone(), format!("#{number}").into());
                Arc::new(WireLog {
                    out,
                    start,
                    session,
                })
            })
        }),
    });
    let serving = tokio::spawn(Arc::clone(&center).serve(listener));
    let stopped = stop.wait().await;
    // The port is free from here on.
    serving.abort();
    stopped.map_err(|error| Failure::Io("signals", error))?;
    center.unbind_all().await;
    Ok(ExitCode::SUCCESS)
}
