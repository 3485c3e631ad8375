//! The future of [`Connection::enquire_link`](crate::Connection::enquire_link).

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use smpp_codec::CommandId;
use smpp_session::LocalError;

use crate::error::{Congestion, Error};
use crate::inner::Inner;
use crate::shared::Shared;

/// The future of [`Connection::enquire_link`](crate::Connection::enquire_link).
pub(crate) struct RoundTrip {
    shared: Arc<Shared>,
    /// This caller among those that wait.
    number: u64,
    /// How many were answered before.
    before: u64,
    /// Why nothing was sent.
    refused: Option<Error>,
}

impl RoundTrip {
    /// Sends an `enquire_link`, or joins the one that is unanswered.
    pub(crate) fn start(shared: &Arc<Shared>) -> Self {
        let (number, before) = shared.act(|inner, now| {
            inner.session.enquire_link(now, &mut inner.out);
            (inner.next_number(), inner.out.link_check.answered)
        });
        let refused = refusal(&shared.lock());
        Self {
            shared: Arc::clone(shared),
            number,
            before,
            refused,
        }
    }
}

/// Why no `enquire_link` is on its way, if none is.
fn refusal(inner: &Inner) -> Option<Error> {
    if inner.out.link_check.asked.is_some() {
        return None;
    }
    let (state, reason) = (inner.session.state(), inner.session.close_reason());
    let error = match inner.session.may_send(CommandId::ENQUIRE_LINK) {
        _ if reason.is_some() => LocalError::Closed,
        Err(error @ LocalError::Unbinding) => error,
        _ if !state.is_bound() => LocalError::NotAllowed(CommandId::ENQUIRE_LINK, state),
        _ => return Some(Error::Congested(Congestion::Buffer)),
    };
    Some(Error::local(error, reason))
}

impl Future for RoundTrip {
    type Output = Result<Duration, Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if let Some(refused) = this.refused.take() {
            return Poll::Ready(Err(refused));
        }
        let mut inner = this.shared.lock();
        if inner.out.link_check.answered != this.before {
            return Poll::Ready(Ok(inner.out.link_check.round_trip));
        }
        if let Some(reason) = inner.closed {
            return Poll::Ready(Err(Error::Closed { reason, sent: true }));
        }
        inner.out.link_check.waiters.wait(this.number, cx.waker());
        Poll::Pending
    }
}

impl Drop for RoundTrip {
    fn drop(&mut self) {
        self.shared.lock().out.link_check.waiters.leave(self.number);
    }
}
