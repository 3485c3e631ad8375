//! An SMPP connection without a runtime.
//!
//! What every adapter needs, and no runtime owns: handles that send requests and await their
//! responses, the queue of what the peer sends, back-pressure, metrics, TLS. Whoever drives a
//! connection reads, writes and waits; `smpp-tokio` and `smpp-blocking` are such drivers, and use
//! nothing that is not public here.
//!
//! The example `smol` is an adapter to copy for another runtime. Its driver has about 70 lines;
//! connecting, listening, TLS and reconnecting have another 85.
//!
//! A connection has two ends that share a short lock: the application's, which is a
//! [`Connection`] to send by and an [`Incoming`] to receive by, and a [`Driver`]. Both ends are
//! driven by [`Waker`](std::task::Waker)s, so a thread that parks will do as well as a task:
//!
//! ```
//! use smpp_connection::{Clock, Connection, Credentials, Driver, Link, OpenConnection, Settings, Side};
//! use std::future::Future;
//! use std::pin::pin;
//! use std::task::{Context, Poll, Waker};
//!
//! /// One turn of each driver, over a wire that is always ready.
//! fn turn(from: &mut Driver, to: &mut Driver) {
//!     from.turn(Waker::noop());
//!     to.handle_received(from.to_write());
//!     from.handle_written(from.to_write().len());
//!     to.turn(Waker::noop());
//! }
//!
//! let open = |side| Connection::new(side, Link::new(None, None), Settings::default(), Clock::system());
//! let (esme, _incoming, mut near) = open(Side::Esme);
//! let (center, requests, mut far) = open(Side::MessageCenter);
//!
//! let application = async {
//!     let credentials = Credentials::new("bank", "secret");
//!     let served = async {
//!         let binding = OpenConnection::new(center, requests).bind_request().await?;
//!         assert_eq!(binding.request().system_id, b"bank");
//!         binding.accept(b"mc")
//!     };
//!     let mut served = pin!(served);
//!     let mut binding = pin!(esme.bind(credentials.bind_type(), credentials.request()));
//!     let mut ends = None;
//!     std::future::poll_fn(|cx| {
//!         if ends.is_none() {
//!             if let Poll::Ready(bound) = served.as_mut().poll(cx) {
//!                 ends = Some(bound);
//!             }
//!         }
//!         binding.as_mut().poll(cx)
//!     })
//!     .await
//! };
//! let mut application = pin!(application);
//! let mut cx = Context::from_waker(Waker::noop());
//! while application.as_mut().poll(&mut cx).is_pending() {
//!     turn(&mut near, &mut far);
//!     turn(&mut far, &mut near);
//! }
//! ```
//!
//! # Back-pressure
//!
//! A request waits while the window or the outgoing buffer is full. The peer is throttled, or not
//! read from, while the application leaves too many of its requests unanswered: see
//! [`smpp_session::WhenFull`]. It is not read from either while it does not read: see
//! [`Settings::max_unsent_octets`]. Nothing queues without end.
//!
//! # Cancel safety
//!
//! Every future here may be dropped at any time: nothing is sent by halves, no place in the window
//! is lost, and nobody else's response.
//!
//! # For those who run it
//!
//! [`Acceptor`] is what a listener asks of every connection, [`Admission`] limits connections and
//! failed binds, [`same_password`] compares in constant time, [`Meter`] counts what a session does,
//! and a [`Tap`] is shown every frame.
//!
//! # Features
//!
//! None is on by default; the adapters pass theirs on.
//!
//! | feature | what it adds | by |
//! |---|---|---|
//! | `tls` | `TlsClient` and `TlsServer`: TLS 1.2 and 1.3 | rustls with ring, rustls-native-certs |
//! | `proxy-protocol` | `ProxyHeader` and `TrustedProxies`: who is behind a proxy | proxy-header, ipnet |
//! | `pcapng` | `Capture`: a [`Tap`] that writes what Wireshark opens | etherparse |
//! | `stream` | `Stream` for [`Incoming`], [`ClientIncoming`], [`Answers`] and [`Changes`] | futures-core |
//! | `tracing` | spans and events of connections | tracing |
//!
//! # rustls in the public API
//!
//! With the feature `tls`, `TlsClient::config`, `TlsClient::server_name` and `TlsServer::config`
//! return types of rustls 0.23, so that an adapter can use the TLS streams of its runtime. A new
//! incompatible version of rustls is an incompatible version of this crate. With the feature
//! `stream`, the same holds for futures-core 0.3. No other library is in a public signature, apart
//! from the crates of this workspace and `bytes`.

mod accept_retry;
mod acceptor;
mod admission;
mod bulk;
mod capacity;
mod client;
mod clock;
mod connection;
mod credentials;
mod driver;
mod error;
mod group;
mod handle;
mod incoming;
mod inner;
mod link_check;
mod message_id;
mod metrics;
mod open_connection;
mod operations;
mod outbind;
mod outgoing_pdu;
mod password;
#[cfg(feature = "pcapng")]
mod pcapng;
#[cfg(smpp_shuttle)]
mod planted_fault;
#[cfg(feature = "proxy-protocol")]
mod proxy;
mod receive;
mod receive_queue;
mod request;
mod request_future;
mod response_slots;
mod round_trip;
mod setters;
mod settings;
mod shared;
#[cfg(feature = "stream")]
mod stream;
mod sync;
mod tap;
mod timers;
#[cfg(feature = "tls")]
mod tls;
mod token;
mod trace;
mod turn;
mod waiters;
mod wire;
mod write_buffer;

pub use acceptor::Acceptor;
#[doc(no_inline)]
pub use smpp_codec as codec;
#[doc(no_inline)]
pub use smpp_session as session;

#[cfg(smpp_shuttle)]
#[doc(hidden)]
pub use planted_fault::PlantedFault;

pub use admission::{Admission, AdmissionError, AdmissionLimits, Permit};
pub use bulk::{Answer, Answers, BulkSender};
pub use client::{
    Changes, Client, ClientDriver, ClientIncoming, ClientSettings, ClientState, Connector,
};
pub use clock::Clock;
pub use connection::{Connection, Side};
pub use credentials::Credentials;
pub use driver::Driver;
pub use error::{Congestion, Error};
pub use group::Group;
pub use incoming::{Incoming, Received};
pub use message_id::MessageId;
pub use metrics::{Count, Meter, Metrics};
pub use open_connection::{BindRequest, OpenConnection};
pub use outbind::OutbindRequest;
pub use password::same_password;
#[cfg(feature = "pcapng")]
pub use pcapng::Capture;
#[cfg(feature = "proxy-protocol")]
pub use proxy::{ProxyError, ProxyHeader, TrustedProxies, TrustedProxiesError};
pub use request::Request;
pub use settings::Settings;
pub use tap::{Direction, Link, Tap};
#[cfg(feature = "tls")]
pub use tls::{TlsClient, TlsError, TlsErrorKind, TlsServer};
pub use turn::Turn;
