//! Receives messages and delivery receipts, until the message centre ends the session.
//!
//! Try it against `cargo run -p smpp-tokio --example server`, and send something with
//! `cargo run -p smpp-tokio --example send`.

use smpp_tokio::codec::CommandStatus;
use smpp_tokio::codec::pdu::Body;
use smpp_tokio::codec::values::MessageType;
use smpp_tokio::session::BindType;
use smpp_tokio::{Credentials, Error, Esme, Received};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // A receiver only receives. A transceiver, which is what an ESME binds as if nothing else is
    // said, does both over one connection.
    let esme = Esme::from_credentials(
        Credentials::new("bank", "secret").with_bind_type(BindType::Receiver),
    );
    let (connection, mut incoming) = esme.connect("localhost:2775").await?;

    while let Some(received) = incoming.next().await {
        match received {
            // What the message centre sends is a request, and wants an answer: until it has one,
            // the message centre takes the message for undelivered and will send it again. So
            // answer once the message is safe.
            Received::Request(request) => {
                if let Body::DeliverSm(message) = request.pdu().body {
                    let text = String::from_utf8_lossy(message.short_message);
                    // A receipt tells what became of a message that was sent before.
                    let kind = match message.esm_class.message_type() {
                        MessageType::MC_DELIVERY_RECEIPT => "receipt",
                        _ => "message",
                    };
                    let from = String::from_utf8_lossy(message.source_addr.addr);
                    println!("{kind} from {from}: {text}");
                    request.accept(b"")?;
                } else {
                    request.refuse(CommandStatus::ESME_RINVCMDID)?;
                }
            }
            // `alert_notification`: a telephone can be reached again. It has no answer.
            Received::Notice(_) => println!("a telephone can be reached again"),
            Received::Unbind => println!("the message centre says goodbye"),
            _ => {}
        }
    }
    println!("over: {}", connection.closed().await);
    Ok(())
}
