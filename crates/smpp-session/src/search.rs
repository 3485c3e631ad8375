//! Sessions that can be copied, and that compare equal if they behave alike, for an exhaustive
//! search.
//!
//! Only `smpp-session-model` of `tests/simulator` compiles this file, with `cfg(smpp_model)`.

use core::hash::{Hash, Hasher};
use core::time::Duration;

use crate::event::Responder;
use crate::session::Session;
use crate::window::WindowSlot;
use smpp_codec::Instant;

impl<T, S: AsRef<[WindowSlot<T>]> + AsMut<[WindowSlot<T>]>> Session<T, S> {
    /// Makes it `at` now, so that two sessions that behave alike from here on compare equal.
    pub fn move_to(&mut self, at: Instant) {
        let now = self.now;
        let shift = |time: Instant| match time {
            Instant::NEVER => time,
            time if time >= now => at.saturating_add(time.since(now)),
            time => Instant::from_micros(at.as_micros().saturating_sub(micros(now.since(time)))),
        };
        // Of the past only so much counts as a timer looks back.
        let is_bound = self.state.is_bound();
        let past = |time: Instant, timer: Option<Duration>| {
            let back = timer
                .filter(|_| is_bound)
                .unwrap_or_default()
                .min(now.since(time));
            Instant::from_micros(at.as_micros().saturating_sub(micros(back)))
        };
        self.last_traffic = past(self.last_traffic, self.config.enquire_link_interval);
        self.last_activity = past(self.last_activity, self.config.inactivity_timeout);
        for control in [&mut self.bind, &mut self.unbind, &mut self.enquire_link]
            .into_iter()
            .flatten()
        {
            control.deadline = shift(control.deadline);
        }
        if let Some(unbind) = &mut self.peer_unbind {
            unbind.due = shift(unbind.due);
        }
        self.unbound_deadline = shift(self.unbound_deadline);
        self.frame_deadline = shift(self.frame_deadline);
        self.window.shift(self.slots.as_mut(), shift);
        self.now = at;
    }
}

impl Responder {
    /// Returns the same right in a copied session.
    pub const fn for_copied_session(&self) -> Self {
        Self {
            command_id: self.command_id,
            sequence_number: self.sequence_number,
        }
    }
}

impl<T, S: Hash> Hash for Session<T, S> {
    /// Without the configuration, which never changes, and costs more than all the rest.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            config: _,
            role,
            state: phase,
            version,
            window,
            slots,
            now,
            bind,
            unbind,
            enquire_link,
            is_alive,
            answering_bind,
            peer_unbind,
            binds_refused,
            unanswered,
            last_traffic,
            last_activity,
            unbound_deadline,
            frame_deadline,
            close,
            close_told,
            token: _,
        } = self;
        (role, phase, version, window, slots, now).hash(state);
        (bind, unbind, enquire_link, peer_unbind).hash(state);
        (is_alive, answering_bind, binds_refused, unanswered).hash(state);
        (
            last_traffic,
            last_activity,
            unbound_deadline,
            frame_deadline,
        )
            .hash(state);
        (close, close_told).hash(state);
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
