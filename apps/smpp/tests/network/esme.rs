//! ESMEs that these tests play themselves.

use std::future::Future;

use smpp_codec::pdu::Body;
use smpp_codec::values::{Address, Npi, Ton};
use smpp_codec::{CommandStatus, Version};
use smpp_session::{BindType, Config};
use smpp_tokio::{Connection, Credentials, Error, Esme, Incoming, Settings};
use tokio::time::timeout;

use crate::tool::{LONG, PASSWORDS};

pub(crate) const BANK: Address<'static> = Address::alphanumeric(b"BANK");
pub(crate) const PHONE: Address<'static> = Address::international(b"447700900123");

/// Runs a test's own side, but not for ever.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { timeout(LONG, test).await.expect("it takes too long") })
}

/// The user `bank`, as a transceiver.
pub(crate) async fn bank(address: &str, version: Version) -> (Connection, Incoming) {
    let bind_type = match version {
        Version::V3_3 => BindType::Transmitter,
        _ => BindType::Transceiver,
    };
    let credentials = credentials("bank").with_bind_type(bind_type);
    esme(credentials, version).connect(address).await.unwrap()
}

/// The user `phone`, as a receiver for a range of addresses.
pub(crate) async fn phone(address: &str, range: &str, version: Version) -> (Connection, Incoming) {
    let credentials = credentials("phone")
        .with_bind_type(BindType::Receiver)
        .with_address_range(Ton::UNKNOWN, Npi::UNKNOWN, range);
    esme(credentials, version).connect(address).await.unwrap()
}

pub(crate) fn credentials(system_id: &str) -> Credentials {
    let password = PASSWORDS[usize::from(system_id != "bank")];
    Credentials::new(system_id, password)
}

pub(crate) fn esme(credentials: Credentials, version: Version) -> Esme {
    Esme::from_credentials(credentials)
        .with_settings(Settings::new().with_session(Config::new().with_version(version)))
}

/// The status that a request is refused with.
pub(crate) async fn refused(
    connection: &Connection,
    request: impl Into<Body<'_>>,
) -> CommandStatus {
    match connection.request_ok(request).await {
        Err(Error::Refused(status)) => status,
        other => panic!("{other:?}"),
    }
}
