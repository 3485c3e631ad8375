//! The session: what it knows.

use core::fmt;
use core::marker::PhantomData;

use smpp_codec::{CommandId, Dialect, Version};

use crate::config::{Config, WhenFull};
use crate::error::CloseReason;
use crate::state::{Role, State, is_listed, may_issue};
use crate::window::{Window, WindowSlot};
use smpp_codec::Instant;

/// A request of the session itself, outside the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Control {
    pub(crate) command_id: CommandId,
    pub(crate) sequence_number: u32,
    pub(crate) deadline: Instant,
}

/// An unbind of the peer that is not answered yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PeerUnbind {
    pub(crate) sequence_number: u32,
    /// When it is answered, whatever is still going on.
    pub(crate) due: Instant,
}

/// One side of one connection.
///
/// It holds the state, the window, the timers and nothing else: no buffer, no socket, no clock.
/// `T` is the caller's token, which comes back exactly once for each request. `S` is the window:
/// a `&mut [WindowSlot<T>]` that the caller lends, or an array, a `Vec` or a `Box` of [`WindowSlot`]s; as many
/// requests may be unanswered as it has slots.
///
/// See the [crate documentation](crate) for who calls what, when.
#[cfg_attr(smpp_model, derive(Clone, PartialEq, Eq))]
pub struct Session<T, S> {
    pub(crate) config: Config,
    pub(crate) role: Role,
    pub(crate) state: State,
    /// What both sides speak: this side's own version until it is bound.
    pub(crate) version: Version,
    pub(crate) window: Window,
    pub(crate) slots: S,
    /// The latest time there was.
    pub(crate) now: Instant,
    /// Our bind, our unbind, our `enquire_link`, while they are unanswered.
    pub(crate) bind: Option<Control>,
    pub(crate) unbind: Option<Control>,
    pub(crate) enquire_link: Option<Control>,
    /// Whether the peer has shown since the last `enquire_link` that it is there.
    pub(crate) is_alive: bool,
    /// Whether a bind of the peer is with the application.
    pub(crate) answering_bind: bool,
    pub(crate) peer_unbind: Option<PeerUnbind>,
    pub(crate) binds_refused: u8,
    /// Requests of the peer that the application has not answered.
    pub(crate) unanswered: u32,
    /// When anything last passed, and anything but `enquire_link`.
    pub(crate) last_traffic: Instant,
    pub(crate) last_activity: Instant,
    /// When an unbound session is closed: for want of a bind, or after the unbind.
    pub(crate) unbound_deadline: Instant,
    pub(crate) frame_deadline: Instant,
    pub(crate) close: Option<CloseReason>,
    pub(crate) close_told: bool,
    pub(crate) token: PhantomData<T>,
}

// A hundred thousand sessions cost what a hundred thousand of these do, and their windows.
const _: () = assert!(size_of::<Session<u32, &mut [WindowSlot<u32>]>>() <= 512);
const _: () = assert!(size_of::<WindowSlot<u32>>() <= 40);

impl<T, S: AsRef<[WindowSlot<T>]> + AsMut<[WindowSlot<T>]>> Session<T, S> {
    /// The ESME's side of a connection that is just open. The next call is [`bind`](Self::bind).
    ///
    /// Whatever the slots hold is forgotten. Costs a few steps for each slot; writes nothing.
    #[must_use]
    pub fn esme(config: Config, slots: S, now: Instant) -> Self {
        Self::new(Role::Esme, config, slots, now)
    }

    /// The ESME's side of a connection that a message centre has opened: it waits for an
    /// `outbind`, as long as `session_init_timeout` says. When that has come, as an
    /// [`Event::Notice`](crate::Event::Notice), the next call is [`bind`](Self::bind), or
    /// [`abort`](Self::abort) if its password is not right.
    #[must_use]
    pub fn esme_awaiting_outbind(config: Config, slots: S, now: Instant) -> Self {
        let mut session = Self::new(Role::Esme, config, slots, now);
        session.unbound_deadline = now.deadline(config.session_init_timeout);
        session
    }

    /// The message centre's side of a connection that is just open: it waits for a bind, as long
    /// as `session_init_timeout` says, or sends [`outbind`](Self::outbind).
    #[must_use]
    pub fn message_center(config: Config, slots: S, now: Instant) -> Self {
        let mut session = Self::new(Role::MessageCenter, config, slots, now);
        session.unbound_deadline = now.deadline(config.session_init_timeout);
        session
    }

    fn new(role: Role, config: Config, mut slots: S, now: Instant) -> Self {
        Self {
            config,
            role,
            state: State::Open,
            version: config.version,
            window: Window::new(slots.as_mut()),
            slots,
            now,
            bind: None,
            unbind: None,
            enquire_link: None,
            is_alive: true,
            answering_bind: false,
            peer_unbind: None,
            binds_refused: 0,
            unanswered: 0,
            last_traffic: now,
            last_activity: now,
            unbound_deadline: Instant::NEVER,
            frame_deadline: Instant::NEVER,
            close: None,
            close_told: false,
            token: PhantomData,
        }
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.state
    }

