//! Errors of calls on a connection or client: whether a request may have been sent, and why not.

use std::sync::Arc;
use std::{fmt, io};

use smpp_codec::{CommandStatus, EncodeError};
use smpp_session::{CloseReason, FailReason, LocalError};

/// The error of a call on a connection or a client.
///
/// # May I send this request again?
///
/// | error | [`may_have_been_sent`] | [`is_temporary`] |
/// |---|---|---|
/// | [`Io`](Self::Io) | no | yes |
/// | `Tls` | no | no |
/// | [`Closed`](Self::Closed), `sent: false` | no | yes |
/// | [`Closed`](Self::Closed), `sent: true` | yes | yes |
/// | [`Refused`](Self::Refused) | yes | as its status |
/// | [`Expired`](Self::Expired) | yes | yes |
/// | [`MalformedResponse`](Self::MalformedResponse) | yes | no |
/// | [`Congested`](Self::Congested) | no | yes |
/// | [`Local`](Self::Local) | no | no |
/// | [`NotConnected`](Self::NotConnected) | no | yes |
/// | [`Stopped`](Self::Stopped) | no | no |
///
/// If [`may_have_been_sent`] returns false, the peer has not seen the request: sending it again
/// cannot deliver it twice. If it returns true, the peer may have acted on the request, even if it
/// refused it: some message centres send a status such as `ESME_RSYSERR` for a message that they
/// deliver. Whether sending again can succeed is [`is_temporary`]. On [`Closed`](Self::Closed) use
/// another connection.
///
/// [`may_have_been_sent`]: Self::may_have_been_sent
/// [`is_temporary`]: Self::is_temporary
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The connection could not be made, or its stream could not be set up. Nothing was sent.
    Io(io::Error),
    /// TLS could not be set up, or its handshake failed. Nothing of SMPP was sent.
    #[cfg(feature = "tls")]
    Tls(crate::tls::TlsError),
    /// The session is closed, or is being unbound.
    Closed {
        /// The reason; [`CloseReason::Unbound`] while the session is being unbound.
        reason: CloseReason,
        /// Whether the request of this call was sent before the end. If so, the peer may have
        /// acted on it.
        sent: bool,
    },
    /// The peer refused the bind, or the request, with this status.
    Refused(CommandStatus),
    /// The request was sent, and no response arrived within `response_timeout`, or within the
    /// limit of [`Connection::within`](crate::Connection::within). The peer may have acted on it.
    Expired,
    /// The request was sent, and its response cannot be decoded. The peer may have acted on it.
    MalformedResponse,
    /// The request would have to wait longer than it may: the limit of
    /// [`Connection::within`](crate::Connection::within) elapsed, or the call does not wait.
    /// Nothing was sent.
    Congested(Congestion),
    /// The call is not possible in this state, or with these values. Nothing was sent.
    Local(LocalError),
    /// The client has no bound connection, and the request waits no longer for one: see
    /// [`ClientSettings`](crate::ClientSettings). Nothing was sent.
    ///
    /// Contains the error that ended the last connection or attempt, if there was one.
    NotConnected(Option<Arc<Self>>),
    /// The client has stopped, or is stopping, and makes no more connections. Nothing was sent.
    ///
    /// Contains the error that stopped it; none if the application stopped it.
    Stopped(Option<Arc<Self>>),
}

/// The resource that a request waits for before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Congestion {
    /// The window is full: see [`Settings::window`](crate::Settings::window).
    Window,
    /// The peer does not read fast enough: see
    /// [`Settings::max_unsent_octets`](crate::Settings::max_unsent_octets).
    Buffer,
    /// The rate is exhausted: see [`Settings::pacing`](crate::Settings::pacing).
    Pacing,
    /// The application has not taken the answers to earlier requests: see
    /// [`Connection::bulk`](crate::Connection::bulk).
    Answers,
}

