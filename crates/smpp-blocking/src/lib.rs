//! SMPP on `std::net`: an ESME that connects, without an asynchronous runtime.
//!
//! Thin over [`smpp_session`], which knows the protocol: here is one thread for each connection
//! that reads and waits, and handles that write. Names and files are those of `smpp-tokio`.
//!
//! ```no_run
//! use smpp_blocking::Esme;
//! use smpp_codec::pdu::SubmitSm;
//! use smpp_codec::values::Address;
//!
//! # fn main() -> Result<(), smpp_blocking::Error> {
//! let (connection, _incoming) = Esme::new("bank", "secret").connect("localhost:2775")?;
//! let message = SubmitSm::text(Address::alphanumeric(b"BANK"), Address::international(b"447700900123"), b"hi");
//! let message_id = connection.submit_sm(message)?;
//! connection.unbind()?;
//! # Ok(())
//! # }
//! ```
//!
//! # Back-pressure
//!
//! A request waits while the window or the outgoing buffer is full. The peer is throttled, or not
//! read from, while the application leaves too many of its requests unanswered: see
//! [`smpp_session::WhenFull`]. Nothing queues without end.

mod connection;
mod driver;
mod error;
mod esme;
mod incoming;
mod settings;
mod shared;

pub use connection::Connection;
pub use error::Error;
pub use esme::Esme;
pub use incoming::{Incoming, Received, Request};
pub use settings::{Direction, Observer, Settings};
