//! SMPP on smol: a message centre and an ESME that stays connected, over a loopback connection.
//!
//! `cargo run -p smpp-connection --features tls --example smol`. The file `adapter.rs` is the
//! adapter: copy it for another runtime.

mod adapter;

use std::time::Duration;

use adapter::{Esme, MessageCenter};
use smpp_connection::codec::CommandStatus;
use smpp_connection::codec::pdu::SubmitSm;
use smpp_connection::codec::values::Address;
use smpp_connection::{
    Acceptor, ClientSettings, Credentials, Error, OpenConnection, Settings, same_password,
};

fn main() -> Result<(), Error> {
    smol::block_on(async {
        let listener = smol::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let acceptor = Acceptor::default();
        let center = MessageCenter { listener, acceptor };
        // The message centre runs until `stop` is dropped.
        let (stop, stopped) = smol::channel::bounded::<()>(1);
        let center = smol::spawn(async move {
            let accepted = async {
                loop {
                    let (open, _peer) = center.accept().await?;
                    smol::spawn(serve(open)).detach();
                }
            };
            let stopped = async {
                let _ = stopped.recv().await;
                Ok::<(), Error>(())
            };
            smol::future::or(accepted, stopped).await?;
            Ok::<bool, Error>(center.shutdown(Duration::from_secs(5)).await)
        });

        let esme = Esme {
            credentials: Credentials::new("bank", "secret"),
            settings: Settings::default(),
            tls: None,
            address,
        };
        let (client, _incoming) = esme.stay_connected(ClientSettings::default());
        let (from, to) = (
            Address::alphanumeric(b"BANK"),
            Address::international(b"447700900123"),
        );
        for text in [b"one", b"two"] {
            let message_id = client.submit_sm(SubmitSm::new(from, to, text)).await?;
            println!("accepted as {message_id}");
        }
        client.stop().await;
        drop(stop);
        println!("all sessions ended by themselves: {}", center.await?);
        Ok(())
    })
}

/// Serves one ESME: accepts each message.
async fn serve(open: OpenConnection) -> Result<(), Error> {
    let bind = open.bind_request().await?;
    if !same_password(bind.request().password, b"secret") {
        return bind.refuse(CommandStatus::ESME_RBINDFAIL).await;
    }
    let (_connection, mut incoming) = bind.accept(b"smol")?;
    let mut number = 0_u32;
    while let Some(request) = incoming.next_request().await {
        number = number.wrapping_add(1);
        request.accept(format!("{number:08x}").as_bytes())?;
    }
    Ok(())
}
