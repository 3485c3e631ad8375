//! Deadlines of a connection: the session's, the stall timeout, half-close, pacing, callers' limits.

use smpp_session::Instant;

use crate::inner::Inner;

impl Inner {
    /// When the driver must act, whatever comes.
    pub(crate) fn next_timeout(&self, now: Instant) -> Option<Instant> {
        let paced = match &self.pacer {
            Some(pacer) if !self.waiters.is_empty() => Some(pacer.ready_at(now)),
            _ => None,
        }
        .filter(|ready| *ready > now);
        let deadline = self.deadlines.keys().next().map(|(deadline, _)| *deadline);
        let eof = self.eof.filter(|_| self.closed.is_none());
        [
            self.session.poll_timeout(),
            self.stalled_at,
            eof,
            deadline,
            paced,
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Does what is due. Early and repeated calls are harmless.
    pub(crate) fn handle_timeout(&mut self, now: Instant) {
        if self.stalled_at.is_some_and(|at| at <= now) {
            self.stalled_at = None;
            self.session.handle_stall(now);
        }
        self.session.handle_timeout(now, &mut self.out);
        while let Some(first) = self.deadlines.first_entry() {
            if first.key().0 > now {
                break;
            }
            self.wake.push(first.remove());
        }
        self.pass_capacity_on(now);
    }
}
