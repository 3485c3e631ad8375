//! Submitting every part, while receipts may come already.

use std::io::{self, Write};
use std::pin::pin;
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use smpp_codec::pdu::SubmitSm;
use smpp_codec::values::{EsmClass, RegisteredDelivery};
use smpp_session::BindType;
use smpp_tokio::{Connection, Error, Incoming, MessageId, Received};
use tokio::time::{Instant, sleep_until};

use super::Args;
use super::esme;
use super::plan::Plan;
use super::receipts::Receipts;
use crate::failure::{self, Failure};
use crate::out::Out;
use crate::signals::Stop;

/// Binds, sends, waits for the receipts if there are to be any, and unbinds.
pub(crate) async fn send(
    args: &Args,
    bind_type: BindType,
    plan: &Plan<'_>,
    pdus: Option<Out>,
) -> Result<(), Failure> {
    let mut stop = Stop::new().map_err(|error| Failure::Io("signals", error))?;
    let conversation = async {
        let (connection, mut incoming) = esme::bind(args, bind_type, pdus).await?;
        print(format_args!("{plan}"))?;
        let done = converse(args, plan, &connection, &mut incoming).await;
        // Unbinding ends it well whatever became of the message; if the peer does not answer, that
        // changes nothing.
        let _ = connection.unbind().await;
        done
    };
    tokio::select! {
        done = conversation => done,
        _ = stop.wait() => Err(Failure::Peer("stopped before everything was done".into())),
    }
}

async fn converse(
    args: &Args,
    plan: &Plan<'_>,
    connection: &Connection,
    incoming: &mut Incoming,
) -> Result<(), Failure> {
    let receipts = Mutex::new(Receipts::new(
        args.from.clone(),
        args.to.clone(),
        plan.parts(),
    ));
    let receipts = || receipts.lock().unwrap_or_else(PoisonError::into_inner);
    let mut submitting = pin!(async {
        for part in plan.with_reference(reference()) {
            let id = submit(args, plan, connection, &part).await?;
            let (number, total) = (part.number(), part.total());
            let shown = String::from_utf8_lossy(&id).into_owned();
            print(format_args!(
                "part {number} of {total}: message_id {}",
                shown.escape_debug()
            ))?;
            receipts().submitted(number, &id)?;
        }
        Ok::<(), Failure>(())
    });
    let mut submitted = false;
    let mut deadline = Instant::now();
    let mut has_ended = false;
    loop {
        tokio::select! {
            done = &mut submitting, if !submitted => {
                done?;
                submitted = true;
                deadline = Instant::now() + args.wait;
                receipts().all_submitted()?;
            }
            received = incoming.next(), if !has_ended => match received {
                Some(Received::Request(request)) => receipts().take(request)?,
                Some(_) => {}
                None => has_ended = true,
            },
            () = sleep_until(deadline), if submitted && args.receipt => {
                let waited = args.wait.as_secs_f64();
                return Err(receipts().missing(&format!("within {waited} s")));
            }
        }
        if submitted && (!args.receipt || receipts().are_complete()) {
            return receipts().verdict();
        }
        if submitted && has_ended {
            let reason = connection.closed().await;
            return Err(receipts().missing(&format!("before the session ended: {reason}")));
        }
    }
}

/// Submits one part, and answers what the message centre calls it.
async fn submit(
    args: &Args,
    plan: &Plan<'_>,
    connection: &Connection,
    part: &smpp_message::split::Part<'_>,
) -> Result<MessageId, Failure> {
    let mut octets = [0; 255];
    let cannot = |why: &dyn std::fmt::Display| {
        let (number, total) = (part.number(), part.total());
        Failure::Peer(format!("part {number} of {total} was not sent: {why}"))
    };
    let short_message = part.encode(&mut octets).map_err(|error| cannot(&error))?;
    let message = SubmitSm {
        esm_class: EsmClass::default().with_udhi(part.has_udh()),
        data_coding: plan.data_coding,
        registered_delivery: match args.receipt {
            true => RegisteredDelivery::RECEIPT,
            false => RegisteredDelivery::NONE,
        },
        ..SubmitSm::new(args.from.as_address(), args.to.as_address(), short_message)
    };
    let (number, total, to) = (part.number(), part.total(), &args.connect);
    let sent = connection.submit_sm(message).await;
    sent.map_err(|error| match error {
        Error::Refused(status) => {
            let why = format!("{to} refused part {number} of {total} with {status}");
            Failure::Peer(why)
        }
        // The message centre may have accepted it.
        error if error.may_have_been_sent() => Failure::Peer(format!(
            "{to} did not answer part {number} of {total}: {error}"
        )),
        error => cannot(&error),
    })
}

/// What parts have in common. A new number for each run is as good as one that is counted: there
/// is one message in a run.
fn reference() -> u16 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanos = since.map_or(0, |since| since.subsec_nanos());
    // The clock's last digits may always be zero.
    u16::try_from((nanos / 1000) & 0xFFFF).unwrap_or(0)
}

/// Prints a line at once.
pub(crate) fn print(line: std::fmt::Arguments<'_>) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{line}").and_then(|()| stdout.flush()) {
        // Whoever reads has seen enough, and the message is to be sent all the same.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.map_err(Failure::output),
    }
}

/// Tells something that is no failure.
pub(crate) fn note(what: std::fmt::Arguments<'_>) {
    failure::complain(what);
}
