//! `smpp demo`: a message centre and three ESMEs in one process, over loopback.

mod expect;
mod record;
mod scenes;

use std::io;
use std::net::Ipv4Addr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::timeout;

use self::expect::Expectation;
use self::record::{Record, Way};
use self::scenes::{Happened, USERS};
use crate::failure::Failure;
use crate::mc::{Center, Events, Setup, Users};
use crate::out::Out;
use crate::redaction::Secret;
use crate::show::{self, Text};

/// How long everything may take.
const LIMIT: Duration = Duration::from_secs(4);

/// How long the receipt waits, so that it can be seen that it does.
const RECEIPT_AFTER: Duration = Duration::from_millis(100);

/// Show a message on its way, and every PDU of it
///
/// Starts a message centre on a free port of this machine and binds a transmitter, a receiver and
/// a transceiver to it. A message is submitted, delivered and receipted; each side asks whether
/// the other is there; texts in several alphabets and lengths arrive whole; and everybody unbinds.
/// Each PDU is printed when it arrives. In the end all that has to have passed is checked: exit
/// code 0 if it has.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Plays the demonstration, and checks it.
pub(crate) fn run(_: &Args) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Io("the runtime", error))?;
    let (out, written) = Out::start(io::stdout());
    let played = runtime.block_on(play(&out));
    runtime.shutdown_timeout(Duration::from_millis(200));
    let played = played.map(|played| played.tell(&out));
    drop(out);
    written.wait();
    match played? {
        0 => Ok(ExitCode::SUCCESS),
        missing => Err(Failure::Peer(format!(
            "{missing} of the things that have to be seen were not: see above"
        ))),
    }
}

/// What was to be seen, and what was.
struct Played {
    record: Arc<Record>,
    happened: Happened,
    trouble: Option<String>,
    took: Duration,
}

async fn play(out: &Out) -> Result<Played, Failure> {
    let listening = |error| Failure::Io("a free port", error);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let listener = listener.await.map_err(listening)?;
    let address = listener.local_addr().map_err(listening)?;
    let record = Record::new(out.clone());
    out.line(format_args!("message centre on {address}"));
    let users: Vec<Secret> = USERS.iter().flat_map(|user| user.parse()).collect();
    let sessions = Arc::clone(&record);
    let center = Center::new(Setup {
        users: Users::new(&users, 1000)?,
        tls: None,
        receipt_after: RECEIPT_AFTER,
        max_sessions: 3,
        max_messages: 1000,
        events: Events::new(None, None),
        taps: Some(Box::new(move |peer, _| {
            sessions.tap(sessions.name_of(peer.port()), Way::ToMc)
        })),
    });
    let serving = tokio::spawn(Arc::clone(&center).serve(listener));
    let mut happened = Happened::default();
    let scenes = scenes::play(&center, address, &record, &mut happened);
    let trouble = match timeout(LIMIT, scenes).await {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some(format!("it was not over after {} s", LIMIT.as_secs())),
    };
    serving.abort();
    Ok(Played {
        took: record.start().elapsed(),
        record,
        happened,
        trouble,
    })
}

impl Played {
    /// Prints what came of it, and answers how much of it is missing.
    fn tell(&self, out: &Out) -> usize {
        let mut missing = 0;
        if let Some(trouble) = &self.trouble {
            out.line(format_args!("\ncut short: {trouble}"));
            missing += 1;
        }
        out.line("\ntexts, as the receiver has them:");
        let wanted = self.texts();
        for (what, text) in &wanted {
            let arrived = self
                .happened
                .arrived
                .iter()
                .find(|arrived| arrived.text == *text);
            match arrived {
                Some(arrived) => out.line(format_args!(
                    "  {what}, {}, whole in {} part{}: {}",
                    self.alphabet(what),
                    arrived.parts,
                    if arrived.parts == 1 { "" } else { "s" },
                    Text(&arrived.text)
                )),
                None => {
                    missing += 1;
                    out.line(format_args!("  MISSING: {what} has not arrived whole"));
                }
            }
        }
        let seen = self.record.seen();
        let expectations = expect::check(&seen, &self.happened.sent);
        out.line(format_args!(
            "\n{} PDUs and {} texts in {:.2} s",
            seen.len(),
            self.happened.arrived.len(),
            self.took.as_secs_f64()
        ));
        for Expectation {
            what,
            wanted,
            found,
        } in expectations.iter().filter(|e| !e.is_met())
        {
            missing += 1;
            out.line(format_args!(
                "  MISSING: {what}: {wanted} expected, {found} seen"
            ));
        }
        let met = expectations
            .iter()
            .filter(|expectation| expectation.is_met());
        out.line(format_args!(
            "{} of {} expectations met, {} missing",
            met.count() + self.happened.arrived.len().min(wanted.len()),
            expectations.len() + wanted.len(),
            missing
        ));
        missing
    }

    fn alphabet(&self, what: &str) -> String {
        let sent = self.happened.sent.iter().find(|sent| sent.what == what);
        sent.map_or_else(String::new, |sent| show::alphabet(sent.alphabet))
    }

    /// Every text that is to arrive.
    fn texts(&self) -> Vec<(&'static str, &'static str)> {
        [scenes::FIRST]
            .into_iter()
            .chain(scenes::MESSAGES)
            .collect()
    }
}

#[cfg(test)]
mod tests;
