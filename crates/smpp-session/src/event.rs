//! What a session tells its caller.

use core::fmt;

use smpp_codec::pdu::Bind;
use smpp_codec::{CommandId, Pdu};

use crate::error::CloseReason;
use crate::state::BindType;

/// The right to answer one request of the peer, once.
///
/// Neither `Clone` nor made by hand, so that no request is answered twice. Give it to
/// [`Session::respond`](crate::Session::respond), or to
/// [`Session::ignore`](crate::Session::ignore) if it is never to be answered: until then the
/// request counts as unanswered.
#[derive(Debug, PartialEq, Eq)]
#[must_use = "a request wants an answer"]
pub struct Responder {
    pub(crate) command_id: CommandId,
    pub(crate) sequence_number: u32,
}

impl Responder {
    /// The request's `command_id`.
    #[must_use]
    pub const fn command_id(&self) -> CommandId {
        self.command_id
    }

    /// The request's `sequence_number`, which its response repeats.
    #[must_use]
    pub const fn sequence_number(&self) -> u32 {
        self.sequence_number
    }
}

/// What a frame meant. Borrows the frame, not the session: a handler may answer while it holds one.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event<'f, T> {
    /// A peer wants to be bound. Answer with
    /// [`accept_bind`](crate::Session::accept_bind), or with
    /// [`refuse`](crate::Session::refuse).
    Bind {
        /// What it wants to be bound as.
        bind_type: BindType,
        /// Who it says it is, and which version it speaks.
        bind: Bind<'f>,
        /// For the answer.
        responder: Responder,
    },
    /// Our bind was accepted: the session is bound.
    Bound(Pdu<'f>),
    /// Our bind was refused, with the status of this response. The session is open as before.
    BindRefused(Pdu<'f>),
    /// A request, to be answered with [`respond`](crate::Session::respond).
    Request {
        /// The request.
        pdu: Pdu<'f>,
        /// For the answer.
        responder: Responder,
    },
    /// A PDU that has no response: `outbind`, `alert_notification`.
    Notice(Pdu<'f>),
    /// A request of ours has ended: the peer answered it, or refused it with `generic_nack`.
    Response {
        /// What the caller gave with the request.
        token: T,
        /// The request.
        command_id: CommandId,
        /// The response.
        pdu: Pdu<'f>,
    },
    /// A response that answers nothing that waits: late, doubled, of another type than the
    /// request, or made up. It matched no request.
    Unmatched(Pdu<'f>),
    /// The peer wants to unbind. It is answered as soon as its earlier requests are.
    Unbind,
    /// The peer has unbound, as we asked it to: the session is closed cleanly.
    Unbound,
    /// Nothing that concerns the application: `enquire_link` and its answer.
    None,
}

/// What time brought, or the end of the session; see
/// [`Session::poll_event`](crate::Session::poll_event).
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimedEvent<T> {
    /// A request of ours has ended without a response.
    Failed {
        /// What the caller gave with the request.
        token: T,
        /// The request.
        command_id: CommandId,
        /// Its sequence number.
        sequence_number: u32,
        /// Why.
        reason: FailReason,
    },
    /// The session is closed: the last event of every session, once.
    Closed(CloseReason),
}

/// Why a request has no response. The peer may have acted on the request, or may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailReason {
    /// None came in time.
    Expired,
    /// One came that cannot be decoded.
    Malformed,
    /// The session was closed first.
    Closed,
}

impl FailReason {
    /// Returns whether the peer may have received the request: true for every reason.
    ///
    /// The request was written to the output before it failed. Sending it again may deliver a
    /// message twice. A [`LocalError`](crate::LocalError) means that nothing was written.
    #[must_use]
    pub const fn may_have_been_sent(self) -> bool {
        match self {
            Self::Expired | Self::Malformed | Self::Closed => true,
        }
    }
}

impl fmt::Display for FailReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Expired => "no response came in time",
            Self::Malformed => "the response cannot be decoded",
            Self::Closed => "the session was closed before the response came",
        })
    }
}
