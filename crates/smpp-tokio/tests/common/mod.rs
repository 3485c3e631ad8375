//! What several tests need.
#![allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "each test uses a part of it"
)]

#[path = "../../../smpp-connection/tests/adapters/mod.rs"]
mod adapters;

use std::time::Duration;

use smpp_tokio::{Connection, Error, Esme, Incoming, MessageCenter, Settings};
use tokio::io::duplex;
use tokio::time::timeout;

pub use adapters::*;

/// A bound pair over an in-memory pipe of so many octets.
pub async fn pair(octets: usize, settings: Settings) -> [(Connection, Incoming); 2] {
    let (near, far) = duplex(octets);
    let center = tokio::spawn({
        let settings = settings.clone();
        async move {
            let binding = MessageCenter::open(far, settings).bind_request().await?;
            assert_eq!(binding.request().system_id, b"bank");
            assert_eq!(binding.request().password, b"secret");
            binding.accept(b"mc")
        }
    });
    let esme = Esme::new("bank", "secret").with_settings(settings);
    let bound = timeout(LONG, esme.bind(near)).await.unwrap().unwrap();
    [bound, center.await.unwrap().unwrap()]
}

/// Answers every request until the session ends.
pub async fn accept_all(mut incoming: Incoming) -> usize {
    let mut requests = 0;
    while let Some(request) = incoming.next_request().await {
        request.accept(b"42").unwrap();
        requests += 1;
    }
    requests
}

/// Accepts every bind and every request, until it is aborted.
pub async fn serve(center: MessageCenter) -> Result<(), Error> {
    loop {
        let (unbound, _) = center.accept().await?;
        tokio::spawn(async move {
            let (_connection, incoming) = unbound.bind_request().await?.accept(b"mc")?;
            accept_all(incoming).await;
            Ok::<_, Error>(())
        });
    }
}
