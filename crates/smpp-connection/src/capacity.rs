//! Capacity for a request: a window slot, space in the output, the pacer's permission.
//!
//! Tasks that wait for it stand in a queue. Capacity wakes the first; a woken task that does not
//! use it, or leaves the queue, passes it on.

use smpp_session::{Instant, LocalError};

use crate::inner::Inner;
use crate::outgoing_pdu::OutgoingPdu;
use crate::token::{To, Token};

impl Inner {
    /// Whether requests wait until some of the output was written.
    pub(crate) const fn is_congested(&self) -> bool {
        self.unsent() > self.max_unsent_octets
    }

    /// Whether the driver should read: the session wants input, and there is space for responses.
    pub(crate) fn wants_input(&self) -> bool {
        let limit = self.max_unsent_octets.saturating_mul(2);
        self.eof.is_none() && self.session.wants_input() && self.unsent() <= limit
    }

    /// Whether there is capacity for a request now.
    #[inline]
    pub(crate) fn has_capacity(&self, now: Instant) -> bool {
        !self.session.is_window_full()
            && !self.is_congested()
            && self
                .pacer
                .as_ref()
                .is_none_or(|pacer| pacer.ready_at(now) <= now)
    }

    /// Sends a request, if there is capacity for it.
    ///
    /// `to` is asked for the destination of the response once there is capacity.
    pub(crate) fn send(
        &mut self,
        now: Instant,
        outgoing: &OutgoingPdu<'_>,
        to: impl FnOnce(&mut Self) -> To,
    ) -> Result<To, LocalError> {
        if !self.has_capacity(now) {
            // A session that is ending says so, capacity or not.
            let may_send = self.session.may_send(outgoing.command_id());
            return Err(may_send.err().unwrap_or(LocalError::WindowFull));
        }
        let to = to(self);
        let token = Token { to, sent: now };
        match outgoing.send(&mut self.session, now, token, &mut self.out) {
            Ok(_) => {
                if let Some(pacer) = &mut self.pacer {
                    pacer.sent(now);
                }
                self.out.meter.outstanding(self.session.outstanding());
                Ok(to)
            }
            Err(refused) => {
                if let (None, slot) = to.whose() {
                    self.responses.remove(slot);
                }
                Err(refused.error)
            }
        }
    }

    /// Wakes the next waiter, if there is capacity: after a waiter before it has used some or has
    /// left, and when time or the peer has made some.
    pub(crate) fn pass_capacity_on(&mut self, now: Instant) {
        if !self.waiters.is_empty() && self.has_capacity(now) {
            self.wake.extend(self.waiters.pop());
        }
    }
}
