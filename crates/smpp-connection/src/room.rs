//! Room for a request: a place in the window, space among what is to be sent, the pacer's leave.

use smpp_session::{Instant, LocalError};

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

    /// Whether a request may be sent now, as far as room is concerned.
    pub(crate) fn has_room(&self, inner: &Inner, now: Instant) -> bool {
        !inner.session.is_window_full()
            && !self.is_congested(inner)
            && inner
                .pacer
                .as_ref()
                .is_none_or(|pacer| pacer.ready_at(now) <= now)
    }

    /// Sends a request, if there is room for it.
    pub(crate) fn send(
        &self,
        inner: &mut Inner,
        now: Instant,
        outgoing: &Outgoing<'_>,
        to: To,
    ) -> Result<(), LocalError> {
        if !self.has_room(inner, now) {
            // A session that is ending says so, room or not.
            let may_send = inner.session.may_send(outgoing.command_id());
            return Err(may_send.err().unwrap_or(LocalError::WindowFull));
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
            Err(refused) => Err(refused.error),
        }
    }

    /// Wakes the next of those who wait, if there is room: after the one before it has used some
    /// or has left, and when time or the peer has made some.
    pub(crate) fn pass_room_on(&self, inner: &mut Inner, now: Instant) {
        if !inner.waiters.is_empty() && self.has_room(inner, now) {
            inner.wake.extend(inner.waiters.pop());
        }
    }
}

impl Inner {
    fn unsent(&self) -> usize {
        self.out.len().saturating_add(self.writing)
    }
}
