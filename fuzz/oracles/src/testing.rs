//! Inputs of the tests, and the check that a planted fault is caught.

use std::panic::{UnwindSafe, catch_unwind};

use smpp_codec::pdu::SubmitSm;
use smpp_codec::values::Address;
use smpp_codec::{Dialect, Pdu};

use crate::{MAX, PREFIX};

/// Selects SMPP 5.0 with tolerance of common deviations.
pub(crate) const TOLERANT: [u8; PREFIX] = [0x42, 0, 0];
/// Selects SMPP 5.0 without tolerance.
pub(crate) const STRICT: [u8; PREFIX] = [0x02, 0, 0];

pub(crate) fn submit() -> Vec<u8> {
    let message = SubmitSm::new(
        Address::alphanumeric(b"BANK"),
        Address::international(b"447700900123"),
        b"secret text",
    );
    encoded(&Pdu::new(7, message))
}

pub(crate) fn encoded(pdu: &Pdu<'_>) -> Vec<u8> {
    let mut memory = [0; MAX];
    let octets = pdu.encode(Dialect::STRICT, &mut memory.as_mut_slice());
    memory[..octets.unwrap()].to_vec()
}

pub(crate) fn input(prefix: &[u8], octets: &[u8]) -> Vec<u8> {
    [prefix, octets].concat()
}

/// Returns a stream of two frames and the start of a third.
pub(crate) fn stream() -> Vec<u8> {
    [&submit()[..], &submit(), &[0, 0, 0, 20, 0]].concat()
}

/// Returns inputs like those of a fuzzer, the same for each seed.
pub(crate) fn random(seed: u64) -> impl Iterator<Item = Vec<u8>> {
    let mut state = seed;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    std::iter::repeat_with(move || {
        let octets = next() % 120;
        (0..octets)
            .map(|_| {
                let word = next();
                if word & 0x300 == 0 { 0 } else { word as u8 }
            })
            .collect()
    })
}

/// Checks that `oracle` panics with this law in its message.
#[track_caller]
pub(crate) fn caught(law: &str, oracle: impl FnOnce() + UnwindSafe) {
    let Err(panic) = catch_unwind(oracle) else {
        panic!("a broken law passed: {law}");
    };
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.unwrap_or_else(|| (*panic.downcast_ref::<&str>().unwrap()).into());
    assert!(
        text.contains(law),
        "another law was broken than {law}: {text}"
    );
}
