//! One SMPP session as a value: states, window and timers, without IO and without a clock.
//!
//! # Who calls what, when
//!
//! The caller owns the connection, the buffers and the clock. Every call is given what it needs,
//! and does all of its work before it returns:
//!
//! | call | when | may write |
//! |---|---|---|
//! | [`next_frame`](Session::next_frame) | octets have come | a `generic_nack`, when it closes |
//! | [`handle_frame`](Session::handle_frame) | for each frame | answers |
//! | [`handle_timeout`](Session::handle_timeout) | at [`poll_timeout`](Session::poll_timeout) | `enquire_link`, `unbind_resp` |
//! | [`poll_event`](Session::poll_event) | until it gives none | nothing |
//! | [`handle_eof`](Session::handle_eof) | the connection has ended | nothing |
//! | [`bind`](Session::bind), [`request`](Session::request), [`unbind`](Session::unbind) | as the application likes | one PDU |
//! | [`respond`](Session::respond), [`accept_bind`](Session::accept_bind), [`refuse`](Session::refuse) | to answer | one PDU, and `unbind_resp` |
//! | [`forward`](Session::forward), [`respond_with`](Session::respond_with) | a router has a frame of another session | the frame, as `request` and `respond` |
//!
//! What is written goes to a [`Sink`](smpp_codec::Sink) of the caller, and is to be sent in that
//! order. When [`close_reason`](Session::close_reason) is set, send what was written and close
//! the connection.
//!
//! # The loop
//!
//! Two sessions, joined by two buffers; a real loop reads and writes a connection instead.
//!
//! ```
//! use smpp_codec::CommandStatus;
//! use smpp_codec::pdu::{Bind, SubmitSm, SubmitSmResp};
//! use smpp_codec::values::Address;
//! use smpp_session::{BindType, Config, Event, Instant, Session, WindowSlot, State};
//!
//! let now = Instant::from_micros(0);
//! let (mut to_mc, mut to_esme) = (Vec::new(), Vec::new());
//! let mut esme = Session::esme(Config::default(), [WindowSlot::EMPTY; 10], now);
//! let mut mc = Session::message_center(Config::default(), [WindowSlot::<()>::EMPTY; 10], now);
//!
//! esme.bind(now, BindType::Transceiver, Bind { system_id: b"bank", ..Bind::default() }, &mut to_mc)?;
//! let mut message_id = None;
//! while message_id.is_none() {
//!     // The message centre's loop, once round.
//!     let received = std::mem::take(&mut to_mc);
//!     let mut rest = received.as_slice();
//!     while let Some(frame) = mc.next_frame(now, rest, &mut to_esme) {
//!         rest = &rest[frame.len()..];
//!         match mc.handle_frame(now, frame, &mut to_esme) {
//!             Ok(Event::Bind { responder, .. }) => mc.accept_bind(now, responder, b"mc", &mut to_esme)?,
//!             Ok(Event::Request { responder, .. }) => {
//!                 let answer = SubmitSmResp::accepted(b"42");
//!                 mc.respond(now, responder, CommandStatus::ESME_ROK, answer, &mut to_esme)?;
//!             }
//!             Ok(_) => {}
//!             Err(error) => eprintln!("{error}"),
//!         }
//!     }
//!     // The ESME's.
//!     let received = std::mem::take(&mut to_esme);
//!     let mut rest = received.as_slice();
//!     while let Some(frame) = esme.next_frame(now, rest, &mut to_mc) {
//!         rest = &rest[frame.len()..];
//!         match esme.handle_frame(now, frame, &mut to_mc) {
//!             Ok(Event::Bound(_)) => {
//!                 let message = SubmitSm::new(Address::unknown(b"1"), Address::unknown(b"2"), b"hi");
//!                 esme.request(now, message, "first message", &mut to_mc)?;
//!             }
//!             Ok(Event::Response { token, pdu, .. }) => message_id = Some((token, pdu.command_status)),
//!             Ok(_) => {}
//!             Err(error) => eprintln!("{error}"),
//!         }
//!     }
//! }
//! assert_eq!(message_id, Some(("first message", CommandStatus::ESME_ROK)));
//! assert_eq!(mc.state(), State::BoundTrx);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Promises
//!
//! - Every request ends exactly once: with [`Event::Response`], or with [`TimedEvent::Failed`].
//! - A request that this state does not allow is answered as the specification says, and never
//!   reaches the application. No response is ever answered.
//! - A [`LocalError`] changed nothing and wrote nothing; a [`RemoteError`] has been answered.
//! - Memory is what the caller lends: no call allocates, and a request, a response and a timer
//!   cost the same whatever the window's size. A [`Session`] is less than 512 octets, a [`WindowSlot`] 40 with
//!   a token of four.
//! - The same octets in any split give the same events; the same calls the same session.
//! - Two sessions, joined by any link that keeps the order, come to agree.
//!
//! # How it is proven
//!
//! Every cell of the operation matrix is tried both ways on a real session; the window is compared
//! with a map; each timer is called at its time and at every other. Two sessions joined by a
//! simulated link, with a peer that plays every quirk of the catalogue, run a million random
//! operations in seconds, and an exhaustive search with `stateright` reaches forty million different
//! states of two sessions and their link: every operation, timer, kind of bind and pair of
//! versions. No state breaks a promise. Conversations of other implementations, with each other
//! and with this one, are replayed through either side.
//!
//! # What a peer can cost
//!
//! Memory in octets, of whoever holds it; a session itself never grows.
//!
//! | what | limit | default | memory |
//! |---|---|---|---|
//! | octets of a frame, before a bind | [`max_unbound_frame_octets`](Config::max_unbound_frame_octets) | 512 | as many, in the receive buffer |
//! | octets of a frame, once bound | [`max_frame_octets`](Config::max_frame_octets) | 69,631 | as many, in the receive buffer |
//! | time for a frame | [`frame_timeout`](Config::frame_timeout) | 10 s | a frame, for so long |
//! | time until it is bound | [`session_init_timeout`](Config::session_init_timeout) | 10 s | a session and a small frame, for so long |
//! | binds that are refused | [`max_bind_attempts`](Config::max_bind_attempts) | 3 | none |
//! | requests that the application has not answered | [`max_unanswered`](Config::max_unanswered) | 100 | a [`Responder`] of 8 each, and the frame if it is kept: 7 MB at most |
//! | requests of ours that it does not answer | the window, and [`response_timeout`](Config::response_timeout) | 60 s | a [`WindowSlot`] each: 40 with a token of four |
//! | a connection that is dead | [`enquire_link_interval`](Config::enquire_link_interval) and [`enquire_link_timeout`](Config::enquire_link_timeout) | 30 s and 10 s | a session, for so long |
//!
//! # Policies
//!
//! Each can be used alone: [`Pacer`] says when to send, and [`Reconnect`] when to connect again.
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

#[cfg(test)]
extern crate std;

mod answer;
mod config;
mod error;
mod event;
mod forward;
mod matrix;
mod pacing;
mod receive;
mod reconnect;
mod response;
#[cfg(smpp_model)]
mod search;
mod send;
mod session;
mod setters;
mod state;
mod timers;
mod window;

pub use answer::MAX_ANSWER_OCTETS;
pub use config::{Config, WhenFull};
pub use error::{CloseReason, LocalError, RemoteError, RemoteFault, SendError};
pub use event::{Event, FailReason, Responder, TimedEvent};
pub use pacing::{Pacer, PacerConfig};
pub use reconnect::{Reconnect, ReconnectConfig, SessionEnd};
pub use session::Session;
pub use smpp_codec::Instant;
pub use state::{BindType, Role, State, may_issue};
pub use window::WindowSlot;
