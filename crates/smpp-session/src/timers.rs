//! What time brings.

use smpp_codec::Sink;
use smpp_codec::pdu::EnquireLink;

use crate::error::CloseReason;
use crate::event::{FailReason, TimedEvent};
use crate::session::{Control, Session};
use crate::state::State;
use crate::window::WindowSlot;
use smpp_codec::Instant;

impl<T, S: AsRef<[WindowSlot<T>]> + AsMut<[WindowSlot<T>]>> Session<T, S> {
    /// When [`handle_timeout`](Self::handle_timeout) is to be called next; `None` for never.
    ///
    /// Ask again after every other call. Costs the same whatever the window's size. When what is
    /// due has been done, and [`poll_event`](Self::poll_event) gives nothing any more, it lies in
    /// the future; or it is now once more, if an `unbind_resp` has become due by that.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.state == State::Closed {
            return None;
        }
        [
            self.window.deadline(self.slots.as_ref()),
            deadline(&self.bind),
            deadline(&self.unbind),
            self.link_lost_at(),
            self.next_enquire_link(),
            self.inactive_at(),
            self.unbound_deadline,
            self.frame_late_at(),
            self.peer_unbind.map_or(Instant::NEVER, |unbind| unbind.due),
        ]
        .into_iter()
        .min()
        .and_then(Instant::reachable)
    }

    fn next_enquire_link(&self) -> Instant {
        if !self.may_enquire() || !self.wants_input() {
            return Instant::NEVER;
        }
        self.last_traffic
            .deadline(self.config.enquire_link_interval)
    }

    fn link_lost_at(&self) -> Instant {
        if self.is_alive || !self.state.is_bound() || !self.wants_input() {
            return Instant::NEVER;
        }
        deadline(&self.enquire_link)
    }

    fn inactive_at(&self) -> Instant {
        if !self.state.is_bound() || !self.wants_input() {
            return Instant::NEVER;
        }
        self.last_activity.deadline(self.config.inactivity_timeout)
    }

    fn frame_late_at(&self) -> Instant {
        if !self.wants_input() {
            return Instant::NEVER;
        }
        self.frame_deadline
    }

    /// The adapter reads again: the timers that watch the peer start afresh.
    pub(crate) fn listen_again(&mut self, now: Instant) {
        self.last_traffic = now;
        self.last_activity = now;
        if self.frame_deadline != Instant::NEVER {
            self.frame_deadline = now.deadline(self.config.frame_timeout);
        }
        if let Some(enquire_link) = &mut self.enquire_link {
            enquire_link.deadline = now.deadline(self.config.enquire_link_timeout);
        }
    }

    /// Does what is due: sends an `enquire_link`, answers an unbind at last, or closes the session
    /// because the peer took too long. Expired requests are left to
    /// [`poll_event`](Self::poll_event).
    ///
    /// Call it when [`poll_timeout`](Self::poll_timeout) says so; early, late, repeated and
    /// spurious calls are harmless. Writes at most one PDU. Constant work.
    pub fn handle_timeout(&mut self, now: Instant, out: &mut (impl Sink + ?Sized)) {
        let now = self.tick(now);
        if self.state == State::Closed {
            return;
        }
        let reason = if deadline(&self.bind) <= now {
            CloseReason::BindTimeout
        } else if deadline(&self.unbind) <= now && self.state != State::Unbound {
            CloseReason::UnbindTimeout
        } else if self.link_lost_at() <= now {
            CloseReason::EnquireLinkTimeout
        } else if self.frame_late_at() <= now {
            CloseReason::FrameTimeout
        } else if self.state == State::Unbound
            && self.unbound_deadline.min(deadline(&self.unbind)) <= now
        {
            CloseReason::Unbound
        } else if self.unbound_deadline <= now {
            CloseReason::SessionInitTimeout
        } else if self.inactive_at() <= now {
            CloseReason::InactivityTimeout
        } else {
            self.answer_unbind(now, out);
            if self.next_enquire_link() <= now {
                self.send_enquire_link(now, out);
            }
            return;
        };
        self.close(reason);
    }

    /// Asks the peer now whether it is there, instead of when the timer says so. Does nothing if
    /// one is unanswered, if the session is not bound, or if it is being unbound by this side.
    ///
    /// Writes one PDU; starts the `enquire_link` timer. Constant work.
    pub fn enquire_link(&mut self, now: Instant, out: &mut (impl Sink + ?Sized)) {
        let now = self.tick(now);
        if self.may_enquire() {
            self.send_enquire_link(now, out);
        }
    }

    /// Whether an `enquire_link` may be sent: one at a time, unless the peer has shown since that
    /// it is there.
    fn may_enquire(&self) -> bool {
        self.state.is_bound()
            && self.unbind.is_none()
            && (self.is_alive || self.enquire_link.is_none())
    }

    fn send_enquire_link(&mut self, now: Instant, out: &mut (impl Sink + ?Sized)) {
        match self.send_control(now, EnquireLink::default().into(), out) {
            Ok(sent) => {
                self.enquire_link = Some(sent);
                self.is_alive = false;
            }
            // No room: try again when the interval is over once more.
            Err(_) => self.last_traffic = now,
        }
    }

    /// What time has brought, one by one: call it until it gives none, after
    /// [`handle_timeout`](Self::handle_timeout), after an error of
    /// [`handle_frame`](Self::handle_frame), and once the session is closed.
    ///
    /// When the session is closed it gives back every token that is left, then
    /// [`TimedEvent::Closed`], then nothing. Writes nothing; constant work a call.
    pub fn poll_event(&mut self) -> Option<TimedEvent<T>> {
        let slots = self.slots.as_mut();
        let closed = self.state == State::Closed;
        let done = if closed {
            self.window.pop(slots)
        } else {
            self.window.expired(slots, self.now)
        };
        if let Some(done) = done {
            self.unbind_is_due();
            return Some(TimedEvent::Failed {
                token: done.token,
                command_id: done.command_id,
                sequence_number: done.sequence_number,
                reason: if done.failed {
                    FailReason::Malformed
                } else if closed {
                    FailReason::Closed
                } else {
                    FailReason::Expired
                },
            });
        }
        let reason = self.close.filter(|_| !self.close_told)?;
        self.close_told = true;
        Some(TimedEvent::Closed(reason))
    }
}

/// When a request of the session itself is given up.
fn deadline(control: &Option<Control>) -> Instant {
    control.map_or(Instant::NEVER, |control| control.deadline)
}
