//! The oracles of the fuzz targets, the PDUs they build, and the inputs they start from.
//!
//! An oracle takes any octets, and panics if a law of the codec or of the message crate is broken.
//! Each is in the module of its target, beside tests that plant faults. The law is in a function
//! with the suffix `_by`, which takes the code under test as an argument: a test passes faulty code.
//!
//! [`AnyPdu`] is any PDU, for fuzz targets and for property tests (feature `proptest`). [`seeds`]
//! makes the inputs that fuzzing starts from.
//!
//! Inputs are cut to [`MAX`] octets, those of the message crate to [`MAX_TEXT`].
#![allow(
    clippy::missing_panics_doc,
    reason = "an oracle panics if a law is broken"
)]

mod any_pdu;
mod compose;
mod decode;
mod dialect;
mod framing;
mod header;
mod parts;
mod pdu;
mod print;
mod receipt;
pub mod seeds;
mod septets;
#[cfg(test)]
mod testing;
mod text;
mod time;
mod tlvs;

#[cfg(test)]
mod tests;

pub use any_pdu::{AnyPdu, Lists};
pub use compose::compose;
pub use decode::decode;
pub use dialect::{PREFIX, dialect_of};
pub use framing::framing;
pub use header::header;
pub use parts::parts;
pub use pdu::{PduCase, pdu, pdu_case};
pub use print::print;
pub use receipt::receipt;
pub use septets::septets;
pub use text::text;
pub use time::{TIME_PREFIX, time};
pub use tlvs::tlvs;

use std::fmt::Debug;

/// The number of octets of an input that are used.
pub const MAX: usize = 2048;

/// The number of octets of an input for the message crate that are used.
pub const MAX_TEXT: usize = 1024;

/// The size of a buffer for any text of [`MAX_TEXT`] octets, in any alphabet.
///
/// Eight packed septets take seven octets, and a character of each takes up to three in UTF-8.
const TEXT_BUFFER: usize = 4 * MAX_TEXT;

fn cut(data: &[u8]) -> &[u8] {
    data.get(..MAX).unwrap_or(data)
}

fn cut_text(data: &[u8]) -> &[u8] {
    data.get(..MAX_TEXT).unwrap_or(data)
}

/// Copies as many octets as there are in both.
fn copy(from: &[u8], to: &mut [u8]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}

/// Reports a broken law.
#[cold]
#[track_caller]
fn failed(law: &str, found: impl Debug) -> ! {
    panic!("{law}: {found:?}")
}
