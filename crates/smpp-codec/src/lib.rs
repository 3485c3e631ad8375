//! SMPP PDUs as borrowed views: 3.3, 3.4 and 5.0, without `std`, without an allocator.
//!
//! # In and out
//!
//! [`frame::split`] cuts a stream into frames; [`Pdu::decode`] reads one; [`Pdu::encode`] writes
//! one. Nothing is copied: a decoded PDU borrows its frame, and one built by hand borrows what the
//! application lends. Both are the same types.
//!
//! ```
//! use smpp_codec::frame::{self, FrameSplit};
//! use smpp_codec::pdu::{Body, SubmitSm};
//! use smpp_codec::values::Address;
//! use smpp_codec::{Dialect, Pdu};
//!
//! // Out: a message, into a buffer of ours.
//! let submit = SubmitSm::new(Address::alphanumeric(b"BANK"), Address::international(b"447700900123"), b"Your code is 42");
//! let mut buffer = [0; 256];
//! let octets = Pdu::new(1, submit).encode(Dialect::STRICT, &mut buffer.as_mut_slice())?;
//!
//! // In: the next frame of a stream, and the PDU in it.
//! let Ok(FrameSplit::Frame { frame, .. }) = frame::split(&buffer[..octets], frame::DEFAULT_MAX_OCTETS) else {
//!     panic!("the whole frame is there");
//! };
//! let pdu = Pdu::decode(frame, Dialect::TOLERANT).expect("what we encode is valid");
//! let Body::SubmitSm(received) = pdu.body else { panic!("a submit_sm went in") };
//! assert_eq!(received.short_message, b"Your code is 42");
//! # Ok::<(), smpp_codec::EncodeError>(())
//! ```
//!
//! # Promises
//!
//! - **No `unsafe`, no panic, no allocation, no unbounded loop** on any input.
//! - **Nothing is lost.** A frame that is accepted, strictly or tolerantly, is encoded again to
//!   the same octets under the same [`Dialect`]; unknown PDUs and TLVs included.
//! - **Nothing is invented.** What the reader would not read back the same is refused before an
//!   octet is written: a NUL inside an address, a string over its field, a wrapped length.
//! - **The next frame is found** (the resynchronisation guarantee): where a frame ends is said by
//!   its `command_length` and by nothing else, so that whatever octets a frame of sane length has,
//!   the one behind it is found and decodes. A [`DecodeError`] says what is wrong inside the first,
//!   where and how to answer; only a [`frame::FrameError`] ends a stream, and it is another type.
//! - **Departures are told.** A tolerant decode hands each one to the caller: the same decoder is
//!   a linter.
//!
//! # Features
//!
//! `alloc`: `Vec<u8>` as a [`Sink`]. `bytes`: `BytesMut` as a [`Sink`], and the owned
//! `frame::Frame`. `serde`: `Serialize` for PDUs, in the form of `smpp decode --json`; it allocates
//! nothing. None changes what is accepted, or what an error says.
#![no_std]
#![cfg_attr(
    not(test),
    warn(
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        clippy::exhaustive_enums,
        clippy::exhaustive_structs,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used,
    )
)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(test)]
extern crate std;

#[macro_use]
mod macros;

mod command_id;
mod command_status;
mod dialect;
mod error;
mod field;
pub mod frame;
mod header;
mod instant;
pub mod limits;
mod nul_search;
pub mod pdu;
mod prim;
mod put;
#[cfg(feature = "serde")]
pub mod serde;
mod sink;
pub mod slots;
mod status_class;
pub mod tlv;
pub mod values;
pub mod vendor;
pub mod visit;

pub use command_id::CommandId;
pub use command_status::CommandStatus;
pub use dialect::{Dialect, Tolerance, Version};
pub use error::{DecodeError, Deviation, EncodeError, Kind};
pub use field::Field;
pub use header::{
    HEADER_OCTETS, Header, MAX_SEQUENCE_NUMBER, set_command_status, set_sequence_number,
};
pub use instant::Instant;
pub use pdu::Pdu;
pub use prim::BodyEnding;
pub use sink::Sink;
