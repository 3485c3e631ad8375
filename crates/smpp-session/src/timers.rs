//! What time brings.

use smpp_codec::pdu::EnquireLink;
use smpp_codec::{CommandId, Sink};

use crate::error::CloseReason;
use crate::event::{FailReason, TimedEvent};
use crate::session::{Control, Session};
use crate::state::State;
use crate::time::Instant;
use crate::window::Slot;

impl<T, S: AsRef<[Slot<T>]> + AsMut<[Slot<T>]>> Session<T, S> {
    /// When [`handle_timeout`](Self::handle_timeout) is to be called next; `None` for never.
    ///
    /// Ask again after every other call. Costs the same whatever the window's size.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Instant> {
        if self.state == State::Closed {
            return None;
        }
        let control =
            |control: &Option<Control>| control.map_or(Instant::NEVER, |control| control.deadline);
        [
            self.window.deadline(self.slots.as_ref()),
            control(&self.bind),
            control(&self.unbind),
            control(&self.enquire_link),
            self.next_enquire_link(),
            self.inactive_at(),
            self.unbound_deadline,
            self.frame_deadline,
            self.peer_unbind
                .map_or(Instant::NEVER, |(_, deadline)| deadline),
        ]
        .into_iter()
        .min()
        .and_then(Instant::ever)
    }

    fn next_enquire_link(&self) -> Instant {
        if !self.state.is_bound() || self.enquire_link.is_some() || self.unbind.is_some() {
            return Instant::NEVER;
        }
        self.last_traffic.after(self.config.enquire_link_interval)
    }

    fn inactive_at(&self) -> Instant {
        if !self.state.is_bound() {
            return Instant::NEVER;
        }
        self.last_activity.after(self.config.inactivity_timeout)
    }

    /// Does what is due: sends an `enquire_link`, or closes the session because the peer took too
    /// long. Expired requests are left to [`poll_event`](Self::poll_event).
    ///
    /// Call it when [`poll_timeout`](Self::poll_timeout) says so; early, late, repeated and
    /// spurious calls are harmless. Writes at most two PDUs.
    pub fn handle_timeout(&mut self, now: Instant, out: &mut (impl Sink + ?Sized)) {
        let now = self.tick(now);
        if self.state == State::Closed {
            return;
        }
        let over =
            |control: &Option<Control>| control.is_some_and(|control| control.deadline <= now);
        let reason = if over(&self.bind) {
            CloseReason::BindTimeout
        } else if over(&self.unbind) {
            CloseReason::UnbindTimeout
        } else if over(&self.enquire_link) {
            CloseReason::EnquireLinkTimeout
        } else if self.frame_deadline <= now {
            CloseReason::FrameTimeout
        } else if self.unbound_deadline <= now && self.state == State::Unbound {
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
    /// one is unanswered, or if the session is not bound.
    pub fn enquire_link(&mut self, now: Instant, out: &mut (impl Sink + ?Sized)) {
        let now = self.tick(now);
        if self.state.is_bound() && self.enquire_link.is_none() {
            self.send_enquire_link(now, out);
        }
    }

    fn send_enquire_link(&mut self, now: Instant, out: &mut (impl Sink + ?Sized)) {
        let deadline = now.after(self.config.enquire_link_timeout);
        match self.send_control(now, EnquireLink::default().into(), out) {
            Ok(sequence_number) => {
                self.enquire_link = Some(Control {
                    command_id: CommandId::ENQUIRE_LINK,
                    sequence_number,
                    deadline,
                });
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
    /// [`TimedEvent::Closed`], then nothing.
    pub fn poll_event(&mut self) -> Option<TimedEvent<T>> {
        let slots = self.slots.as_mut();
        let closed = self.state == State::Closed;
        let done = if closed {
            self.window.pop(slots)
        } else {
            self.window.expired(slots, self.now)
        };
        if let Some(done) = done {
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
