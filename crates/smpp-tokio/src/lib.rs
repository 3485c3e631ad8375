//! SMPP on tokio: an ESME that connects, and a message centre that listens.
//!
//! Thin over [`smpp_session`], which knows the protocol: here is one task for each connection
//! that reads, writes and waits, and handles that encode straight into its outgoing buffer.
//!
//! ```
//! use smpp_codec::pdu::SubmitSm;
//! use smpp_codec::values::Address;
//! use smpp_tokio::{Esme, MessageCenter};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let center = MessageCenter::listen("127.0.0.1:0").await?;
//! let address = center.local_addr()?;
//! tokio::spawn(async move {
//!     let (unbound, _peer) = center.accept().await?;
//!     let (_connection, mut incoming) = unbound.bind_request().await?.accept(b"mc")?;
//!     while let Some(request) = incoming.next_request().await {
//!         request.accept(b"42")?;
//!     }
//!     Ok::<(), smpp_tokio::Error>(())
//! });
//!
//! let (connection, _incoming) = Esme::new("bank", "secret").connect(address).await?;
//! let message = SubmitSm::text(Address::alphanumeric(b"BANK"), Address::international(b"447700900123"), b"hi");
//! assert_eq!(connection.submit_sm(message).await?, b"42");
//! connection.unbind().await?;
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
mod message_center;
mod settings;
mod shared;

pub use connection::Connection;
pub use error::Error;
pub use esme::Esme;
pub use incoming::{Incoming, Received, Request};
pub use message_center::{Binding, MessageCenter, Unbound};
pub use settings::{Direction, Observer, Settings};