impl Error {
    /// Returns true if the request of the call was sent, or may have been.
    ///
    /// False means that nothing was sent: the peer has not seen the request.
    #[must_use]
    pub const fn may_have_been_sent(&self) -> bool {
        match self {
            Self::Closed { sent, .. } => *sent,
            Self::Refused(_) | Self::Expired | Self::MalformedResponse => true,
            Self::Io(_)
            | Self::Congested(_)
            | Self::Local(_)
            | Self::NotConnected(_)
            | Self::Stopped(_) => false,
            #[cfg(feature = "tls")]
            Self::Tls(_) => false,
        }
    }

    /// Returns true if the same call can succeed later, perhaps over another connection.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Refused(status) => status.is_temporary(),
            Self::Io(_)
            | Self::Closed { .. }
            | Self::Expired
            | Self::Congested(_)
            | Self::NotConnected(_) => true,
            Self::MalformedResponse | Self::Local(_) | Self::Stopped(_) => false,
            #[cfg(feature = "tls")]
            Self::Tls(_) => false,
        }
    }

    /// The error of a session that is closed, for a call that has sent nothing.
    pub(crate) const fn closed(reason: CloseReason) -> Self {
        Self::Closed {
            reason,
            sent: false,
        }
    }

    /// The error of a call that the session refused; `reason` is why the session is closed, if it
    /// is.
    pub(crate) fn local(error: LocalError, reason: Option<CloseReason>) -> Self {
        use smpp_session::State;
        match error {
            LocalError::WindowFull => Self::Congested(Congestion::Window),
            LocalError::Closed
            | LocalError::Unbinding
            | LocalError::NotAllowed(_, State::Unbound | State::Closed) => {
                Self::closed(reason.unwrap_or(CloseReason::Unbound))
            }
            error => Self::Local(error),
        }
    }

    /// The error of a request that was sent, and has no response.
    pub(crate) fn failed(error: FailReason, reason: Option<CloseReason>) -> Self {
        match error {
            FailReason::Expired => Self::Expired,
            FailReason::Malformed => Self::MalformedResponse,
            _ => Self::Closed {
                reason: reason.unwrap_or(CloseReason::PeerClosed),
                sent: true,
            },
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => fmt::Display::fmt(error, f),
            #[cfg(feature = "tls")]
            Self::Tls(error) => fmt::Display::fmt(error, f),
            Self::Closed { reason, sent } => {
                write!(f, "session is closed ({reason}); ")?;
                f.write_str(match sent {
                    true => "the request was sent and has no response",
                    false => "nothing was sent",
                })
            }
            Self::Refused(status) => write!(f, "peer refused with {status} ({:#010x})", status.0),
            Self::Expired => {
                f.write_str("request was sent, and no response arrived within the time limit")
            }
            Self::MalformedResponse => {
                f.write_str("request was sent, and its response cannot be decoded")
            }
            Self::Congested(congestion) => write!(f, "request was not sent: {congestion}"),
            Self::Local(error) => fmt::Display::fmt(error, f),
            Self::NotConnected(_) => {
                f.write_str("request was not sent: the client has no bound connection")
            }
            Self::Stopped(_) => f.write_str("request was not sent: the client has stopped"),
        }
    }
}

impl fmt::Display for Congestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Window => "the window is full, wait for a response",
            Self::Buffer => "the outgoing buffer is full, wait until the peer reads",
            Self::Pacing => "the rate is exhausted, wait before the next request",
            Self::Answers => "answers have not been taken, take them before the next request",
        })
    }
}

impl std::error::Error for Error {
    /// The error below the one that is displayed: of an [`Io`](Self::Io) error that of its inner
    /// error, of a client that has no connection the last failure.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => error.source(),
            Self::NotConnected(cause) | Self::Stopped(cause) => {
                let cause = cause.as_deref()?;
                Some(cause)
            }
            _ => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A PDU that cannot be encoded: [`Error::Local`].
impl From<EncodeError> for Error {
    fn from(error: EncodeError) -> Self {
        Self::Local(LocalError::Encode(error))
    }
}

#[cfg(feature = "tls")]
impl From<crate::tls::TlsError> for Error {
    fn from(error: crate::tls::TlsError) -> Self {
        Self::Tls(error)
    }
}

#[cfg(test)]
mod tests;
