//! What the tests of both adapters need.
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

#[cfg(feature = "tls")]
mod authority;

use std::sync::Mutex;
use std::time::Duration;

use smpp_codec::Header;
use smpp_codec::pdu::SubmitSm;
use smpp_codec::values::Address;
use smpp_connection::{ClientSettings, Direction, Link, Tap};
use smpp_session::ReconnectConfig;

#[cfg(feature = "tls")]
pub use authority::Authority;

/// Longer than anything here takes.
pub const LONG: Duration = Duration::from_secs(20);

pub fn message(text: &[u8]) -> SubmitSm<'_> {
    SubmitSm::new(
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
        text,
    )
}

/// A client as impatient as a test.
pub fn impatient() -> ClientSettings {
    let soon = Duration::from_millis(5);
    ClientSettings::new().with_reconnect(
        ReconnectConfig::new()
            .with_first(soon)
            .with_longest(soon)
            .with_unbound(soon)
            .with_refused(soon)
            .with_credentials(soon)
            .with_already_bound(soon),
    )
}

/// What a peer without TLS hears of a client: the beginning of a handshake, and no password.
pub fn is_told_nothing(octets: &[u8]) {
    assert_eq!(octets[0], 22, "a handshake record");
    assert!(!octets.windows(6).any(|part| part == b"secret"));
}

/// Writes down what passes.
#[derive(Default)]
pub struct Log(Mutex<Vec<(Direction, u32)>>);

impl Tap for Log {
    fn frame(&self, _: &Link, direction: Direction, frame: &[u8]) {
        let id = Header::decode(frame).unwrap().command_id;
        self.0.lock().unwrap().push((direction, id.0));
    }
}

impl Log {
    /// What passes on an ESME's side that binds, sends one message and unbinds.
    pub fn is_of_one_message(&self) {
        let each = |id| {
            [
                (Direction::Sent, id),
                (Direction::Received, id | 0x8000_0000),
            ]
        };
        let expected = [each(0x9), each(0x4), each(0x6)].concat();
        assert_eq!(*self.0.lock().unwrap(), expected);
    }
}
