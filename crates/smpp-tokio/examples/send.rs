//! Sends one message. Try it against `cargo run -p smpp-tokio --example server`.
use smpp_tokio::codec::{pdu::SubmitSm, values::Address};
use smpp_tokio::{Error, Esme};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // An ESME is a customer of a message centre, and binding is logging in.
    let esme = Esme::new("bank", "secret");
    let (connection, _incoming) = esme.connect("localhost:2775").await?;

    let from = Address::alphanumeric(b"BANK");
    let to = Address::international(b"447700900123");
    let message = SubmitSm::new(from, to, b"Your code is 42");
    println!("accepted as {}", connection.submit_sm(message).await?);

    connection.unbind().await?; // waits for what is still on its way
    Ok(())
}
