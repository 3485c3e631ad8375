//! A message centre: `cargo run --example blocking-server`, then
//! `cargo run --example blocking-send -- localhost:2775 …`. Ends when Enter is pressed.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use smpp_blocking::codec::CommandStatus;
use smpp_blocking::codec::pdu::Body;
use smpp_blocking::{Error, MessageCenter, OpenConnection, same_password};

static LAST_MESSAGE: AtomicU64 = AtomicU64::new(0);

/// One session, in a thread of its own.
fn serve(unbound: OpenConnection) -> Result<(), Error> {
    let binding = unbound.bind_request()?;
    let bind = binding.request();
    if bind.system_id != b"bank" || !same_password(bind.password, b"secret") {
        return binding.refuse(CommandStatus::ESME_RBINDFAIL);
    }
    let (connection, mut incoming) = binding.accept(b"mc")?;
    println!("{}: bound", connection.link());
    while let Some(request) = incoming.next_request() {
        match request.pdu().body {
            Body::SubmitSm(message) => {
                let octets = message.short_message.len();
                let number = LAST_MESSAGE.fetch_add(1, Ordering::Relaxed) + 1;
                // Eight hexadecimal digits: the only message ID that a peer of SMPP 3.3 takes.
                let message_id = format!("{number:08x}");
                println!(
                    "{}: message {message_id}, {octets} octets",
                    connection.link()
                );
                request.accept(message_id.as_bytes())?;
            }
            _ => request.refuse(CommandStatus::ESME_RINVCMDID)?,
        }
    }
    println!("{}: {}", connection.link(), connection.closed());
    Ok(())
}

fn main() -> std::io::Result<()> {
    let server = MessageCenter::listen("localhost:2775")?.serve(serve)?;
    println!("listening on {}", server.local_addr());
    std::io::stdin().read_line(&mut String::new())?;
    let metrics = server.metrics();
    println!(
        "{} PDUs received, {} sent",
        metrics.pdus_received(),
        metrics.pdus_sent()
    );
    server.shutdown(Duration::from_secs(5));
    Ok(())
}
