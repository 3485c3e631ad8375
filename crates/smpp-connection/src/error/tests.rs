//! The truth table of [`Error`], and its texts.

use std::error::Error as _;

use smpp_codec::CommandId;
use smpp_session::State;

use super::*;

/// Every variant, with `may_have_been_sent` and `is_temporary`.
fn table() -> Vec<(Error, [bool; 2])> {
    let closed = |sent| Error::Closed {
        reason: CloseReason::PeerClosed,
        sent,
    };
    let io = || Error::Io(io::ErrorKind::TimedOut.into());
    let not_allowed = LocalError::NotAllowed(CommandId::SUBMIT_SM, State::Open);
    let mut rows = vec![
        (io(), [false, true]),
        (closed(false), [false, true]),
        (closed(true), [true, true]),
        (Error::Refused(CommandStatus::ESME_RTHROTTLED), [true, true]),
        (Error::Refused(CommandStatus::ESME_RMSGQFUL), [true, true]),
        (
            Error::Refused(CommandStatus::ESME_RINVDSTADR),
            [true, false],
        ),
        (Error::Expired, [true, true]),
        (Error::MalformedResponse, [true, false]),
        (Error::Local(not_allowed), [false, false]),
        (Error::NotConnected(None), [false, true]),
        (Error::NotConnected(Some(Arc::new(io()))), [false, true]),
        (Error::Stopped(None), [false, false]),
        (Error::Stopped(Some(Arc::new(io()))), [false, false]),
    ];
    for congestion in [
        Congestion::Window,
        Congestion::Buffer,
        Congestion::Pacing,
        Congestion::Answers,
    ] {
        rows.push((Error::Congested(congestion), [false, true]));
    }
    #[cfg(feature = "tls")]
    rows.push((
        Error::Tls(crate::TlsErrorKind::NotTls.into()),
        [false, false],
    ));
    rows
}

#[test]
fn every_error_says_whether_it_was_sent() {
    for (error, expected) in table() {
        let found = [error.may_have_been_sent(), error.is_temporary()];
        assert_eq!(found, expected, "{error:?}");
    }
}

#[test]
fn every_text_agrees_with_what_was_sent() {
    for (error, [sent, _]) in table() {
        let text = error.to_string();
        assert!(!text.is_empty() && !text.ends_with('.'), "{text}");
        if text.contains("was not sent") || text.contains("nothing was sent") {
            assert!(!sent, "{text}");
        }
        if text.contains("request was sent") {
            assert!(sent, "{text}");
        }
    }
    let refused = Error::Refused(CommandStatus::ESME_RTHROTTLED).to_string();
    assert_eq!(refused, "peer refused with ESME_RTHROTTLED (0x00000058)");
}

#[test]
fn a_session_that_ends_has_one_error() {
    let reason = Some(CloseReason::EnquireLinkTimeout);
    for error in [
        LocalError::Closed,
        LocalError::Unbinding,
        LocalError::NotAllowed(CommandId::SUBMIT_SM, State::Unbound),
        LocalError::NotAllowed(CommandId::SUBMIT_SM, State::Closed),
    ] {
        let closed = Error::local(error, reason);
        let Error::Closed { reason, sent } = closed else {
            panic!("{closed:?}")
        };
        assert_eq!((reason, sent), (CloseReason::EnquireLinkTimeout, false));
    }
    let failed = Error::failed(FailReason::Closed, reason);
    assert!(matches!(failed, Error::Closed { sent: true, .. }));
    let allowed = LocalError::NotAllowed(CommandId::SUBMIT_SM, State::Open);
    assert!(matches!(Error::local(allowed, None), Error::Local(_)));
}

#[test]
fn a_client_error_has_its_cause_as_source() {
    let cause = Arc::new(Error::Refused(CommandStatus::ESME_RBINDFAIL));
    for error in [
        Error::NotConnected(Some(Arc::clone(&cause))),
        Error::Stopped(Some(cause)),
    ] {
        let source = error.source().unwrap().to_string();
        assert_eq!(source, "peer refused with ESME_RBINDFAIL (0x0000000d)");
    }
    assert!(Error::NotConnected(None).source().is_none());
    let io = Error::from(io::Error::other(CloseReasonError));
    assert_eq!(io.to_string(), "inner");
}

/// An error within an `io::Error`.
#[derive(Debug)]
struct CloseReasonError;

impl fmt::Display for CloseReasonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("inner")
    }
}

impl std::error::Error for CloseReasonError {}
