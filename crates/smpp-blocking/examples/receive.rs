//! Receives messages until the message centre unbinds:
//! `cargo run --example blocking-receive -- HOST:PORT`.

use smpp_blocking::codec::CommandStatus;
use smpp_blocking::codec::pdu::Body;
use smpp_blocking::session::BindType;
use smpp_blocking::{Credentials, Esme, Received};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let center = std::env::args().nth(1).ok_or("which message centre?")?;
    let esme = Esme::from_credentials(
        Credentials::new("bank", "secret").with_bind_type(BindType::Receiver),
    );
    let (connection, incoming) = esme.connect(center)?;
    for received in incoming {
        match received {
            Received::Request(request) => {
                let Body::DeliverSm(message) = request.pdu().body else {
                    request.refuse(CommandStatus::ESME_RINVCMDID)?;
                    continue;
                };
                println!("{}", message.short_message.escape_ascii());
                // Once it is kept for good: from here on the message centre forgets it.
                request.accept(b"")?;
            }
            Received::Unbind => println!("the message centre unbinds"),
            _ => {}
        }
    }
    println!("closed: {}", connection.closed());
    Ok(())
}