    /// Which side this is.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// The version that both sides speak; this side's own until it is bound.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// Why the session is closed, if it is: the connection is to be closed too, once what was
    /// written has been sent. The first reason that there was; it never changes.
    #[must_use]
    pub const fn close_reason(&self) -> Option<CloseReason> {
        self.close
    }

    /// How many requests of ours are unanswered.
    #[must_use]
    pub const fn outstanding(&self) -> u32 {
        self.window.outstanding()
    }

    /// Whether the window has no room for another request.
    #[must_use]
    pub const fn is_window_full(&self) -> bool {
        self.window.is_full()
    }

    /// How many requests of the peer the application has not answered; a bind is not counted.
    #[must_use]
    pub const fn unanswered(&self) -> u32 {
        self.unanswered
    }

    /// Whether anything of the peer waits for the application's answer: a request, or a bind.
    ///
    /// An adapter whose peer has ended its direction calls
    /// [`handle_eof`](Self::handle_eof) when nothing does any more.
    #[must_use]
    pub const fn owes_answers(&self) -> bool {
        self.unanswered > 0 || self.answering_bind
    }

    /// How incoming PDUs are read.
    #[must_use]
    pub const fn dialect(&self) -> Dialect {
        Dialect {
            version: self.version,
            tolerance: self.config.tolerance,
        }
    }

    /// Whether the adapter should go on reading: false while the application has left too many
    /// requests unanswered and the configuration says to stop reading then.
    #[must_use]
    pub fn wants_input(&self) -> bool {
        self.config.when_full != WhenFull::StopReading
            || self.unanswered == 0
            || self.unanswered < self.config.max_unanswered
    }

    /// Both sides agree that this session is bound.
    pub(crate) fn bound(&mut self, now: Instant, state: State) {
        self.state = state;
        self.unbound_deadline = Instant::NEVER;
        self.last_activity = now;
    }

    /// A bind of the peer was refused.
    pub(crate) fn bind_refused(&mut self) {
        self.binds_refused = self.binds_refused.saturating_add(1);
        if self.binds_refused >= self.config.max_bind_attempts {
            self.close(CloseReason::TooManyBinds);
        }
    }

    /// The version whose rows of the matrix hold for this session.
    fn matrix_version(&self) -> Version {
        match self.state {
            // A peer that announces 3.3 and binds as a transceiver speaks 3.4 without TLVs.
            State::BoundTrx => self.version.max(Version::V3_4),
            _ => self.version,
        }
    }

    /// The matrix, read for this session. A vendor's PDU may pass once it is bound.
    pub(crate) fn may_issue(&self, issuer: Role, command_id: CommandId) -> bool {
        may_issue(self.matrix_version(), self.state, issuer, command_id)
            .unwrap_or_else(|| self.state.is_bound())
    }

    /// Whether this session's version does not have this PDU, though the matrix it is read by does.
    pub(crate) fn is_of_another_version(&self, command_id: CommandId) -> bool {
        self.matrix_version() != self.version && is_listed(self.version, command_id) == Some(false)
    }

    /// Whether a request of the peer is one that this session knows.
    pub(crate) fn knows(&self, command_id: CommandId) -> bool {
        is_listed(self.matrix_version(), command_id)
            .unwrap_or_else(|| self.config.unknown_requests && self.state.is_bound())
    }

    /// Whether this is the message centre, whom one binds to.
    pub(crate) fn is_bound_to(&self) -> bool {
        self.role == Role::MessageCenter
    }

    /// Whether a sequence number is in use outside the window.
    pub(crate) fn uses(&self, sequence_number: u32) -> bool {
        let is = |control: &Option<Control>| matches!(control, Some(control) if control.sequence_number == sequence_number);
        is(&self.bind) || is(&self.unbind) || is(&self.enquire_link)
    }

    /// Notes the time; it never goes back.
    pub(crate) fn tick(&mut self, now: Instant) -> Instant {
        self.now = self.now.max(now);
        self.now
    }

    /// Something passed.
    pub(crate) fn traffic(&mut self, now: Instant, command_id: CommandId) {
        self.last_traffic = now;
        if !matches!(
            command_id,
            CommandId::ENQUIRE_LINK | CommandId::ENQUIRE_LINK_RESP
        ) {
            self.last_activity = now;
        }
    }

    /// Closes the session, for the first reason that there is.
    pub(crate) fn close(&mut self, reason: CloseReason) {
        self.state = State::Closed;
        self.close.get_or_insert(reason);
    }

    /// Gives the slots back.
    #[must_use]
    pub fn into_slots(self) -> S {
        self.slots
    }
}

impl<T, S> fmt::Debug for Session<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("role", &self.role)
            .field("state", &self.state)
            .field("version", &self.version)
            .field("outstanding", &self.window.outstanding())
            .field("unanswered", &self.unanswered)
            .field("close_reason", &self.close)
            .finish_non_exhaustive()
    }
}
