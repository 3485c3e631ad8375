//! Sends one message: `cargo run --example blocking-send -- localhost:2775 447700900123 "Hello"`.

use smpp_blocking::Esme;
use smpp_blocking::codec::pdu::SubmitSm;
use smpp_blocking::codec::values::Address;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [center, to, text] = arguments.as_slice() else {
        return Err("which message centre, to whom, and what?".into());
    };
    let (connection, _incoming) = Esme::new("bank", "secret").connect(center)?;
    let to = Address::international(to.as_bytes());
    let message = SubmitSm::new(Address::alphanumeric(b"BANK"), to, text.as_bytes());
    println!("sent as {}", connection.submit_sm(message)?);
    connection.unbind()?;
    Ok(())
}
