//! Room for a request: a place in the window, space among what is to be sent, the pacer's leave.

use smpp_session::Instant;

use crate::error::{Congestion, Error};
use crate::outgoing::Outgoing;
use crate::shared::{Inner, Shared};
use crate::token::{To, Token};

impl Shared {
    /// Whether a request has to wait until something was sent.
    pub(crate) fn is_congested(&self, inner: &Inner) -> bool {
        inner.unsent() > self.settings.max_unsent_octets
    }

    /// Whether the driver should read: while the session wants it, and what is read may be
    /// answered.
    pub(crate) fn wants_input(&self, inner: &Inner) -> bool {
        let limit = self.settings.max_unsent_octets.saturating_mul(2);
        inner.eof.is_none() && inner.session.wants_input() && inner.unsent() <= limit
    }

    /// Returns what a request has to wait for now, if anything.
    pub(crate) fn congestion(&self, inner: &Inner, now: Instant) -> Option<Congestion> {
        let pacer = inner.pacer.as_ref();
        if inner.session.is_window_full() {
            Some(Congestion::Window)
        } else if self.is_congested(inner) {
            Some(Congestion::Buffer)
        } else if pacer.is_some_and(|pacer| pacer.ready_at(now) > now) {
            Some(Congestion::Pacing)
        } else {
            None
        }
    }

    /// Sends a request, if there is room for it.
    pub(crate) fn send(
        &self,
        inner: &mut Inner,
        now: Instant,
        outgoing: &Outgoing<'_>,
        to: To,
    ) -> Result<(), Error> {
        if let Some(congestion) = self.congestion(inner, now) {
            // A session that is ending says so, whether the window is full or not.
            let refused = inner.session.may_send(outgoing.command_id()).err();
            return Err(match refused {
                Some(error) => Error::local(error, inner.session.close_reason()),
                None => Error::Congested(congestion),
            });
        }
        let token = Token { to, sent: now };
        match outgoing.send(&mut inner.session, now, token, &mut inner.out) {
            Ok(_) => {
                if let Some(pacer) = &mut inner.pacer {
                    pacer.sent(now);
                }
                inner.meter.outstanding(inner.session.outstanding());
                Ok(())
            }
            Err(refused) => Err(Error::local(refused.error, inner.session.close_reason())),
        }
    }

    /// Wakes the next of those who wait, if there is room: after the one before it has used some
    /// or has left, and when time or the peer has made some.
    pub(crate) fn pass_room_on(&self, inner: &mut Inner, now: Instant) {
        if !inner.waiters.is_empty() && self.congestion(inner, now).is_none() {
            inner.wake.extend(inner.waiters.pop());
        }
    }
}

impl Inner {
    fn unsent(&self) -> usize {
        self.out.len().saturating_add(self.writing)
    }
}
