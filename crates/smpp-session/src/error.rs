//! Faults by blame: the peer's, the caller's, and how a session ended.

use core::fmt;

use smpp_codec::frame::FrameError;
use smpp_codec::{CommandId, CommandStatus, DecodeError, EncodeError, Header};

use crate::state::State;

/// The peer broke the protocol.
///
/// The session goes on, unless it is closed now: its frame was whole, and the next one follows.
/// What the specification wants as an answer has been written already: see
/// [`answer`](Self::answer).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RemoteError {
    pub(crate) header: Header,
    pub(crate) fault: RemoteFault,
    pub(crate) answer: Option<CommandStatus>,
}

/// What the peer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RemoteFault {
    /// A PDU that cannot be decoded.
    Malformed(DecodeError),
    /// A request that this state does not allow.
    NotAllowed(State),
    /// A request that no specification lists, or that the version of this session does not have.
    UnknownCommand,
    /// A bind while one is bound, or while another is being answered.
    AlreadyBound,
    /// A request beyond what the application may leave unanswered.
    Throttled,
    /// A PDU after the session was closed.
    Closed,
}

impl RemoteError {
    /// The header of the PDU.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// What was wrong.
    #[must_use]
    pub const fn fault(&self) -> &RemoteFault {
        &self.fault
    }

    /// The status that was answered; `None` for what must not be answered.
    #[must_use]
    pub const fn answer(&self) -> Option<CommandStatus> {
        self.answer
    }
}

impl fmt::Display for RemoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Header {
            command_id,
            sequence_number,
            ..
        } = self.header;
        write!(f, "{command_id} {sequence_number}: ")?;
        match self.fault {
            RemoteFault::Malformed(error) => write!(f, "{error}"),
            RemoteFault::NotAllowed(state) => write!(f, "not allowed in state {state}"),
            RemoteFault::UnknownCommand => f.write_str("unknown command_id"),
            RemoteFault::AlreadyBound => f.write_str("a bind has come before"),
            RemoteFault::Throttled => f.write_str("too many requests are unanswered"),
            RemoteFault::Closed => f.write_str("the session is closed"),
        }?;
        match self.answer {
            Some(status) => write!(f, "; answered {status}"),
            None => Ok(()),
        }
    }
}

impl core::error::Error for RemoteError {}

/// The caller asked for the impossible: nothing was written, and nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LocalError {
    /// As many requests are unanswered as the window holds; no other limit gives this error.
    WindowFull,
    /// This side may not send that in this state, or the version that both speak has no such PDU.
    NotAllowed(CommandId, State),
    /// A bind, an unbind or an `enquire_link` is on its way already.
    Pending(CommandId),
    /// This session is being unbound: no new requests.
    Unbinding,
    /// Binds, unbinds and `enquire_link` have calls of their own; a response is no request.
    NotARequest(CommandId),
    /// This is not the response to that request.
    NotItsResponse(CommandId),
    /// The PDU cannot be encoded.
    Encode(EncodeError),
    /// The frame cannot be [forwarded](crate::Session::forward): the version that both sides speak
    /// does not know what is in it. Its status is the one to answer with.
    Decode(DecodeError),
    /// The session is closed.
    Closed,
}

impl LocalError {
    /// Returns whether the peer may have received the PDU: false for every error.
    ///
    /// Nothing was written. The call can be repeated once its cause has gone.
    #[must_use]
    pub const fn may_have_been_sent(&self) -> bool {
        false
    }
}

impl fmt::Display for LocalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WindowFull => f.write_str("the window is full: wait for a response"),
            Self::NotAllowed(command_id, state) => {
                write!(f, "{command_id} may not be sent in state {state}")
            }
            Self::Pending(command_id) => write!(f, "a {command_id} is unanswered already"),
            Self::Unbinding => f.write_str("the session is being unbound: no new requests"),
            Self::NotARequest(command_id) => write!(f, "{command_id} is no request of this call"),
            Self::NotItsResponse(command_id) => {
                write!(f, "{command_id} does not answer this request")
            }
            Self::Encode(error) => write!(f, "{error}"),
            Self::Decode(error) => write!(f, "{error}"),
            Self::Closed => f.write_str("the session is closed"),
        }
    }
}

impl core::error::Error for LocalError {}

impl From<EncodeError> for LocalError {
    fn from(error: EncodeError) -> Self {
        Self::Encode(error)
    }
}

impl From<DecodeError> for LocalError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(error)
    }
}

/// A call that was refused, and what was handed over with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "an error and what it gives back")]
pub struct SendError<T> {
    /// Why.
    pub error: LocalError,
    /// The token of a request, or the [`Responder`](crate::Responder) of an answer: to try again.
    pub returned: T,
}

impl<T> SendError<T> {
    pub(crate) const fn new(error: LocalError, returned: T) -> Self {
        Self { error, returned }
    }
}

impl<T> SendError<T> {
    /// Returns whether the peer may have received the PDU: false, as for every [`LocalError`].
    #[must_use]
    pub const fn may_have_been_sent(&self) -> bool {
        self.error.may_have_been_sent()
    }
}

impl<T> fmt::Display for SendError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl<T: fmt::Debug> core::error::Error for SendError<T> {}

/// Why a session is closed.
///
/// It says nothing about one request. A request that was sent ends with
/// [`FailReason::Closed`](crate::FailReason::Closed); one that is refused because the session is
/// closed, with [`LocalError::Closed`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CloseReason {
    /// Unbound by both sides: the clean end.
    Unbound,
    /// The caller closed it.
    Local,
    /// The peer closed the connection, or it was lost.
    PeerClosed,
    /// The stream cannot be followed any more.
    Frame(FrameError),
    /// Nobody bound in time.
    SessionInitTimeout,
    /// The bind was not answered in time.
    BindTimeout,
    /// An `enquire_link` was not answered in time.
    EnquireLinkTimeout,
    /// Nothing but `enquire_link` passed for too long.
    InactivityTimeout,
    /// The rest of a frame did not come in time.
    FrameTimeout,
    /// The unbind was not answered in time.
    UnbindTimeout,
    /// Too many binds were refused.
    TooManyBinds,
    /// The peer does not read: what was written could not be sent in time.
    Stalled,
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unbound => "unbound",
            Self::Local => "closed by this side",
            Self::PeerClosed => "the peer closed the connection",
            Self::Frame(error) => return fmt::Display::fmt(error, f),
            Self::SessionInitTimeout => "no bind in time",
            Self::BindTimeout => "the bind was not answered in time",
            Self::EnquireLinkTimeout => "enquire_link was not answered in time",
            Self::InactivityTimeout => "nothing happened for too long",
            Self::FrameTimeout => "the rest of a PDU did not come in time",
            Self::UnbindTimeout => "the unbind was not answered in time",
            Self::TooManyBinds => "too many binds were refused",
            Self::Stalled => "the peer does not read what it is sent",
        })
    }
}
