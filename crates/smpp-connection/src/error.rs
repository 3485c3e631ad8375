//! What went wrong, for people.

use std::{fmt, io};

use smpp_codec::CommandStatus;
use smpp_session::{CloseReason, FailReason, LocalError};

/// Why a call on a connection did not succeed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The connection could not be made, or was lost.
    Io(io::Error),
    /// TLS could not be set up, or its handshake failed: nothing of SMPP was sent.
    #[cfg(feature = "tls")]
    Tls(crate::tls::TlsError),
    /// The session is closed, and why.
    Closed(CloseReason),
    /// The peer refused the bind, or a request, with this status.
    Refused(CommandStatus),
    /// The request was sent, and has no response. Whether the peer acted on it, nobody knows.
    Failed(FailReason),
    /// The call cannot be: nothing was written. [`LocalError::Closed`] if the session had ended.
    Local(LocalError),
    /// A client has no connection that is bound, and the request waits no longer for one: nothing
    /// was sent.
    NotBound,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => fmt::Display::fmt(error, f),
            #[cfg(feature = "tls")]
            Self::Tls(error) => fmt::Display::fmt(error, f),
            Self::Closed(reason) => fmt::Display::fmt(reason, f),
            Self::Refused(status) => write!(f, "refused with {status} ({:#x})", status.0),
            Self::Failed(FailReason::Expired) => f.write_str("no response in time"),
            Self::Failed(FailReason::Malformed) => f.write_str("the response was malformed"),
            Self::Failed(_) => f.write_str("the connection ended before the response came"),
            Self::Local(error) => fmt::Display::fmt(error, f),
            Self::NotBound => f.write_str("no connection is bound: nothing was sent"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

#[cfg(feature = "tls")]
impl From<crate::tls::TlsError> for Error {
    fn from(error: crate::tls::TlsError) -> Self {
        Self::Tls(error)
    }
}

impl From<LocalError> for Error {
    fn from(error: LocalError) -> Self {
        Self::Local(error)
    }
}
