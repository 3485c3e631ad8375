//! An input, and the check that a planted fault is caught.

use std::panic::{UnwindSafe, catch_unwind};

use smpp_codec::Dialect;
use smpp_codec::pdu::SubmitSm;
use smpp_codec::tlv::{self, Tlv, Tlvs};
use smpp_codec::values::Address;

use smpp_codec::Pdu;

/// Any dialect, and one frame.
pub(crate) fn input() -> Vec<u8> {
    let tlvs = [Tlv::new(tlv::USER_MESSAGE_REFERENCE, 7)];
    let mut message = SubmitSm::new(
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
        b"secret text",
    );
    message.tlvs = Tlvs::from(&tlvs[..]);
    let mut octets = vec![0x42, 0, 0];
    let frame = Pdu::new(7, message).encode(Dialect::STRICT, &mut octets);
    frame.expect("a message fits");
    octets
}

/// Whether a planted fault is noticed: with this law in its message.
#[track_caller]
pub(crate) fn caught(law: &str, oracle: impl FnOnce() + UnwindSafe) {
    let panic = catch_unwind(oracle).expect_err("a broken law passed");
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.unwrap_or_else(|| (*panic.downcast_ref::<&str>().unwrap()).into());
    assert!(text.contains(law), "another law than {law}: {text}");
}
