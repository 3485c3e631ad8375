//! What several tests need.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use std::time::Duration;

use smpp_codec::pdu::SubmitSm;
use smpp_codec::values::Address;
use smpp_session::ReconnectConfig;
use smpp_tokio::{ClientSettings, Connection, Error, Esme, Incoming, MessageCenter, Settings};
use tokio::io::duplex;
use tokio::time::timeout;

/// Longer than anything here takes.
pub const LONG: Duration = Duration::from_secs(20);

pub fn message(text: &[u8]) -> SubmitSm<'_> {
    SubmitSm::text(
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
        text,
    )
}

/// A client as impatient as a test.
pub fn impatient() -> ClientSettings {
    let soon = Duration::from_millis(5);
    ClientSettings {
        reconnect: ReconnectConfig {
            first: soon,
            longest: soon,
            unbound: soon,
            refused: soon,
            credentials: soon,
            already_bound: soon,
            ..ReconnectConfig::default()
        },
        ..ClientSettings::default()
    }
}

/// A bound pair over an in-memory pipe of so many octets.
pub async fn pair(octets: usize, settings: Settings) -> [(Connection, Incoming); 2] {
    let (near, far) = duplex(octets);
    let center = tokio::spawn({
        let settings = settings.clone();
        async move {
            let binding = MessageCenter::unbound(far, settings).bind_request().await?;
            assert_eq!(binding.request().system_id, b"bank");
            assert_eq!(binding.request().password, b"secret");
            binding.accept(b"mc")
        }
    });
    let esme = Esme::new("bank", "secret").settings(settings);
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
