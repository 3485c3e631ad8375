//! What an SMS says: alphabets, user data headers, long messages, delivery
//! receipts. Without `std`, without an allocator.
//!
//! [`smpp_codec`] carries octets; this crate says what they mean, and makes
//! them. Pure functions over slices and small views: text goes into the
//! caller's buffer or comes out of an iterator, memory for waiting parts is
//! lent, time is an argument.
//!
//! # Out
//!
//! [`Composer`] chooses the cheapest alphabet that loses nothing and says why;
//! the parts are ready for `submit_sm`:
//!
//! ```
//! use smpp_codec::pdu::SubmitSm;
//! use smpp_codec::values::Address;
//! use smpp_message::split::MAX_PART_LEN;
//! use smpp_message::{Composer, References};
//!
//! let (source, to) = (Address::alphanumeric(b"BANK"), Address::international(b"447700900123"));
//! let mut counters = [0; 256];
//! let reference = References::new(&mut counters).next(source.addr, to.addr);
//!
//! let message = Composer::default().compose("Türkçe, ¥ or 😀: any text, of any length")?;
//! println!("{} parts, as {}", message.parts(), message.reason());
//! let mut short_message = [0; MAX_PART_LEN];
//! for part in message.with_reference(reference) {
//!     let submit = SubmitSm {
//!         esm_class: part.esm_class(),
//!         data_coding: part.data_coding(),
//!         ..SubmitSm::new(source, to, part.encode(&mut short_message)?)
//!     };
//!     // … send it
//! }
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! # In
//!
//! [`Message`] takes any PDU that carries one; what it is, is asked in turn:
//!
//! ```
//! use smpp_codec::pdu::DeliverSm;
//! use smpp_message::Message;
//! use smpp_message::data_coding::Peer;
//! use smpp_message::receipt::Receipt;
//!
//! # let deliver = DeliverSm { short_message: b"hi", ..DeliverSm::default() };
//! let message = Message::from(&deliver);
//! let mut scratch = [0; 400];
//! if let Some(receipt) = Receipt::decode(&message, &mut scratch) {
//!     println!("{:?} is {:?}", receipt.id, receipt.state);
//! } else {
//!     let data = message.user_data(&Peer::default())?;
//!     match (data.part, data.chars_lossy()) {
//!         (Some(part), _) => println!("part {} of {}", part.number, part.total), // Reassembler
//!         (None, Some(text)) => println!("{text}"),
//!         (None, None) => println!("{} octets", data.octets.len()),
//!     }
//! }
//! # Ok::<(), smpp_message::udh::UdhError>(())
//! ```
//!
//! # In a few lines
//!
//! A flash message, which is shown at once and not kept:
//!
//! ```
//! use smpp_message::Composer;
//! use smpp_message::data_coding::{DataCoding, MessageClass};
//!
//! let composer = Composer::new().with_class(Some(MessageClass::FLASH));
//! assert_eq!(composer.compose("Evacuate")?.data_coding(), DataCoding(0xF0));
//! # Ok::<(), smpp_message::split::SplitError>(())
//! ```
//!
//! Two voice messages are waiting: by `data_coding`, or with their number in a
//! header:
//!
//! ```
//! use smpp_message::data_coding::{Content, DataCoding, Meaning, Peer, Waiting};
//! use smpp_message::udh::{Element, MessageIndication, UdhBuilder};
//! use smpp_message::Alphabet;
//!
//! let mut meaning = Meaning::new(Content::Text(Alphabet::GSM7));
//! meaning.waiting = Some(Waiting::voice(true));
//! assert_eq!(meaning.data_coding(&Peer::default()), Some(DataCoding(0xC8)));
//!
//! let mut buffer = [0; 16];
//! let mut udh = UdhBuilder::new(&mut buffer);
//! udh.push(&Element::MessageIndication(MessageIndication {
//!     store: false,
//!     profile: 0,
//!     kind: 0,
//!     count: 2,
//! }))?;
//! assert_eq!(udh.finish(), [0x04, 0x01, 0x02, 0x00, 0x02]);
//! # Ok::<(), smpp_message::udh::UdhError>(())
//! ```
//!
//! A vCard, or a WAP push, by port; of class 1, and in as many parts as it
//! takes:
//!
//! ```
//! use smpp_message::data_coding::{Content, DataCoding, Meaning, MessageClass, Peer};
//! use smpp_message::split::{Limits, Splitter};
//! use smpp_message::udh::{Element, Ports, UdhBuilder, WapPort};
//!
//! let vcard = b"BEGIN:VCARD\r\nVERSION:2.1\r\nN:Smith;John\r\nEND:VCARD\r\n";
//! let mut header = [0; 16];
//! let mut udh = UdhBuilder::new(&mut header);
//! udh.push(&Element::Ports(Ports::new(WapPort::VCARD, WapPort::VCARD)))?;
//! let limits = Limits::new().with_header(Some(udh.udh()));
//! let split = Splitter::from_octets(vcard, &limits)?;
//! assert_eq!((split.parts(), split.room()), (1, 82));
//!
//! let mut meaning = Meaning::new(Content::Octets);
//! meaning.class = Some(MessageClass::HANDSET);
//! assert_eq!(meaning.data_coding(&Peer::default()), Some(DataCoding(0xF5)));
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```
//!
//! A one-time password that is not delivered after five minutes:
//!
//! ```
//! use smpp_codec::pdu::SubmitSm;
//! use smpp_codec::values::Address;
//! use smpp_message::Alphabet;
//!
//! let mut text = [0; 160];
//! let submit = SubmitSm {
//!     validity_period: b"000000000500000R",
//!     ..SubmitSm::new(
//!         Address::alphanumeric(b"BANK"),
//!         Address::international(b"447700900123"),
//!         Alphabet::GSM7.encode("Your code is 429617", &mut text)?,
//!     )
//! };
//! # Ok::<(), smpp_message::TextError>(())
//! ```
//!
//! # Promises
//!
//! - **No `unsafe`, no panic, no allocation, no unbounded loop** on any input.
//! - **Strict or lossy, by name.** A strict reading says what was wrong and
//!   where; a lossy one says U+FFFD, or what 3GPP has a handset show.
//! - **What is encoded reads back the same**, and what would not is refused.
//! - **Nothing is guessed silently.** Departures in a receipt are reported; a
//!   text that looks like a receipt is none unless asked for.
//! - **A peer cannot make memory grow**, and what is dropped is told.
//! - **No text and no address in `Debug`** or in an error.
//!
//! # Features
//!
//! `alloc`: a [`Reassembler`](reassemble::Reassembler) with memory of its own.
//! `cjk`: the Japanese and Korean codings, through a library that uses `unsafe`.
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

mod alphabet;
mod buckets;
#[cfg(feature = "cjk")]
pub mod cjk;
mod compose;
pub mod correlate;
pub mod data_coding;
mod display;
mod eight_bit;
mod error;
mod grapheme;
pub mod gsm7;
mod message;
pub mod reassemble;
pub mod receipt;
mod references;
mod setters;
pub mod split;
mod step;
pub mod ucs2;
pub mod udh;
mod utf16;
mod writer;

pub use self::alphabet::{Alphabet, Chars, CharsLossy, Unit};
pub use self::compose::{Composed, Composer, Latin1, National, Reason};
pub use self::error::{TextError, TextErrorKind};
pub use self::message::{Message, UserData};
pub use self::references::References;
pub use smpp_codec::Instant;
