//! SMPP on tokio: an ESME that connects, and a message centre that listens.
//!
//! Thin over [`smpp_connection`], whose handles encode straight into the outgoing buffer, and over
//! [`smpp_session`], which knows the protocol: here is one task for each connection that reads,
//! writes and waits.
//!
//! ```
//! use smpp_tokio::codec::pdu::SubmitSm;
//! use smpp_tokio::codec::values::Address;
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
//! let message = SubmitSm::new(Address::alphanumeric(b"BANK"), Address::international(b"447700900123"), b"hi");
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
//!
//! # Features
//!
//! | feature | what it adds | default |
//! |---|---|---|
//! | `tls` | `Esme::connect_tls`, `Acceptor::with_tls`, `TlsStream` | yes |
//! | `tracing` | a span for each connection, and events in it | yes |
//! | `proxy-protocol` | `Acceptor::with_trusted_proxies` | |
//! | `pcapng` | `Capture`, a [`Tap`] that writes what Wireshark opens | |
//! | `stream` | `Stream` of futures-core for [`Incoming`], [`ClientIncoming`], [`Answers`], [`Changes`] | |

mod acceptor;
mod client;
mod driver;
mod esme;
mod message_center;
mod stream;
#[cfg(feature = "tls")]
mod tls;

pub use client::stay_connected;
pub use esme::Esme;
pub use message_center::MessageCenter;
#[doc(no_inline)]
pub use smpp_codec as codec;
#[cfg(feature = "pcapng")]
pub use smpp_connection::Capture;
pub use smpp_connection::{
    Acceptor, Admission, AdmissionError, AdmissionLimits, Answer, Answers, BindRequest, BulkSender,
    Changes, Client, ClientIncoming, ClientSettings, ClientState, Clock, Congestion, Connection,
    Count, Credentials, Direction, Error, Group, Incoming, Link, MessageId, Metrics,
    OpenConnection, OutbindRequest, Permit, Received, Request, Settings, Side, Tap, same_password,
};
#[cfg(feature = "proxy-protocol")]
pub use smpp_connection::{ProxyHeader, TrustedProxies};
#[cfg(feature = "tls")]
pub use smpp_connection::{TlsClient, TlsError, TlsErrorKind, TlsServer};
#[doc(no_inline)]
pub use smpp_message as message;
#[doc(no_inline)]
pub use smpp_session as session;
#[cfg(feature = "tls")]
pub use tls::TlsStream;

use tokio::io::{AsyncRead, AsyncWrite};

/// One side of a connection over any stream of octets that is open, driven by a task of its own.
///
/// What [`Esme`] and [`MessageCenter`] are made of; for what they do not cover.
///
/// # Panics
/// Outside of a tokio runtime.
pub fn open<S>(stream: S, side: Side, link: Link, settings: Settings) -> (Connection, Incoming)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (connection, incoming, driver) = Connection::new(side, link, settings, clock());
    tokio::spawn(driver::Driver::new(stream, driver));
    (connection, incoming)
}

/// The clock of the runtime.
fn clock() -> Clock {
    Clock::new(|| tokio::time::Instant::now().into_std())
}
