//! Stays connected: sends a message every second, whatever the message centre does meanwhile.
//!
//! Run it, then start, stop and start `cargo run -p smpp-tokio --example server`.

use std::time::Duration;

use smpp_tokio::codec::pdu::SubmitSm;
use smpp_tokio::codec::values::Address;
use smpp_tokio::{ClientSettings, Esme};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // What is sent while there is no connection waits for one: at most 100 requests, at most 10 s
    // each. How long to wait before each attempt is settled by the kind of failure: see
    // `ReconnectConfig`.
    let settings = ClientSettings::new()
        .with_max_waiting(100)
        .with_max_wait(Some(Duration::from_secs(10)));
    let (client, mut incoming) =
        Esme::new("bank", "secret").stay_connected("localhost:2775", settings);

    // What the client does, as it does it.
    let mut changes = client.changes();
    tokio::spawn(async move {
        while let Some(state) = changes.next().await {
            println!("-- {state}");
        }
    });

    // Whatever connection they come by, requests of the message centre come out here.
    tokio::spawn(async move {
        while let Some(request) = incoming.next_request().await {
            println!("received {}", request.pdu().command_id());
            // Too late if the connection has gone meanwhile; the message centre sends it again.
            let _ = request.accept(b"");
        }
    });

    for number in 1..=60 {
        let text = format!("message {number}");
        let (from, to) = (
            Address::alphanumeric(b"BANK"),
            Address::international(b"447700900123"),
        );
        match client
            .submit_sm(SubmitSm::new(from, to, text.as_bytes()))
            .await
        {
            Ok(message_id) => println!("{text} accepted as {message_id}"),
            // The message centre has not seen it: sending it again cannot deliver it twice.
            Err(error) if !error.may_have_been_sent() => println!("{text} was not sent: {error}"),
            // It was refused, or its response was lost. Sending it again may deliver it twice.
            Err(error) => println!("{text} may have been delivered: {error}"),
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    client.stop().await;
}
