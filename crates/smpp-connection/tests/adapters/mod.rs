//! What the tests of both adapters need.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

#[cfg(feature = "tls")]
mod authority;

use std::time::Duration;

use smpp_codec::pdu::SubmitSm;
use smpp_codec::values::Address;
use smpp_connection::ClientSettings;
use smpp_session::ReconnectConfig;

#[cfg(feature = "tls")]
pub use authority::Authority;

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

/// What a peer without TLS hears of a client: the beginning of a handshake, and no password.
pub fn is_told_nothing(octets: &[u8]) {
    assert_eq!(octets[0], 22, "a handshake record");
    assert!(!octets.windows(6).any(|part| part == b"secret"));
}
