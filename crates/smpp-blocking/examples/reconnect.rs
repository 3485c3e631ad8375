//! Stays connected, says what happens, and sends a message for each line that is typed:
//! `cargo run --example blocking-reconnect -- localhost:2775`.

use std::io::stdin;
use std::thread;

use smpp_blocking::codec::pdu::SubmitSm;
use smpp_blocking::codec::values::Address;
use smpp_blocking::{ClientSettings, Esme};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let center = std::env::args().nth(1).ok_or("which message centre?")?;
    let esme = Esme::new("bank", "secret");
    let (client, _incoming) = esme.stay_connected(center, ClientSettings::default())?;
    let changes = client.changes();
    thread::spawn(move || {
        for state in changes {
            println!("{state}");
        }
    });
    for line in stdin().lines() {
        let to = Address::international(b"447700900123");
        let line = line?;
        match client.submit_sm(SubmitSm::new(
            Address::alphanumeric(b"BANK"),
            to,
            line.as_bytes(),
        )) {
            Ok(message_id) => println!("sent as {message_id}"),
            Err(error) if error.may_have_been_sent() => println!("may be delivered: {error}"),
            Err(error) => println!("not sent: {error}"),
        }
    }
    client.stop();
    Ok(())
}
