//! A message centre in one page: whoever knows the password may bind, each message is accepted,
//! and comes back to its sender as a receipt that it was delivered.
//!
//! `cargo run -p smpp-tokio --example server`, then one of the others.

use std::sync::atomic::{AtomicU64, Ordering};

use smpp_tokio::codec::CommandStatus;
use smpp_tokio::codec::pdu::{Body, DeliverSm};
use smpp_tokio::codec::tlv::{self, Tlv};
use smpp_tokio::codec::values::{EsmClass, McReceipt, MessageState};
use smpp_tokio::{
    Connection, Error, Incoming, MessageCenter, OpenConnection, Request, same_password,
};

static LAST_ID: AtomicU64 = AtomicU64::new(0);

#[tokio::main]
async fn main() -> Result<(), Error> {
    let center = MessageCenter::listen("127.0.0.1:2775").await?;
    println!("listening on {}", center.local_addr()?);
    loop {
        let (unbound, peer) = center.accept().await?;
        // One task for each ESME; a session that fails ends nobody else's.
        tokio::spawn(async move {
            match serve(unbound).await {
                Ok(()) => println!("{peer}: over"),
                Err(error) => println!("{peer}: {error}"),
            }
        });
    }
}

async fn serve(unbound: OpenConnection) -> Result<(), Error> {
    // Who is it? Whoever does not say in time is disconnected: that is an error here.
    let binding = unbound.bind_request().await?;
    // In constant time, so that nobody learns from the time how much of a guess was right.
    if !same_password(binding.request().password, b"secret") {
        return binding.refuse(CommandStatus::ESME_RBINDFAIL).await;
    }
    let (connection, mut incoming): (Connection, Incoming) = binding.accept(b"example")?;

    // Requests may be answered in any order, from any task; here one after the other. While they
    // are not answered, the session throttles an ESME that sends too many.
    while let Some(request) = incoming.next_request().await {
        submit(&connection, request)?;
    }
    Ok(())
}

fn submit(connection: &Connection, request: Request) -> Result<(), Error> {
    let Body::SubmitSm(message) = request.pdu().body else {
        return request.refuse(CommandStatus::ESME_RINVCMDID);
    };
    let id = LAST_ID.fetch_add(1, Ordering::Relaxed) + 1;
    // Eight hexadecimal digits: the only message ID that a peer of SMPP 3.3 takes.
    let message_id = format!("{id:08x}").into_bytes();
    if message.registered_delivery.receipt() == McReceipt::ON_SUCCESS_OR_FAILURE {
        // Awaiting its answer here would keep the ESME waiting for ours.
        let (connection, frame, message_id) = (
            connection.clone(),
            request.frame().clone(),
            message_id.clone(),
        );
        tokio::spawn(async move {
            // The frame is the message's octets, cheap to keep; `pdu` looks at them again.
            let pdu = frame.pdu();
            let Body::SubmitSm(message) = pdu.body else {
                return;
            };
            let tlvs = [
                Tlv::new(tlv::RECEIPTED_MESSAGE_ID, &message_id),
                Tlv::new(tlv::MESSAGE_STATE, MessageState::DELIVERED),
            ];
            let receipt = DeliverSm {
                esm_class: EsmClass::MC_DELIVERY_RECEIPT,
                source_addr: message.destination_addr,
                destination_addr: message.source_addr,
                tlvs: (&tlvs).into(),
                ..DeliverSm::default()
            };
            if let Err(error) = connection.deliver_sm(receipt).await {
                println!("the receipt was not taken: {error}");
            }
        });
    }
    request.accept(&message_id)
}
