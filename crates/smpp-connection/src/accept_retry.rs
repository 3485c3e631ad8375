//! Errors of a listener that pass: when to accept again.

use std::io::{Error, ErrorKind};
use std::time::Duration;

/// The pause after an error that lasts for a while, such as too many open files.
const PAUSE: Duration = Duration::from_millis(250);

/// Returns how long to wait before the next attempt to accept; none if no attempt will succeed.
pub(crate) fn retry_after(error: &Error) -> Option<Duration> {
    match error.kind() {
        // The peer has gone before its connection was accepted: the next one may be there.
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset | ErrorKind::Interrupted => {
            Some(Duration::ZERO)
        }
        // Memory, a firewall's decision, and network errors that are pending on the connection.
        ErrorKind::OutOfMemory
        | ErrorKind::PermissionDenied
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::TimedOut
        | ErrorKind::WouldBlock => Some(PAUSE),
        _ if error.raw_os_error().is_some_and(is_exhausted) => Some(PAUSE),
        _ => None,
    }
}

/// Returns true for the errors of exhausted resources that have no [`ErrorKind`]: too many open
/// files, in the process or in the system, and no buffers.
const fn is_exhausted(code: i32) -> bool {
    if cfg!(windows) {
        // WSAEMFILE, WSAENOBUFS.
        return matches!(code, 10_024 | 10_055);
    }
    let no_buffers = if cfg!(any(target_os = "linux", target_os = "android")) {
        105
    } else {
        55
    };
    // ENFILE, EMFILE.
    matches!(code, 23 | 24) || code == no_buffers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_that_pass_are_retried() {
        for kind in [ErrorKind::ConnectionAborted, ErrorKind::Interrupted] {
            assert_eq!(retry_after(&kind.into()), Some(Duration::ZERO), "{kind}");
        }
        for kind in [ErrorKind::OutOfMemory, ErrorKind::NetworkDown] {
            assert_eq!(retry_after(&kind.into()), Some(PAUSE), "{kind}");
        }
        for kind in [
            ErrorKind::InvalidInput,
            ErrorKind::Unsupported,
            ErrorKind::Other,
        ] {
            assert_eq!(retry_after(&kind.into()), None, "{kind}");
        }
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn exhausted_resources_are_retried_after_a_pause() {
        // ENOMEM, ENFILE, EMFILE, ENOBUFS.
        for code in [12, 23, 24, 105] {
            let error = Error::from_raw_os_error(code);
            assert_eq!(retry_after(&error), Some(PAUSE), "{error}");
        }
        // EBADF, EINVAL.
        for code in [9, 22] {
            let error = Error::from_raw_os_error(code);
            assert_eq!(retry_after(&error), None, "{error}");
        }
    }
}
