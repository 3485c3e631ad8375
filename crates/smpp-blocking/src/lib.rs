//! SMPP on `std`, without a runtime: an ESME that connects, and a message centre with threads.
//!
//! Thin over [`smpp_connection`], whose handles encode straight into the outgoing buffer, and over
//! [`smpp_session`], which knows the protocol: here are the threads of a connection, and calls
//! that wait by blocking. The names are those of `smpp-tokio`.
//!
//! ```
//! use smpp_blocking::{Esme, MessageCenter};
//! use smpp_blocking::codec::pdu::SubmitSm;
//! use smpp_blocking::codec::values::Address;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let center = MessageCenter::listen("127.0.0.1:0")?;
//! let address = center.local_addr()?;
//! let server = center.serve(|unbound| {
//!     let (_connection, mut incoming) = unbound.bind_request()?.accept(b"mc")?;
//!     while let Some(request) = incoming.next_request() {
//!         request.accept(b"42")?;
//!     }
//!     Ok(())
//! })?;
//!
//! let (connection, _incoming) = Esme::new("bank", "secret").connect(address)?;
//! let message = SubmitSm::new(Address::alphanumeric(b"BANK"), Address::international(b"447700900123"), b"hi");
//! assert_eq!(connection.submit_sm(message)?, b"42");
//! connection.unbind()?;
//! # server.shutdown(std::time::Duration::from_secs(5));
//! # Ok(())
//! # }
//! ```
//!
//! # Threads and memory
//!
//! A connection has two threads: one blocks in reading, one in writing. One timer thread serves
//! all connections of the process; it starts with the first and ends with the last. None of them
//! polls. A caller on an idle connection writes its own request, if it has at most 4 KiB. A
//! connection's threads end with its session. If a thread cannot be started, the call fails with
//! [`Error::Io`].
//!
//! Each thread reserves 256 KiB of address space for its stack and touches a few pages of it. A
//! connection holds what it has received and not handed over (at most one PDU,
//! [`max_frame_octets`](smpp_session::Config::max_frame_octets), and a read of 16 KiB), what it
//! has to send ([`Settings::max_unsent_octets`], twice while it is being written, and 64 KiB more),
//! and its window.
//!
//! A message centre has one thread that listens, one for each connection on which TLS or a proxy's
//! header is under way, and one for each connection that [`MessageCenter::serve`] hands to its
//! handler. [`AdmissionLimits`] bounds their number. For thousands of connections take
//! `smpp-tokio`.
//!
//! A client that [stays connected](Esme::stay_connected) has one thread more, and another while it
//! connects.
//!
//! # Features
//!
//! | feature | what it adds |
//! |---|---|
//! | `tls` (default) | TLS on both sides, over any stream |
//! | `tracing` (default) | a span for each connection, and events in it |
//! | `proxy-protocol` | a message centre behind proxies that say who the peer is |
//! | `pcapng` | a tap that writes what Wireshark opens |
//!
//! # Back-pressure
//!
//! A request waits while the window or the outgoing buffer is full. The peer is throttled, or not
//! read from, while the application leaves too many of its requests unanswered: see
//! [`smpp_session::WhenFull`]. Nothing queues without end.
//!
//! # What blocks, and for how long
//!
//! A read or a write that does not return is ended by the session's timers, which close the
//! stream: a peer that does not read is given up after [`Settings::write_timeout`]. So no call
//! here waits for ever unless the settings turn the timers off; only the time that the platform
//! takes to look up a host's name is its own.

mod acceptor;
mod block_on;
mod blocking;
mod client;
mod connection;
mod driver;
mod esme;
mod listener;
mod message_center;
mod open_connection;
mod output;
mod parker;
mod server;
mod shared;
mod stream;
mod sync;
mod timer;
#[cfg(feature = "tls")]
mod tls;

pub use blocking::{Answers, Blocking, BulkSender, Changes, ClientIncoming, Incoming};
pub use client::{Client, stay_connected};
pub use connection::Connection;
pub use esme::Esme;
pub use message_center::MessageCenter;
pub use open_connection::{BindRequest, OpenConnection, OutbindRequest};
pub use server::Server;
#[doc(no_inline)]
pub use smpp_codec as codec;
#[cfg(feature = "pcapng")]
pub use smpp_connection::Capture;
pub use smpp_connection::{
    Acceptor, Admission, AdmissionError, AdmissionLimits, Answer, ClientSettings, ClientState,
    Clock, Congestion, Count, Credentials, Direction, Error, Group, Link, MessageId, Metrics,
    Permit, Received, Request, Settings, Side, Tap, same_password,
};
#[cfg(feature = "proxy-protocol")]
pub use smpp_connection::{ProxyHeader, TrustedProxies};
#[cfg(feature = "tls")]
pub use smpp_connection::{TlsClient, TlsError, TlsErrorKind, TlsServer};
#[doc(no_inline)]
pub use smpp_message as message;
#[doc(no_inline)]
pub use smpp_session as session;
pub use stream::{Half, Halves, Stream};
#[cfg(feature = "tls")]
pub use tls::{TlsReader, TlsStream, TlsWriter};

use std::io;

/// One side of a connection over any stream of octets that is open, driven by threads of its own.
///
/// What [`Esme`] and [`MessageCenter`] are made of; for what they do not cover.
///
/// # Errors
/// If the stream cannot be taken apart, or no thread can be started.
pub fn open(
    stream: impl Stream,
    side: Side,
    link: Link,
    settings: Settings,
) -> io::Result<(Connection, Incoming)> {
    let (connection, incoming, driver) =
        smpp_connection::Connection::new(side, link, settings, Clock::system());
    driver::start(stream, driver)?;
    Ok((Blocking(connection), Blocking(incoming)))
}
