//! Capacity for a request: a window slot, space in the output, the pacer's permission.
//!
//! Tasks that wait for it stand in a queue. Capacity wakes the first; a woken task that does not
//! use it, or leaves the queue, passes it on.

use smpp_session::Instant;

use crate::error::{Congestion, Error};
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

    /// Returns what a request has to wait for now, if anything.
    #[inline]
    pub(crate) fn congestion(&self, now: Instant) -> Option<Congestion> {
        let pacer = self.pacer.as_ref();
        if self.session.is_window_full() {
            Some(Congestion::Window)
        } else if self.is_congested() {
            Some(Congestion::Buffer)
        } else if pacer.is_some_and(|pacer| pacer.ready_at(now) > now) {
            Some(Congestion::Pacing)
        } else {
            None
        }
    }

    /// Sends a request, if there is capacity for it.
    ///
    /// `to` is asked for the destination of the response once there is capacity.
    pub(crate) fn send(
        &mut self,
        now: Instant,
        outgoing: &OutgoingPdu<'_>,
        to: impl FnOnce(&mut Self) -> To,
    ) -> Result<To, Error> {
        if let Some(congestion) = self.congestion(now) {
            // A session that is ending says so, capacity or not.
            let refused = self.session.may_send(outgoing.command_id()).err();
            return Err(match refused {
                Some(error) => Error::local(error, self.session.close_reason()),
                None => Error::Congested(congestion),
            });
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
                Err(Error::local(refused.error, self.session.close_reason()))
            }
        }
    }

    /// Wakes the next waiter, if there is capacity: after a waiter before it has used some or has
    /// left, and when time or the peer has made some.
    pub(crate) fn pass_capacity_on(&mut self, now: Instant) {
        if !self.waiters.is_empty() && self.congestion(now).is_none() {
            self.wake.extend(self.waiters.pop());
        }
    }
}
